//! All pages of a list, one after the other.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use soarwire::{AnyOperation, Listing};

use crate::{
    errors::{guard, invalid, raise},
    operation::Operation,
    page::Page,
};

/// All pages of a list as a state machine without I/O, for transports of your own; `Client.pages` is a loop around it. Send
/// `operation`, hand the page that answers it to `take`, and go on until `operation` is `None`; then `end` says why.
///
/// Every incident is given once, and it always ends: a page without a new id ends it, and so does a page token that came before.
/// After an error the same operation can be sent again. `limit` is the largest number of pages.
///
/// Raises `InvalidRequest` for an operation that does not list.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Pages(Mutex<soarwire::Pages<AnyOperation>>);

impl Pages {
    fn pages(&self) -> MutexGuard<'_, soarwire::Pages<AnyOperation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The operation, if it lists: what acts must not be sent by something that reads.
pub(crate) fn listing<'a>(operation: &'a Bound<'_, PyAny>) -> PyResult<&'a AnyOperation> {
    let listing = &Operation::of(operation)?.get().0;
    listing.check_lists().map_err(|error| raise(operation.py(), &error, None))?;
    Ok(listing)
}

#[pymethods]
impl Pages {
    #[new]
    #[pyo3(signature = (operation, *, limit=None))]
    fn new(operation: &Bound<'_, PyAny>, limit: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let py = operation.py();
        let pages = soarwire::Pages::new(listing(operation)?.clone());
        let pages = match limit {
            None => pages,
            Some(limit) => {
                let limit = limit.extract();
                pages.limit(limit.map_err(|_| invalid(py, "limit", "must be a whole number of pages, 0 or more"))?)
            }
        };
        Ok(Pages(Mutex::new(pages)))
    }

    /// What asks for the next page; `None` after the last one.
    #[getter]
    fn operation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let operation = self.pages().operation().cloned();
        operation.map(|operation| Operation::object(py, Ok(operation))).transpose()
    }

    /// Takes the page that answers `operation`, and gives it back without the items that came before.
    fn take(&self, page: &Bound<'_, Page>) -> PyResult<Page> {
        let page = page.get().0.clone();
        guard(|| self.pages().take(page)).map(Page)
    }

    /// Why there are no more pages; `None` while there are. `complete`: the vendor has no more, and no sign that anything was missed;
    /// `capped`: there may be more than can be read in this way (Xpanse gives no more than 9,999 by offsets, and page tokens reach
    /// them; a search of D3 gives no more than its `top`); `moved`: the list
    /// changed meanwhile, and some may have been missed; `stopped`: the limit of pages was reached, and there are more.
    #[getter]
    fn end(&self) -> Option<&'static str> {
        self.pages().end().map(|end| end.as_str())
    }

    /// How many pages were taken.
    fn __len__(&self) -> usize {
        self.pages().len() as usize
    }

    /// It is true even before the first page.
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        let pages = self.pages();
        let end = pages.end().map_or_else(String::new, |end| format!(", {end}"));
        format!("<soarwire.Pages: {} pages{end}>", pages.len())
    }
}
