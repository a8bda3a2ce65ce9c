//! What the sandbox is told and tells: values of `serde_json` from Python values, and back.

use pyo3::prelude::*;
use serde_json::Value;

use crate::{
    json::value,
    param::{Times, param},
};

/// A Python value as JSON.
///
/// # Errors
/// As [`param`].
pub(crate) fn json(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    param("sandbox", value, Times::None).map(Value::from)
}

/// A JSON value as a Python value.
pub(crate) fn python<'py>(py: Python<'py>, json: &Value) -> PyResult<Bound<'py, PyAny>> {
    value(py, &json.to_string())
}
