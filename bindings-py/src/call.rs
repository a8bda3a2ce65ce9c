//! The state machine of one call, for transports written in Python.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use soarwire::{AnyAnswer, Attempt, Policy, Step, TransportError};

use crate::{
    answer,
    credential::refuse_awaited,
    errors::{exception, guard, invalid, raise},
    events::{self, Listeners, Queue},
    operation::Operation,
    os,
    report::Report,
    request::Request,
    response,
    tenant::Tenant,
};

/// What all calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget.
///
/// `requests_per_second` spaces requests evenly; 0 turns pacing off. Pass it as `pacer=` to the clients of the tenant, or to
/// `Call`. Processes cannot share one: divide the rate between them.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Pacer(pub(crate) soarwire::Pacer);

#[pymethods]
impl Pacer {
    #[new]
    fn new(py: Python<'_>, requests_per_second: &Bound<'_, PyAny>) -> PyResult<Self> {
        let rate = positive(py, "requests_per_second", requests_per_second)?;
        soarwire::Pacer::new(rate).map(Pacer).map_err(|error| raise(py, &error, None))
    }

    /// Says that the clock which callers read was set: it showed `from_ms` when it was set to `to_ms` (milliseconds since
    /// 1970). For drivers that notice; places and cooldowns then stay exactly where they were.
    fn clock_set(&self, from_ms: u64, to_ms: u64) {
        self.0.clock_set(from_ms, to_ms);
    }
}

/// A finite number that is not negative.
fn positive(py: Python<'_>, field: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    let number = value.extract::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| invalid(py, field, "must be a number, 0 or more"))
}

/// Seconds as milliseconds; at least one, since a call without any time cannot be made.
pub(crate) fn milliseconds(py: Python<'_>, field: &str, seconds: &Bound<'_, PyAny>) -> PyResult<u64> {
    match positive(py, field, seconds) {
        // A float cast saturates.
        Ok(seconds) if seconds > 0.0 => Ok(((seconds * 1000.0).ceil() as u64).max(1)),
        _ => Err(invalid(py, field, "must be a number of seconds, more than 0")),
    }
}

/// A number of attempts.
pub(crate) fn attempts(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<u32> {
    let count = value.extract::<u32>().ok().filter(|count| *count > 0);
    count.ok_or_else(|| invalid(py, "max_attempts", "must be a whole number, 1 or more"))
}

/// A number of bytes.
pub(crate) fn bytes(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    value.extract().map_err(|_| invalid(py, "body_limit", "must be a whole number, 0 or more"))
}

/// The pace of a tenant: the one given, or else the vendor's documented one.
pub(crate) fn rate(py: Python<'_>, given: Option<&Bound<'_, PyAny>>, tenant: &Tenant) -> PyResult<f64> {
    given.map_or(Ok(tenant.0.requests_per_second().into()), |rate| positive(py, "requests_per_second", rate))
}

/// Send `request`, then report what came of it with `on_response` or `on_transport_error`, naming this `attempt`.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Send {
    /// The name of this attempt.
    #[pyo3(get)]
    attempt: u64,
    /// The request, freshly signed.
    #[pyo3(get)]
    request: Py<Request>,
    /// The time, in milliseconds since 1970, after which the answer no longer counts.
    #[pyo3(get)]
    until_ms: u64,
}

/// Poll again at or after `until_ms`.
#[pyclass(frozen, get_all, module = "soarwire")]
pub(crate) struct Wait {
    /// Milliseconds since 1970.
    pub(crate) until_ms: u64,
    /// What is waited for: `pacing`, `retry_after`, `backoff`, or `answer` (to the request in flight).
    pub(crate) why: &'static str,
}

/// The call is over: `answer`, or the `error` to raise.
#[pyclass(frozen, generic, module = "soarwire")]
pub(crate) struct Done {
    /// What the operation answers with, unless the call failed.
    #[pyo3(get)]
    answer: Option<Py<PyAny>>,
    /// The exception, not raised, if the call failed.
    #[pyo3(get)]
    error: Option<Py<PyAny>>,
}

