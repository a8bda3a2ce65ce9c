//! What happens to calls, for `on_event` and the logger `soarwire`.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pyo3::{
    exceptions::PyException,
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyModule, PyString, PyTuple},
};
use soarwire::{EventName, Observer};

use crate::{errors::invalid, outcome::Counts};

/// Levels of the module `logging`.
const INFO: u8 = 20;
const DEBUG: u8 = 10;

/// Something that happened to a call, as `on_event` is told. No field holds a credential. What an event does not have is
/// `None`:
///
/// | field | `begin` | `attempt` | `wait` | `answer` | `end` |
/// | --- | --- | --- | --- | --- | --- |
/// | `call`, `operation`, `tenant`, `attempt`, `elapsed` | yes | yes | yes | yes | yes |
/// | `why`, `wait` | | | yes | | |
/// | `attempt_elapsed` | | | | yes | |
/// | `status`, `request_id` | | | | if the server answered | those of the last answer |
/// | `body` | | with `log_bodies=True` | | with `log_bodies=True`, if the server answered | |
/// | `kind` | | | | if the attempt failed | if the call failed |
/// | `maybe_executed` | | | | yes | yes |
/// | `counts` | | | | | if the request names incidents |
///
/// `str(event)` is one line, as the logger `soarwire` writes it.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Event(soarwire::Event);

#[pymethods]
impl Event {
    /// Which event it is: `begin`, `attempt`, `wait`, `answer` or `end`.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name.as_str()
    }

    /// The number of the call: all its events have the same, and no other call of this process has it.
    #[getter]
    fn call(&self) -> u64 {
        self.0.call
    }

    /// The id of the operation, such as `d3.close_incidents`.
    #[getter]
    fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The base URL of the tenant.
    #[getter]
    fn tenant(&self) -> &str {
        &self.0.tenant
    }

    /// How often the request has been sent; during an attempt its number, 1 for the first.
    #[getter]
    fn attempt(&self) -> u32 {
        self.0.attempt
    }

    /// Seconds since the call began, waits included.
    #[getter]
    fn elapsed(&self) -> f64 {
        self.0.elapsed.as_secs_f64()
    }

    /// What the call waits for: `pacing`, `retry_after` or `backoff`.
    #[getter]
    fn why(&self) -> Option<&'static str> {
        self.0.why.map(|why| why.as_str())
    }

    /// How long it is going to wait, in seconds.
    #[getter]
    fn wait(&self) -> Option<f64> {
        self.0.wait.as_ref().map(Duration::as_secs_f64)
    }

    /// How long the attempt took, in seconds.
    #[getter]
    fn attempt_elapsed(&self) -> Option<f64> {
        self.0.attempt_elapsed.as_ref().map(Duration::as_secs_f64)
    }

    /// The HTTP status.
    #[getter]
    fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The vendor's id of the request, where an answer has one.
    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The beginning of the body of the request or of the answer, up to 2,048 bytes, only with `log_bodies=True`: it may hold
    /// personal data.
    #[getter]
    fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The kind of the error, as `SoarwireError.kind` has it.
    #[getter]
    fn kind(&self) -> Option<&'static str> {
        self.0.kind.map(|kind| kind.as_str())
    }

    /// Whether the server may have carried out the request: of an answer, by this attempt; at the end, by any.
    #[getter]
    fn maybe_executed(&self) -> Option<bool> {
        self.0.maybe_executed
    }

    /// How many incidents there are of each outcome; those of a call that was not carried out count as failed.
    #[getter]
    fn counts(&self) -> Option<Counts> {
        self.0.counts.map(Counts)
    }

    /// The fields that this event has, as plain values that JSON can hold.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let fields = PyDict::new(py);
        fields.set_item(intern!(py, "name"), self.name())?;
        fields.set_item(intern!(py, "call"), self.call())?;
        fields.set_item(intern!(py, "operation"), self.operation())?;
        fields.set_item(intern!(py, "tenant"), self.tenant())?;
        fields.set_item(intern!(py, "attempt"), self.attempt())?;
        fields.set_item(intern!(py, "elapsed"), self.elapsed())?;
        add(&fields, intern!(py, "why"), self.why())?;
        add(&fields, intern!(py, "wait"), self.wait())?;
        add(&fields, intern!(py, "attempt_elapsed"), self.attempt_elapsed())?;
        add(&fields, intern!(py, "status"), self.status())?;
        add(&fields, intern!(py, "request_id"), self.request_id())?;
        add(&fields, intern!(py, "body"), self.body())?;
        add(&fields, intern!(py, "kind"), self.kind())?;
        add(&fields, intern!(py, "maybe_executed"), self.maybe_executed())?;
        if let Some(soarwire::Counts { asked, succeeded, failed, unreported, unknown, .. }) = self.0.counts {
            let counts = PyDict::new(py);
            counts.set_item(intern!(py, "asked"), asked)?;
            counts.set_item(intern!(py, "succeeded"), succeeded)?;
            counts.set_item(intern!(py, "failed"), failed)?;
            counts.set_item(intern!(py, "unreported"), unreported)?;
            counts.set_item(intern!(py, "unknown"), unknown)?;
            fields.set_item(intern!(py, "counts"), counts)?;
        }
        Ok(fields)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<soarwire.Event {}>", self.0)
    }
}

