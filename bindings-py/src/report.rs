//! What happened to each incident.

use pyo3::{
    prelude::*,
    types::{PyDict, PyList, PyString},
};
use soarwire::AnyAnswer;

use crate::{
    items::{self, Items, Texts},
    json, pickle,
};

/// What happened to each incident of one call. Lists follow the order in which incidents were asked for; each reading of
/// a list makes a new one.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Report(pub(crate) soarwire::Report);

#[pymethods]
impl Report {
    /// The id of the operation, such as `d3.close_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.0.operation()
    }

    /// The incidents that were asked for, each once. For `d3.close_incident`, which names none, those that the answer
    /// names, or one empty id.
    #[getter]
    fn asked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.0.asked())
    }

    /// The incidents that the answer states were done.
    #[getter]
    fn succeeded<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.succeeded().map(|id| Ok(PyString::new(py, id).into_any())))
    }

    /// The incidents that the answer states were not done, with the vendor's reasons.
    #[getter]
    fn failed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut reasons = Texts::default();
        list(
            py,
            self.0.failed().map(|failed| {
                let (id, reason) =
                    (PyString::new(py, failed.id).unbind(), reasons.text(py, &failed.reason).clone().unbind());
                Ok(Bound::new(py, Failed { id, reason })?.into_any())
            }),
        )
    }

    /// The incidents that were asked for and that the answer leaves out.
    #[getter]
    fn unreported<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.unreported().map(|id| Ok(PyString::new(py, id).into_any())))
    }

    /// The incidents of which nobody knows whether they were done.
    #[getter]
    fn unknown<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.unknown_ids().map(|id| Ok(PyString::new(py, id).into_any())))
    }

    /// The vendor's warnings.
    #[getter]
    fn warnings(&self) -> &[String] {
        self.0.warnings()
    }

    /// The status text of the envelope, such as `Successful`; `None` when it has none.
    #[getter]
    fn status_text(&self) -> Option<&str> {
        self.0.status_text()
    }

    /// How many incidents there are of each outcome.
    #[getter]
    fn counts(&self) -> Counts {
        Counts(self.0.counts())
    }

    /// Whether the answer states, for every incident asked for, that it was done.
    #[getter]
    fn all_succeeded(&self) -> bool {
        self.0.all_succeeded()
    }

    /// The vendor's own items, unknown fields included, in the order of the answer: a list of dicts.
    #[getter]
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        items::all(py, self.0.items())
    }

    /// The vendor's own item about the incident `id`, as a dict; `None` when the answer has none. Of several it is the one
    /// that says why the incident failed, or else the first.
    fn item<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.0.item(id).map(|item| items::one(py, item)).transpose()
    }

    /// The values of `keys` in each of the vendor's items, as a list of tuples: for tables. Strings are what they say,
    /// other values their JSON text; `None` where an item has no such key or holds null there. Keys match exactly.
    #[pyo3(signature = (*keys))]
    fn rows<'py>(&self, py: Python<'py>, keys: Vec<String>) -> PyResult<Bound<'py, PyList>> {
        items::rows(py, self.0.items(), &keys)
    }

    /// The vendor's own items from `start` to `stop`, made one at a time.
    #[pyo3(signature = (start=0, stop=None))]
    fn iter_items(&self, start: usize, stop: Option<usize>) -> Items {
        Items::new(AnyAnswer::Report(self.0.clone()), start, stop)
    }

    /// What happened to the incident `id`. Raises `KeyError` when it was not asked for.
    fn outcome(&self, id: &str) -> PyResult<Outcome> {
        let outcome = self.0.outcome(id).ok_or_else(|| pyo3::exceptions::PyKeyError::new_err(id.to_owned()))?;
        Ok(Outcome::of(id, outcome))
    }

    /// What happened to each incident: a list of `Outcome`.
    fn outcomes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.outcomes().map(|(id, outcome)| Ok(Bound::new(py, Outcome::of(id, outcome))?.into_any())))
    }

    /// The body that this was read from; empty for the report of an error.
    #[getter]
    fn body(&self) -> &str {
        self.0.body()
    }

    /// The canonical JSON: `{succeeded, failed: [{id, reason}], unreported, unknown, warnings, items}`, with the vendor's
    /// values as they came.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The same as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::value(py, &self.0.to_json())
    }

    fn __len__(&self) -> usize {
        self.0.asked().len()
    }

    /// A report is true even when it is about no incident.
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        format!("<Report {}>", self.0)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        pickle::reduce(py, &AnyAnswer::Report(self.0.clone()))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}

