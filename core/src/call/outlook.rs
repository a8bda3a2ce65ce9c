//! What a call would do now, without doing it: for a driver that has something to write down before each attempt.

use super::{Call, State, step::WaitReason};
use crate::{answer::Answer, error::Error};

/// What a call would do when it is polled.
#[derive(Debug)]
pub(crate) enum Outlook<A> {
    /// Send, as far as is known.
    Send,
    /// Wait for so many milliseconds.
    Wait { ms: u64, why: WaitReason },
    /// Nothing: it is over.
    Over(Result<A, Error>),
}

impl<A: Answer> Call<A> {
    /// Whether any attempt that is over may have been carried out.
    pub(crate) fn may_be_executed(&self) -> bool {
        self.executed
    }

    /// What [`Call::poll`] would do at `now_ms`. It queues up for a place in the pace, but takes none.
    pub(crate) fn outlook(&mut self, now_ms: u64) -> Outlook<A> {
        self.tick(now_ms);
        let own_ms = self.clock.now_ms();
        match &self.state {
            State::Done(result) => Outlook::Over(result.clone()),
            &State::InFlight { until_ms, .. } if own_ms < until_ms => {
                Outlook::Wait { ms: until_ms - own_ms, why: WaitReason::Answer }
            }
            &State::Waiting { at_ms, why } if own_ms < at_ms => self.foresee(at_ms - own_ms, why),
            State::Waiting { .. } if own_ms < self.deadline_ms => match self.seat.wait(now_ms) {
                Some((ms, why)) if own_ms.saturating_add(ms) < self.deadline_ms => self.foresee(ms, why),
                Some(_) => self.over(now_ms),
                None => Outlook::Send,
            },
            // Its time is over.
            State::InFlight { .. } | State::Waiting { .. } => self.over(now_ms),
        }
    }

    /// Its driver waits for it and asks again, so that [`Call::poll`] may never tell of the wait.
    fn foresee(&mut self, ms: u64, why: WaitReason) -> Outlook<A> {
        self.tell_wait(self.clock.now_ms().saturating_add(ms), why);
        Outlook::Wait { ms, why }
    }

    /// Has the call decide that it goes on later, or how it ended. It cannot send: its time is over.
    fn over(&mut self, now_ms: u64) -> Outlook<A> {
        match self.poll(now_ms, "") {
            super::Step::Done(result) => Outlook::Over(result),
            super::Step::Wait { until_ms, why } => Outlook::Wait { ms: until_ms.saturating_sub(now_ms), why },
            super::Step::Send { attempt, .. } => {
                self.withdraw(attempt);
                Outlook::Send
            }
        }
    }
}
