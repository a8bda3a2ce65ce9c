//! What happened to single incidents of a run.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::{prelude::*, types::PyDict};

/// What happened to one incident of a run.
#[pyclass(frozen, eq, get_all, module = "soarwire.bulk")]
#[derive(PartialEq)]
pub(crate) struct BulkRow {
    /// The incident's number or id.
    id: String,
    /// `succeeded`, `failed`, `unreported`, `unknown`, `not_attempted` or `skipped`.
    outcome: &'static str,
    /// Why: the vendor's reason or the kind of the error, what stopped the run, or what the guard read; `None` for one that succeeded
    /// or is unreported.
    reason: Option<String>,
    /// The number of the request that it belongs to; `None` if none was made for it.
    request: Option<u32>,
    /// What reading it back said: `in_effect`, `not_in_effect` or `cannot_tell`; `None` if it was not read back.
    settled: Option<&'static str>,
}

impl BulkRow {
    pub(crate) fn of(row: &soarwire::bulk::BulkRow<'_>) -> Self {
        BulkRow {
            id: row.id.to_owned(),
            outcome: row.outcome.name(),
            reason: row.outcome.reason().map(str::to_owned),
            request: row.request,
            settled: row.settled,
        }
    }
}

#[pymethods]
impl BulkRow {
    /// `{"id", "outcome", "reason", "request", "settled"}`.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("id", &self.id)?;
        dict.set_item("outcome", self.outcome)?;
        dict.set_item("reason", self.reason.as_deref())?;
        dict.set_item("request", self.request)?;
        dict.set_item("settled", self.settled)?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut shown =
            format!("BulkRow(id={}, outcome='{}'", self.id.as_str().into_pyobject(py)?.repr()?, self.outcome);
        if let Some(reason) = &self.reason {
            shown += &format!(", reason={}", reason.into_pyobject(py)?.repr()?);
        }
        if let Some(request) = self.request {
            shown += &format!(", request={request}");
        }
        if let Some(settled) = self.settled {
            shown += &format!(", settled='{settled}'");
        }
        Ok(shown + ")")
    }
}

/// The rows of a report, made one at a time.
#[pyclass(frozen, module = "soarwire.bulk")]
pub(crate) struct BulkRows {
    report: soarwire::bulk::BulkReport,
    next: AtomicUsize,
}

impl BulkRows {
    pub(crate) fn of(report: soarwire::bulk::BulkReport) -> Self {
        BulkRows { report, next: AtomicUsize::new(0) }
    }
}

#[pymethods]
impl BulkRows {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__(&self) -> Option<BulkRow> {
        self.report.row(self.next.fetch_add(1, Ordering::Relaxed)).map(|row| BulkRow::of(&row))
    }
}
