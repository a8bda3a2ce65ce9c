//! One logical call as a state machine: send, wait, done.

mod backoff;
mod clock;
#[cfg(feature = "events")]
mod events;
mod outlook;
mod pacer;
mod policy;
mod sent;
mod settle;
mod step;
#[cfg(test)]
mod tests;
#[cfg(not(feature = "events"))]
mod unwatched;

use std::mem;

use backoff::Backoff;
use clock::{Clock, END_MS};
#[cfg(feature = "events")]
use events::Watch;
#[cfg(feature = "events")]
pub use events::{Event, EventName, Observer};
pub(crate) use outlook::Outlook;
pub use pacer::Pacer;
use pacer::{Seat, Turn};
pub use policy::Policy;
#[cfg(any(feature = "ureq", feature = "reqwest", feature = "tracing"))]
pub(crate) use policy::whole_ms;
use sent::Sent;
pub use step::{Attempt, Step, WaitReason};

use crate::{
    answer::{Answer, Report},
    error::{Detail, Error, NOT_IN_TIME, TransportError},
    kind::Kind,
    operation::{Prepared, parse, typed},
    reply_context::Effect,
    wire::{Request, Response, retry_after},
};

/// Steps back of the caller's clock up to this are ignored: time stands still until they are made up for.
const BEHIND_MS: u64 = 60 * 1_000;

#[derive(Debug)]
enum State<A> {
    /// To be sent at or after this time, once there is a place in the tenant's pace.
    Waiting {
        at_ms: u64,
        why: WaitReason,
    },
    /// Sent, not answered.
    InFlight {
        attempt: Attempt,
        until_ms: u64,
        sent: Sent,
    },
    Done(Result<A, Error>),
}

/// Drives one logical call: attempts, waits, deadline, fresh signatures. It does no I/O and reads no clock: time is an
/// argument, so the same trace gives the same decisions everywhere.
///
/// A driver is a loop: [`Call::poll`], then do what the [`Step`] says.
/// [Writing a driver](https://github.com/soarwire/soarwire/blob/main/docs/drivers.md) says what is then yours to guarantee, and has
/// a complete one.
///
/// Times are epoch milliseconds by the driver's clock. Backward time of up to a minute is ignored. Setting the clock, back or
/// far forward, neither ends a call nor releases it: its waits and its deadline continue from the new time. Dropping a call
/// gives up its place in the [`Pacer`]'s queue.
///
/// ```
/// use soarwire::{Call, Pacer, Policy, Request, Response, Step, Tenant, TransportError, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// /// Whatever carries the bytes: no redirects, no retries of its own, a limit for the body.
/// fn send(request: &Request) -> Result<Response<'static>, TransportError> {
///     // …
/// #   let body = r#"{"error": "", "contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}"#;
/// #   Ok(Response::new(200, body.as_bytes()))
/// }
/// # fn now_ms() -> u64 { 1_793_696_706_000 }
///
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
/// let prepared = tenant.prepare(&d3::UpdateOwner::new(["20261103-104"], "m.okoye"))?;
/// assert!(!prepared.needs_nonce());
/// let mut call = Call::new(prepared, Pacer::new(50.0)?, Policy::default(), 7);
/// let report = loop {
///     match call.poll(now_ms(), "") {
///         Step::Send { attempt, request, .. } => match send(&request) {
///             Ok(response) => call.on_response(now_ms(), attempt, response),
///             Err(class) => call.on_transport_error(now_ms(), attempt, class),
///         },
///         Step::Wait { until_ms, .. } => {
///             let ms = until_ms.saturating_sub(now_ms());
///             std::thread::sleep(std::time::Duration::from_millis(ms));
///         }
///         Step::Done(result) => break result?,
///         _ => unreachable!("no further steps"),
///     }
/// };
/// assert!(report.all_succeeded());
/// # Ok(())
/// # }
/// ```
///
/// It cannot be cloned: two copies would both send.
///
/// ```compile_fail,E0599
/// fn twice(call: soarwire::Call) -> [soarwire::Call; 2] {
///     [call.clone(), call]
/// }
/// ```
#[derive(Debug)]
pub struct Call<A = Report> {
    prepared: Prepared<A>,
    policy: Policy,
    backoff: Backoff,
    seat: Seat,
    /// Counts from the first poll; all times of the call are by it.
    clock: Clock,
    /// Whether it has been polled.
    begun: bool,
    deadline_ms: u64,
    state: State<A>,
    attempts: u32,
    /// Whether any attempt so far may have been carried out.
    executed: bool,
    /// Whether a refused signature was already made afresh.
    resigned: bool,
    /// How the last attempt failed.
    last: Option<Error>,
    /// How the attempt before failed, and whether it may have been carried out.
    failure: Option<(Kind, bool)>,
    /// For those who watch it.
    #[cfg(feature = "events")]
    watch: Option<Box<Watch>>,
}

