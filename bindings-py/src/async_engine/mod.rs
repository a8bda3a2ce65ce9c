//! The engine of `AsyncClient`: the calls of `Client`, whose waits are the event loop's. Only exchanges (a request out, an
//! answer in) block, on threads of their own and without the GIL.

mod inbox;
mod pool;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use pyo3::{
    exceptions::{PyOSError, PyRuntimeError},
    intern,
    prelude::*,
};
use soarwire::{
    AnyAnswer, Driver, Secret,
    transport::ureq::{Exchange, Next, Running},
};

use self::{
    inbox::{Inbox, Outcome, complete},
    pool::Pool,
};
use crate::{
    call::{Wait, attempts, milliseconds},
    client::Client,
    credential::{secret, with_given},
    errors::{exception, guard, raise},
    events::Queue,
    operation::Operation,
    os,
    tenant::Tenant,
};

/// Adds the classes to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Engine>()?;
    module.add_class::<EngineCall>()?;
    // Made now rather than in the middle of a call, where a fork might meet it half done.
    module.py().get_type::<Inbox>();
    Ok(())
}

/// Begins calls for `AsyncClient`. It shares the settings of the `Client` that it is made from.
#[pyclass(frozen, module = "soarwire._soarwire")]
pub(crate) struct Engine {
    tenant: Py<Tenant>,
    driver: Driver,
    client: Py<Client>,
    /// Locked only while attached to Python, which forks attached: no child finds it locked.
    pool: Mutex<Arc<Pool>>,
}

#[pymethods]
impl Engine {
    #[new]
    fn new(client: &Bound<'_, Client>) -> PyResult<Self> {
        let (tenant, driver) = (client.get().tenant(client.py()), client.get().driver()?);
        Ok(Engine { tenant, driver, client: client.clone().unbind(), pool: Mutex::new(Arc::new(Pool::new())) })
    }

    /// A call that has not begun. `timeout` is in seconds; `None` leaves it and `max_attempts` to the client.
    ///
    /// Raises `BuildError`.
    #[pyo3(signature = (operation, timeout=None, max_attempts=None, on_event=None))]
    fn call(
        &self,
        py: Python<'_>,
        operation: &Bound<'_, PyAny>,
        timeout: Option<&Bound<'_, PyAny>>,
        max_attempts: Option<&Bound<'_, PyAny>>,
        on_event: Option<Py<PyAny>>,
    ) -> PyResult<EngineCall> {
        let operation = &Operation::of(operation)?.get().0;
        let timeout =
            timeout.map(|seconds| milliseconds(py, "timeout", seconds)).transpose()?.map(Duration::from_millis);
        let max_attempts = max_attempts.map(|count| attempts(py, count)).transpose()?;
        let id = operation.id();
        let failed = |error| raise(py, &error, Some(id));
        let prepared = guard(|| self.tenant.get().0.prepare(operation))?.map_err(failed)?;
        let mut running = guard(|| self.driver.begin(prepared, timeout, max_attempts))?.map_err(failed)?;
        let events = Queue::new(self.client.get().listeners(py, on_event.as_ref())?);
        if let Some(observer) = events.observer(|| {}) {
            running.observe(observer);
        }
        let call = Arc::new(Call { id, running: Mutex::new(running), abandoned: AtomicBool::new(false) });
        Ok(EngineCall {
            pool: self.pool(),
            call,
            events,
            step: Mutex::default(),
            wait_ms: AtomicU64::new(0),
            timer: Mutex::default(),
            credential: Mutex::default(),
        })
    }
}

impl Engine {
    /// The threads of this process.
    fn pool(&self) -> Arc<Pool> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.is_inherited() {
            *pool = Arc::new(Pool::new());
        }
        Arc::clone(&pool)
    }
}

/// A call, as threads see it.
struct Call {
    id: &'static str,
    running: Mutex<Running<AnyAnswer>>,
    /// Whether nobody waits for it any longer.
    abandoned: AtomicBool,
}

