//! What ends a run before its end: a signal, an exception of a callback, or another thread.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use pyo3::{exceptions::PyException, prelude::*};

use crate::exit::with_python;

/// Stops a run from another thread.
#[pyclass(frozen, module = "soarwire._soarwire")]
#[derive(Clone, Default)]
pub(crate) struct BulkControl(pub(crate) soarwire::BulkControl);

#[pymethods]
impl BulkControl {
    #[new]
    fn new() -> Self {
        BulkControl::default()
    }

    /// Lets what is in flight finish, and sends nothing more.
    fn cancel(&self) {
        self.0.cancel();
    }

    /// Does not even wait for what is in flight: its incidents are unknown.
    fn abandon(&self) {
        self.0.abandon();
    }
}

/// What Python code raised in the middle of a run.
#[derive(Clone)]
pub(crate) struct Stops {
    control: soarwire::BulkControl,
    /// Locked only while attached to Python, which forks attached: no child finds it locked.
    first: Arc<Mutex<Option<PyErr>>>,
    /// Whether a callback failed: none is called any more.
    is_silent: Arc<AtomicBool>,
}

impl Stops {
    pub(crate) fn new(control: soarwire::BulkControl) -> Self {
        Stops { control, first: Arc::default(), is_silent: Arc::default() }
    }

    /// A signal handler raised, as that of Ctrl-C does: the first time what is in flight may finish.
    pub(crate) fn interrupted(&self, result: PyResult<()>) {
        let Err(raised) = result else { return };
        if self.first().is_some() {
            self.control.abandon();
        } else {
            *self.first() = Some(raised);
            self.control.cancel();
        }
    }

    /// Calls a callback, unless one has failed. What is no `Exception` came from a signal handler in the middle of it.
    pub(crate) fn call<'py>(
        &self,
        py: Python<'py>,
        callback: impl FnOnce(Python<'py>) -> PyResult<Bound<'py, PyAny>>,
    ) -> bool {
        if self.is_silent.load(Ordering::SeqCst) {
            return false;
        }
        let Err(raised) = callback(py) else { return true };
        if !raised.is_instance_of::<PyException>(py) {
            self.interrupted(Err(raised));
            return true;
        }
        self.is_silent.store(true, Ordering::SeqCst);
        self.first().get_or_insert(raised);
        self.control.cancel();
        false
    }

    /// Tells a callback.
    pub(crate) fn tell<T: for<'py> IntoPyObject<'py>>(&self, callback: Option<&Py<PyAny>>, what: impl FnOnce() -> T) {
        if let Some(callback) = callback {
            with_python(|py| self.call(py, |py| callback.bind(py).call1((what(),))));
        }
    }

    pub(crate) fn take(&self) -> Option<PyErr> {
        self.first().take()
    }

    fn first(&self) -> MutexGuard<'_, Option<PyErr>> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
