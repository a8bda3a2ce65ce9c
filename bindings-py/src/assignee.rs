//! The person an Xpanse incident is assigned to.

use pyo3::prelude::*;
use soarwire::ffi::{AnyOperation, Param, Params};

use crate::errors::{guard, invalid, raise};

/// The person an Xpanse incident is assigned to, by the email address of a user of the tenant, with or without the full
/// name. Raises `InvalidRequest`.
#[pyclass(frozen, eq, hash, module = "soarwire.xpanse")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Assignee {
    /// The email address.
    #[pyo3(get)]
    mail: String,
    /// The full name, if given.
    #[pyo3(get)]
    pretty_name: Option<String>,
}

impl Assignee {
    /// As the parameter `assignee`.
    pub(crate) fn to_param(&self) -> Param {
        let params = Params::default().set("mail", self.mail.as_str());
        Param::Object(match &self.pretty_name {
            Some(name) => params.set("pretty_name", name.as_str()),
            None => params,
        })
    }
}

#[pymethods]
impl Assignee {
    #[new]
    #[pyo3(signature = (mail, pretty_name=None))]
    fn new(py: Python<'_>, mail: &Bound<'_, PyAny>, pretty_name: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let text = |name: &str, value: &Bound<'_, PyAny>| {
            let text = value.extract::<String>();
            text.map_err(|_| invalid(py, "assignee", &format!("has a `{name}` that is not text")))
        };
        let pretty_name = pretty_name.map(|name| text("pretty_name", name)).transpose()?;
        let assignee = Assignee { mail: text("mail", mail)?, pretty_name };
        // The core checks an assignee as a part of the update that it is for.
        let params = Params::default().set("incident_id", "any").set("assignee", assignee.to_param());
        let checked = guard(|| AnyOperation::from_params("xpanse.update_incident", params))?;
        checked.map(|_| assignee).map_err(|error| raise(py, &error, None))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mail = self.mail.as_str().into_pyobject(py)?.repr()?;
        Ok(match &self.pretty_name {
            Some(name) => format!("xpanse.Assignee({mail}, {})", name.into_pyobject(py)?.repr()?),
            None => format!("xpanse.Assignee({mail})"),
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String, Option<String>)) {
        let assignee = slf.get();
        (slf.get_type().into_any(), (assignee.mail.clone(), assignee.pretty_name.clone()))
    }
}
