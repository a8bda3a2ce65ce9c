//! The methods of the blocking client in Python.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pyo3::{exceptions::PyTypeError, intern, prelude::*, sync::PyOnceLock, types::PyDict};
use soarwire::{ClientConfig, DEFAULT_BODY_LIMIT, Driver, Interrupt, Proxy, RunOptions};

use super::{Client, MOST_AT_ONCE, is_main_thread};
use crate::{
    answer,
    bulk::{self, BulkReport},
    call::{Pacer, Wait, attempts, bytes, milliseconds, rate},
    credential::refuse_awaited,
    errors::{guard, raise},
    events::{self, Queue},
    exit::with_python,
    operation::Operation,
    os,
    report::Report,
    tenant::Tenant,
};

#[pymethods]
impl Client {
    #[new]
    #[pyo3(signature = (
        tenant, *, timeout=None, attempt_timeout=None, connect_timeout=None, max_attempts=None,
        requests_per_second=None, body_limit=None, ca_file=None, proxy=Some("environment".to_owned()),
        reuse_connections=true, pacer=None, on_event=None, log_bodies=false
    ), text_signature = "(tenant, *, timeout=120.0, attempt_timeout=60.0, connect_timeout=10.0, max_attempts=4, requests_per_second=None, body_limit=67108864, ca_file=None, proxy='environment', reuse_connections=True, pacer=None, on_event=None, log_bodies=False)")]
    #[allow(clippy::too_many_arguments)]
    fn new(
        tenant: &Bound<'_, PyAny>,
        timeout: Option<&Bound<'_, PyAny>>,
        attempt_timeout: Option<&Bound<'_, PyAny>>,
        connect_timeout: Option<&Bound<'_, PyAny>>,
        max_attempts: Option<&Bound<'_, PyAny>>,
        requests_per_second: Option<&Bound<'_, PyAny>>,
        body_limit: Option<&Bound<'_, PyAny>>,
        ca_file: Option<std::path::PathBuf>,
        proxy: Option<String>,
        reuse_connections: bool,
        pacer: Option<&Bound<'_, Pacer>>,
        on_event: Option<Py<PyAny>>,
        log_bodies: bool,
    ) -> PyResult<Self> {
        let py = tenant.py();
        events::check(py, on_event.as_ref())?;
        let tenant = Tenant::of(tenant)?;
        let mut config = ClientConfig::default()
            .body_limit(body_limit.map_or(Ok(DEFAULT_BODY_LIMIT), |limit| bytes(py, limit))?)
            .proxy(match proxy {
                None => Proxy::None,
                Some(word) if word == "environment" => Proxy::Environment,
                Some(url) => Proxy::Url(url),
            })
            .reuse_connections(reuse_connections)
            .max_idle_connections(MOST_AT_ONCE)
            .user_agent(concat!("soarwire-python/", env!("CARGO_PKG_VERSION")));
        config.ca_file = ca_file;
        config.pacer = pacer.map(|pacer| pacer.get().0.clone());
        if pacer.is_none() || requests_per_second.is_some() {
            config.requests_per_second = Some(rate(py, requests_per_second, tenant.get())?);
        }
        if let Some(seconds) = timeout {
            config.policy.deadline_ms = milliseconds(py, "timeout", seconds)?;
        }
        if let Some(seconds) = attempt_timeout {
            config.policy.attempt_timeout_ms = milliseconds(py, "attempt_timeout", seconds)?;
        }
        if let Some(seconds) = connect_timeout {
            config.connect_timeout = Duration::from_millis(milliseconds(py, "connect_timeout", seconds)?);
        }
        if let Some(count) = max_attempts {
            config.policy.max_attempts = attempts(py, count)?;
        }
        let rate = tenant.get().0.requests_per_second().into();
        // Reading the system's certificates takes a while.
        let driver = py.detach(|| guard(|| Driver::new(rate, config)))?.map_err(|error| raise(py, &error, None))?;
        Ok(Client {
            tenant: tenant.clone().unbind(),
            driver: Mutex::new(Some(driver)),
            on_event,
            log_bodies,
            profile: PyOnceLock::new(),
        })
    }

    /// The tenant that it calls.
    #[getter]
    pub(crate) fn tenant(&self, py: Python<'_>) -> Py<Tenant> {
        self.tenant.clone_ref(py)
    }

    /// Runs a call to its end, attempts and waits included, and gives what the operation answers with: a `Report` of what happened
    /// to each incident, the `Page` of an operation that lists, or what else the class of the operation says.
    ///
    /// `timeout` (seconds) and `max_attempts` override the client's for this call. `on_wait` is told about each wait
    /// before it begins, with a `Wait`; what it raises ends the call. `on_event` is told what happens to this call, after the
    /// client's. Ctrl-C ends a wait.
    ///
    /// Raises a `SoarwireError`; one with `maybe_executed` has a `report` in which every incident is unknown. With
    /// `raises=False` a call that fails gives the report of its error instead (`SoarwireError.to_report`): every incident is
    /// unknown, or failed with the kind as the reason. The errors of an operation that answers with something else than a `Report`
    /// are raised all the same.
    #[pyo3(signature = (operation, /, *, timeout=None, max_attempts=None, on_wait=None, on_event=None, raises=true))]
    #[allow(clippy::too_many_arguments)]
    fn run(
        &self,
        py: Python<'_>,
        operation: &Bound<'_, PyAny>,
        timeout: Option<&Bound<'_, PyAny>>,
        max_attempts: Option<&Bound<'_, PyAny>>,
        on_wait: Option<Py<PyAny>>,
        on_event: Option<Py<PyAny>>,
        raises: bool,
    ) -> PyResult<Py<PyAny>> {
        let driver = self.driver()?;
        let given = Operation::of(operation)?.get();
        let (operation, reports) = (&given.0, !raises && given.reports());
        let timeout =
            timeout.map(|seconds| milliseconds(py, "timeout", seconds)).transpose()?.map(Duration::from_millis);
        let max_attempts = max_attempts.map(|count| attempts(py, count)).transpose()?;
        let failed = |error| raise(py, &error, Some(operation.id()));
        if self.tenant.get().1 {
            return Err(refuse_awaited());
        }
        let prepared = match guard(|| self.tenant.get().0.prepare(operation))? {
            Ok(prepared) => prepared,
            Err(error) => return reported(py, error, reports),
        };
        let on_main_thread = is_main_thread(py)?;
        let raised = Raised::default();
        let events = Queue::new(self.listeners(py, on_event.as_ref())?);
        let result = py.detach(|| {
            let tell = |wait: soarwire::Wait| {
                if let Some(on_wait) = &on_wait {
                    let wait = Wait { until_ms: os::now_ms().saturating_add(wait.ms), why: wait.why.as_str() };
                    raised.keep(with_python(|py| on_wait.call1(py, (wait,)).map(drop)).unwrap_or(Ok(())));
                }
            };
            // Without a hook there is nothing to look at while waiting.
            let hooked = on_main_thread || on_wait.is_some() || events.has_listeners();
            let stop = hooked.then(|| raised.clone());
            let interrupt = stop.map(|raised| Interrupt::new(move || raised.says_stop(on_main_thread)));
            let mut options = RunOptions::default().on_wait(&tell);
            (options.timeout, options.max_attempts, options.interrupt) = (timeout, max_attempts, interrupt);
            let (told, ended) = (events.clone(), raised.clone());
            options.on_event =
                events.observer(move || ended.keep(with_python(|py| told.deliver(py)).unwrap_or(Ok(()))));
            guard(|| driver.run(prepared, &options))
        })?;
        raised.keep(events.deliver(py));
        match (raised.take(), result) {
            (None, Ok(answer)) => answer::object(py, answer).map(Bound::unbind),
            (None, Err(error)) => reported(py, error, reports),
            (Some(raised), result) => {
                // What became of the call stays with the exception that ended it.
                raised.set_context(py, result.err().map(failed));
                Err(raised)
            }
        }
    }

    /// The pages of a list, from the one that the operation asks for to the last one, or to the `limit` of pages: an iterator, see
    /// `PageIterator`. Each page is a call of its own, with these settings of `run`.
    ///
    /// Raises `InvalidRequest` for an operation that does not list; the iterator raises what `run` does.
    #[pyo3(signature = (operation, /, *, limit=None, **settings), text_signature = "($self, operation, /, *, limit=None, timeout=None, max_attempts=None, on_wait=None, on_event=None)")]
    fn pages<'py>(
        slf: Bound<'py, Self>,
        operation: Bound<'py, PyAny>,
        limit: Option<Bound<'py, PyAny>>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, settings) = (slf.py(), self::settings(slf.py(), "pages", settings)?);
        reading(py)?.getattr(intern!(py, "PageIterator"))?.call1((slf, operation, limit, settings))
    }

    /// Finds out, by reading, what is in effect after a call whose outcome is unknown or was not reported, before it is sent again.
    /// `outcome` is the report of the call, or the error that ended it. Each reading is a call of its own, with these settings of
    /// `run`.
    ///
    /// A `bulk.BulkReport` alone is settled as a whole: what is in effect has succeeded then, what is not is in its `retry()`, and its
    /// journal is told. The same report is given back.
    ///
    /// Raises `InvalidRequest` if the outcome is about another operation, and what `run` does.
    #[pyo3(signature = (operation, outcome=None, /, **settings), text_signature = "($self, operation, outcome=None, /, *, timeout=None, max_attempts=None, on_wait=None, on_event=None)")]
    fn settle<'py>(
        slf: Bound<'py, Self>,
        operation: Bound<'py, PyAny>,
        outcome: Option<Bound<'py, PyAny>>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, settings) = (slf.py(), self::settings(slf.py(), "settle", settings)?);
        reading(py)?.getattr(intern!(py, "settle"))?.call1((slf, operation, outcome, settings))
    }

    /// Says which profile made it: a plan for another one is refused.
    fn _name_profile(&self, py: Python<'_>, name: String) {
        let _ = self.profile.set(py, name);
    }

    /// Runs a plan to its end, and gives the report of what happened to each incident, also when something stopped it.
    ///
    /// `journal` is the path of a file that is not there yet: what is about to be sent is written to it, and on disk, before it is sent,
    /// so that `resume` can go on after anything. `concurrency` is how many requests are in flight at most: 4 for D3 and 8 for Xpanse.
    /// What was not sent within `deadline` seconds is not attempted. The run stops when the key is refused, and after `breaker` calls in a
    /// row that ended with a transport failure or a server error; 0 for never.
    ///
    /// `on_progress` is told a `bulk.Progress`, at most ten times a second and at the end; `on_outcome` a `bulk.BulkRow` for each incident
    /// once its outcome is known, and on disk if there is a journal. `acquire` is called with the number of requests, 1, before each of
    /// them, by the thread that sends it, and returns when it may go: a limiter that machines share. What one of them raises stops the run
    /// and is raised when what was in flight has ended; its `__context__` is a `bulk.Incomplete` with the report. `on_event` is told what
    /// happens to each call, after the client's own, as that of `run` is.
    ///
    /// Ctrl-C lets what is in flight finish, a second one does not; `bulk.Interrupted`, a `KeyboardInterrupt`, has the report so far.
    ///
    /// Raises `InvalidRequest`, naming the argument, and `MissingCredential`: nothing was sent then.
    #[pyo3(signature = (plan, /, *, journal=None, **settings), text_signature = "($self, plan, /, *, journal=None, concurrency=None, deadline=None, breaker=5, on_progress=None, on_outcome=None, acquire=None, on_event=None)")]
    fn run_bulk(
        &self,
        plan: &Bound<'_, PyAny>,
        journal: Option<std::path::PathBuf>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<BulkReport> {
        let py = plan.py();
        let settings = bulk::Settings::of(py, "run_bulk", settings)?;
        bulk::run(self, py, bulk::Work::Plan(plan, journal), &settings)
    }

    /// Goes on with the run of a journal, and gives the report of the whole run: what has an outcome keeps it. What may have been sent is
    /// sent again if repeating it has no further effect; otherwise it is read back, and stays unknown if that does not tell. The rest is sent. The settings
    /// are those of `run_bulk`.
    ///
    /// Raises `InvalidRequest` if the journal is damaged, of another tenant or user, or being written; nothing was sent then.
    #[pyo3(signature = (journal, /, **settings), text_signature = "($self, journal, /, *, concurrency=None, deadline=None, breaker=5, on_progress=None, on_outcome=None, acquire=None, on_event=None)")]
    fn resume(
        &self,
        py: Python<'_>,
        journal: std::path::PathBuf,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<BulkReport> {
        let settings = bulk::Settings::of(py, "resume", settings)?;
        bulk::run(self, py, bulk::Work::Rest(journal), &settings)
    }

    /// Refuses further calls and lets the connections go once those under way are done.
    fn close(&self, py: Python<'_>) {
        let driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner).take();
        py.detach(|| drop(driver));
    }

    fn __enter__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().driver()?;
        Ok(slf)
    }

    #[pyo3(signature = (*exception))]
    fn __exit__(&self, exception: &Bound<'_, pyo3::types::PyTuple>) {
        self.close(exception.py());
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let closed = if self.driver().is_ok() { "" } else { ", closed" };
        Ok(format!("<soarwire.Client of {}{closed}>", self.tenant.bind(py).repr()?))
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(crate::pickle::refused("a client", "it holds keys and connections; create a new one where you need it"))
    }
}

