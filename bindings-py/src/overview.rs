//! One list over several tenants.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::{
    exceptions::PyRuntimeError,
    intern,
    prelude::*,
    types::{PyDict, PyTuple},
};
use soarwire::{Error, OverviewStep};

use crate::{
    errors::{guard, raise},
    items,
    operation::Operation,
    page::{Page, Row},
    pages,
};

/// The state machine behind `soarwire.Overview`, without I/O.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct OverviewSteps(Mutex<soarwire::Overview>);

impl OverviewSteps {
    fn overview(&self) -> MutexGuard<'_, soarwire::Overview> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl OverviewSteps {
    #[new]
    fn new(listings: Vec<(String, Bound<'_, PyAny>)>) -> PyResult<Self> {
        let listings = listings.iter().map(|(name, operation)| Ok((name.as_str(), pages::listing(operation)?.clone())));
        let listings = listings.collect::<PyResult<Vec<_>>>()?;
        Ok(OverviewSteps(Mutex::new(soarwire::Overview::new(listings))))
    }

    /// What comes next: an `OverviewRow`; the place of a tenant and what reads its next page; the name of a tenant that has no more,
    /// and why, or `None` if it failed; or `None` when all have ended.
    fn step<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let step = guard(|| self.overview().step())?;
        Ok(Some(match step {
            OverviewStep::Done => return Ok(None),
            OverviewStep::Row(row) => Bound::new(py, OverviewRow(row))?.into_any(),
            OverviewStep::Read { tenant, operation } => {
                (tenant, Operation::object(py, Ok(operation))?).into_pyobject(py)?.into_any()
            }
            OverviewStep::Ended { tenant, result } => {
                (tenant, result.ok().map(|end| end.as_str())).into_pyobject(py)?.into_any()
            }
            _ => return Err(PyRuntimeError::new_err("a step that this binding does not know")),
        }))
    }

    /// Takes the page that was to be read.
    fn take(&self, tenant: usize, page: &Bound<'_, Page>) -> PyResult<()> {
        let page = page.get().0.clone();
        guard(|| self.overview().take(tenant, page))
    }

    /// Says that it could not be read; `error` is the canonical JSON.
    fn fail(&self, py: Python<'_>, tenant: usize, error: &str) -> PyResult<()> {
        let error = guard(|| Error::from_json(error))?.map_err(|error| raise(py, &error, None))?;
        guard(|| self.overview().fail(tenant, error))
    }
}

/// An incident or alert, and the tenant that has it.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct OverviewRow(soarwire::OverviewRow);

#[pymethods]
impl OverviewRow {
    /// The name of the tenant.
    #[getter]
    fn tenant(&self) -> &str {
        self.0.tenant()
    }

    /// The common view.
    #[getter]
    pub(crate) fn row(&self, py: Python<'_>) -> PyResult<Row> {
        Row::of(py, &self.0.row())
    }

    /// The vendor's own item, as a dict.
    #[getter]
    fn item<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.0.item().map_or_else(|| Ok(PyDict::new(py)), |item| items::one(py, item))
    }

    /// The id of the operation that read it, such as `xpanse.get_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.0.operation()
    }

    /// When it was created, in milliseconds since 1970; `None` where the vendor's time is ambiguous.
    #[getter]
    fn created_ms(&self) -> Option<u64> {
        self.0.created_ms()
    }

    /// The tenant and the fields of the common view, for tables.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item(intern!(py, "tenant"), self.tenant())?;
        dict.update(self.row(py)?.to_dict(py)?.as_mapping())?;
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<OverviewRow>() else { return Ok(false) };
        self.values(py)?.eq(other.get().values(py)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!(
            "OverviewRow(tenant={}, row={})",
            self.tenant().into_pyobject(py)?.repr()?,
            self.row(py)?.__repr__(py)?
        ))
    }
}

impl OverviewRow {
    /// What it is compared by.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (self.tenant(), self.operation(), self.item(py)?).into_pyobject(py)
    }
}
