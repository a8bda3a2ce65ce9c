//! Operations: one class that does the work. Those of the catalogue are subclasses of it, see [`classes`].

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

use pyo3::{
    exceptions::{PyBaseException, PyTypeError},
    intern,
    prelude::*,
    types::{PyDict, PyMapping, PyString, PyTuple, PyType},
};
use soarwire::{Effect, Error, NextPage, TransportError, catalogue::OPERATIONS, ffi::AnyOperation};

use crate::{
    answer,
    classes::{self, Signature},
    errors::{defect, exception, guard, invalid, raise},
    param, response,
};

/// One vendor call with its parameters: what to send, and how to read the answer. Plain data: it compares, hashes,
/// pickles and prints; it knows nothing of keys, sockets or time.
///
/// The operations are in `soarwire.d3` and `soarwire.xpanse`.
#[pyclass(frozen, subclass, eq, generic, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Operation(pub(crate) AnyOperation);

impl Operation {
    /// The operation that an argument must be.
    pub(crate) fn of<'a, 'py>(argument: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, Operation>> {
        argument.cast().map_err(|_| invalid(argument.py(), "operation", "must be one such as d3.CloseIncidents(...)"))
    }

    /// Whether a failure can be told as a report: the answer would be one.
    pub(crate) fn reports(&self) -> bool {
        let declared = OPERATIONS.iter().find(|info| info.id == self.0.id());
        self.0.effect() != Effect::Reads && declared.is_some_and(|info| info.answers.contains(&"report"))
    }

    /// An object of the operation's own class.
    pub(crate) fn object(py: Python<'_>, made: Result<AnyOperation, Error>) -> PyResult<Bound<'_, PyAny>> {
        let operation = made.map_err(|error| raise(py, &error, None))?;
        let class = classes::class_of(py, operation.id())?;
        class.call1((Bound::new(py, Operation(operation))?,))
    }

    /// The same, refusing an operation of another class than the one asked for.
    fn object_of<'py>(class: &Bound<'py, PyType>, made: Result<AnyOperation, Error>) -> PyResult<Bound<'py, PyAny>> {
        let py = class.py();
        let object = Operation::object(py, made)?;
        if object.is_instance(class)? {
            return Ok(object);
        }
        let wanted = classes::declaration(class).map_or("another one", |declared| declared.info.id);
        let id = object.cast::<Operation>()?.get().0.id();
        Err(invalid(py, "operation", &format!("is {id}, not {wanted}: use Operation.from_json or from_dict for any")))
    }
}

#[pymethods]
impl Operation {
    /// Takes the parameters; or a checked operation, which is how the core's operations become objects of their class.
    #[new]
    #[classmethod]
    #[pyo3(signature = (*arguments, **named))]
    fn new(
        class: &Bound<'_, PyType>,
        arguments: &Bound<'_, PyTuple>,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = class.py();
        let Some(declared) = classes::declaration(class) else {
            return Err(PyTypeError::new_err("Operation is abstract: use a class such as d3.CloseIncidents"));
        };
        if let Ok(first) = arguments.get_borrowed_item(0)
            && let Ok(checked) = first.cast_exact::<Operation>()
        {
            return Ok(checked.get().clone());
        }
        let params = classes::bind(declared, arguments, named)?;
        let id = declared.info.id;
        let made = guard(|| AnyOperation::from_params(id, params))?;
        made.map(Operation).map_err(|error| raise(py, &error, Some(id)))
    }

    #[classmethod]
    fn __init_subclass__(class: &Bound<'_, PyType>) -> PyResult<()> {
        classes::register(class, &class.py().get_type::<Operation>())
    }

    #[classattr]
    fn __signature__() -> Signature {
        Signature
    }

