//! The common view of incidents and alerts.

use std::borrow::Cow;

use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyTuple},
};

use crate::json;

/// What both vendors say of an incident or alert. A field is `None` when the vendor's is absent, null or blank; a list, an object or a
/// boolean is its JSON, without white space.
#[pyclass(frozen, get_all, module = "soarwire")]
pub(crate) struct Row {
    /// The id or number.
    id: Py<PyAny>,
    /// The title or name.
    title: Py<PyAny>,
    /// The status, in the vendor's word.
    status: Py<PyAny>,
    /// The severity, in the vendor's word; one set by hand takes precedence over a computed one.
    severity: Py<PyAny>,
    /// The person it is assigned to.
    owner: Py<PyAny>,
    /// When it was created: milliseconds since 1970 for Xpanse, the vendor's own text for D3.
    created: Py<PyAny>,
    /// When it was last modified, in the same form as `created`.
    modified: Py<PyAny>,
    /// The address of its page in the vendor's user interface.
    url: Py<PyAny>,
}

pub(super) const FIELDS: [&str; 8] = ["id", "title", "status", "severity", "owner", "created", "modified", "url"];

impl Row {
    pub(crate) fn of(py: Python<'_>, row: &soarwire::Row<'_>) -> PyResult<Self> {
        let text = |text: &Option<Cow<'_, str>>| text.as_deref().into_py_any(py);
        let value = |text: &Option<Cow<'_, str>>| match text {
            Some(text) => json::value(py, text).map(Bound::unbind),
            None => Ok(py.None()),
        };
        Ok(Row {
            id: Some(row.id.as_ref()).filter(|id| !id.is_empty()).into_py_any(py)?,
            title: text(&row.title)?,
            status: text(&row.status)?,
            severity: text(&row.severity)?,
            owner: text(&row.owner)?,
            created: value(&row.created)?,
            modified: value(&row.modified)?,
            url: text(&row.url)?,
        })
    }

    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let Row { id, title, status, severity, owner, created, modified, url } = self;
        PyTuple::new(py, [id, title, status, severity, owner, created, modified, url])
    }
}

#[pymethods]
impl Row {
    #[new]
    #[pyo3(signature = (id=None, title=None, status=None, severity=None, owner=None, created=None, modified=None, url=None))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        id: Option<Py<PyAny>>,
        title: Option<Py<PyAny>>,
        status: Option<Py<PyAny>>,
        severity: Option<Py<PyAny>>,
        owner: Option<Py<PyAny>>,
        created: Option<Py<PyAny>>,
        modified: Option<Py<PyAny>>,
        url: Option<Py<PyAny>>,
    ) -> Self {
        let [id, title, status, severity, owner, created, modified, url] =
            [id, title, status, severity, owner, created, modified, url]
                .map(|value| value.unwrap_or_else(|| py.None()));
        Row { id, title, status, severity, owner, created, modified, url }
    }

    /// The fields by name.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (field, value) in FIELDS.into_iter().zip(self.values(py)?) {
            dict.set_item(field, value)?;
        }
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Row>() else { return Ok(false) };
        self.values(py)?.eq(other.get().values(py)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.values(py)?.hash()
    }

    pub(crate) fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let fields = FIELDS.into_iter().zip(self.values(py)?);
        let fields = fields.map(|(field, value)| Ok(format!("{field}={}", value.repr()?)));
        Ok(format!("Row({})", fields.collect::<PyResult<Vec<_>>>()?.join(", ")))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        Ok((slf.get_type().into_any(), slf.get().values(slf.py())?))
    }
}
