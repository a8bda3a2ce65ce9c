//! One logical call as a state machine: send, wait, done.

mod backoff;
mod clock;
mod pacer;
mod policy;
mod settle;
mod step;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, mem};

use backoff::Backoff;
use clock::{Clock, END_MS};
pub use pacer::Pacer;
use pacer::{Seat, Turn};
pub use policy::Policy;
pub use step::{Attempt, Step, WaitReason};

use crate::{
    answer::{Answer, Report},
    error::{Detail, Error, TransportError},
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
    },
    Done(Result<A, Error>),
}

/// Drives one logical call: attempts, waits, deadline, re-signing. It does no I/O and knows no time but what it is
/// told, so the same trace gives the same decisions everywhere.
///
/// A driver is a loop: [`Call::poll`], then do what the [`Step`] says. Times are epoch milliseconds by the driver's clock.
/// Small steps back of that clock are ignored; one that is set, back or far forward, neither ends a call nor
/// releases it: its waits and its deadline go on from there. A call that is dropped gives up its place in the pace.
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
}

impl<A: Answer> Call<A> {
    /// A call that has not begun. The deadline counts from the first poll. `seed` is for the jitter: any number, a
    /// different one for each call.
    pub fn new(prepared: Prepared<A>, pacer: Pacer, policy: Policy, seed: u64) -> Self {
        let seat = Seat::new(pacer, prepared.bucket);
        Call {
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
        }
    }

    /// Starts the deadline, for a call whose first poll may have to wait for a free thread.
    #[cfg(feature = "ureq")]
    pub(crate) fn start(&mut self, now_ms: u64) {
        self.tick(now_ms);
    }

    /// How often the request was sent so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What to do at `now_ms` (epoch milliseconds). `nonce`: 64 random letters and digits, fresh for every poll; used
    /// by Xpanse advanced keys alone.
    pub fn poll(&mut self, now_ms: u64, nonce: &str) -> Step<A> {
        let now = self.tick(now_ms);
        loop {
            match &self.state {
                State::Done(result) => return Step::Done(result.clone()),
                State::InFlight { until_ms, .. } if now < *until_ms => return self.wait(*until_ms, WaitReason::Answer),
                State::InFlight { .. } => self.fail(now_ms, TransportError::Timeout, "no answer in time".to_owned()),
                State::Waiting { at_ms, why } if now < *at_ms => return self.wait(*at_ms, *why),
                State::Waiting { .. } if now >= self.deadline_ms => self.give_up("the deadline passed"),
                State::Waiting { .. } => match self.seat.turn(now_ms) {
                    Turn::Now(attempt) => match self.sign(now_ms, nonce) {
                        Some(request) => return self.send(attempt, request),
                        None => self.seat.give_back(),
                    },
                    Turn::Later { wait_ms, why } => {
                        let at_ms = now.saturating_add(wait_ms);
                        self.state = State::Waiting { at_ms, why };
                        if at_ms >= self.deadline_ms {
                            self.give_up(match why {
                                WaitReason::RetryAfter => "the cooldown ends after the deadline",
                                _ => "the request rate allows no attempt before the deadline",
                            });
                        }
                    }
                },
            }
        }
    }

    /// Takes the answer to this attempt. It is ignored unless the attempt is the one in flight.
    pub fn on_response(&mut self, now_ms: u64, attempt: Attempt, response: Response<'_>) {
        self.tick(now_ms);
        if !self.is_in_flight(attempt) {
            return;
        }
        // The body can be large, and only the headers are needed afterwards.
        let head = Response { status: response.status, headers: response.headers.clone(), body: Cow::Borrowed(&[]) };
        match self.parse(response) {
            Ok(answer) => self.state = State::Done(Ok(answer)),
            Err(mut error) => {
                if let Some(wait) = retry_after::from(&head, now_ms) {
                    error.set_retry_after_ms(wait);
                }
                self.settle(now_ms, error);
            }
        }
    }

    fn parse(&self, response: Response<'_>) -> Result<A, Error> {
        let Prepared { context, reading, .. } = &self.prepared;
        typed(context, parse::parse(context, *reading, response)?)
    }

    /// Reports that this attempt failed in the transport. It is ignored unless the attempt is the one in flight.
    pub fn on_transport_error(&mut self, now_ms: u64, attempt: Attempt, class: TransportError) {
        self.on_transport_failure(now_ms, attempt, class, class.to_string());
    }

    /// The same with what happened in the transport's own words, which must hold no secret.
    pub fn on_transport_failure(&mut self, now_ms: u64, attempt: Attempt, class: TransportError, reason: String) {
        self.tick(now_ms);
        if self.is_in_flight(attempt) {
            self.fail(now_ms, class, reason);
        }
    }

    /// Takes back this attempt, which was not sent after all: it does not count, and its place in the pace is free again.
    /// It is ignored unless the attempt is the one in flight.
    pub fn withdraw(&mut self, attempt: Attempt) {
        if self.is_in_flight(attempt) {
            self.attempts -= 1;
            self.seat.give_back();
            self.state = State::Waiting { at_ms: self.clock.now_ms(), why: WaitReason::Pacing };
        }
    }

    /// Ends the call now: `interrupted`, and unknown if a request is, or may have been, out.
    pub fn cancel(&mut self, now_ms: u64) {
        self.tick(now_ms);
        if matches!(self.state, State::Done(_)) {
            return;
        }
        self.executed |= matches!(self.state, State::InFlight { .. }) && self.effect() != Effect::Reads;
        let error = self.transport_error(Kind::Interrupted, "the call was cancelled".to_owned());
        self.finish(error);
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

    fn wait(&self, until_ms: u64, why: WaitReason) -> Step<A> {
        Step::Wait { until_ms: self.clock.told(until_ms), why }
    }

    /// The request for another attempt; without a usable nonce the call ends.
    fn sign(&mut self, now_ms: u64, nonce: &str) -> Option<Request> {
        match self.prepared.signer.clone().sign(self.prepared.request.clone(), nonce, now_ms) {
            Ok(request) => Some(request),
            Err(error) => {
                let error = match self.last.take() {
                    Some(last) => last.not_repeated_because("the nonce was not made of letters and digits"),
                    None => error,
                };
                self.finish(error);
                None
            }
        }
    }

    fn send(&mut self, attempt: Attempt, request: Request) -> Step<A> {
        self.attempts += 1;
        let until_ms = self.clock.now_ms().saturating_add(self.policy.attempt_timeout_ms).min(self.deadline_ms);
        self.state = State::InFlight { attempt, until_ms };
        Step::Send { attempt, request, until_ms: self.clock.told(until_ms) }
    }

    fn transport_error(&self, kind: Kind, reason: String) -> Error {
        parse::error(&self.prepared.context, kind, Detail::Transport(reason))
    }

    fn fail(&mut self, now_ms: u64, class: TransportError, reason: String) {
        let error = self.transport_error(class.kind(), reason);
        self.settle(now_ms, error);
    }
}
