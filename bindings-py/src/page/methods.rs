//! The methods of a page in Python.

use std::borrow::Cow;

use pyo3::{
    prelude::*,
    types::{IntoPyDict, PyDict, PyList, PyTuple},
};
use soarwire::AnyAnswer;

use super::{Page, Row, row::FIELDS};
use crate::{
    canonical,
    errors::{guard, raise},
    items::{self, Items},
    json, pickle, typed,
};

impl Page {
    fn rebuilt(py: Python<'_>, text: &str) -> PyResult<Self> {
        guard(|| soarwire::Page::from_json(text))?.map(Page).map_err(|error| raise(py, &error, None))
    }
}

#[pymethods]
impl Page {
    /// The id of the operation, such as `xpanse.get_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.0.operation()
    }

    /// The ids of the items; an empty string for an item without an id.
    #[getter]
    fn ids(&self) -> Vec<String> {
        self.0.ids().map(Cow::into_owned).collect()
    }

    /// The common view of the items, the same for both vendors: a list of `Row`.
    #[getter]
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = self.0.rows().map(|row| Bound::new(py, Row::of(py, &row)?));
        PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)
    }

    /// The same for tables: a list of dicts.
    fn to_rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        self.0.rows().map(|row| Row::of(py, &row)?.to_dict(py)).collect()
    }

    /// The rows as a frame of pandas or polars: of `library` (`"pandas"` or `"polars"`), or else of the first of them that is
    /// installed. Columns are text (pandas: `string`), but for times that the vendor gives in milliseconds, which are times in UTC; the
    /// type of a column does not depend on what is missing in it. Raises `ImportError` if neither is installed.
    #[pyo3(signature = (library=None))]
    fn to_frame<'py>(&self, py: Python<'py>, library: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let columns = PyTuple::new(py, FIELDS)?;
        let more = [("operation", self.operation())].into_py_dict(py)?;
        py.import("soarwire._frames")?.getattr("frame")?.call((self.to_rows(py)?, columns, library), Some(&more))
    }

    /// The vendor's own items, unknown fields included: a list of dicts.
    #[getter]
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        items::all(py, self.0.items())
    }

    /// An iterator over the vendor's own items from `start` to `stop`, which builds one dict at a time.
    #[pyo3(signature = (start=0, stop=None))]
    fn iter_items(&self, start: usize, stop: Option<usize>) -> Items {
        Items::new(AnyAnswer::Page(self.0.clone()), start, stop)
    }

    /// The incidents with their documented fields, as `xpanse.Incident` or `d3.Incident`; an empty list on a page of something
    /// else. `xpanse.Incident.of(page)` says the same with an exact type.
    #[getter]
    fn incidents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        typed::listed(py, self, "Incident")
    }

    /// The alerts with their documented fields, as `xpanse.Alert`; an empty list on a page of something else.
    #[getter]
    fn alerts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        typed::listed(py, self, "Alert")
    }

    /// The number of items on all pages, as the vendor counts them; `None` when the answer has no count.
    #[getter]
    fn total(&self) -> Option<u64> {
        self.0.total()
    }

    /// Whether `total` is the largest count that the vendor gives: there may be more items.
    #[getter]
    fn capped(&self) -> bool {
        self.0.capped()
    }

    /// The parameters that change in the request for the next page, as a dict (`search_from` and `search_to`, `next_page_token` or
    /// `page_index`); `None` on the last page. `Operation.at_page` takes it.
    #[getter]
    fn next<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.0.next().map(|next| json::object(py, &next.to_json())).transpose()
    }

    /// The parameters with which this page was asked for, as a dict (`search_from` and `search_to`, or `page_index`); `None` for a
    /// page behind a token, and for an operation without pages.
    #[getter]
    fn asked<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.0.asked().map(|asked| json::object(py, &asked.to_json())).transpose()
    }

    /// The vendor's warnings.
    #[getter]
    fn warnings(&self) -> &[String] {
        self.0.warnings()
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

    /// The body of the answer; empty in a page that comes from JSON.
    #[getter]
    fn body(&self) -> &str {
        self.0.body()
    }

    /// The page of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises `InvalidRequest`, naming
    /// the member.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::rebuilt(text.py(), &canonical::text("page", text)?)
    }

    /// The same from the dict that `to_dict` gives.
    #[staticmethod]
    fn from_dict(value: &Bound<'_, PyDict>) -> PyResult<Self> {
        Self::rebuilt(value.py(), &canonical::text_of_dict(value)?)
    }

    /// The canonical JSON: `{ids, rows, items, total, capped, next, warnings, operation, asked, attempts, elapsed_ms,
    /// request_id}`, with the vendor's values as they came. The body as a whole is left out.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The same as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::value(py, &self.0.to_json())
    }

    /// The number of items on this page.
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// A page is true even when it is empty.
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        format!("<Page {}>", self.0)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        pickle::reduce(py, &AnyAnswer::Page(self.0.clone()))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}
