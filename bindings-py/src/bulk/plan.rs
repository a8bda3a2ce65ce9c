//! What is to be done.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyDict, PyList, PyString, PyType},
};
use soarwire::{Error, ffi::Params};

use super::{guard::Guard, ids};
use crate::{
    canonical,
    classes::{self, Declared},
    errors::{guard, invalid, raise},
    json,
    operation::Operation,
    param::{Times, param},
    unset::Unset,
};

/// The plan of an operation for many incidents. Nothing is sent: `Client.run_bulk` runs it.
///
/// `operation` is a class such as `d3.CloseIncidents`, with its parameters by name, or an operation of one, whose incidents are taken
/// unless there are `ids`. `ids` is any iterable of ids, such as a list, a generator or a Series, or a frame of pandas or polars with a
/// column `id` (or `incident_number`, `incident_id`, `alert_id`, `number`, or a single one). An id is text, a whole number, or what has
/// an `id`, as rows of pages and reports do. One that is given twice is planned once. With `d3.SetFields`, `fields` is what is set in
/// each incident.
///
/// `chunk` is the largest number of incidents of a request: 100, where the vendor takes more than one. `tenant` is the base URL of the
/// tenant that it is for, or the name of a profile: a run on another tenant is refused. `guard` is a `Guard` or a list of its conditions.
///
///     plan = bulk.plan(d3.CloseIncidents, numbers, bypass_required_tasks=True, conclusion="Contained.")
///
/// Raises `InvalidRequest`, naming the parameter, such as `chunk` or `incident_numbers[1]`; and what the iterable raises.
#[pyfunction]
#[pyo3(signature = (operation, ids=None, /, *, chunk=None, tenant=None, guard=None, **params),
    text_signature = "(operation, ids=None, /, *, chunk=None, tenant=None, guard=None, **params)")]
pub(crate) fn plan(
    operation: &Bound<'_, PyAny>,
    ids: Option<&Bound<'_, PyAny>>,
    chunk: Option<&Bound<'_, PyAny>>,
    tenant: Option<&Bound<'_, PyAny>>,
    guard: Option<&Bound<'_, PyAny>>,
    params: Option<&Bound<'_, PyDict>>,
) -> PyResult<Plan> {
    let py = operation.py();
    let made = match operation.cast::<PyType>() {
        Ok(class) => of_class(class, ids, params)?,
        Err(_) => of_operation(operation, ids, params)?,
    };
    let mut plan = made.map_err(|error| raise(py, &error, None))?;
    if let Some(chunk) = chunk {
        let size = chunk.extract().map_err(|_| invalid(py, "chunk", "must be a whole number, 1 or more"))?;
        plan = plan.chunk(size).map_err(|error| raise(py, &error, None))?;
    }
    if let Some(tenant) = tenant {
        let name = tenant.extract::<String>();
        plan = plan.tenant(name.map_err(|_| invalid(py, "tenant", "must be a base URL, or the name of a profile"))?);
    }
    Ok(Plan(guard.map(Guard::of).transpose()?.map_or(plan.clone(), |guard| plan.guard(guard))))
}

type Made = Result<soarwire::bulk::Plan, Error>;

fn of_class(
    class: &Bound<'_, PyType>,
    given: Option<&Bound<'_, PyAny>>,
    params: Option<&Bound<'_, PyDict>>,
) -> PyResult<Made> {
    let py = class.py();
    let Some(Declared { info, .. }) = classes::declaration(class) else {
        return Err(invalid(py, "operation", "must be a class such as d3.CloseIncidents, or an operation of one"));
    };
    let mut all = Params::default();
    for (name, value) in params.into_iter().flatten() {
        let name: String = name.extract()?;
        if value.is_exact_instance_of::<Unset>() {
            continue;
        }
        let declared = info.params.iter().find(|param| param.name == name);
        let value = param(&name, &value, declared.map_or(Times::None, |declared| Times::of(declared.of)))?;
        all = all.set(name, value);
    }
    let given = given.ok_or_else(|| invalid(py, "ids", "are missing: pass the incidents"))?;
    ids::with(given, |ids| guard(|| soarwire::bulk::Plan::from_params(info.id, all, ids)))?
}