/// The loops that stand on `Client.run`.
fn reading(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "soarwire._reading"))
}

/// The settings of single calls, by name.
fn settings<'py>(py: Python<'py>, method: &str, given: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyDict>> {
    const SETTINGS: [&str; 4] = ["timeout", "max_attempts", "on_wait", "on_event"];
    let settings = PyDict::new(py);
    for (name, value) in given.into_iter().flatten() {
        let name: String = name.extract()?;
        if !SETTINGS.contains(&name.as_str()) {
            let problem = format!("Client.{method}() got an unexpected keyword argument '{name}'");
            return Err(PyTypeError::new_err(problem));
        }
        settings.set_item(name, value)?;
    }
    Ok(settings)
}

/// The report of an error where it is wanted; otherwise the error is raised.
fn reported(py: Python<'_>, error: soarwire::Error, wanted: bool) -> PyResult<Py<PyAny>> {
    match error.to_report().filter(|_| wanted) {
        Some(report) => Ok(Py::new(py, Report(report))?.into_any()),
        None => Err(raise(py, &error, None)),
    }
}

/// What Python code raised in the middle of a call.
#[derive(Clone, Default)]
struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    fn keep(&self, result: PyResult<()>) {
        if let Err(error) = result {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }

    fn take(&self) -> Option<PyErr> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether the call is to end: something was raised, or a signal handler raises now, as that of Ctrl-C does.
    fn says_stop(&self, on_main_thread: bool) -> bool {
        if on_main_thread {
            self.keep(with_python(|py| py.check_signals()).unwrap_or(Ok(())));
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}
