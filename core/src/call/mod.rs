//! One logical call as a state machine: send, wait, done.

mod backoff;
mod pacer;
mod policy;

use std::borrow::Cow;

use backoff::Backoff;
pub use pacer::Pacer;
pub use policy::Policy;

use crate::{
    answer::{Answer, Report},
    error::{Detail, Error, TransportError},
    kind::Kind,
    operation::{Prepared, parse, typed},
    reply_context::Effect,
    wire::{Request, Response, retry_after},
};

/// For how long one answer may keep all calls of a tenant back, whatever it says.
const LONGEST_COOLDOWN_MS: u64 = 60 * 60 * 1_000;

/// What the driver of a [`Call`] has to do next.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step<A = Report> {
    /// Send this, then say what came of it with [`Call::on_response`] or [`Call::on_transport_error`].
    Send {
        /// The request, freshly signed.
        request: Request,
        /// The epoch milliseconds after which the answer no longer counts.
        until_ms: u64,
    },
    /// Poll again at or after `until_ms`.
    Wait {
        /// Epoch milliseconds.
        until_ms: u64,
        /// What is waited for.
        why: WaitReason,
    },
    /// The call is over; every further poll gives the same.
    Done(Result<A, Error>),
}

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// The tenant's pace.
    Pacing,
    /// The server asked this call, or another call of the tenant, to wait.
    RetryAfter,
    /// The backoff before the next attempt.
    Backoff,
    /// The answer to the request in flight.
    Answer,
}

impl WaitReason {
    /// The stable name, `pacing`, `retry_after`, `backoff` or `answer`.
    pub fn as_str(self) -> &'static str {
        match self {
            WaitReason::Pacing => "pacing",
            WaitReason::RetryAfter => "retry_after",
            WaitReason::Backoff => "backoff",
            WaitReason::Answer => "answer",
        }
    }
}

#[derive(Debug)]
enum State<A> {
    /// To be sent at or after this time; without a slot in the tenant's pace yet.
    Due {
        at_ms: u64,
        why: WaitReason,
    },
    /// To be sent in its slot.
    Queued {
        at_ms: u64,
        why: WaitReason,
    },
    /// Sent, not answered.
    InFlight {
        until_ms: u64,
    },
    Done(Result<A, Error>),
}

/// Drives one logical call: attempts, waits, deadline, re-signing. It does no I/O and knows no time but what it is
/// told, so the same trace gives the same decisions everywhere.
///
/// A driver is a loop: [`Call::poll`], then do what the [`Step`] says. A clock that steps back stands still.
#[derive(Debug)]
pub struct Call<A = Report> {
    prepared: Prepared<A>,
    pacer: Pacer,
    policy: Policy,
    backoff: Backoff,
    state: State<A>,
    now_ms: u64,
    deadline_ms: Option<u64>,
    attempts: u32,
    /// Whether any attempt so far may have been carried out.
    executed: bool,
    /// Whether a refused signature was already made afresh.
    resigned: bool,
}

impl<A: Answer> Call<A> {
    /// A call that has not begun. The deadline counts from the first poll. `seed` is for the jitter: any number, a
    /// different one for each call.
    pub fn new(prepared: Prepared<A>, pacer: Pacer, policy: Policy, seed: u64) -> Self {
        Call {
            prepared,
            pacer,
            policy,
            backoff: Backoff::new(seed),
            state: State::Due { at_ms: 0, why: WaitReason::Pacing },
            now_ms: 0,
            deadline_ms: None,
            attempts: 0,
            executed: false,
            resigned: false,
        }
    }

    /// How often the request was sent so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What to do at `now_ms` (epoch milliseconds). `nonce`: 64 random letters and digits, fresh for every poll; used
    /// by Xpanse advanced keys alone.
    pub fn poll(&mut self, now_ms: u64, nonce: &str) -> Step<A> {
        let deadline = self.tick(now_ms);
        loop {
            match &self.state {
                State::Done(result) => return Step::Done(result.clone()),
                State::InFlight { until_ms } if self.now_ms < *until_ms => {
                    return Step::Wait { until_ms: *until_ms, why: WaitReason::Answer };
                }
                State::InFlight { .. } => self.fail(TransportError::Timeout, "no answer in time".to_owned()),
                State::Due { at_ms, why } | State::Queued { at_ms, why } if self.now_ms < *at_ms => {
                    return Step::Wait { until_ms: *at_ms, why: *why };
                }
                _ if self.now_ms >= deadline => self.give_up("the deadline passed"),
                State::Queued { .. } if !self.pacer.is_cooling(self.now_ms) => return self.send(nonce),
                State::Due { .. } | State::Queued { .. } => match self.pacer.reserve(self.now_ms, deadline) {
                    Ok(slot) => {
                        let why = if slot.cooldown { WaitReason::RetryAfter } else { WaitReason::Pacing };
                        self.state = State::Queued { at_ms: slot.at_ms, why };
                    }
                    Err(slot) if slot.cooldown => {
                        self.give_up("the server asked to be left alone until after the deadline")
                    }
                    Err(_) => self.give_up("the pace has no room for the request before the deadline"),
                },
            }
        }
    }

    /// Takes the answer to the request in flight. Without one in flight it is ignored.
    pub fn on_response(&mut self, now_ms: u64, response: Response<'_>) {
        self.tick(now_ms);
        let State::InFlight { .. } = self.state else { return };
        // The body can be large, and only the headers are needed afterwards.
        let head = Response { status: response.status, headers: response.headers.clone(), body: Cow::Borrowed(&[]) };
        match self.parse(response) {
            Ok(report) => self.state = State::Done(Ok(report)),
            Err(mut error) => {
                if let Some(wait) = retry_after::from(&head, self.now_ms) {
                    error.set_retry_after_ms(wait);
                }
                self.settle(error);
            }
        }
    }

