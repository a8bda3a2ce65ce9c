//! Keeps threads from calling into an interpreter that shuts down: it may crash, hang, or end the calling thread by unwinding
//! through our frames, depending on its version.

use std::{
    process,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::Duration,
};

use pyo3::prelude::*;

/// Whether the interpreter is about to shut down.
static EXITING: AtomicBool = AtomicBool::new(false);

/// How many threads are calling Python, below the id of their process: a forked child inherits the number and none of
/// the threads.
static CALLING: AtomicU64 = AtomicU64::new(0);

/// The count of this process when nobody calls.
fn nobody() -> u64 {
    u64::from(process::id()) << 32
}

/// Changes the number of threads that are calling Python.
fn count(change: i8) {
    let _ = CALLING.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |calling| {
        let ours = if calling >> 32 == nobody() >> 32 { calling } else { nobody() };
        Some(ours.saturating_add_signed(change.into()).max(nobody()))
    });
}

/// Calls Python from a thread of ours, unless it is too late.
pub(crate) fn with_python(work: impl FnOnce(Python<'_>)) {
    count(1);
    if !EXITING.load(Ordering::SeqCst) {
        Python::try_attach(work);
    }
    count(-1);
}

/// Ends calls into Python from threads of ours, and waits for those under way.
#[pyfunction]
fn exiting(py: Python<'_>) {
    EXITING.store(true, Ordering::SeqCst);
    py.detach(|| {
        let nobody = nobody();
        while (nobody + 1..nobody + (1 << 32)).contains(&CALLING.load(Ordering::SeqCst)) {
            thread::sleep(Duration::from_millis(1));
        }
    });
}

/// Has Python call [`exiting`] before it shuts down.
pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let hook = wrap_pyfunction!(exiting, module)?;
    module.py().import("atexit")?.call_method1("register", (hook,))?;
    Ok(())
}
