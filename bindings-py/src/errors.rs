//! The core's errors as Python exceptions.

use std::{
    error::Error as _,
    panic::{AssertUnwindSafe, catch_unwind},
};

use pyo3::{
    exceptions::PyRuntimeError,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBytes, PyDict},
};
use soarwire::{Detail, Error, ffi};

use crate::{json, report::Report};

/// The error that an exception was made of. Its canonical JSON, which is larger than the body, is written when somebody asks.
#[pyclass(frozen, module = "soarwire._soarwire")]
struct Kept(Error);

#[pymethods]
impl Kept {
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __eq__(&self, other: &Kept) -> bool {
        self.0.to_json() == other.0.to_json()
    }
}

/// An exception of the class that the catalogue names for this kind. `operation` is the id of what was tried.
pub(crate) fn raise(py: Python<'_>, error: &Error, operation: Option<&str>) -> PyErr {
    exception(py, error, operation).map_or_else(|failed| failed, PyErr::from_value)
}

/// The same as an object, to be handed out instead of raised.
pub(crate) fn exception<'py>(py: Python<'py>, error: &Error, operation: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
    static CLASSES: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    if CLASSES.get(py).is_none() {
        // Imported before the cell is locked: another thread may fork meanwhile, and its child must not find it locked.
        let classes = py.import("soarwire.errors")?.unbind();
        let _ = CLASSES.set(py, classes);
    }
    let classes = CLASSES.get(py).ok_or_else(defect)?;
    let details = PyDict::new(py);
    details.set_item("operation", error.operation().or(operation))?;
    details.set_item("asked", error.asked())?;
    details.set_item("retryable", error.retryable())?;
    details.set_item("maybe_executed", error.maybe_executed())?;
    details.set_item("attempts", error.attempts())?;
    details.set_item("elapsed", error.elapsed().map(|elapsed| elapsed.as_secs_f64()))?;
    details.set_item("request_id", error.request_id())?;
    details.set_item("report", error.report().cloned().map(Report))?;
    details.set_item("reason", error.reason())?;
    details.set_item("retry_after_ms", error.retry_after_ms())?;
    for absent in ["field", "status", "code", "vendor_message", "extra", "body", "content_type"] {
        details.set_item(absent, py.None())?;
    }
    details.set_item("fields", PyDict::new(py))?;
    details.set_item("headers", error.headers())?;
    match error.detail() {
        Detail::Build { field, .. } => details.set_item("field", field)?,
        Detail::Service(service) => {
            details.set_item("status", service.status)?;
            details.set_item("code", service.code.as_deref())?;
            details.set_item("vendor_message", service.message.as_deref())?;
            details.set_item("extra", service.extra.as_deref().map(|extra| json::value(py, extra)).transpose()?)?;
            let fields = PyDict::new(py);
            for (path, messages) in &service.fields {
                fields.set_item(path, messages)?;
            }
            details.set_item("fields", fields)?;
            details.set_item("body", PyBytes::new(py, service.body.as_bytes()))?;
        }
        Detail::Decode(undecodable) => {
            details.set_item("status", undecodable.status)?;
            details.set_item("content_type", undecodable.content_type.as_deref())?;
            details.set_item("body", PyBytes::new(py, &undecodable.beginning))?;
        }
        _ => {}
    }
    details.set_item("_kept", Kept(error.clone()))?;
    let named = PyDict::new(py);
    named.set_item("_details", details)?;
    let class = classes.bind(py).getattr(error.kind().entry().class)?;
    let exception = class.call((error.sentence(),), Some(&named))?;
    // What a callable that gives a credential raised.
    if let Some(raised) = error.source().and_then(|source| source.downcast_ref::<PyErr>()) {
        exception.setattr("__cause__", raised.value(py))?;
    }
    Ok(exception)
}

/// The error for an argument that cannot be converted.
pub(crate) fn invalid(py: Python<'_>, field: &str, reason: &str) -> PyErr {
    raise(py, &ffi::invalid(field, reason), None)
}

/// Runs a piece of the core. It does not panic; should it all the same, callers get a `RuntimeError` rather than
/// PyO3's `PanicException`, which no `except Exception` catches.
pub(crate) fn guard<T>(core: impl FnOnce() -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(core)).map_err(|_| defect())
}

/// The error for a panic of the core.
pub(crate) fn defect() -> PyErr {
    PyRuntimeError::new_err("this is a bug in soarwire: please report the call, without its data")
}