/// A list of objects whose number is not known beforehand.
fn list<'py>(
    py: Python<'py>,
    objects: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
) -> PyResult<Bound<'py, PyList>> {
    PyList::new(py, objects.collect::<PyResult<Vec<_>>>()?)
}

/// An incident that was not done, with the vendor's reason.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Failed {
    /// The incident's number or id, as it was asked for.
    #[pyo3(get)]
    id: Py<PyString>,
    /// The vendor's reason.
    #[pyo3(get)]
    reason: Py<PyString>,
}

impl Failed {
    fn parts<'py>(&self, py: Python<'py>) -> (Bound<'py, PyString>, Bound<'py, PyString>) {
        (self.id.bind(py).clone(), self.reason.bind(py).clone())
    }
}

#[pymethods]
impl Failed {
    #[new]
    fn new(id: Py<PyString>, reason: Py<PyString>) -> Self {
        Failed { id, reason }
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Failed>() else { return Ok(false) };
        self.parts(py).into_pyobject(py)?.eq(other.get().parts(py))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.parts(py).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (id, reason) = self.parts(py);
        Ok(format!("Failed(id={}, reason={})", id.repr()?, reason.repr()?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Bound<'py, PyString>, Bound<'py, PyString>)) {
        (slf.get_type().into_any(), slf.get().parts(slf.py()))
    }
}

/// How many incidents of each outcome a report has; the others add up to `asked`.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq)]
pub(crate) struct Counts(soarwire::Counts);

#[pymethods]
impl Counts {
    /// All that were asked for.
    #[getter]
    fn asked(&self) -> usize {
        self.0.asked
    }

    /// Done, as the answer states.
    #[getter]
    fn succeeded(&self) -> usize {
        self.0.succeeded
    }

    /// Not done, as the answer states.
    #[getter]
    fn failed(&self) -> usize {
        self.0.failed
    }

    /// Left out of the answer.
    #[getter]
    fn unreported(&self) -> usize {
        self.0.unreported
    }

    /// Perhaps done.
    #[getter]
    fn unknown(&self) -> usize {
        self.0.unknown
    }

    /// The counts by name.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let counts = &self.0;
        dict.set_item("asked", counts.asked)?;
        dict.set_item("succeeded", counts.succeeded)?;
        dict.set_item("failed", counts.failed)?;
        dict.set_item("unreported", counts.unreported)?;
        dict.set_item("unknown", counts.unknown)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        let soarwire::Counts { asked, succeeded, failed, unreported, unknown, .. } = self.0;
        format!(
            "Counts(asked={asked}, succeeded={succeeded}, failed={failed}, unreported={unreported}, unknown={unknown})"
        )
    }
}

/// What happened to one incident: `status` is `succeeded`, `failed` (with the vendor's `reason`), `unreported`, or
/// `unknown` (with `why`, the kind of the error that left it open).
#[pyclass(frozen, eq, get_all, module = "soarwire")]
#[derive(PartialEq)]
pub(crate) struct Outcome {
    /// The incident's number or id, as it was asked for.
    id: String,
    /// `succeeded`, `failed`, `unreported` or `unknown`.
    status: &'static str,
    /// The vendor's reason, if it failed.
    reason: Option<String>,
    /// The kind of the error that left it open, if it is unknown.
    why: Option<&'static str>,
}

impl Outcome {
    fn of(id: &str, outcome: soarwire::Outcome<'_>) -> Self {
        let (status, reason, why) = match outcome {
            soarwire::Outcome::Succeeded => ("succeeded", None, None),
            soarwire::Outcome::Failed { reason } => ("failed", Some(reason.into_owned()), None),
            soarwire::Outcome::Unreported => ("unreported", None, None),
            soarwire::Outcome::Unknown { why } => ("unknown", None, Some(why.as_str())),
        };
        Outcome { id: id.to_owned(), status, reason, why }
    }
}

#[pymethods]
impl Outcome {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let id = self.id.as_str().into_pyobject(py)?.repr()?;
        let detail = match (&self.reason, self.why) {
            (Some(reason), _) => format!(", reason={}", reason.into_pyobject(py)?.repr()?),
            (None, Some(why)) => format!(", why='{why}'"),
            (None, None) => String::new(),
        };
        Ok(format!("Outcome(id={id}, status='{}'{detail})", self.status))
    }
}
