//! Credentials: text, or a callable that gives it at every attempt, at once or, for `AsyncClient`, later.

use std::{cell::RefCell, mem, sync::Arc};

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyDict, PyMapping, PyString},
};
use soarwire::{Secret, SecretSource, ffi::NotYet};

use crate::{errors::invalid, exit::needs_python};

/// A credential as an argument.
pub(crate) enum Credential {
    Text(String),
    Asked(Py<PyAny>),
    /// A coroutine function.
    Awaited(Arc<Py<PyAny>>),
}

impl Credential {
    pub(crate) fn of(py: Python<'_>, field: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Self>> {
        let Some(value) = value else { return Ok(None) };
        if value.is_callable() {
            let give = value.clone().unbind();
            let awaited = is_coroutine_function(value)?;
            return Ok(Some(if awaited { Credential::Awaited(Arc::new(give)) } else { Credential::Asked(give) }));
        }
        let text = value.extract().map_err(|_| invalid(py, field, "must be text, or a callable that gives it"))?;
        Ok(Some(Credential::Text(text)))
    }

    /// The credentials in a mapping of command names.
    pub(crate) fn named(py: Python<'_>, keys: &Bound<'_, PyAny>) -> PyResult<Vec<(String, Self)>> {
        let refusal =
            || invalid(py, "api_keys", "must map command names to keys, each text or a callable that gives it");
        let pairs = PyDict::new(py);
        if !keys.cast::<PyMapping>().is_ok_and(|keys| pairs.update(keys).is_ok()) {
            return Err(refusal());
        }
        let named = |(name, key): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            let key = Credential::of(py, "api_keys", Some(&key)).ok().flatten();
            name.extract().ok().zip(key).ok_or_else(refusal)
        };
        pairs.iter().map(named).collect()
    }

    pub(crate) fn is_awaited(&self) -> bool {
        matches!(self, Credential::Awaited(_))
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Credential::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The source that gives it.
    pub(crate) fn source(self) -> SecretSource {
        match self {
            Credential::Text(text) => {
                let secret = Secret::new(text);
                SecretSource::new(move || Ok::<_, PyErr>(secret.clone()))
            }
            Credential::Asked(give) => SecretSource::new(move || ask(&give)),
            Credential::Awaited(give) => SecretSource::new(move || take(&give)),
        }
    }

    /// The text, or else the source that asks for it.
    pub(crate) fn split(given: Option<Self>) -> (Option<String>, Option<SecretSource>) {
        match given {
            None => (None, None),
            Some(Credential::Text(text)) => (Some(text), None),
            Some(asked) => (None, Some(asked.source())),
        }
    }
}

fn is_coroutine_function(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let is_coroutine = value.py().import("inspect")?.getattr("iscoroutinefunction")?;
    // An object's `__call__` may be one, too.
    Ok(is_coroutine.call1((value,))?.is_truthy()? || is_coroutine.call1((value.getattr("__call__")?,))?.is_truthy()?)
}

/// Calls the callable, on whichever thread signs. What it raises is the cause of the error.
fn ask(give: &Py<PyAny>) -> PyResult<Secret> {
    needs_python(|py| secret(&give.bind(py).call0()?))
}

/// What a callable gave, which must be text.
pub(crate) fn secret(given: &Bound<'_, PyAny>) -> PyResult<Secret> {
    // The message of a failed conversion could show what was given.
    let text = given.cast::<PyString>().map_err(|_| {
        let class = given.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
        let hint = if class == "coroutine" { ": declare it with `async def`, and use AsyncClient" } else { "" };
        PyTypeError::new_err(format!("the callable must return str, not {class}{hint}"))
    })?;
    Ok(Secret::new(text.to_cow()?))
}

/// The error for code that cannot await.
pub(crate) fn refuse_awaited() -> PyErr {
    PyTypeError::new_err(
        "a credential of the tenant is given by a coroutine function, which only AsyncClient awaits, without an http_client",
    )
}

/// What was awaited, for the attempt that this thread signs next; and which coroutine function was asked for in vain.
#[derive(Default)]
struct Slot {
    given: Option<PyResult<Secret>>,
    wanted: Option<Arc<Py<PyAny>>>,
}

thread_local! {
    static SLOT: RefCell<Slot> = RefCell::default();
}

/// Runs `poll` with a credential at hand that was awaited; also gives the coroutine function whose result was missing.
pub(crate) fn with_given<T>(given: Option<PyResult<Secret>>, poll: impl FnOnce() -> T) -> (T, Option<Arc<Py<PyAny>>>) {
    SLOT.set(Slot { given, wanted: None });
    let polled = poll();
    (polled, mem::take(&mut SLOT.take().wanted))
}

/// What was awaited of this coroutine function.
fn take(give: &Arc<Py<PyAny>>) -> Result<Secret, Box<dyn std::error::Error + Send + Sync>> {
    SLOT.with_borrow_mut(|slot| match slot.given.take() {
        Some(given) => Ok(given?),
        None => {
            slot.wanted = Some(Arc::clone(give));
            Err(NotYet.into())
        }
    })
}
