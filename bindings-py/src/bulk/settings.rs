//! The settings of a run, as arguments.

use std::sync::Arc;

use pyo3::{exceptions::PyTypeError, prelude::*, types::PyDict};
use soarwire::bulk::BulkOptions;

use super::stops::BulkControl;
use crate::{call::milliseconds, errors::invalid};

/// The settings of a run.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) options: BulkOptions,
    pub(crate) on_progress: Option<Py<PyAny>>,
    pub(crate) on_outcome: Option<Py<PyAny>>,
    pub(crate) acquire: Option<Arc<Py<PyAny>>>,
    pub(crate) on_event: Option<Py<PyAny>>,
    pub(crate) control: BulkControl,
}

impl Settings {
    /// Those that were given by name to `method`; `None` stands for the default.
    pub(crate) fn of(py: Python<'_>, method: &str, given: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut settings = Settings::default();
        for (name, value) in given.into_iter().flatten() {
            let name: String = name.extract()?;
            match name.as_str() {
                "concurrency" | "deadline" | "breaker" | "on_progress" | "on_outcome" | "acquire" | "on_event"
                    if value.is_none() => {}
                "concurrency" => settings.options.concurrency = Some(whole(py, &name, &value, 1)? as usize),
                "deadline" => settings.options.deadline_ms = Some(milliseconds(py, &name, &value)?),
                "breaker" => settings.options.breaker = whole(py, &name, &value, 0)?,
                "on_progress" => settings.on_progress = Some(callback(py, &name, value)?),
                "on_outcome" => settings.on_outcome = Some(callback(py, &name, value)?),
                "acquire" => settings.acquire = Some(Arc::new(callback(py, &name, value)?)),
                "on_event" => settings.on_event = Some(value.unbind()),
                "_control" => settings.control = value.cast::<BulkControl>()?.get().clone(),
                _ => {
                    let problem = format!("Client.{method}() got an unexpected keyword argument '{name}'");
                    return Err(PyTypeError::new_err(problem));
                }
            }
        }
        Ok(settings)
    }
}

fn whole(py: Python<'_>, field: &str, value: &Bound<'_, PyAny>, least: u32) -> PyResult<u32> {
    let number = value.extract::<u32>().ok().filter(|number| *number >= least);
    number.ok_or_else(|| invalid(py, field, &format!("must be a whole number, {least} or more")))
}

/// A function that is called from the middle of a run, by threads that cannot await.
fn callback(py: Python<'_>, field: &str, value: Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    if !value.is_callable() {
        return Err(invalid(py, field, "must be a function"));
    }
    if py.import("inspect")?.getattr("iscoroutinefunction")?.call1((&value,))?.is_truthy()? {
        return Err(invalid(py, field, "must be a plain function: an `async def` would never be awaited"));
    }
    Ok(value.unbind())
}
