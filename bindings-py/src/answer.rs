//! The core's answers as Python objects.

use pyo3::{exceptions::PyRuntimeError, prelude::*};
use soarwire::{AnyAnswer, ffi};

use crate::{
    errors::{guard, raise},
    page::Page,
    report::Report,
};

/// An answer as an object of its own class.
pub(crate) fn object(py: Python<'_>, answer: AnyAnswer) -> PyResult<Bound<'_, PyAny>> {
    match answer {
        AnyAnswer::Report(report) => Ok(Bound::new(py, Report(report))?.into_any()),
        AnyAnswer::Page(page) => Ok(Bound::new(py, Page(page))?.into_any()),
        other => Err(PyRuntimeError::new_err(format!("this binding does not know the answer `{}`", other.name()))),
    }
}

/// The answer that was pickled.
#[pyfunction]
pub(crate) fn restore<'py>(py: Python<'py>, snapshot: &str) -> PyResult<Bound<'py, PyAny>> {
    object(py, guard(|| ffi::restore(snapshot))?.map_err(|error| raise(py, &error, None))?)
}
