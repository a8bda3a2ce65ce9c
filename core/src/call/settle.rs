//! What a failed attempt means: for its call, another attempt or the end, and for the other calls of the tenant.

use super::{Call, State, step::WaitReason};
use crate::{answer::Answer, error::Error, kind::Kind, reply_context::Effect};

/// For how long one answer may keep all calls of a tenant back, whatever it says.
const LONGEST_COOLDOWN_MS: u64 = 60 * 60 * 1_000;

impl<A: Answer> Call<A> {
    /// There is no room for an attempt: the call ends as the last one did, or as one that was never sent.
    /// `cooldown_ms`: how long until the cooldown is over that leaves none.
    pub(super) fn give_up(&mut self, why: &'static str, cooldown_ms: Option<u64>) {
        let error = match self.last.take() {
            Some(last) => last.not_repeated_because(why),
            None => {
                let mut unsent = self.transport_error(Kind::NotSent, why.to_owned());
                cooldown_ms.into_iter().for_each(|ms| unsent.set_retry_after_ms(ms));
                unsent
            }
        };
        self.finish(error);
    }

    /// Decides what an error means for the call, another attempt or the end, and for the other calls of the tenant.
    pub(super) fn settle(&mut self, now_ms: u64, error: Error) {
        self.executed |= error.maybe_executed();
        self.failure = Some((error.kind(), error.maybe_executed()));
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
        // What appends is never sent again once any attempt may have been carried out.
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
        let error = if self.attempts == 0 { error.never_sent() } else { error };
        let elapsed_ms = self.clock.now_ms();
        let error = error.about(&self.prepared.context).made(|made| made.called(self.attempts, elapsed_ms));
        let error = error.with_executed(self.executed);
        self.seat.leave();
        self.end(Err(error));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{Attempt, Pacer, Policy, Response, Step, Tenant, TransportError, d3, xpanse};

    const NOW: u64 = 1_793_696_706_000;
    const HOUR_MS: u64 = 60 * 60 * 1_000;

    fn call(pacer: &Pacer, policy: Policy, seed: u64) -> Result<Call, Error> {
        let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
        Ok(Call::new(tenant.prepare(&d3::UpdateOwner::new(["1"], "m.okoye"))?, pacer.clone(), policy, seed))
    }

    fn resigning(pacer: &Pacer) -> Result<Call, Error> {
        let tenant = xpanse::Tenant::new("acme.example.com")?.with_auth(xpanse::Auth::advanced("7", "key"))?;
        let prepared = tenant.prepare(&xpanse::UpdateIncident::new("1").status("new"))?;
        Ok(Call::new(prepared, pacer.clone(), Policy::default(), 1))
    }

    fn answer(call: &mut Call, now_ms: u64, status: u16, retry_after: Option<&'static str>) -> Option<()> {
        let attempt = attempt(call, now_ms)?;
        let response = Response::new(status, vec![]);
        call.on_response(
            now_ms,
            attempt,
            retry_after.into_iter().fold(response, |to, value| to.with_header("retry-after", value)),
        );
        Some(())
    }

    fn attempt(call: &mut Call, now_ms: u64) -> Option<Attempt> {
        match call.poll(now_ms, "n0nce") {
            Step::Send { attempt, .. } => Some(attempt),
            _ => None,
        }
    }

    /// How long the call waits after its last attempt.
    fn wait(call: &mut Call) -> Option<u64> {
        match call.poll(NOW, "n0nce") {
            Step::Wait { until_ms, .. } => Some(until_ms - NOW),
            _ => None,
        }
    }

    fn error(call: &mut Call, now_ms: u64) -> Option<Error> {
        match call.poll(now_ms, "n0nce") {
            Step::Done(Err(error)) => Some(error),
            _ => None,
        }
    }

    /// The minimum and maximum wait after such a response.
    fn waits(policy: Policy, status: u16, retry_after: Option<&'static str>) -> Result<(u64, u64), Error> {
        let mut waits = Vec::new();
        for seed in 0..200 {
            let mut call = call(&Pacer::new(0.0)?, policy, seed)?;
            answer(&mut call, NOW, status, retry_after);
            waits.extend(wait(&mut call));
        }
        assert_eq!(waits.len(), 200);
        Ok((waits.iter().copied().min().unwrap_or_default(), waits.iter().copied().max().unwrap_or_default()))
    }

    #[test]
    fn a_rate_limit_is_waited_out_for_the_base_at_least() -> Result<(), Error> {
        assert_eq!(waits(Policy::default(), 429, None)?, (500, 500));
        let (shortest, longest) = waits(Policy::default(), 503, None)?;
        assert!(shortest < 50 && longest > 450 && longest <= 500, "{shortest} to {longest}");
        Ok(())
    }

    #[test]
    fn what_the_server_asks_for_is_waited_and_at_most_a_tenth_more() -> Result<(), Error> {
        let policy = Policy::default().backoff_base_ms(30_000);
        for status in [429, 503] {
            let (shortest, longest) = waits(policy, status, Some("20"))?;
            assert!(shortest >= 20_000 && longest > 21_000 && longest <= 22_000, "{shortest} to {longest}");
        }
        Ok(())
    }

    #[test]
    fn a_date_to_wait_for_counts_from_now_when_the_answer_has_none() -> Result<(), Error> {
        let mut call = call(&Pacer::new(0.0)?, Policy::default().max_attempts(1), 1)?;
        answer(&mut call, NOW, 429, Some("Tue, 03 Nov 2026 09:05:26 GMT"));
        let refused = error(&mut call, NOW);
        assert_eq!(refused.as_ref().and_then(|error| error.retry_after_ms()), Some(20_000));
        assert_eq!(refused.and_then(|error| error.retry_after()), Some(Duration::from_secs(20)));
        Ok(())
    }

    /// A page of HTML in place of an answer is no refusal.
    #[test]
    fn only_a_refusal_asks_to_wait() -> Result<(), Error> {
        let mut call = call(&Pacer::new(0.0)?, Policy::default().max_attempts(1), 1)?;
        answer(&mut call, NOW, 200, Some("20"));
        let undecodable = error(&mut call, NOW);
        assert_eq!(undecodable.map(|error| (error.kind(), error.retry_after())), Some((Kind::Undecodable, None)));
        Ok(())
    }

    #[test]
    fn no_more_attempts_are_made_than_the_policy_allows() -> Result<(), Error> {
        for (most, made) in [(0, 1), (1, 1), (3, 3)] {
            let mut call = call(&Pacer::new(0.0)?, Policy::default().max_attempts(most), 1)?;
            let mut now_ms = NOW;
            while let Some(attempt) = attempt(&mut call, now_ms) {
                call.on_transport_error(now_ms, attempt, TransportError::Connect);
                now_ms += 10_000;
            }
            let error = error(&mut call, now_ms);
            assert_eq!(error.map(|error| (error.kind(), error.attempts())), Some((Kind::Connect, made)));
        }
        Ok(())
    }

    #[test]
    fn an_outage_uses_up_the_retry_budget_of_the_tenant() -> Result<(), Error> {
        let pacer = Pacer::new(0.0)?;
        let mut ends = Vec::new();
        for _ in 0..20 {
            let mut call = call(&pacer, Policy::default(), 1)?;
            let first = attempt(&mut call, NOW);
            first.into_iter().for_each(|first| call.on_transport_error(NOW, first, TransportError::Connect));
            ends.extend(error(&mut call, NOW));
        }
        // The retry budget allows ten retries, and each call adds a fifth of one.
        assert_eq!(ends.len(), 20 - 14);
        let told = |error: &Error| {
            error.reason().is_some_and(|reason| reason.ends_with("the tenant's retry budget is used up"))
        };
        assert!(ends.iter().all(told), "{ends:?}");
        Ok(())
    }

    #[test]
    fn rate_limits_and_fresh_signatures_cost_no_budget() -> Result<(), Error> {
        let pacer = Pacer::new(0.0)?;
        for index in 0..50u64 {
            // Each after the cooldown of the previous one.
            let now_ms = NOW + index * 2_000;
            let mut limited = call(&pacer, Policy::default(), index)?;
            answer(&mut limited, now_ms, 429, Some("1"));
            assert!(matches!(limited.poll(now_ms, ""), Step::Wait { .. }), "call {index}");
        }
        for index in 0..50 {
            let mut refused = resigning(&pacer)?;
            answer(&mut refused, NOW + HOUR_MS, 401, None);
            assert!(attempt(&mut refused, NOW + HOUR_MS).is_some(), "call {index}");
        }
        Ok(())
    }

    #[test]
    fn a_refused_key_that_does_not_sign_is_not_tried_again() -> Result<(), Error> {
        let mut refused = call(&Pacer::new(0.0)?, Policy::default(), 1)?;
        answer(&mut refused, NOW, 401, None);
        let error = error(&mut refused, NOW);
        assert_eq!(error.map(|error| (error.kind(), error.attempts())), Some((Kind::Unauthenticated, 1)));
        Ok(())
    }

    #[test]
    fn what_a_cooldown_leaves_no_room_for_says_when_it_is_over() -> Result<(), Error> {
        let pacer = Pacer::new(0.0)?;
        answer(&mut call(&pacer, Policy::default().max_attempts(1), 1)?, NOW, 429, Some("90"));
        let unsent = error(&mut call(&pacer, Policy::default().deadline_ms(10_000), 2)?, NOW + 30_000);
        assert_eq!(unsent.map(|error| (error.kind(), error.retry_after_ms())), Some((Kind::NotSent, Some(60_000))));
        // The pace is nobody's wish.
        let paced = Pacer::new(0.01)?;
        assert!(attempt(&mut call(&paced, Policy::default(), 1)?, NOW).is_some());
        let unsent = error(&mut call(&paced, Policy::default().deadline_ms(10_000), 2)?, NOW);
        assert_eq!(unsent.map(|error| (error.kind(), error.retry_after_ms())), Some((Kind::NotSent, None)));
        Ok(())
    }

    /// It waits for its whole `Retry-After`, the others only for the maximum cooldown; it gets no priority over them.
    #[test]
    fn a_call_that_waits_longer_than_the_cooldown_keeps_nobody_waiting() -> Result<(), Error> {
        let pacer = Pacer::new(1.0)?;
        let mut patient = call(&pacer, Policy::default().deadline_ms(10 * HOUR_MS), 1)?;
        answer(&mut patient, NOW, 429, Some("7200"));
        assert!(wait(&mut patient).is_some_and(|wait_ms| wait_ms >= 2 * HOUR_MS));
        assert!(attempt(&mut call(&pacer, Policy::default(), 1)?, NOW + HOUR_MS - 1).is_none());
        assert!(attempt(&mut call(&pacer, Policy::default(), 1)?, NOW + HOUR_MS).is_some());
        Ok(())
    }
}
