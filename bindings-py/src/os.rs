//! The clock and the random source: what the core takes as arguments.

use pyo3::{exceptions::PyOSError, prelude::*};

use crate::errors::raise;

/// 64 random letters and digits from the operating system: the nonce of one signed request.
///
/// Raises `InvalidRequest` for the field `nonce`, if the operating system has no random bytes.
#[pyfunction]
pub(crate) fn new_nonce(py: Python<'_>) -> PyResult<String> {
    soarwire::nonce().map_err(|error| raise(py, &error, None))
}

/// The time, in milliseconds since 1970.
#[pyfunction]
pub(crate) fn now_ms() -> u64 {
    soarwire::now_ms()
}

/// A seed for the jitter of one call.
pub(crate) fn seed() -> PyResult<u64> {
    getrandom::u64().map_err(|_| PyOSError::new_err("the operating system gave no random bytes"))
}
