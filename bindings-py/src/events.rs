//! What happens to calls, for `on_event` and the logger `soarwire`.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::{
    exceptions::PyException,
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyModule, PyString},
};
use soarwire::{EventName, Observer};

use crate::{errors::invalid, outcome::Counts, request::Request};

/// Levels of the module `logging`.
const INFO: u8 = 20;
const DEBUG: u8 = 10;

/// How much of a request's body is logged with `log_bodies=True`, as of an answer's.
const MOST_OF_BODY: usize = 2_048;

/// Something that happened to a call, as `on_event` is told. No field holds a credential. What an event does not have is
/// `None`:
///
/// | field | `begin` | `attempt` | `wait` | `answer` | `end` |
/// | --- | --- | --- | --- | --- | --- |
/// | `call`, `operation`, `tenant`, `attempt`, `elapsed` | yes | yes | yes | yes | yes |
/// | `request` | | yes | | | |
/// | `why`, `wait` | | | yes | | |
/// | `attempt_elapsed` | | | | yes | |
/// | `status`, `request_id` | | | | if the server answered | those of the last answer |
/// | `body` | | | | with `log_bodies=True` | |
/// | `kind` | | | | if the attempt failed | if the call failed |
/// | `maybe_executed` | | | | yes | yes |
/// | `counts` | | | | | if there is a report |
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
        seconds(self.0.elapsed_ms)
    }

    /// The request that is being sent; it prints without its credentials.
    #[getter]
    fn request(&self) -> Option<Request> {
        self.0.request.clone().map(Request)
    }

    /// What the call waits for: `pacing`, `retry_after` or `backoff`.
    #[getter]
    fn why(&self) -> Option<&'static str> {
        self.0.why.map(|why| why.as_str())
    }

    /// How long it is going to wait, in seconds.
    #[getter]
    fn wait(&self) -> Option<f64> {
        self.0.wait_ms.map(seconds)
    }

    /// How long the attempt took, in seconds.
    #[getter]
    fn attempt_elapsed(&self) -> Option<f64> {
        self.0.attempt_ms.map(seconds)
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

    /// The beginning of the answer's body, up to 2,048 bytes, only with `log_bodies=True`: it may hold personal data.
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

    /// How many incidents there are of each outcome.
    #[getter]
    fn counts(&self) -> Option<Counts> {
        self.0.counts.map(Counts)
    }

    /// The fields that this event has, as plain values that JSON can hold; without the request.
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

fn seconds(ms: u64) -> f64 {
    std::time::Duration::from_millis(ms).as_secs_f64()
}

impl Event {
    /// The beginnings of the bodies that this event has.
    fn bodies(&self) -> impl Iterator<Item = String> {
        let request = self.0.request.as_ref().map(|request| {
            let body = request.body();
            String::from_utf8_lossy(body.get(..MOST_OF_BODY).unwrap_or(body)).into_owned()
        });
        request.into_iter().chain(self.0.body.as_deref().map(str::to_owned))
    }
}

/// Who wants to know what happens to one call.
pub(crate) struct Listeners {
    functions: Vec<Py<PyAny>>,
    /// The logger, if it writes at the level INFO, and whether it also writes at DEBUG.
    logger: Option<(Py<PyAny>, bool)>,
    bodies: bool,
}

impl Listeners {
    /// The functions that are given, and the logger if it writes anything; `None` if nobody wants to know.
    pub(crate) fn of(py: Python<'_>, functions: [Option<&Py<PyAny>>; 2], bodies: bool) -> PyResult<Option<Self>> {
        let functions: Vec<_> = functions.into_iter().flatten().map(|function| function.clone_ref(py)).collect();
        let logger = logger(py)?;
        Ok((!functions.is_empty() || logger.is_some()).then_some(Listeners { functions, logger, bodies }))
    }

    /// An observer that tells them at once, from a thread that may be detached from Python. `raised` gets what ends the call.
    pub(crate) fn observer(self, raised: impl Fn(PyErr) + std::marker::Send + Sync + 'static) -> Observer {
        let bodies = self.bodies;
        with_bodies(bodies, move |event| {
            if let Err(error) = Python::attach(|py| self.tell(py, event.clone())) {
                raised(error);
            }
        })
    }

    /// Tells them. An exception of theirs is reported as unraisable and changes nothing; what is none (`KeyboardInterrupt`)
    /// is given back.
    fn tell(&self, py: Python<'_>, event: soarwire::Event) -> PyResult<()> {
        if self.functions.is_empty()
            && event.name != EventName::End
            && !self.logger.as_ref().is_some_and(|(_, all)| *all)
        {
            return Ok(());
        }
        let event = Bound::new(py, Event(event))?;
        for function in &self.functions {
            survive(function.bind(py).call1((&event,)).map(drop), function.bind(py))?;
        }
        let Some((logger, all)) = &self.logger else { return Ok(()) };
        let logger = logger.bind(py);
        match event.get().0.name {
            EventName::End => survive(log(logger, intern!(py, "info"), &event, self.bodies), logger),
            _ if *all => survive(log(logger, intern!(py, "debug"), &event, self.bodies), logger),
            _ => Ok(()),
        }
    }
}

fn with_bodies(bodies: bool, observe: impl Fn(&soarwire::Event) + std::marker::Send + Sync + 'static) -> Observer {
    let observer = Observer::new(observe);
    if bodies { observer.with_bodies() } else { observer }
}

/// Lets an exception pass that must not be swallowed.
fn survive(result: PyResult<()>, of: &Bound<'_, PyAny>) -> PyResult<()> {
    match result {
        Err(error) if error.is_instance_of::<PyException>(of.py()) => error.write_unraisable(of.py(), Some(of)),
        result => return result,
    }
    Ok(())
}

/// Writes the event as one line, with its fields in the attribute `soarwire` of the record.
fn log(logger: &Bound<'_, PyAny>, level: &Bound<'_, PyString>, event: &Bound<'_, Event>, bodies: bool) -> PyResult<()> {
    let py = logger.py();
    let mut line = event.get().0.to_string();
    for body in bodies.then(|| event.get().bodies()).into_iter().flatten() {
        line.push_str(": ");
        line.push_str(&body);
    }
    let options = PyDict::new(py);
    let extra = PyDict::new(py);
    extra.set_item(intern!(py, "soarwire"), event.get().to_dict(py)?)?;
    options.set_item(intern!(py, "extra"), extra)?;
    logger.call_method(level, (intern!(py, "%s"), line), Some(&options)).map(drop)
}

/// The logger `soarwire`, if it writes at INFO, and whether at DEBUG too. Without the module `logging`, which is slow to
/// import, nobody can have set up a handler.
fn logger(py: Python<'_>) -> PyResult<Option<(Py<PyAny>, bool)>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if LOGGER.get(py).is_none() {
        let modules = py.import("sys")?.getattr(intern!(py, "modules"))?;
        let logging = modules.call_method1(intern!(py, "get"), (intern!(py, "logging"),))?;
        let Ok(logging) = logging.cast::<PyModule>() else { return Ok(None) };
        // Made before the cell is locked: another thread may fork meanwhile, and its child must not find it locked.
        let made = logging.call_method1("getLogger", ("soarwire",))?.unbind();
        let _ = LOGGER.set(py, made);
    }
    let Some(logger) = LOGGER.get(py) else { return Ok(None) };
    let writes = |level| logger.bind(py).call_method1(intern!(py, "isEnabledFor"), (level,))?.is_truthy();
    Ok(if writes(INFO)? { Some((logger.clone_ref(py), writes(DEBUG)?)) } else { None })
}

/// Events on their way to listeners that must not be told at once: from a thread that never touches Python, or under a lock.
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

    /// What fills it; `None` if nobody wants to know.
    pub(crate) fn observer(&self) -> Option<Observer> {
        let queued = Arc::clone(self.0.as_ref()?);
        let bodies = queued.listeners.bodies;
        Some(with_bodies(bodies, move |event| {
            queued.events.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
        }))
    }

    /// Tells the listeners what has happened since.
    pub(crate) fn deliver(&self, py: Python<'_>) -> PyResult<()> {
        let Some(queued) = &self.0 else { return Ok(()) };
        let mut result = Ok(());
        let events = std::mem::take(&mut *queued.events.lock().unwrap_or_else(PoisonError::into_inner));
        for event in events {
            result = result.and(queued.listeners.tell(py, event));
        }
        result
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
