//! The core's answers as Python objects.

use pyo3::{exceptions::PyRuntimeError, prelude::*};
use soarwire::{AnyAnswer, ffi};

use crate::{
    documents::{Created, Details, Reply, Validity},
    errors::{guard, raise},
    page::Page,
    report::Report,
};

/// An answer as an object of its own class.
pub(crate) fn object(py: Python<'_>, answer: AnyAnswer) -> PyResult<Bound<'_, PyAny>> {
    match answer {
        AnyAnswer::Report(report) => Ok(Bound::new(py, Report(report))?.into_any()),
        AnyAnswer::Page(page) => Ok(Bound::new(py, Page(page))?.into_any()),
        AnyAnswer::Details(details) => Ok(Bound::new(py, Details(details))?.into_any()),
        AnyAnswer::Created(created) => Ok(Bound::new(py, Created(created))?.into_any()),
        AnyAnswer::Validity(validity) => Ok(Bound::new(py, Validity(validity))?.into_any()),
        AnyAnswer::Reply(reply) => Ok(Bound::new(py, Reply(reply))?.into_any()),
        other => Err(PyRuntimeError::new_err(format!("this binding does not know the answer `{}`", other.name()))),
    }
}

/// The answer that was pickled.
#[pyfunction]
pub(crate) fn restore<'py>(py: Python<'py>, snapshot: &str) -> PyResult<Bound<'py, PyAny>> {
    object(py, guard(|| ffi::restore(snapshot))?.map_err(|error| raise(py, &error, None))?)
}