impl Call {
    fn running(&self) -> MutexGuard<'_, Running<AnyAnswer>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same without holding the GIL up, should a thread be reading a large answer just now.
    fn running_detached(&self, py: Python<'_>) -> MutexGuard<'_, Running<AnyAnswer>> {
        match self.running.try_lock() {
            Ok(running) => running,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => loop {
                py.detach(|| drop(self.running()));
                if let Ok(running) = self.running.try_lock() {
                    return running;
                }
            },
        }
    }

    fn outcome(&self, next: Next<AnyAnswer>) -> Result<Exchange, Outcome> {
        match next {
            Next::Send(exchange) => Ok(exchange),
            Next::Done(result) => Err(Outcome::Done(result, self.id)),
            _ => Err(Outcome::Waits),
        }
    }

    /// Runs exchanges until the call is over or has to wait. Without a first one it asks the call for it.
    fn advance(&self, first: Option<Exchange>) -> Outcome {
        let mut exchange = match first.map_or_else(|| self.outcome(self.running().poll()), Ok) {
            Ok(exchange) => exchange,
            Err(outcome) => return outcome,
        };
        loop {
            let interrupt = exchange.when_cancelled();
            let exchanged = exchange.run(Some(interrupt));
            let mut running = self.running();
            running.finish(exchanged);
            match self.outcome(running.poll()) {
                Ok(next) => exchange = next,
                Err(outcome) => return outcome,
            }
        }
    }
}

/// One call of an `AsyncClient`.
#[pyclass(frozen, generic, module = "soarwire._soarwire")]
pub(crate) struct EngineCall {
    pool: Arc<Pool>,
    call: Arc<Call>,
    /// Told on the thread of the event loop.
    events: Queue,
    /// Locked like the engine's pool.
    step: Mutex<Option<Step>>,
    /// How long the latest wait is, in milliseconds.
    wait_ms: AtomicU64,
    /// The timer of a call that waits for a thread. Locked like the engine's pool.
    timer: Mutex<Option<Py<PyAny>>>,
    /// Locked like the engine's pool.
    credential: Mutex<Awaited>,
}

/// The credential of a tenant whose callable is a coroutine function. Attempts of its calls are signed by `step` alone: threads find
/// no credential, and have the event loop come back.
#[derive(Default)]
struct Awaited {
    wanted: Option<Arc<Py<PyAny>>>,
    given: Option<PyResult<Secret>>,
}

/// What the event loop waits for.
struct Step {
    inbox: Py<Inbox>,
    number: u64,
}

#[pymethods]
impl EngineCall {
    /// Goes on with the call: gives a `Wait` to wait for before the next step, or a future of `event_loop`. Its result is
    /// the answer, or the exception to raise, or `None` when there is something to wait for first.
    fn step<'py>(slf: &Bound<'py, Self>, event_loop: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, this) = (slf.py(), slf.get());
        if this.pool.is_inherited() {
            return Err(PyRuntimeError::new_err("the call belongs to the process that began it: begin a new one"));
        }
        // A request is signed for the moment at which it is sent, so without a free thread there is none yet.
        let ready = this.pool.has_room();
        this.credential().wanted = None;
        let first = if ready {
            let given = this.credential().given.take();
            let (next, wanted) = with_given(given, || guard(|| this.call.running_detached(py).poll()));
            this.credential().wanted = wanted;
            let next = next?;
            this.events.deliver(py)?;
            match next {
                Next::Send(exchange) => Some(exchange),
                Next::Done(result) => {
                    let future = event_loop.call_method0(intern!(py, "create_future"))?;
                    complete(&future, Outcome::Done(result, this.call.id))?;
                    return Ok(future);
                }
                Next::Wait(wait) => {
                    this.wait_ms.store(wait.ms, Ordering::Relaxed);
                    let until_ms = os::now_ms().saturating_add(wait.ms);
                    return Ok(Bound::new(py, Wait { until_ms, why: wait.why.as_str() })?.into_any());
                }
                _ => return Err(PyRuntimeError::new_err("a step that this binding does not know")),
            }
        } else {
            None
        };
        let inbox = Inbox::of(event_loop)?;
        let (number, future) = Inbox::future(&inbox)?;
        let (call, mailbox) = (Arc::clone(&this.call), Arc::clone(&inbox.get().mailbox));
        let job = move || {
            let outcome = guard(|| call.advance(first)).unwrap_or(Outcome::Panicked);
            if !call.abandoned.load(Ordering::SeqCst) {
                mailbox.put(number, outcome);
            }
        };
        if let Err(error) = this.pool.submit(Box::new(job)) {
            inbox.get().forget(py, number);
            return Err(PyOSError::new_err(format!("the operating system started no thread: {error}")));
        }
        *this.current() = Some(Step { inbox: inbox.unbind(), number });
        if !ready {
            Self::expire_later(slf, event_loop)?;
        }
        Ok(future)
    }

    /// The coroutine function to await before the next step; then the latest `Wait` is none.
    #[getter]
    fn wanted(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.credential().wanted.as_ref().map(|wanted| wanted.clone_ref(py))
    }

    /// How much time the call has left, in seconds.
    #[getter]
    fn left(&self, py: Python<'_>) -> f64 {
        Duration::from_millis(self.call.running_detached(py).left_ms()).as_secs_f64()
    }

    /// Takes what was awaited, for the next step alone.
    fn give(&self, given: &Bound<'_, PyAny>) {
        self.credential().given = Some(secret(given));
    }

    /// Takes what was raised instead.
    fn refuse(&self, raised: &Bound<'_, PyAny>) {
        self.credential().given = Some(Err(PyErr::from_value(raised.clone())));
    }

    /// How long the latest `Wait` is, in seconds. Timers of event loops may be early by a part of a millisecond.
    #[getter]
    fn seconds(&self) -> f64 {
        Duration::from_millis(self.wait_ms.load(Ordering::Relaxed).saturating_add(1)).as_secs_f64()
    }

    /// Ends a call whose deadline passes while it waits for a thread.
    fn expire(slf: &Bound<'_, Self>, event_loop: &Bound<'_, PyAny>) -> PyResult<()> {
        let (py, this) = (slf.py(), slf.get());
        if this.pool.is_inherited() || this.call.abandoned.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut running = this.call.running_detached(py);
        if running.left_ms() > 0 {
            drop(running);
            return Self::expire_later(slf, event_loop);
        }
        let next = guard(|| running.poll())?;
        drop(running);
        let Next::Done(result) = next else { return Ok(()) };
        let future = this.current().take().and_then(|Step { inbox, number }| inbox.get().forget(py, number));
        if let Some(future) = future {
            complete(future.bind(py), Outcome::Done(result, this.call.id))?;
        }
        Ok(())
    }

    /// Lets go of what waited for the call, which is over.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        let timer = self.timer().take();
        timer.map_or(Ok(()), |timer| timer.call_method0(py, intern!(py, "cancel")).map(drop))?;
        if self.pool.is_inherited() { Ok(()) } else { self.events.deliver(py) }
    }

    /// Ends the call now, and says what became of it: the exception, or `None` if it had succeeded.
    fn cancel<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if self.pool.is_inherited() {
            return Ok(None);
        }
        self.end(py)?;
        self.call.abandoned.store(true, Ordering::SeqCst);
        if let Some(Step { inbox, number }) = self.current().take() {
            drop(inbox.get().forget(py, number));
        }
        let mut running = self.call.running_detached(py);
        running.cancel();
        let next = guard(|| running.poll())?;
        drop(running);
        self.events.deliver(py)?;
        match next {
            Next::Done(Err(error)) => exception(py, &error, Some(self.call.id)).map(Some),
            _ => Ok(None),
        }
    }
}

impl EngineCall {
    fn timer(&self) -> MutexGuard<'_, Option<Py<PyAny>>> {
        self.timer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn credential(&self) -> MutexGuard<'_, Awaited> {
        self.credential.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> MutexGuard<'_, Option<Step>> {
        self.step.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn expire_later(slf: &Bound<'_, Self>, event_loop: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = slf.py();
        let left = Duration::from_millis(slf.get().call.running_detached(py).left_ms() + 1);
        let expire = slf.getattr(intern!(py, "expire"))?;
        let timer = event_loop.call_method1(intern!(py, "call_later"), (left.as_secs_f64(), expire, event_loop))?;
        slf.get().timer().replace(timer.unbind());
        Ok(())
    }
}