fn of_operation(
    operation: &Bound<'_, PyAny>,
    given: Option<&Bound<'_, PyAny>>,
    params: Option<&Bound<'_, PyDict>>,
) -> PyResult<Made> {
    let operation = Operation::of(operation)?.get().0.clone();
    if params.is_some_and(|params| !params.is_empty()) {
        return Err(PyTypeError::new_err("the operation has its parameters already: pass its class to give them here"));
    }
    match given {
        None => guard(|| soarwire::bulk::Plan::new(operation)),
        Some(given) => ids::with(given, |ids| guard(|| soarwire::bulk::Plan::over(operation, ids)))?,
    }
}

/// An operation for many incidents: each of them once, divided into requests that are made when they are needed. Plain data without
/// secrets: it prints as a dry run, compares, pickles, goes through JSON, and divides into shards. `bulk.plan` makes it.
///
/// A plan without incidents is false.
#[pyclass(frozen, eq, module = "soarwire.bulk")]
#[derive(PartialEq)]
pub(crate) struct Plan(pub(crate) soarwire::bulk::Plan);

impl Plan {
    /// The plan that an argument must be.
    pub(crate) fn of<'a, 'py>(argument: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, Plan>> {
        argument.cast().map_err(|_| invalid(argument.py(), "plan", "must be a plan, as bulk.plan(...) makes it"))
    }
}

#[pymethods]
impl Plan {
    /// The id of the operation, such as `d3.close_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.0.operation_id()
    }

    /// What repeating a request does: `idempotent` or `appends`, as `Operation.effect`.
    #[getter]
    fn effect(&self) -> &'static str {
        self.0.effect().as_str()
    }

    /// The incidents, each once, in the order given.
    #[getter]
    fn ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.0.ids().map(|id| PyString::new(py, id)))
    }

    /// The largest number of incidents of a request.
    #[getter]
    fn chunk(&self) -> usize {
        self.0.chunk_size()
    }

    /// The tenant that it is for, if it names one.
    #[getter]
    fn tenant(&self) -> Option<&str> {
        self.0.tenant_name()
    }

    /// How many requests it takes, if none is divided or repeated.
    #[getter]
    fn request_count(&self) -> usize {
        self.0.request_count()
    }

    /// All requests, in order: an iterator of operations, each made when it is asked for.
    fn requests(&self) -> PlanRequests {
        PlanRequests { plan: self.0.clone(), next: AtomicUsize::new(0) }
    }

    /// Part `index` of `count`: every request whose number, divided by `count`, leaves `index`. All parts together are the plan.
    /// Raises `InvalidRequest` if there is no such part.
    fn shard(&self, py: Python<'_>, index: &Bound<'_, PyAny>, count: &Bound<'_, PyAny>) -> PyResult<Self> {
        let number = |field: &str, value: &Bound<'_, PyAny>| {
            value.extract::<usize>().map_err(|_| invalid(py, field, "must be a whole number, 0 or more"))
        };
        let (index, count) = (number("index", index)?, number("count", count)?);
        guard(|| self.0.shard(index, count))?.map(Plan).map_err(|error| raise(py, &error, None))
    }

    /// `{operation, params, ids, chunk, tenant, guard}` as JSON text; the changes of each incident of `d3.set_fields` are in `fields`
    /// behind that.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The same as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::value(py, &self.0.to_json())
    }

    /// The plan of a JSON text from `to_json`. Raises `InvalidRequest`, naming the member.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, text) = (text.py(), canonical::text("plan", text)?);
        guard(|| soarwire::bulk::Plan::from_json(&text))?.map(Plan).map_err(|error| raise(py, &error, None))
    }

    /// The same from the dict that `to_dict` gives.
    #[staticmethod]
    fn from_dict(value: &Bound<'_, PyDict>) -> PyResult<Self> {
        Plan::from_json(&PyString::new(value.py(), &canonical::text_of_dict(value)?))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The dry run: what would be sent.
    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let (id, incidents, requests) = (self.0.operation_id(), self.0.len(), self.0.request_count());
        format!("<Plan {id}: {incidents} incidents in {requests} requests>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().0.to_json(),)))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}

/// The requests of a plan, made one at a time.
#[pyclass(frozen, module = "soarwire.bulk")]
pub(crate) struct PlanRequests {
    plan: soarwire::bulk::Plan,
    next: AtomicUsize,
}

#[pymethods]
impl PlanRequests {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        guard(|| self.plan.request(index))?.map(|made| Operation::object(py, made)).transpose()
    }
}
