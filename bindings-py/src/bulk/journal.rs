//! The log of a run.

use std::path::PathBuf;

use pyo3::{intern, prelude::*, types::PyTuple};

use super::{plan::Plan, report::BulkReport};
use crate::{
    errors::{guard, raise},
    time,
};

/// The log of a run: what was planned, what was about to be sent, and what came of it. `Journal.read` reads it, also while it is being
/// written; `Client.resume` goes on with its run.
#[pyclass(frozen, module = "soarwire.bulk")]
pub(crate) struct Journal {
    journal: soarwire::bulk::Journal,
    path: PathBuf,
}

/// The half of it that is written in Python.
fn audit(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "soarwire.bulk._audit"))
}

#[pymethods]
impl Journal {
    /// Reads the journal in a file. Nothing is changed. Raises `InvalidRequest` (field `journal`) if it is not there, is damaged, or is
    /// not a journal.
    #[staticmethod]
    fn read(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let journal = py.detach(|| guard(|| soarwire::bulk::Journal::read(&path)))?;
        Ok(Journal { journal: journal.map_err(|error| raise(py, &error, None))?, path })
    }

    /// Where it is.
    #[getter]
    fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// The id of the run.
    #[getter]
    fn run_id(&self) -> &str {
        self.journal.run_id()
    }

    /// What was to be done.
    #[getter]
    fn plan(&self) -> Plan {
        Plan(self.journal.plan().clone())
    }

    /// The base URL of the tenant.
    #[getter]
    fn base_url(&self) -> &str {
        self.journal.base_url()
    }

    /// The user whose calls they are; `None` where the tenant has none.
    #[getter]
    fn user(&self) -> Option<&str> {
        self.journal.user()
    }

    /// The version of soarwire that began the run.
    #[getter]
    fn version(&self) -> &str {
        self.journal.version()
    }

    /// When the run began, and when the last record was written: two `datetime` objects in UTC.
    #[getter]
    fn times<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let (begun_ms, last_ms) = self.journal.times_ms();
        let of = |ms: u64| time::of_ms(py, i64::try_from(ms).unwrap_or_default());
        PyTuple::new(py, [of(begun_ms)?, of(last_ms)?])
    }

    /// How the run ended: `done`, or why it was stopped; `None` if it is under way, or its program ended.
    #[getter]
    fn end(&self) -> Option<&str> {
        self.journal.end()
    }

    /// How many requests were sent, or were about to be.
    #[getter]
    fn intents(&self) -> u64 {
        self.journal.intents()
    }

    /// What is known of each incident. One that may have been sent, and has no outcome, is unknown.
    fn report(&self) -> BulkReport {
        BulkReport::of(self.journal.report(), Some(self.path.clone()))
    }

    /// The records, as dicts, each read when it is asked for.
    fn records<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        audit(py)?.getattr("records")?.call1((&self.path, self.journal.sound_bytes()))
    }

    /// Writes who did what to which incident, when, and what the answer was, as CSV with a header.
    fn to_csv(slf: &Bound<'_, Self>, path: PathBuf) -> PyResult<()> {
        audit(slf.py())?.getattr("to_csv")?.call1((slf, path)).map(drop)
    }

    /// The same as the tables `runs`, `events` and `outcomes` of an SQLite database, which may hold other runs; this run takes the place
    /// of what it holds of it.
    fn to_sqlite(slf: &Bound<'_, Self>, path: PathBuf) -> PyResult<()> {
        audit(slf.py())?.getattr("to_sqlite")?.call1((slf, path)).map(drop)
    }

    fn __repr__(&self) -> String {
        format!("<Journal of run {}: {}>", self.journal.run_id(), self.journal.report())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (PathBuf,))> {
        Ok((slf.get_type().getattr("read")?, (slf.get().path(),)))
    }
}