fn add<'py, T: IntoPyObject<'py>>(
    fields: &Bound<'py, PyDict>,
    name: &Bound<'py, PyString>,
    value: Option<T>,
) -> PyResult<()> {
    value.map_or(Ok(()), |value| fields.set_item(name, value))
}

/// Who wants to know what happens to one call.
pub(crate) struct Listeners {
    functions: Vec<Py<PyAny>>,
    /// The lowest level that the logger writes; `None` if it writes none of ours.
    logs: Option<u8>,
    bodies: bool,
}

impl Listeners {
    /// The functions that are given, and the logger if it writes anything; `None` if nobody wants to know.
    pub(crate) fn of(py: Python<'_>, functions: [Option<&Py<PyAny>>; 2], bodies: bool) -> PyResult<Option<Self>> {
        let functions: Vec<_> = functions.into_iter().flatten().map(|function| function.clone_ref(py)).collect();
        let logs = Logger::get(py)?.map_or(Ok(None), |logger| logger.lowest(py))?;
        Ok((!functions.is_empty() || logs.is_some()).then_some(Listeners { functions, logs, bodies }))
    }

    fn want(&self, event: &soarwire::Event) -> bool {
        !self.functions.is_empty() || self.logs.is_some_and(|lowest| lowest <= level(event))
    }

    /// Tells them. An exception of theirs is reported as unraisable and changes nothing; what is none (`KeyboardInterrupt`)
    /// is given back.
    fn tell(&self, py: Python<'_>, event: soarwire::Event) -> PyResult<()> {
        let level = level(&event);
        let event = Bound::new(py, Event(event))?;
        for function in &self.functions {
            survive(function.bind(py).call1((&event,)).map(drop), function.bind(py))?;
        }
        if self.logs.is_some_and(|lowest| lowest <= level)
            && let Some(logger) = Logger::get(py)?
        {
            survive(logger.write(py, level, &event), logger.is_enabled_for.bind(py))?;
        }
        Ok(())
    }
}

/// Lets an exception pass that must not be swallowed.
fn survive(result: PyResult<()>, of: &Bound<'_, PyAny>) -> PyResult<()> {
    match result {
        Err(error) if error.is_instance_of::<PyException>(of.py()) => error.write_unraisable(of.py(), Some(of)),
        result => return result,
    }
    Ok(())
}

/// The level at which an event is logged.
fn level(event: &soarwire::Event) -> u8 {
    if event.name == EventName::End { INFO } else { DEBUG }
}

/// The logger `soarwire`: its methods.
struct Logger {
    is_enabled_for: Py<PyAny>,
    make_record: Py<PyAny>,
    handle: Py<PyAny>,
    /// `sys._getframe`.
    frame: Py<PyAny>,
}

