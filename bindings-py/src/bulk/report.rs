//! What happened to each incident of a run.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pyo3::{
    exceptions::PyKeyError,
    intern,
    prelude::*,
    types::{PyList, PyString, PyTuple},
};

use super::{
    counts::BulkCounts,
    plan::Plan,
    row::{BulkRow, BulkRows},
};
use crate::{
    canonical,
    errors::{guard, raise},
    json,
    outcome::Failed,
    settle::Settle,
};

/// What happened to each incident of a run: each once, in the order of the plan. Every access builds a new list.
///
/// `Client.settle` changes it: what is in effect has succeeded then. Reports are equal that say the same of every incident.
#[pyclass(frozen, module = "soarwire.bulk")]
pub(crate) struct BulkReport {
    /// Locked only while attached to Python, and never across anything that detaches: no forked child finds it locked.
    report: Mutex<soarwire::bulk::BulkReport>,
    journal: Option<PathBuf>,
}

impl BulkReport {
    pub(crate) fn of(report: soarwire::bulk::BulkReport, journal: Option<PathBuf>) -> Self {
        BulkReport { report: Mutex::new(report), journal }
    }

    fn report(&self) -> MutexGuard<'_, soarwire::bulk::BulkReport> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The incidents with this outcome.
    fn with<'py>(&self, py: Python<'py>, outcome: &str) -> Vec<Bound<'py, PyString>> {
        let report = self.report().clone();
        let rows = report.rows().filter(|row| row.outcome.name() == outcome);
        rows.map(|row| PyString::new(py, row.id)).collect()
    }
}

/// The half of it that is written in Python.
fn shown(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "soarwire.bulk._table"))
}

#[pymethods]
impl BulkReport {
    /// The id of the run.
    #[getter]
    fn run_id(&self) -> String {
        self.report().run_id().to_owned()
    }

