//! The events of a call, at the moments that its state machine names.

use std::time::Duration;

use super::{EventName, Observer, Watch};
use crate::{
    answer::{Answer, AnyAnswer},
    call::{Call, WaitReason},
    error::Error,
    reply_context::Effect,
    wire::{Request, Response, request_id},
};

impl<A: Answer> Call<A> {
    /// Has this observer told of everything that happens to the call, from its first poll to its end. A call that is dropped
    /// before its end has no `end` event.
    #[must_use]
    pub fn observed_by(mut self, observer: Observer) -> Self {
        self.observe(observer);
        self
    }

    pub(crate) fn observe(&mut self, observer: Observer) {
        match &mut self.watch {
            Some(watch) => watch.add(observer),
            None => self.watch = Some(Watch::new(&self.prepared, observer)),
        }
    }

    pub(in crate::call) fn tell_attempt(&mut self, request: &Request) {
        let now_ms = self.clock.now_ms();
        let Some(watch) = &mut self.watch else { return };
        (watch.sent_ms, watch.waits) = (now_ms, None);
        let body = watch.excerpt(request.body());
        watch.tell(EventName::Attempt, self.attempts, now_ms, |event| event.body = body);
    }

    /// A wait is told once, however often a driver asks.
    pub(in crate::call) fn tell_wait(&mut self, until_ms: u64, why: WaitReason) {
        let now_ms = self.clock.now_ms();
        let Some(watch) = &mut self.watch else { return };
        if why == WaitReason::Answer || watch.waits.replace((until_ms, why)) == Some((until_ms, why)) {
            return;
        }
        watch.tell(EventName::Wait, self.attempts, now_ms, |event| {
            (event.why, event.wait) = (Some(why), Some(Duration::from_millis(until_ms.saturating_sub(now_ms))));
        });
    }

    /// The attempt in flight is over; `response` is what arrived, if anything did. Reading it takes it.
    pub(in crate::call) fn keep_head(&mut self, response: Option<&Response<'_>>) {
        if let Some(watch) = &mut self.watch {
            watch.status = response.map(|response| response.status);
            watch.request_id = response.and_then(request_id::of).map(Into::into);
            watch.body = response.and_then(|response| watch.excerpt(&response.body));
        }
    }

    /// Tells what came of the attempt whose answer was kept with [`Call::keep_head`].
    pub(in crate::call) fn tell_answer(&mut self, error: Option<&Error>) {
        let (now_ms, acts) = (self.clock.now_ms(), self.effect() != Effect::Reads);
        let Some(watch) = &mut self.watch else { return };
        let (status, request_id, body) = (watch.status, watch.request_id.clone(), watch.body.take());
        let elapsed = Duration::from_millis(now_ms.saturating_sub(watch.sent_ms));
        watch.tell(EventName::Answer, self.attempts, now_ms, |event| {
            (event.status, event.request_id, event.body) = (status, request_id, body);
            event.attempt_elapsed = Some(elapsed);
            event.kind = error.map(Error::kind);
            event.maybe_executed = Some(error.map_or(acts, Error::maybe_executed));
        });
    }

    pub(in crate::call) fn tell_end(&mut self, result: &Result<A, Error>) {
        let (now_ms, acts) = (self.clock.now_ms(), self.effect() != Effect::Reads);
        let Some(watch) = &mut self.watch else { return };
        let (status, request_id) = (watch.status, watch.request_id.clone());
        watch.tell(EventName::End, self.attempts, now_ms, |event| {
            (event.status, event.request_id) = (status, request_id);
            let error = result.as_ref().err();
            event.kind = error.map(Error::kind);
            event.maybe_executed = Some(error.map_or(acts, Error::maybe_executed));
            event.counts = match result {
                Ok(answer) => match answer.clone().into_any() {
                    AnyAnswer::Report(report) => Some(report.counts()),
                    _ => None,
                },
                Err(error) => error.to_report().map(|report| report.counts()),
            };
        });
    }
}
