//! The core's answers as Python objects.

use pyo3::{exceptions::PyRuntimeError, prelude::*};
use soarwire::AnyAnswer;

use crate::report::Report;

/// An answer as an object of its own class.
pub(crate) fn object(py: Python<'_>, answer: AnyAnswer) -> PyResult<Bound<'_, PyAny>> {
    match answer {
        AnyAnswer::Report(report) => Ok(Bound::new(py, Report(report))?.into_any()),
        other => Err(PyRuntimeError::new_err(format!("this binding does not know the answer `{}`", other.name()))),
    }
}
