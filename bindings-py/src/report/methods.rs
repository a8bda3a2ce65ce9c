//! The methods of a report in Python.

use pyo3::{
    prelude::*,
    types::{PyDict, PyList, PyString},
};
use soarwire::AnyAnswer;

use super::Report;
use crate::{
    canonical,
    errors::{guard, raise},
    items::{self, Items, Texts},
    json,
    outcome::{Counts, Failed, Outcome},
    pickle,
};

impl Report {
    fn rebuilt(py: Python<'_>, text: &str) -> PyResult<Self> {
        guard(|| soarwire::Report::from_json(text))?.map(Report).map_err(|error| raise(py, &error, None))
    }
}

#[pymethods]
impl Report {
    /// The id of the operation, such as `d3.close_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.0.operation()
    }

    /// The incidents that were asked for, without duplicates. `d3.close_incident` names none: here these are the incidents
    /// that the answer names, or one empty id.
    #[getter]
    fn asked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.0.asked())
    }

    /// The incidents that succeeded, as the answer states.
    #[getter]
    fn succeeded<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.succeeded().map(|id| Ok(PyString::new(py, id).into_any())))
    }

    /// The incidents that failed, as the answer states, with the vendor's reasons.
    #[getter]
    fn failed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut reasons = Texts::default();
        list(
            py,
            self.0.failed().map(|failed| {
                let (id, reason) = (PyString::new(py, failed.id).unbind(), reasons.text(py, failed.reason).unbind());
                Ok(Bound::new(py, Failed { id, reason })?.into_any())
            }),
        )
    }

    /// The incidents that the answer does not mention.
    #[getter]
    fn unreported<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.unreported().map(|id| Ok(PyString::new(py, id).into_any())))
    }

    /// The incidents whose outcome nobody knows: the request may have been carried out.
    #[getter]
    fn unknown<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.unknown_ids().map(|id| Ok(PyString::new(py, id).into_any())))
    }

    /// The unknown incidents by the kind of the error that left them so: a dict of lists.
    #[getter]
    fn why<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        json::object(py, &self.0.why_json())
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

    /// Whether the answer states success for every incident that was asked for.
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

    /// The values of `keys` in each of the vendor's items, as a list of tuples, for tables. Strings are given as they are,
    /// other values as JSON text; `None` where an item lacks the key or has null there. Keys match exactly.
    #[pyo3(signature = (*keys))]
    fn rows<'py>(&self, py: Python<'py>, keys: Vec<String>) -> PyResult<Bound<'py, PyList>> {
        items::rows(py, self.0.items(), &keys)
    }

    /// An iterator over the vendor's own items from `start` to `stop`, which builds one dict at a time.
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

    /// How often the request was sent; 1 for an answer that was only parsed.
    #[getter]
    fn attempts(&self) -> u32 {
        self.0.attempts()
    }

    /// How many seconds the call took, waits included; `None` for an answer that was only parsed.
    #[getter]
    fn elapsed(&self) -> Option<f64> {
        self.0.elapsed().map(|elapsed| elapsed.as_secs_f64())
    }

    /// The id by which the vendor, or a proxy before it, names this answer in its own logs; `None` when the answer has none. It
    /// is the first of the headers `x-request-id`, `x-correlation-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
    /// `x-ms-request-id`, `x-trace-id` and `cf-ray`.
    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.0.request_id()
    }

    /// The body of the answer; empty in the report of an error, and in one that comes from JSON.
    #[getter]
    fn body(&self) -> &str {
        self.0.body()
    }

    /// What happened to each incident, for tables: a list of dicts `{"id", "status", "reason", "why"}`.
    fn to_rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.0.outcomes().map(|(id, outcome)| Ok(Outcome::of(id, outcome).to_dict(py)?.into_any())))
    }

    /// The same as a frame of pandas or polars: of `library` (`"pandas"` or `"polars"`), or else of the first of them that is
    /// installed. Its columns are text (pandas: `string`). Raises `ImportError` if neither is installed.
    #[pyo3(signature = (library=None))]
    fn to_frame<'py>(&self, py: Python<'py>, library: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let columns = ("id", "status", "reason", "why");
        py.import("soarwire._frames")?.getattr("frame")?.call1((self.to_rows(py)?, columns, library))
    }

    /// The report itself if every incident succeeded. Raises `soarwire.errors.Incomplete`, with the report, if any failed, is
    /// unreported or unknown.
    fn raise_for_failures<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        match slf.get().0.clone().require_all() {
            Ok(_) => Ok(slf),
            Err(incomplete) => {
                let class = py.import("soarwire.errors")?.getattr("Incomplete")?;
                Err(PyErr::from_value(class.call1((incomplete.to_string(), slf.get().0.to_json()))?))
            }
        }
    }

    /// One report of several calls of the same operation, such as those of `Operation.chunks`. An incident that several reports
    /// are about has the outcome of the last of them; but one that succeeded stays so unless a later report says that it failed.
    /// Raises `InvalidRequest` if there is none, or if they are of different operations.
    #[staticmethod]
    fn merged(reports: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = reports.py();
        let reports = reports.try_iter()?.map(|report| Ok(report?.cast::<Report>()?.get().0.clone()));
        let reports = reports.collect::<PyResult<Vec<soarwire::Report>>>()?;
        guard(|| soarwire::Report::merged(reports))?.map(Report).map_err(|error| raise(py, &error, None))
    }

    /// The report of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises `InvalidRequest`,
    /// naming the member.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::rebuilt(text.py(), &canonical::text("report", text)?)
    }

    /// The same from the dict that `to_dict` gives.
    #[staticmethod]
    fn from_dict(value: &Bound<'_, PyDict>) -> PyResult<Self> {
        Self::rebuilt(value.py(), &canonical::text_of_dict(value)?)
    }

    /// The canonical JSON: `{succeeded, failed: [{id, reason}], unreported, unknown, warnings, items, operation, asked, counts,
    /// why: {kind: [id]}, status_text, attempts, elapsed_ms, request_id}`, with the vendor's values as they came. The body as a
    /// whole is left out.
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

/// A list from an iterator of unknown length.
fn list<'py>(
    py: Python<'py>,
    objects: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for object in objects {
        list.append(object?)?;
    }
    Ok(list)
}
