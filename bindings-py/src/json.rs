//! JSON text as Python values.

use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyInt, PyList, PyString},
};
use soarwire::ffi::{Part, elements, members};

/// Any JSON text as a Python value; `None` for text that is not JSON.
pub(crate) fn value<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    python(py, Part::read(text).unwrap_or(Part::Null))
}

/// One JSON value as a Python value.
pub(crate) fn python<'py>(py: Python<'py>, part: Part<'_>) -> PyResult<Bound<'py, PyAny>> {
    match part {
        Part::Null => Ok(py.None().into_bound(py)),
        Part::Bool(value) => value.into_bound_py_any(py),
        Part::Number(text) => number(py, text),
        Part::String(text) => Ok(PyString::new(py, &text).into_any()),
        Part::Array(text) => array(py, text),
        Part::Object(text) => Ok(object(py, text)?.into_any()),
    }
}

/// As Python's own JSON reader has it: an integer of any size, else a float.
pub(crate) fn number<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(small) = text.parse::<i64>() {
        return small.into_bound_py_any(py);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && let Ok(large) = py.get_type::<PyInt>().call1((text,))
    {
        return Ok(large);
    }
    // More digits than Python is willing to read as an integer become a float.
    text.parse::<f64>().unwrap_or(f64::NAN).into_bound_py_any(py)
}

fn array<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let list = PyList::empty(py);
    elements(text, |part| list.append(python(py, part)?))?;
    Ok(list.into_any())
}

/// The text of a JSON object as a dict.
pub(crate) fn object<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    members(text, |key, part| dict.set_item(PyString::new(py, &key), python(py, part)?))?;
    Ok(dict)
}
