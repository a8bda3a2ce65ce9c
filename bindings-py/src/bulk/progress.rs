//! How far a run has come.

use std::time::Duration;

use pyo3::{prelude::*, types::PyDict};
use soarwire::bulk::BulkProgress;

use super::counts::BulkCounts;
use crate::call::Wait;

/// How far a run has come: what `on_progress` is told.
#[pyclass(frozen, module = "soarwire.bulk")]
pub(crate) struct Progress(pub(crate) BulkProgress);

#[pymethods]
impl Progress {
    /// The outcomes so far; `not_attempted` counts those that have none yet.
    #[getter]
    fn counts(&self) -> BulkCounts {
        BulkCounts(self.0.counts)
    }

    /// All incidents of the plan.
    #[getter]
    fn planned(&self) -> usize {
        self.0.counts.planned
    }

    /// How many incidents have an outcome.
    #[getter]
    fn settled(&self) -> usize {
        self.0.settled
    }

    /// How many attempts were sent.
    #[getter]
    fn sent(&self) -> u64 {
        self.0.sent
    }

    /// How many requests are in flight.
    #[getter]
    fn in_flight(&self) -> usize {
        self.0.in_flight
    }

    /// What the run waits for, and until when, if nothing is in flight: a `Wait`.
    #[getter]
    fn waiting(&self) -> Option<Wait> {
        self.0.waiting.map(|(why, until_ms)| Wait { until_ms, why: why.as_str() })
    }

    /// How long it has been running, in seconds.
    #[getter]
    fn elapsed(&self) -> f64 {
        Duration::from_millis(self.0.elapsed_ms).as_secs_f64()
    }

    /// How many incidents got an outcome each second.
    #[getter]
    fn rate(&self) -> f64 {
        self.0.rate
    }

    /// How many seconds are left at this rate; `None` until there is one.
    #[getter]
    fn left(&self) -> Option<f64> {
        self.0.left_ms.map(|ms| Duration::from_millis(ms).as_secs_f64())
    }

    /// All of it as plain values that JSON can hold; of `waiting` the reason.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("counts", self.counts().to_dict(py)?)?;
        dict.set_item("planned", self.planned())?;
        dict.set_item("settled", self.settled())?;
        dict.set_item("sent", self.sent())?;
        dict.set_item("in_flight", self.in_flight())?;
        dict.set_item("waiting", self.0.waiting.map(|(why, _)| why.as_str()))?;
        dict.set_item("elapsed", self.elapsed())?;
        dict.set_item("rate", self.rate())?;
        dict.set_item("left", self.left())?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        let BulkProgress { settled, in_flight, counts, .. } = self.0;
        format!("<Progress {settled} of {} settled, {in_flight} requests in flight: {counts}>", counts.planned)
    }
}
