//! What an operation that lists answers with. The class stands alone, since typed incidents are read from it and its methods give them.

mod methods;
mod row;

use pyo3::prelude::*;

pub(crate) use row::Row;

/// One page of a list: the vendor's items as they came, a common view of them, and where the list goes on. Lists
/// are in the order of the answer; every access builds a new list.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Page(pub(crate) soarwire::Page);
