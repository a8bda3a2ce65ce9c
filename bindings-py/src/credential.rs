//! Credentials: text, or a callable that gives it at every attempt.

use pyo3::{prelude::*, types::PyString};
use soarwire::{Secret, SecretSource};

use crate::errors::invalid;

/// A credential as an argument.
pub(crate) enum Credential {
    Text(String),
    Asked(Py<PyAny>),
}

impl Credential {
    pub(crate) fn of(py: Python<'_>, field: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Self>> {
        let Some(value) = value else { return Ok(None) };
        if value.is_callable() {
            return Ok(Some(Credential::Asked(value.clone().unbind())));
        }
        let text = value.extract().map_err(|_| invalid(py, field, "must be text, or a callable that gives it"))?;
        Ok(Some(Credential::Text(text)))
    }

    /// The text, or else the source that asks for it.
    pub(crate) fn split(given: Option<Self>) -> (Option<String>, Option<SecretSource>) {
        match given {
            None => (None, None),
            Some(Credential::Text(text)) => (Some(text), None),
            Some(Credential::Asked(give)) => (None, Some(SecretSource::new(move || ask(&give)))),
        }
    }
}

/// Calls the callable, on whichever thread signs. What it raises is the cause of the error.
fn ask(give: &Py<PyAny>) -> PyResult<Secret> {
    Python::attach(|py| {
        let given = give.bind(py).call0()?;
        // The message of a failed conversion could show what was given.
        let text = given.cast::<PyString>().map_err(|_| {
            let class = given.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
            pyo3::exceptions::PyTypeError::new_err(format!("the callable must return str, not {class}"))
        })?;
        Ok(Secret::new(text.to_cow()?))
    })
}
