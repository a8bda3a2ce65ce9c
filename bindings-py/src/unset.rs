//! `UNSET`, the third state of a parameter.

use pyo3::prelude::*;

/// The type of `UNSET`, which leaves a parameter as it is on the server, where `None` clears it.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Unset;

#[pymethods]
impl Unset {
    fn __repr__(&self) -> &'static str {
        "UNSET"
    }

    fn __bool__(&self) -> bool {
        false
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    /// Pickles as the global `soarwire.UNSET`, so that there is only one.
    fn __reduce__(&self) -> &'static str {
        "UNSET"
    }
}
