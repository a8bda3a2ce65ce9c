//! What happened to each incident. The class stands alone, since errors have a report and its methods raise errors.

mod methods;

use pyo3::prelude::*;

/// What happened to each incident of one call. Lists are in the order in which the incidents were asked for; every access
/// builds a new list.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Report(pub(crate) soarwire::Report);
