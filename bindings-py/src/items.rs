//! The vendor's own values as Python objects, made straight from the text.

use std::{
    borrow::Cow,
    sync::{Mutex, PoisonError},
};

use pyo3::{
    PyTypeInfo,
    prelude::*,
    types::{PyDict, PyList, PyString, PyTuple},
};
use soarwire::{
    AnyAnswer, Item,
    ffi::{Part, RowDiff, members},
};

use crate::json::{object, python};

/// Strings that repeat, such as the reasons of failures: consecutive equal ones share one object.
#[derive(Default)]
pub(crate) struct Texts<'a, 'py>(Option<(Cow<'a, str>, Bound<'py, PyString>)>);

impl<'a, 'py> Texts<'a, 'py> {
    pub(crate) fn text(&mut self, py: Python<'py>, text: Cow<'a, str>) -> Bound<'py, PyString> {
        let known = self.0.take().filter(|(last, _)| *last == text);
        let (_, shared) = self.0.insert(known.unwrap_or_else(|| {
            let made = PyString::new(py, &text);
            (text, made)
        }));
        shared.clone()
    }
}

/// Makes dicts of items: each is a copy of the previous one with the differing values replaced.
#[derive(Default)]
struct Dicts(Option<Model>);

struct Model {
    diff: RowDiff,
    keys: Vec<Py<PyString>>,
    dict: Py<PyDict>,
}

impl Dicts {
    fn dict<'py>(&mut self, py: Python<'py>, item: &str) -> PyResult<Bound<'py, PyDict>> {
        if self.0.is_none() {
            self.0 = RowDiff::learn(item).map(|(diff, keys)| {
                let keys = keys.iter().map(|key| PyString::new(py, key).unbind()).collect();
                Model { diff, keys, dict: PyDict::new(py).unbind() }
            });
        }
        let Some(Model { diff, keys, dict }) = &mut self.0 else { return object(py, item) };
        let dict = dict.bind(py);
        let same = diff.walk(item, |index, part| match keys.get(index) {
            Some(key) => dict.set_item(key, python(py, part)?),
            None => Ok(()),
        })?;
        if same { dict.copy() } else { object(py, item) }
    }
}

/// Makes rows of items: the values of some keys as text.
struct Rows<'k> {
    keys: &'k [String],
    /// What tells rows apart, and the place in a row of each key of the items.
    diff: Option<(RowDiff, Vec<Option<usize>>)>,
    row: Vec<Option<Py<PyString>>>,
}

impl<'k> Rows<'k> {
    fn new(keys: &'k [String]) -> Self {
        Rows { keys, diff: None, row: Vec::new() }
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|wanted| wanted == key)
    }

    fn row<'py>(&mut self, py: Python<'py>, item: &str) -> PyResult<Bound<'py, PyTuple>> {
        if self.diff.is_none() {
            self.diff =
                RowDiff::learn(item).map(|(diff, found)| (diff, found.iter().map(|key| self.place(key)).collect()));
            self.row.resize_with(self.keys.len(), || None);
        }
        if let Some((diff, places)) = &mut self.diff {
            let row = &mut self.row;
            let same = diff.walk(item, |index, part| {
                let place = places.get(index).copied().flatten();
                if let Some(value) = place.and_then(|place| row.get_mut(place)) {
                    *value = text(py, part);
                }
                Ok::<(), PyErr>(())
            })?;
            if same {
                return PyTuple::new(py, &self.row);
            }
        }
        let mut row: Vec<Option<Py<PyString>>> = Vec::new();
        row.resize_with(self.keys.len(), || None);
        members(item, |key, part| {
            if let Some(value) = self.place(&key).and_then(|place| row.get_mut(place)) {
                *value = text(py, part);
            }
            Ok::<(), PyErr>(())
        })?;
        PyTuple::new(py, row)
    }
}

/// A value as text: a string's own, `None` for null, else the vendor's JSON.
fn text(py: Python<'_>, part: Part<'_>) -> Option<Py<PyString>> {
    let text = match &part {
        Part::Null => return None,
        Part::Bool(true) => "true",
        Part::Bool(false) => "false",
        Part::Number(text) | Part::Array(text) | Part::Object(text) => text,
        Part::String(text) => text,
    };
    Some(PyString::new(py, text).unbind())
}

/// The values of `keys` of all items.
pub(crate) fn rows<'py, 'a>(
    py: Python<'py>,
    items: impl ExactSizeIterator<Item = Item<'a>>,
    keys: &[String],
) -> PyResult<Bound<'py, PyList>> {
    let mut rows = Rows::new(keys);
    list(py, items, |item| rows.row(py, item.as_json()))
}

/// A list of what is made of each item.
fn list<'py, 'a, T: PyTypeInfo>(
    py: Python<'py>,
    items: impl ExactSizeIterator<Item = Item<'a>>,
    mut make: impl FnMut(Item<'a>) -> PyResult<Bound<'py, T>>,
) -> PyResult<Bound<'py, PyList>> {
    let mut failed = None;
    let made = items.map(|item| match failed {
        None => make(item).map_err(|error| failed = Some(error)).ok(),
        Some(_) => None,
    });
    let list = PyList::new(py, made)?;
    failed.map_or(Ok(list), Err)
}

/// One item as a dict.
pub(crate) fn one<'py>(py: Python<'py>, item: Item<'_>) -> PyResult<Bound<'py, PyDict>> {
    object(py, item.as_json())
}

/// All items as dicts.
pub(crate) fn all<'py, 'a>(
    py: Python<'py>,
    items: impl ExactSizeIterator<Item = Item<'a>>,
) -> PyResult<Bound<'py, PyList>> {
    let mut dicts = Dicts::default();
    list(py, items, |item| dicts.dict(py, item.as_json()))
}

/// Iterates over the items of an answer.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Items {
    answer: AnyAnswer,
    stop: usize,
    state: Mutex<(usize, Dicts)>,
}

impl Items {
    pub(crate) fn new(answer: AnyAnswer, start: usize, stop: Option<usize>) -> Self {
        Items { answer, stop: stop.unwrap_or(usize::MAX), state: Mutex::new((start, Dicts::default())) }
    }

    fn item_at(&self, index: usize) -> Option<Item<'_>> {
        match &self.answer {
            AnyAnswer::Report(report) => report.item_at(index),
            AnyAnswer::Page(page) => page.item_at(index),
            _ => None,
        }
        .filter(|_| index < self.stop)
    }
}

#[pymethods]
impl Items {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, dicts) = &mut *state;
        let Some(item) = self.item_at(*next) else { return Ok(None) };
        *next += 1;
        dicts.dict(py, item.as_json()).map(Some)
    }
}