    /// The id of the operation, such as `d3.close_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.report().plan().operation_id()
    }

    /// What was to be done.
    #[getter]
    fn plan(&self) -> Plan {
        Plan(self.report().plan().clone())
    }

    /// The path of the run's journal; `None` without one.
    #[getter]
    fn journal(&self) -> Option<PathBuf> {
        self.journal.clone()
    }

    /// Why the run was stopped before its end: `cancelled`, `deadline`, `journal`, or the kind of an error; `None` if it was not.
    #[getter]
    fn stopped(&self) -> Option<String> {
        self.report().stopped().map(str::to_owned)
    }

    /// What the error says that stopped the run; `None` if none did, and in a report that was read from a journal.
    #[getter]
    fn stopped_reason(&self) -> Option<String> {
        self.report().stopped_reason().map(str::to_owned)
    }

    /// How many incidents there are of each outcome.
    #[getter]
    fn counts(&self) -> BulkCounts {
        BulkCounts(self.report().counts())
    }

    /// Whether every incident succeeded.
    #[getter]
    fn all_succeeded(&self) -> bool {
        self.report().all_succeeded()
    }

    /// The incidents that succeeded, as the answers state, or as was read back.
    #[getter]
    fn succeeded<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyString>> {
        self.with(py, "succeeded")
    }

    /// The incidents that failed: with the vendor's reason, or the kind of the error of a request that was certainly not carried out.
    #[getter]
    fn failed(&self, py: Python<'_>) -> Vec<Failed> {
        let report = self.report().clone();
        let rows = report.rows().filter(|row| row.outcome.name() == "failed");
        let text = |text: &str| PyString::new(py, text).unbind();
        rows.map(|row| Failed { id: text(row.id), reason: text(row.outcome.reason().unwrap_or_default()) }).collect()
    }

    /// The incidents that the answers do not mention. `Client.settle` reads them back.
    #[getter]
    fn unreported<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyString>> {
        self.with(py, "unreported")
    }

    /// The incidents whose requests may have been carried out. `Client.settle` reads them back.
    #[getter]
    fn unknown<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyString>> {
        self.with(py, "unknown")
    }

    /// The incidents for which nothing was sent.
    #[getter]
    fn not_attempted<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyString>> {
        self.with(py, "not_attempted")
    }

    /// The incidents for which the guard did not hold.
    #[getter]
    fn skipped<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyString>> {
        self.with(py, "skipped")
    }

    /// Every incident, in the order of the plan: a list of `BulkRow`.
    #[getter]
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let report = self.report().clone();
        for row in report.rows() {
            rows.append(BulkRow::of(&row))?;
        }
        Ok(rows)
    }

    /// The same as an iterator, which makes one row at a time.
    fn iter_rows(&self) -> BulkRows {
        BulkRows::of(self.report().clone())
    }

    /// What happened to the incident `id`. Raises `KeyError` if it is not of the plan.
    fn row(&self, id: &str) -> PyResult<BulkRow> {
        let report = self.report();
        let row = report.get(id).ok_or_else(|| PyKeyError::new_err(id.to_owned()))?;
        Ok(BulkRow::of(&row))
    }

    /// The plan of what failed or was not attempted, and of what was read back and is not in effect.
    ///
    /// `unknown` and `unreported` add those incidents, too, though nobody knows whether they were carried out: an appended effect may
    /// be there twice then. Call `Client.settle` first instead, which finds that out.
    #[pyo3(signature = (*, unknown=false, unreported=false))]
    fn retry(&self, unknown: bool, unreported: bool) -> Plan {
        Plan(self.report().retry_with(unknown, unreported))
    }

    /// The report itself if every incident succeeded. Raises `soarwire.bulk.Incomplete`, with the report, if any did not.
    fn raise_for_failures<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        if slf.get().all_succeeded() {
            return Ok(slf);
        }
        let class = py.import(intern!(py, "soarwire.bulk._errors"))?.getattr(intern!(py, "Incomplete"))?;
        Err(PyErr::from_value(class.call1((slf,))?))
    }

    /// `{run, operation, stopped, counts, outcomes: [{id, outcome, reason, request, settled}], stopped_reason}` as JSON text.
    fn to_json(&self) -> String {
        self.report().to_json()
    }

    /// The same as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = self.to_json();
        json::value(py, &text)
    }

    /// The report of a plan from a JSON text from `to_json`. Raises `InvalidRequest`, naming the member.
    #[staticmethod]
    #[pyo3(signature = (plan, text, journal=None))]
    fn from_json(plan: &Bound<'_, PyAny>, text: &Bound<'_, PyAny>, journal: Option<PathBuf>) -> PyResult<Self> {
        let (py, text) = (text.py(), canonical::text("report", text)?);
        let plan = Plan::of(plan)?.get().0.clone();
        let report = guard(|| soarwire::bulk::BulkReport::from_json(plan, &text))?;
        Ok(BulkReport::of(report.map_err(|error| raise(py, &error, None))?, journal))
    }

    /// What happened to each incident, for tables: a list of dicts `{"id", "outcome", "reason", "request", "settled"}`.
    fn to_rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let report = self.report().clone();
        for row in report.rows() {
            rows.append(BulkRow::of(&row).to_dict(py)?)?;
        }
        Ok(rows)
    }

    /// The same as a frame of pandas or polars: of `library` (`"pandas"` or `"polars"`), or else of the first of them that is
    /// installed. `request` is an integer that may be missing (pandas: `Int64`), the other columns are text (pandas: `string`). Raises
    /// `ImportError` if neither is installed.
    #[pyo3(signature = (library=None))]
    fn to_frame<'py>(&self, py: Python<'py>, library: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let columns = ("id", "outcome", "reason", "request", "settled");
        py.import("soarwire._frames")?.getattr("frame")?.call1((self.to_rows(py)?, columns, library))
    }

    /// The same as CSV with a header, written to a path or an open text file. Without one the text is given.
    #[pyo3(signature = (file=None))]
    fn to_csv<'py>(slf: &Bound<'py, Self>, file: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        shown(slf.py())?.getattr("csv")?.call1((slf, file))
    }

    /// A notebook's table of the counts, and of the incidents that did not succeed.
    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        shown(slf.py())?.getattr("html")?.call1((slf,))
    }

    /// What reads back the incidents that are unknown or unreported; `None` if there are none.
    fn _settle(&self, py: Python<'_>) -> PyResult<Option<Settle>> {
        let report = self.report().clone();
        let settle = guard(|| report.settle())?.map_err(|error| raise(py, &error, None))?;
        Ok(settle.map(Settle::of))
    }

    /// Takes what reading back said, and writes it to the journal.
    fn _take(&self, py: Python<'_>, settling: &Bound<'_, Settle>) -> PyResult<()> {
        let settlement = settling.get().settlement();
        let (mut report, journal) = (self.report().clone(), self.journal.clone());
        let taken = py.detach(|| guard(|| report.take_into(&settlement, journal.as_deref())))?;
        taken.map_err(|error| raise(py, &error, None))?;
        *self.report() = report;
        Ok(())
    }

    fn __len__(&self) -> usize {
        self.report().len()
    }

    /// A report is true even when it is about no incident.
    fn __bool__(&self) -> bool {
        true
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let Ok(other) = other.cast::<BulkReport>() else { return false };
        let (report, other) = (self.report().clone(), other.get().report().clone());
        report == other
    }

    /// The counts, and a table of what did not succeed.
    fn __str__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        shown(slf.py())?.getattr("text")?.call1((slf,))
    }

    fn __repr__(&self) -> String {
        format!("<BulkReport {}>", self.report())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let this = slf.get();
        let arguments = (this.plan(), this.to_json(), this.journal());
        (slf.get_type().getattr("from_json")?, arguments).into_pyobject(slf.py())
    }
}
