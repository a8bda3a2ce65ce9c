//! Keeps threads from calling into an interpreter that shuts down: it may crash, hang, or end the calling thread by unwinding
//! through our frames, depending on its version.

use std::{
    process,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

use pyo3::prelude::*;

/// The thread that shuts the interpreter down, once it is about to. It alone may call Python then.
static EXITING: OnceLock<ThreadId> = OnceLock::new();

/// How many threads are calling Python, below the id of their process: a forked child inherits the number and none of
/// the threads.
static CALLING: AtomicU64 = AtomicU64::new(0);

/// How long calls under way are waited for: a program must end, whatever a callable waits for.
const PATIENCE: Duration = Duration::from_secs(5);

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

/// Calls Python from a thread of ours, or from one that let go of Python, unless it is too late: `None` then.
pub(crate) fn with_python<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    count(1);
    let may_call = EXITING.get().is_none_or(|exiting| *exiting == thread::current().id());
    let made = if may_call { Python::try_attach(work) } else { None };
    count(-1);
    made
}

/// As [`with_python`], for a thread that cannot go on without what Python gives: if it is too late it stops here, as Python's own
/// daemon threads do, rather than to make an error in an interpreter that shuts down.
pub(crate) fn needs_python<T>(work: impl FnOnce(Python<'_>) -> T) -> T {
    with_python(work).unwrap_or_else(|| {
        // Whoever called from Python lets go of it.
        Python::try_attach(|py| py.detach(park));
        park()
    })
}

fn park() -> ! {
    loop {
        thread::park();
    }
}

/// Ends calls into Python from threads of ours, and waits for those under way, within bounds.
#[pyfunction]
fn exiting(py: Python<'_>) {
    let _ = EXITING.set(thread::current().id());
    py.detach(|| {
        let (nobody, until) = (nobody(), Instant::now() + PATIENCE);
        while Instant::now() < until && (nobody + 1..nobody + (1 << 32)).contains(&CALLING.load(Ordering::SeqCst)) {
            thread::sleep(Duration::from_millis(1));
        }
    });
}

/// Has Python call [`exiting`] before it shuts down.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let hook = wrap_pyfunction!(exiting, module)?;
    module.py().import("atexit")?.call_method1("register", (hook,))?;
    Ok(())
}
