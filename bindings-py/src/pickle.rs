//! What leaves the process and comes back.

use pyo3::{exceptions::PyTypeError, prelude::*};
use soarwire::{AnyAnswer, ffi};

/// How an answer is pickled: its body is read again by `soarwire._soarwire.restore`.
pub(crate) fn reduce<'py>(py: Python<'py>, answer: &AnyAnswer) -> PyResult<(Bound<'py, PyAny>, (String,))> {
    Ok((py.import("soarwire._soarwire")?.getattr("restore")?, (ffi::snapshot(answer),)))
}

/// The error for a class that must not be pickled.
pub(crate) fn refused(what: &str, instead: &str) -> PyErr {
    PyTypeError::new_err(format!("{what} cannot be pickled: {instead}"))
}
