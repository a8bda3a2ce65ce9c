//! Canonical JSON as an argument: text, or the dict that it was read into.

use pyo3::{
    prelude::*,
    types::{IntoPyDict, PyByteArray, PyBytes, PyDict},
};

use crate::errors::invalid;

/// JSON text as an argument: `str`, or UTF-8 as `bytes` or `bytearray`. `what` is the name of what it should be.
pub(crate) fn text(what: &str, given: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = given.extract() {
        return Ok(text);
    }
    let bytes = match given.cast::<PyByteArray>() {
        Ok(bytes) => bytes.to_vec(),
        Err(_) => given.cast::<PyBytes>()?.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).map_err(|_| invalid(given.py(), what, "must be its canonical JSON, in UTF-8"))
}

/// A dict, as `to_dict` gives it, as JSON text.
pub(crate) fn text_of_dict(given: &Bound<'_, PyDict>) -> PyResult<String> {
    // As the text has it from which the dict came: escaped, the vendor's items would not be equal.
    let options = [("ensure_ascii", false)].into_py_dict(given.py())?;
    given.py().import("json")?.getattr("dumps")?.call((given,), Some(&options))?.extract()
}
