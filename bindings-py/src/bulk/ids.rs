//! Incidents from Python: any iterable of ids, and frames that have a column of them.

use std::cell::RefCell;

use pyo3::{
    intern,
    prelude::*,
    types::{PyBool, PyByteArray, PyBytes, PyFloat, PyIterator, PyString},
};

use crate::errors::invalid;

/// The columns of a frame that may hold ids, the first that there is.
const COLUMNS: [&str; 5] = ["id", "incident_number", "incident_id", "alert_id", "number"];

/// Hands the ids to `make`, one at a time: a million of them need not be held twice.
///
/// # Errors
/// `InvalidRequest` for what is no id (field `ids[1]` and the like), and what the iterable raises.
pub(crate) fn with<T>(ids: &Bound<'_, PyAny>, make: impl FnOnce(&mut dyn Iterator<Item = String>) -> T) -> PyResult<T> {
    let py = ids.py();
    let is_text = ids.is_instance_of::<PyString>();
    if is_text || ids.is_instance_of::<PyBytes>() || ids.is_instance_of::<PyByteArray>() {
        return Err(invalid(py, "ids", "must be several ids, such as a list: put a single one in brackets"));
    }
    let ids = column(ids)?;
    let iterator = ids.try_iter();
    let iterator =
        iterator.map_err(|_| invalid(py, "ids", "must be an iterable of ids, or a frame with a column of them"))?;
    let raised = RefCell::default();
    let made = make(&mut Ids { iterator, place: 0, raised: &raised });
    match raised.into_inner() {
        Some(raised) => Err(raised),
        None => Ok(made),
    }
}

/// The column of ids, if these are a frame.
fn column<'py>(ids: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = ids.py();
    let Ok(columns) = ids.getattr(intern!(py, "columns")) else { return Ok(ids.clone()) };
    let columns = columns.try_iter()?.map(|name| Ok(name?.to_string())).collect::<PyResult<Vec<_>>>()?;
    let named = COLUMNS.into_iter().find(|name| columns.iter().any(|column| column == name));
    match named.or(columns.first().map(String::as_str).filter(|_| columns.len() == 1)) {
        Some(name) => ids.get_item(name),
        None => Err(invalid(py, "ids", "is a frame without a column `id`: pass the column that holds the ids")),
    }
}

struct Ids<'a, 'py> {
    iterator: Bound<'py, PyIterator>,
    place: usize,
    /// What ended it before its end.
    raised: &'a RefCell<Option<PyErr>>,
}

impl Iterator for Ids<'_, '_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let id = self.iterator.next()?.and_then(|value| id(&value, self.place));
        self.place += 1;
        id.map_err(|raised| self.raised.replace(Some(raised))).ok()
    }
}

/// One id: text, a whole number, or what has an `id`, as rows of pages and reports do.
fn id(value: &Bound<'_, PyAny>, place: usize) -> PyResult<String> {
    let py = value.py();
    let wrong = |reason: &str| invalid(py, &format!("ids[{place}]"), reason);
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_cow().map_err(|_| wrong("holds half a surrogate pair, which UTF-8 does not have"))?;
        return Ok(text.into_owned());
    }
    if value.is_none() || value.is_instance_of::<PyFloat>() {
        return Err(wrong("is missing or a fraction: drop such rows, and keep ids as text or whole numbers"));
    }
    if !value.is_instance_of::<PyBool>() && value.hasattr(intern!(py, "__index__"))? {
        let number =
            value.call_method0(intern!(py, "__index__")).map_err(|_| wrong("must be text or a whole number"))?;
        return Ok(number.to_string());
    }
    let id = value.getattr(intern!(py, "id")).and_then(|id| id.extract());
    id.map_err(|_| wrong("must be text, a whole number, or what has an `id`"))
}