impl Logger {
    /// The logger. Without the module `logging`, which is slow to import, there is none: nobody can have set up a handler.
    fn get(py: Python<'_>) -> PyResult<Option<&Logger>> {
        static LOGGER: PyOnceLock<Logger> = PyOnceLock::new();
        if LOGGER.get(py).is_none() {
            let sys = py.import("sys")?;
            let logging = sys.getattr("modules")?.call_method1("get", ("logging",))?;
            let Ok(logging) = logging.cast::<PyModule>() else { return Ok(None) };
            let logger = logging.call_method1("getLogger", ("soarwire",))?;
            // Made before the cell is locked: another thread may fork meanwhile, and its child must not find it locked.
            let made = Logger {
                is_enabled_for: logger.getattr("isEnabledFor")?.unbind(),
                make_record: logger.getattr("makeRecord")?.unbind(),
                handle: logger.getattr("handle")?.unbind(),
                frame: sys.getattr("_getframe")?.unbind(),
            };
            let _ = LOGGER.set(py, made);
        }
        Ok(LOGGER.get(py))
    }

    /// The lowest of our levels that it writes.
    fn lowest(&self, py: Python<'_>) -> PyResult<Option<u8>> {
        let writes = |level: u8| self.is_enabled_for.bind(py).call1((level,))?.is_truthy();
        Ok(if !writes(INFO)? {
            None
        } else if writes(DEBUG)? {
            Some(DEBUG)
        } else {
            Some(INFO)
        })
    }

    /// Writes the event as one line, which the handler makes of it; the event itself is the attribute `soarwire` of the record.
    ///
    /// The record is made here because `Logger.info` takes twice as long, most of it in search of its caller.
    fn write(&self, py: Python<'_>, level: u8, event: &Bound<'_, Event>) -> PyResult<()> {
        let frame = self.frame.bind(py).call0()?;
        let code = frame.getattr(intern!(py, "f_code"))?;
        let (path, function) = (code.getattr(intern!(py, "co_filename"))?, code.getattr(intern!(py, "co_name"))?);
        let line = frame.getattr(intern!(py, "f_lineno"))?;
        let message = match event.get().body() {
            Some(body) => PyString::new(py, &format!("{}: {body}", event.get().0)).into_any(),
            None => event.as_any().clone(),
        };
        let arguments = (intern!(py, "soarwire"), level, path, line, message, PyTuple::empty(py), py.None(), function);
        let record = self.make_record.bind(py).call1(arguments)?;
        record.setattr(intern!(py, "soarwire"), event)?;
        self.handle.bind(py).call1((record,)).map(drop)
    }
}

/// Events on their way to listeners, which are told many at a time: a thread that works for a call is detached from Python, may
/// hold a lock that a listener needs, or never touches Python at all.
#[derive(Clone, Default)]
pub(crate) struct Queue(Option<Arc<Queued>>);

struct Queued {
    listeners: Listeners,
    events: Mutex<Vec<soarwire::Event>>,
}

impl Queue {
    pub(crate) fn new(listeners: Option<Listeners>) -> Self {
        Queue(listeners.map(|listeners| Arc::new(Queued { listeners, events: Mutex::default() })))
    }

    /// Whether anybody wants to know.
    pub(crate) fn has_listeners(&self) -> bool {
        self.0.is_some()
    }

    /// What fills it; `None` if nobody wants to know. `full` is called when what is in it should not be told any later: the
    /// call is about to send something, or to wait.
    pub(crate) fn observer(&self, full: impl Fn() + Send + Sync + 'static) -> Option<Observer> {
        let queued = Arc::clone(self.0.as_ref()?);
        let bodies = queued.listeners.bodies;
        let observer = Observer::new(move |event| {
            if queued.listeners.want(event) {
                queued.events().push(event.clone());
                if matches!(event.name, EventName::Attempt | EventName::Wait) {
                    full();
                }
            }
        });
        Some(if bodies { observer.with_bodies() } else { observer })
    }

    /// Tells the listeners what has happened since.
    pub(crate) fn deliver(&self, py: Python<'_>) -> PyResult<()> {
        let Some(queued) = &self.0 else { return Ok(()) };
        let mut result = Ok(());
        let events = std::mem::take(&mut *queued.events());
        for event in events {
            result = result.and(queued.listeners.tell(py, event));
        }
        result
    }
}

impl Queued {
    fn events(&self) -> MutexGuard<'_, Vec<soarwire::Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks that a listener can be called.
pub(crate) fn check(py: Python<'_>, on_event: Option<&Py<PyAny>>) -> PyResult<()> {
    match on_event {
        Some(function) if !function.bind(py).is_callable() => {
            Err(invalid(py, "on_event", "must be a function that takes an event"))
        }
        _ => Ok(()),
    }
}
