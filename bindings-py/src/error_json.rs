//! Errors from their canonical JSON.

use pyo3::prelude::*;
use soarwire::Error;

use crate::{
    canonical,
    errors::{exception, guard, raise},
    report::Report,
};

/// The exception of a canonical JSON text, not raised. Raises `InvalidRequest` for any other text.
#[pyfunction]
pub(crate) fn error_from_json<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let (py, text) = (text.py(), canonical::text("error", text)?);
    let error = guard(|| Error::from_json(&text))?.map_err(|error| raise(py, &error, None))?;
    exception(py, &error, None)
}

/// The report that says the same as the error of a canonical JSON text.
#[pyfunction]
pub(crate) fn error_report(py: Python<'_>, text: &str) -> PyResult<Option<Report>> {
    let error = guard(|| Error::from_json(text))?.map_err(|error| raise(py, &error, None))?;
    Ok(error.to_report().map(Report))
}