#[pymethods]
impl Send {
    fn __repr__(&self) -> String {
        format!("Send(attempt={}, until_ms={})", self.attempt, self.until_ms)
    }
}

#[pymethods]
impl Wait {
    fn __repr__(&self) -> String {
        format!("Wait(until_ms={}, why='{}')", self.until_ms, self.why)
    }
}

#[pymethods]
impl Done {
    /// The answer, if it is a `Report`.
    #[getter]
    fn report(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let answer = self.answer.as_ref().map(|answer| answer.bind(py));
        answer.filter(|answer| answer.is_instance_of::<Report>()).map(|report| report.clone().unbind())
    }

    fn __repr__(&self) -> &'static str {
        if self.error.is_some() { "Done(error)" } else { "Done(answer)" }
    }
}

/// One logical call as a state machine: attempts, waits, deadline, re-signing. It does no I/O and knows no time but what
/// it is told; a driver is a loop around `poll`. Times are milliseconds since 1970.
///
/// `timeout` and `attempt_timeout` are seconds, `seed` is for the jitter (any number, one of its own for each call), and
/// `pacer` is what the calls of one tenant share. `on_event` and `log_bodies` are as for `Client`.
#[pyclass(frozen, generic, module = "soarwire")]
pub(crate) struct Call {
    id: &'static str,
    call: Mutex<soarwire::Call<AnyAnswer>>,
    /// Told once the call is not locked any more: a listener may look at it.
    events: Queue,
}

