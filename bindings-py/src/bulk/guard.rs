//! What an incident must look like right before it is written to.

use pyo3::{prelude::*, types::PyDict};
use soarwire::ffi::Param;

use crate::{
    canonical,
    errors::{guard, raise},
    json,
    param::{Times, param},
};

/// What an incident must look like right before it is written to; otherwise it is skipped. All conditions must hold.
///
/// A condition is a dict `{"field", "operator", "value"}`: the field is a column of the common row (`title`, `status`, `severity`,
/// `owner`, `created`, `modified`), the operator `in` or `not_in`, and the value a text or a list of texts, where `None` stands for a
/// field that is absent. Texts compare without case and surrounding white space.
///
///     guard = bulk.Guard().is_in("status", ["new", "under_investigation"]).is_not_in("owner", "m.okoye")
///
/// Raises `InvalidRequest`, naming the member, such as `guard[0].field`.
#[pyclass(frozen, eq, module = "soarwire.bulk")]
#[derive(PartialEq)]
pub(crate) struct Guard(pub(crate) soarwire::bulk::Guard);

impl Guard {
    /// The guard that an argument is.
    pub(crate) fn of(argument: &Bound<'_, PyAny>) -> PyResult<soarwire::bulk::Guard> {
        match argument.cast::<Guard>() {
            Ok(made) => Ok(made.get().0.clone()),
            Err(_) => read(argument.py(), param("guard", argument, Times::None)?),
        }
    }

    fn with(&self, field: &str, operator: &str, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = values.py();
        let condition = PyDict::new(py);
        condition.set_item("field", field)?;
        condition.set_item("operator", operator)?;
        condition.set_item("value", values)?;
        let mut all = match self.0.to_param() {
            Param::List(conditions) => conditions,
            _ => Vec::new(),
        };
        all.push(param("guard", &condition, Times::None)?);
        read(py, Param::List(all)).map(Guard)
    }
}

fn read(py: Python<'_>, conditions: Param) -> PyResult<soarwire::bulk::Guard> {
    guard(|| soarwire::bulk::Guard::from_param(conditions))?.map_err(|error| raise(py, &error, None))
}

#[pymethods]
impl Guard {
    #[new]
    #[pyo3(signature = (conditions=None, /))]
    fn new(conditions: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        conditions.map_or(Ok(Guard(soarwire::bulk::Guard::new())), |conditions| Guard::of(conditions).map(Guard))
    }

    /// The guard with one more condition: the field must be one of these. `None` stands for a field that is absent.
    fn is_in(&self, field: &str, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.with(field, "in", values)
    }

    /// The guard with one more condition: the field must be none of these. `None` stands for a field that is absent.
    fn is_not_in(&self, field: &str, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.with(field, "not_in", values)
    }

    /// The conditions, as dicts.
    #[getter]
    fn conditions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::value(py, &self.0.to_json())
    }

    /// The conditions as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The guard of a JSON text from `to_json`.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, text) = (text.py(), canonical::text("guard", text)?);
        guard(|| soarwire::bulk::Guard::from_json(&text))?.map(Guard).map_err(|error| raise(py, &error, None))
    }

    /// Whether it has conditions.
    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Guard({})", self.conditions(py)?.repr()?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().0.to_json(),)))
    }
}
