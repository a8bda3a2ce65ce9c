//! Incidents from Python: any iterable of ids, and frames that have a column of them.

use std::cell::RefCell;

use pyo3::{
    intern,
    prelude::*,
    types::{PyByteArray, PyBytes, PyFloat, PyIterator, PyString},
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
    let columns = columns.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    for name in COLUMNS {
        let mut named = columns.iter().filter(|column| is_text(column, name));
        if let Some(column) = named.next() {
            // The library would give both of them, as another frame.
            return match named.next() {
                None => values(ids, column),
                Some(_) => {
                    Err(invalid(py, "ids", &format!("is a frame with two columns `{name}`: rename one of them")))
                }
            };
        }
    }
    let index = ids.getattr(intern!(py, "index")).and_then(|index| index.getattr(intern!(py, "name")));
    if index.is_ok_and(|index| COLUMNS.into_iter().any(|name| is_text(&index, name))) {
        return Err(invalid(py, "ids", "is a frame whose ids are its index: pass its `index`"));
    }
    match columns.as_slice() {
        [column] => values(ids, column),
        _ => Err(invalid(py, "ids", "is a frame without a column `id`: pass the column that holds the ids")),
    }
}

/// The values of a column.
fn values<'py>(frame: &Bound<'py, PyAny>, column: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let reason = "is a frame without its rows: collect it first, or pass the column that holds the ids";
    frame.get_item(column).map_err(|_| invalid(frame.py(), "ids", reason))
}

fn is_text(value: &Bound<'_, PyAny>, text: &str) -> bool {
    value.cast::<PyString>().is_ok_and(|value| value.to_cow().is_ok_and(|value| value == text))
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
    if !is_flag(value) && value.hasattr(intern!(py, "__index__"))? {
        let number =
            value.call_method0(intern!(py, "__index__")).map_err(|_| wrong("must be text or a whole number"))?;
        return Ok(number.to_string());
    }
    if is_missing(value) {
        return Err(wrong("is missing: drop such rows"));
    }
    if value.is_instance_of::<PyFloat>() {
        return Err(wrong(
            "is a float, which pandas makes of whole numbers where some are missing: drop those rows, and make them whole or text",
        ));
    }
    let id = value.getattr(intern!(py, "id")).and_then(|id| id.extract());
    id.map_err(|_| wrong("must be text, a whole number, or what has an `id`"))
}

/// Whether it is a truth value, also one of numpy: old versions take those for integers.
fn is_flag(value: &Bound<'_, PyAny>) -> bool {
    value.get_type().name().is_ok_and(|name| name == "bool" || name == "bool_")
}

/// Whether it stands for a missing value: `None`, what differs from itself (NaN, NaT), or the `NA` of pandas, which neither does nor does not.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    value.is_none() || value.get_type().name().is_ok_and(|name| name == "NAType") || value.ne(value).unwrap_or_default()
}