    fn parse(&self, response: Response<'_>) -> Result<A, Error> {
        let Prepared { context, reading, .. } = &self.prepared;
        typed(context, parse::parse(context, *reading, response)?)
    }

    /// Takes the news that the request in flight came to nothing. Without one in flight it is ignored.
    pub fn on_transport_error(&mut self, now_ms: u64, class: TransportError) {
        self.on_transport_failure(now_ms, class, class.kind().meaning().trim_end_matches('.').to_owned());
    }

    /// The same with what happened in the transport's own words, which must hold no secret.
    pub fn on_transport_failure(&mut self, now_ms: u64, class: TransportError, reason: String) {
        self.tick(now_ms);
        if let State::InFlight { .. } = self.state {
            self.fail(class, reason);
        }
    }

    /// Takes back the request of the last [`Step::Send`], which was not sent after all. Without one it does nothing.
    pub fn withdraw(&mut self) {
        if let State::InFlight { .. } = self.state {
            self.attempts -= 1;
            self.state = State::Due { at_ms: self.now_ms, why: WaitReason::Pacing };
        }
    }

    /// Ends the call now: `interrupted`, and unknown if a request is, or may have been, out.
    pub fn cancel(&mut self, now_ms: u64) {
        self.tick(now_ms);
        self.executed |= matches!(self.state, State::InFlight { .. });
        if !matches!(self.state, State::Done(_)) {
            let error = self.transport_error(TransportError::Interrupted, "the call was cancelled".to_owned());
            self.finish(error);
        }
    }

    /// Moves the clock, never back; gives the deadline.
    fn tick(&mut self, now_ms: u64) -> u64 {
        self.now_ms = self.now_ms.max(now_ms);
        *self.deadline_ms.get_or_insert(self.now_ms.saturating_add(self.policy.deadline_ms))
    }

    fn send(&mut self, nonce: &str) -> Step<A> {
        match self.prepared.signer.clone().sign(self.prepared.request.clone(), nonce, self.now_ms) {
            Ok(request) => {
                if self.attempts == 0 {
                    self.pacer.earn();
                }
                self.attempts += 1;
                let until_ms = self.now_ms.saturating_add(self.policy.attempt_timeout_ms).min(self.deadline());
                self.state = State::InFlight { until_ms };
                Step::Send { request, until_ms }
            }
            Err(error) => {
                self.finish(error);
                self.poll(self.now_ms, nonce)
            }
        }
    }

    fn deadline(&self) -> u64 {
        self.deadline_ms.unwrap_or(u64::MAX)
    }

    fn transport_error(&self, class: TransportError, reason: String) -> Error {
        parse::error(&self.prepared.context, class.kind(), Detail::Transport(reason))
    }

    fn fail(&mut self, class: TransportError, reason: String) {
        let error = self.transport_error(class, reason);
        self.settle(error);
    }

    /// The deadline leaves no room for another attempt.
    fn give_up(&mut self, reason: &str) {
        let error = self.transport_error(TransportError::Timeout, reason.to_owned());
        self.finish(error);
    }

    /// Decides what an error means for the call: another attempt, or the end.
    fn settle(&mut self, error: Error) {
        self.executed |= error.maybe_executed();
        let slow_down = error.kind() == Kind::RateLimited;
        // Any other refusal is about one request, whatever its headers say.
        if slow_down || (error.kind() == Kind::ServerError && error.retry_after_ms().is_some()) {
            let wait = error.retry_after_ms().unwrap_or(self.policy.backoff_base_ms);
            self.pacer.cool_down(self.now_ms.saturating_add(wait.min(LONGEST_COOLDOWN_MS)));
        }
        if self.attempts >= self.policy.max_attempts {
            return self.finish(error);
        }
        if error.kind() == Kind::Unauthenticated && self.prepared.signer.is_fresh_each_time() && !self.resigned {
            self.resigned = true;
            self.state = State::Due { at_ms: self.now_ms, why: WaitReason::Backoff };
            return;
        }
        // What adds up is never sent again once any attempt may have been carried out.
        let adds_up = self.executed && self.prepared.context.effect == Effect::Appends;
        // A rate limit that is waited out costs no budget: the pace and the cooldown already bound it.
        if adds_up || !error.retryable() || !(slow_down || self.pacer.spend()) {
            return self.finish(error);
        }
        let backoff = self.backoff.next_ms(&self.policy, self.attempts);
        let (wait, why) = match error.retry_after_ms() {
            Some(asked) => (asked.saturating_add(backoff.min(asked / 10)), WaitReason::RetryAfter),
            None => (backoff, WaitReason::Backoff),
        };
        let at_ms = self.now_ms.saturating_add(wait);
        if at_ms >= self.deadline() {
            return self.finish(error);
        }
        self.state = State::Due { at_ms, why };
    }

    /// Ends the call with an error that knows what earlier attempts may have done.
    fn finish(&mut self, error: Error) {
        let context = &self.prepared.context;
        let error = if error.field().is_some() {
            error
        } else {
            error.with_attempts(self.attempts).with_executed(self.executed, |why| Report::unknown(context, why))
        };
        self.state = State::Done(Err(error));
    }
}