    /// The id, the same in every language, such as `d3.close_incidents`.
    #[getter]
    fn id(&self) -> &'static str {
        self.0.id()
    }

    /// The vendor's name of the command or endpoint; a D3 key is valid for one command.
    #[getter]
    fn wire_name(&self) -> &str {
        self.0.wire_name()
    }

    /// `reads` when it changes nothing, `idempotent` when sending it twice has the same effect as sending it once, `appends`
    /// when each repetition adds something (a conclusion, a note, a comment).
    #[getter]
    fn effect(&self) -> &'static str {
        self.0.effect().as_str()
    }

    /// The incidents that it names, without duplicates, in the order given.
    #[getter]
    fn asked(&self) -> Vec<String> {
        self.0.asked().ids().to_vec()
    }

    /// Reads the answer to this call, from any HTTP client: gives a `Report` of what happened to each incident, the `Page` of an
    /// operation that lists, or what else the operation answers with.
    ///
    /// `headers` is a mapping or an iterable of pairs, of str or bytes; `body` is bytes or str: the body itself, not what
    /// `response.json()` makes of it. Raises a `ServiceError` or a `DecodeError`; if the request may have been carried out, the
    /// error has a `report` in which every incident that it names is unknown. An argument of another type is a `TypeError`.
    #[pyo3(signature = (status, headers=None, body=None))]
    fn parse(
        &self,
        py: Python<'_>,
        status: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let parsed = response::with(status, headers, body, |response| guard(|| self.0.parse(response)))??;
        let answer = parsed.map_err(|error| raise(py, &error, Some(self.0.id())))?;
        answer::object(py, answer).map(Bound::unbind)
    }

    /// Whether a failure can be told as a report: the answer would be one.
    #[getter]
    fn _reports(&self) -> bool {
        self.reports()
    }

    /// The error of this call when its answer was lost, for an HTTP client of your own: raise it where the client raises.
    ///
    /// `cause` is what the client raised (of `requests`, `urllib3`, `httpx`, `aiohttp` or the standard library), or the kind:
    /// `dns`, `connect`, `tls`, `timeout`, `interrupted` or `body_too_large`. An exception that does not prove that nothing was
    /// sent counts as `interrupted` or `timeout`: the request may have been carried out. `reason` is what happened in your
    /// words, which must hold no secret.
    #[pyo3(signature = (cause, reason=None))]
    fn lost<'py>(
        &self,
        py: Python<'py>,
        cause: &Bound<'py, PyAny>,
        reason: Option<String>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kind: String = py.import("soarwire._lost")?.getattr("kind_of")?.call1((cause,))?.extract()?;
        let class = TransportError::from_name(&kind).ok_or_else(defect)?;
        let error = exception(py, &guard(|| self.0.lost(class, reason))?, None)?;
        if cause.is_instance_of::<PyBaseException>() {
            error.setattr("__cause__", cause)?;
        }
        Ok(error)
    }

    /// The same call for fewer incidents: ids, or the entries of `report.failed` or `report.outcomes()`, such as
    /// `operation.only(report.unreported)`. Raises `InvalidRequest` for an id that is not one of its incidents, for no ids at all,
    /// and for an operation without `incident_numbers`.
    fn only<'py>(&self, py: Python<'py>, ids: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let ids = incident_ids(ids)?;
        Operation::object(py, guard(|| self.0.only(ids))?)
    }

    /// The same call in parts of at most `size` incidents each, in order: a list of operations. `Report.merged` makes one report
    /// of theirs. Raises `InvalidRequest` for an operation without `incident_numbers`.
    fn chunks<'py>(&self, py: Python<'py>, size: usize) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let chunks = guard(|| self.0.chunks(size))?.map_err(|error| raise(py, &error, None))?;
        chunks.into_iter().map(|chunk| Operation::object(py, Ok(chunk))).collect()
    }

    /// The same call for another page, such as that of `Page.next`: a dict of `search_from` and `search_to`, `next_page_token` or
    /// `page_index`. Raises `InvalidRequest` for an operation without such parameters.
    fn at_page<'py>(&self, py: Python<'py>, page: &Bound<'py, PyMapping>) -> PyResult<Bound<'py, PyAny>> {
        let page = param::params(page)?.to_json();
        let page = guard(|| NextPage::from_json(&page))?.map_err(|error| raise(py, &error, None))?;
        Operation::object(py, guard(|| self.0.at_page(&page))?)
    }

    /// `{"operation": id, "params": {...}}`, with the parameters that are set; `Operation.from_dict` takes it back.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("operation", self.0.id())?;
        dict.set_item("params", param::dict(py, &self.0.to_params())?)?;
        Ok(dict)
    }

    /// The same as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The operation of a dict from `to_dict`, of the class that this is called on; `Operation.from_dict` takes any operation.
    /// Raises `InvalidRequest`.
    #[classmethod]
    fn from_dict<'py>(class: &Bound<'py, PyType>, data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = data.py();
        let data = data.cast::<PyMapping>();
        let data = data.map_err(|_| invalid(py, "operation", "must be a dict with `operation` and `params`"))?;
        let id = data.get_item("operation").ok().and_then(|id| id.extract::<String>().ok());
        let id = id.ok_or_else(|| invalid(py, "operation", "must be the id of an operation"))?;
        let params = data.get_item("params").ok().and_then(|params| params.cast_into::<PyMapping>().ok());
        let params = param::params(&params.ok_or_else(|| invalid(py, "params", "must be a dict"))?)?;
        Operation::object_of(class, guard(|| AnyOperation::from_params(&id, params))?)
    }

    /// The operation of a JSON text from `to_json`, of the class that this is called on; `Operation.from_json` takes any
    /// operation. Raises `InvalidRequest`.
    #[classmethod]
    fn from_json<'py>(class: &Bound<'py, PyType>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let text = text.extract::<Cow<'_, str>>().map_err(|_| invalid(py, "operation", "must be JSON text"))?;
        Operation::object_of(class, guard(|| AnyOperation::from_json(&text))?)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.to_json().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let (py, operation) = (slf.py(), &slf.get().0);
        let Some(declared) = classes::declaration(&slf.get_type()) else { return Ok(operation.id().to_owned()) };
        let info = declared.info;
        let params = param::dict(py, &operation.to_params())?;
        let mut arguments = Vec::new();
        for declared in classes::in_call_order(info) {
            let Some(value) = params.get_item(declared.name)? else { continue };
            let value = value.repr()?.to_string();
            let is_positional = declared.is_positional();
            arguments.push(if is_positional { value } else { format!("{}={value}", declared.name) });
        }
        Ok(format!("{}({})", classes::name(info), arguments.join(", ")))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.py().get_type::<Operation>().getattr("from_json")?, (slf.get().0.to_json(),)))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}

/// Ids that are given as such or by entries of a report.
fn incident_ids(ids: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let wrong =
        || PyTypeError::new_err("ids must be ids of incidents, or the entries of report.failed or report.outcomes()");
    if ids.is_instance_of::<PyString>() {
        return Err(wrong());
    }
    let id = |entry: Bound<'_, PyAny>| match entry.extract::<String>() {
        Ok(id) => Ok(id),
        Err(_) => entry.getattr(intern!(entry.py(), "id")).and_then(|id| id.extract()).map_err(|_| wrong()),
    };
    ids.try_iter().map_err(|_| wrong())?.map(|entry| id(entry?)).collect()
}