impl<A: Answer> Call<A> {
    /// Creates a call; nothing is sent yet. The deadline counts from the first poll. `pacer` is the one that all calls of the
    /// tenant share. `seed` is any number, different for each call: the backoff's jitter is drawn from it.
    pub fn new(prepared: Prepared<A>, pacer: Pacer, policy: Policy, seed: u64) -> Self {
        let seat = Seat::new(pacer, prepared.bucket);
        Call {
            #[cfg(feature = "events")]
            watch: Watch::of(&prepared),
            prepared,
            policy,
            backoff: Backoff::new(seed),
            seat,
            clock: Clock::new(BEHIND_MS),
            begun: false,
            deadline_ms: policy.deadline_ms.min(END_MS),
            state: State::Waiting { at_ms: 0, why: WaitReason::Pacing },
            attempts: 0,
            executed: false,
            resigned: false,
            last: None,
            failure: None,
        }
    }

    /// Starts the deadline, for a call whose first poll may have to wait for a free thread.
    #[cfg(any(feature = "ureq", feature = "reqwest"))]
    pub(crate) fn start(&mut self, now_ms: u64) {
        self.tick(now_ms);
    }

    /// Whether code of others runs while it is driven: observers, or functions that give credentials.
    #[cfg(feature = "ureq")]
    pub(crate) fn calls_others(&self) -> bool {
        self.watch.is_some() || self.prepared.signer.asks()
    }

    /// How often the request has been sent so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// For bindings: how the latest attempt that is over failed, and whether it may have been carried out; `None` if it
    /// succeeded.
    #[doc(hidden)]
    pub fn attempt_failure(&self) -> Option<(Kind, bool)> {
        self.failure
    }

    /// Returns what to do at `now_ms` (epoch milliseconds). `nonce` is 64 random letters and digits, new for every poll; only
    /// Xpanse advanced keys use it. An invalid one ends the call: with `invalid_request` (field `nonce`) before the first
    /// attempt, later with the error of the last attempt.
    ///
    /// After [`Step::Send`] the attempt counts as sent: report its result, or [`Call::withdraw`] it. Without a report by the
    /// step's `until_ms`, the next poll ends the attempt as a `timeout`.
    pub fn poll(&mut self, now_ms: u64, nonce: &str) -> Step<A> {
        let now = self.tick(now_ms);
        loop {
            match &self.state {
                State::Done(result) => return Step::Done(result.clone()),
                &State::InFlight { until_ms, .. } if now < until_ms => return self.wait(until_ms, WaitReason::Answer),
                State::InFlight { .. } => self.fail(now_ms, TransportError::Timeout, NOT_IN_TIME.to_owned()),
                &State::Waiting { at_ms, why } if now < at_ms => return self.wait(at_ms, why),
                State::Waiting { .. } if now >= self.deadline_ms => self.give_up("the deadline passed", None),
                State::Waiting { .. } => match self.seat.turn(now_ms) {
                    Turn::Now(attempt) => match self.sign(now_ms, nonce) {
                        Some(request) => return self.send(attempt, request),
                        None => {
                            self.seat.give_back();
                            if !matches!(self.state, State::Done(_)) {
                                // The credential is not there yet. A wait that nobody has to be told about.
                                return Step::Wait { until_ms: self.clock.told(now), why: WaitReason::Pacing };
                            }
                        }
                    },
                    Turn::Later { wait_ms, why } => {
                        let at_ms = now.saturating_add(wait_ms);
                        self.state = State::Waiting { at_ms, why };
                        if at_ms >= self.deadline_ms {
                            match why {
                                WaitReason::RetryAfter => {
                                    self.give_up("the cooldown ends after the deadline", Some(wait_ms));
                                }
                                _ => self.give_up("the request rate allows no attempt before the deadline", None),
                            }
                        }
                    }
                },
            }
        }
    }

    /// Reports the answer to this attempt at `now_ms` (epoch milliseconds). Ignored unless the attempt is the one in flight.
    /// The next poll returns the result, or a wait before another attempt.
    ///
    /// Where the answer repeats a credential that the attempt was sent with, it is read with asterisks instead, also where JSON escapes
    /// it. A credential that has fewer than eight characters, or no letter, cannot be distinguished from the server's own words.
    pub fn on_response(&mut self, now_ms: u64, attempt: Attempt, mut response: Response<'_>) {
        self.tick(now_ms);
        match &self.state {
            State::InFlight { attempt: named, sent, .. } if *named == attempt => sent.redact(&mut response),
            _ => return,
        }
        // Reading the answer takes it.
        let retry_after_ms = retry_after::from(&response, now_ms);
        self.keep_head(Some(&response));
        match self.parse(response) {
            Ok(answer) => {
                self.failure = None;
                self.tell_answer(None);
                self.end(Ok(answer.with_call(self.attempts, self.clock.now_ms())));
            }
            Err(mut error) => {
                if let Some(wait_ms) = retry_after_ms {
                    error.set_retry_after_ms(wait_ms);
                }
                self.tell_answer(Some(&error));
                self.settle(now_ms, error);
            }
        }
    }

    fn parse(&self, response: Response<'_>) -> Result<A, Error> {
        let Prepared { context, reading, .. } = &self.prepared;
        typed(context, parse::parse(context, *reading, response)?)
    }

