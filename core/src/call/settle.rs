//! What a failed attempt means: for its call, another attempt or the end, and for the other calls of the tenant.

use super::{Call, State, step::WaitReason};
use crate::{
    answer::{Answer, Report},
    error::Error,
    kind::Kind,
    reply_context::Effect,
};

/// For how long one answer may keep all calls of a tenant back, whatever it says.
const LONGEST_COOLDOWN_MS: u64 = 60 * 60 * 1_000;

impl<A: Answer> Call<A> {
    /// There is no room for an attempt: the call ends as the last one did, or as one that was never sent.
    pub(super) fn give_up(&mut self, why: &'static str) {
        let error = match self.last.take() {
            Some(last) => last.not_repeated_because(why),
            None => self.transport_error(Kind::NotSent, why.to_owned()),
        };
        self.finish(error);
    }

    /// Decides what an error means for the call, another attempt or the end, and for the other calls of the tenant.
    pub(super) fn settle(&mut self, now_ms: u64, error: Error) {
        self.executed |= error.maybe_executed();
        let asked_ms = error.retry_after_ms();
        // Any other refusal is about one request, whatever its headers say.
        let slows_down = error.kind() == Kind::RateLimited || error.kind() == Kind::ServerError && asked_ms.is_some();
        let next = self.next_wait(&error);
        if slows_down {
            let wait_ms = match next {
                Ok((wait_ms, _)) => wait_ms,
                Err(_) => asked_ms.unwrap_or(self.policy.backoff_base_ms),
            };
            let queues_up = next.is_ok() && wait_ms <= LONGEST_COOLDOWN_MS;
            self.seat.cool_down(now_ms, wait_ms.min(LONGEST_COOLDOWN_MS), queues_up);
        }
        match next {
            Ok((wait_ms, why)) => {
                self.state = State::Waiting { at_ms: self.clock.now_ms().saturating_add(wait_ms), why };
                self.last = Some(error);
            }
            Err(Some(why)) => self.finish(error.not_repeated_because(why)),
            Err(None) => self.finish(error),
        }
    }

    /// How long to wait before another attempt, and for what; or why there is none, where that needs saying.
    fn next_wait(&mut self, error: &Error) -> Result<(u64, WaitReason), Option<&'static str>> {
        // A refused signature may come from a clock that is off: it is made afresh, once.
        let resigns =
            error.kind() == Kind::Unauthenticated && self.prepared.signer.is_fresh_each_time() && !self.resigned;
        // What adds up is never sent again once any attempt may have been carried out.
        let adds_up = self.executed && self.effect() == Effect::Appends;
        if self.attempts >= self.policy.max_attempts || adds_up || !(error.retryable() || resigns) {
            return Err(None);
        }
        let rate_limited = error.kind() == Kind::RateLimited;
        let backoff_ms = if resigns { 0 } else { self.backoff.next_ms(&self.policy, self.attempts) };
        let (wait_ms, why) = match error.retry_after_ms() {
            Some(asked_ms) => (asked_ms.saturating_add(backoff_ms.min(asked_ms / 10)), WaitReason::RetryAfter),
            None if rate_limited => (backoff_ms.max(self.policy.backoff_base_ms), WaitReason::Backoff),
            None => (backoff_ms, WaitReason::Backoff),
        };
        if self.clock.now_ms().saturating_add(wait_ms) >= self.deadline_ms {
            return Err(Some("the wait would end after the deadline"));
        }
        // A rate limit that is waited out costs no budget: the pace and the cooldown already bound it.
        if !(resigns || rate_limited || self.seat.spend()) {
            return Err(Some("the tenant's retry budget is used up"));
        }
        self.resigned |= resigns;
        Ok((wait_ms, why))
    }

    /// Ends the call with an error that knows what all attempts may have done.
    pub(super) fn finish(&mut self, error: Error) {
        let context = &self.prepared.context;
        let error =
            error.with_attempts(self.attempts).with_executed(self.executed, |why| Report::unknown(context, why));
        self.seat.leave();
        self.state = State::Done(Err(error));
    }
}