impl Call {
    /// A state that a panicking thread left behind is still a state.
    fn call(&self) -> MutexGuard<'_, soarwire::Call<AnyAnswer>> {
        self.call.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Call {
    #[new]
    #[pyo3(signature = (
        tenant, operation, *, timeout=None, attempt_timeout=None, max_attempts=None, seed=None, pacer=None, on_event=None,
        log_bodies=false
    ), text_signature = "(tenant, operation, *, timeout=120.0, attempt_timeout=60.0, max_attempts=4, seed=None, pacer=None, on_event=None, log_bodies=False)")]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        tenant: &Bound<'_, PyAny>,
        operation: &Bound<'_, PyAny>,
        timeout: Option<&Bound<'_, PyAny>>,
        attempt_timeout: Option<&Bound<'_, PyAny>>,
        max_attempts: Option<&Bound<'_, PyAny>>,
        seed: Option<u64>,
        pacer: Option<&Bound<'_, Pacer>>,
        on_event: Option<Py<PyAny>>,
        log_bodies: bool,
    ) -> PyResult<Self> {
        events::check(py, on_event.as_ref())?;
        let (tenant, operation) = (Tenant::of(tenant)?.get(), &Operation::of(operation)?.get().0);
        if tenant.1 {
            return Err(refuse_awaited());
        }
        let mut policy = Policy::default();
        if let Some(seconds) = timeout {
            policy.deadline_ms = milliseconds(py, "timeout", seconds)?;
        }
        if let Some(seconds) = attempt_timeout {
            policy.attempt_timeout_ms = milliseconds(py, "attempt_timeout", seconds)?;
        }
        if let Some(count) = max_attempts {
            policy.max_attempts = attempts(py, count)?;
        }
        let pacer = match pacer {
            Some(pacer) => pacer.get().0.clone(),
            None => {
                soarwire::Pacer::new(tenant.0.requests_per_second().into()).map_err(|error| raise(py, &error, None))?
            }
        };
        let seed = seed.map_or_else(os::seed, Ok)?;
        let id = operation.id();
        let prepared = guard(|| tenant.0.prepare(operation))?.map_err(|error| raise(py, &error, Some(id)))?;
        let mut call = soarwire::Call::new(prepared, pacer, policy, seed);
        let events = Queue::new(Listeners::of(py, [on_event.as_ref(), None], log_bodies)?);
        if let Some(observer) = events.observer(|| {}) {
            call = call.observed_by(observer);
        }
        Ok(Call { id, call: Mutex::new(call), events })
    }

    /// How often the request was sent so far.
    #[getter]
    fn attempts(&self) -> u32 {
        self.call().attempts()
    }

    /// What to do at `now_ms`: a `Send`, a `Wait` or a `Done`. `nonce`: 64 random letters and digits, fresh for every
    /// poll (`soarwire.new_nonce()`); used only by Xpanse advanced keys.
    fn poll<'py>(&self, py: Python<'py>, now_ms: u64, nonce: &str) -> PyResult<Bound<'py, PyAny>> {
        let step = guard(|| self.call().poll(now_ms, nonce))?;
        self.events.deliver(py)?;
        Ok(match step {
            Step::Send { attempt, request, until_ms } => {
                let request = Py::new(py, Request(request))?;
                Bound::new(py, Send { attempt: attempt.number(), request, until_ms })?.into_any()
            }
            Step::Wait { until_ms, why } => Bound::new(py, Wait { until_ms, why: why.as_str() })?.into_any(),
            Step::Done(Ok(answer)) => {
                let answer = Some(answer::object(py, answer)?.unbind());
                Bound::new(py, Done { answer, error: None })?.into_any()
            }
            Step::Done(Err(error)) => {
                let error = exception(py, &error, Some(self.id))?.unbind();
                Bound::new(py, Done { answer: None, error: Some(error) })?.into_any()
            }
            _ => return Err(pyo3::exceptions::PyRuntimeError::new_err("a step that this binding does not know")),
        })
    }

    /// Takes the answer to an attempt (`Send.attempt`); `status`, `headers` and `body` as `Operation.parse` takes them. It is
    /// ignored unless the attempt is the one in flight.
    ///
    /// Where the answer repeats a credential that the attempt was sent with, it is read with asterisks instead.
    #[pyo3(signature = (now_ms, attempt, status, headers=None, body=None))]
    fn on_response(
        &self,
        now_ms: u64,
        attempt: u64,
        status: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let attempt = Attempt::from_number(attempt);
        response::with(status, headers, body, |response| {
            guard(|| self.call().on_response(now_ms, attempt, response))
        })??;
        self.events.deliver(status.py())
    }

    /// Reports that an attempt (`Send.attempt`) failed in the transport. `kind` is `dns`, `connect`, `tls`, `timeout`,
    /// `interrupted` or `body_too_large`; `reason` is what happened in your words, which must hold no secret. It is
    /// ignored unless the attempt is the one in flight.
    #[pyo3(signature = (now_ms, attempt, kind, reason=None))]
    fn on_transport_error(
        &self,
        py: Python<'_>,
        now_ms: u64,
        attempt: u64,
        kind: &str,
        reason: Option<String>,
    ) -> PyResult<()> {
        let attempt = Attempt::from_number(attempt);
        let class =
            TransportError::from_name(kind).ok_or_else(|| invalid(py, "kind", "must be a kind of transport error"))?;
        guard(|| match reason {
            Some(reason) => self.call().on_transport_failure(now_ms, attempt, class, reason),
            None => self.call().on_transport_error(now_ms, attempt, class),
        })?;
        self.events.deliver(py)
    }

    /// Takes back an attempt (`Send.attempt`), which was not sent after all. It is ignored unless the attempt is the one in
    /// flight.
    fn withdraw(&self, attempt: u64) {
        self.call().withdraw(Attempt::from_number(attempt));
    }

    /// Ends the call now: `interrupted`, and unknown if a request is, or may have been, out.
    fn cancel(&self, py: Python<'_>, now_ms: u64) -> PyResult<()> {
        self.call().cancel(now_ms);
        self.events.deliver(py)
    }
}