    /// Reports a transport failure of this attempt at `now_ms` (epoch milliseconds). Ignored unless the attempt is the one in
    /// flight.
    pub fn on_transport_error(&mut self, now_ms: u64, attempt: Attempt, class: TransportError) {
        self.on_transport_failure(now_ms, attempt, class, class.as_text().to_owned());
    }

    /// [`Call::on_transport_error`] with a `reason` in the transport's own words, for [`Error::reason`]. It must not contain
    /// secrets.
    pub fn on_transport_failure(&mut self, now_ms: u64, attempt: Attempt, class: TransportError, reason: String) {
        self.tick(now_ms);
        if self.is_in_flight(attempt) {
            self.fail(now_ms, class, reason);
        }
    }

    /// Withdraws this attempt, for a driver that did not send it: the attempt does not count, and its place in the pacer is
    /// free again. Ignored unless the attempt is the one in flight.
    pub fn withdraw(&mut self, attempt: Attempt) {
        if self.is_in_flight(attempt) {
            self.attempts -= 1;
            self.seat.give_back();
            self.state = State::Waiting { at_ms: self.clock.now_ms(), why: WaitReason::Pacing };
        }
    }

    /// Ends the call at `now_ms` (epoch milliseconds) with the kind `interrupted`. Its outcomes are unknown if any attempt may
    /// have been carried out. A call that is already done keeps its result.
    pub fn cancel(&mut self, now_ms: u64) {
        self.tick(now_ms);
        if matches!(self.state, State::Done(_)) {
            return;
        }
        self.executed |= matches!(self.state, State::InFlight { .. }) && self.effect() != Effect::Reads;
        let error = self.transport_error(Kind::Interrupted, "the call was cancelled".to_owned());
        self.finish(error);
    }

    /// For bindings that ask for credentials themselves: ends the call because there were none for this attempt, which was not sent.
    /// It ends with `error`, or, after an attempt, with the error of that attempt.
    #[doc(hidden)]
    pub fn refuse(&mut self, now_ms: u64, attempt: Attempt, error: Error) {
        self.tick(now_ms);
        if self.is_in_flight(attempt) {
            self.withdraw(attempt);
            self.end_unsigned(error);
        }
    }

    fn is_in_flight(&self, named: Attempt) -> bool {
        matches!(self.state, State::InFlight { attempt, .. } if attempt == named)
    }

    fn effect(&self) -> Effect {
        self.prepared.context.effect
    }

    /// Reads the driver's clock; gives the call's time.
    fn tick(&mut self, told_ms: u64) -> u64 {
        let begun = mem::replace(&mut self.begun, true);
        if told_ms >= END_MS {
            // No wait can end on such a clock: it must not begin.
            self.clock.end();
        }
        let expected_ms = match self.state {
            State::Waiting { at_ms, .. } => at_ms,
            State::InFlight { until_ms, .. } => until_ms,
            State::Done(_) => END_MS,
        };
        if !self.clock.tell(told_ms, expected_ms) && begun {
            self.seat.clock_set(told_ms);
        }
        self.clock.now_ms()
    }

    fn wait(&mut self, until_ms: u64, why: WaitReason) -> Step<A> {
        self.tell_wait(until_ms, why);
        Step::Wait { until_ms: self.clock.told(until_ms), why }
    }

    /// The request for another attempt; without a usable nonce, or without credentials, the call ends.
    fn sign(&mut self, now_ms: u64, nonce: &str) -> Option<Request> {
        match self.prepared.signer.clone().sign(self.prepared.request.clone(), nonce, now_ms) {
            Ok(request) => Some(request),
            Err(error) if error.is_not_yet() => None,
            Err(error) => {
                self.end_unsigned(error);
                None
            }
        }
    }

    /// Ends the call because an attempt could not be signed.
    fn end_unsigned(&mut self, error: Error) {
        let error = match self.last.take() {
            Some(last) => last.not_repeated_because(match error.field() {
                Some("nonce") => "the nonce was not made of letters and digits",
                _ => "there were no credentials for another attempt",
            }),
            None => error,
        };
        self.finish(error);
    }

    fn send(&mut self, attempt: Attempt, request: Request) -> Step<A> {
        self.attempts += 1;
        let until_ms = self.clock.now_ms().saturating_add(self.policy.attempt_timeout_ms).min(self.deadline_ms);
        self.state = State::InFlight { attempt, until_ms, sent: Sent::of(&request) };
        self.tell_attempt(&request);
        Step::Send { attempt, request, until_ms: self.clock.told(until_ms) }
    }

    fn transport_error(&self, kind: Kind, reason: String) -> Error {
        parse::error(&self.prepared.context, kind, Detail::Transport(reason))
    }

    fn fail(&mut self, now_ms: u64, class: TransportError, reason: String) {
        let error = self.transport_error(class.kind(), reason);
        self.keep_head(None);
        self.tell_answer(Some(&error));
        self.settle(now_ms, error);
    }

    fn end(&mut self, result: Result<A, Error>) {
        self.tell_end(&result);
        self.state = State::Done(result);
    }
}
