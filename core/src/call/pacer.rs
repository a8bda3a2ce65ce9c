//! What all calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much retries may add to the load, in tenths of a request: each call earns a little, each retry costs a whole
/// one, and a small reserve lets a quiet client retry at all.
const BUDGET_RESERVE: u32 = 100;
const BUDGET_LIMIT: u32 = 1_000;
const BUDGET_PER_CALL: u32 = 2;
const BUDGET_PER_RETRY: u32 = 10;

/// Paces the calls of one tenant; clone it to share it between workers. It holds no clock: time is an argument.
#[derive(Clone, Debug)]
pub struct Pacer(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Between two requests, in microseconds; 0 for no pacing.
    interval_us: u64,
    /// When the next request may go out.
    next_us: u64,
    /// Until when the server asked to be left alone.
    cooldown_ms: u64,
    budget: u32,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) at_ms: u64,
    /// Whether it is late because the server asked to wait, rather than for the pace.
    pub(crate) cooldown: bool,
}

impl Pacer {
    /// At most `requests_per_second`, evenly spaced; 0 turns pacing off.
    pub fn new(requests_per_second: f64) -> Self {
        let interval = if requests_per_second > 0.0 { (1_000_000.0 / requests_per_second).ceil() } else { 0.0 };
        Pacer(Arc::new(Mutex::new(State {
            // A float cast saturates.
            interval_us: interval as u64,
            next_us: 0,
            cooldown_ms: 0,
            budget: BUDGET_RESERVE,
        })))
    }

    /// A state that a panicking thread left behind is still a state: numbers only.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves the next free slot at or after `now_ms`, if it is not after `latest_ms`.
    pub(crate) fn reserve(&self, now_ms: u64, latest_ms: u64) -> Result<Slot, Slot> {
        let mut state = self.state();
        let start_us = now_ms.max(state.cooldown_ms).saturating_mul(1_000);
        let at_us = start_us.max(state.next_us);
        let slot = Slot {
            at_ms: at_us.div_ceil(1_000).max(now_ms).max(state.cooldown_ms),
            cooldown: at_us == start_us && state.cooldown_ms > now_ms,
        };
        if slot.at_ms > latest_ms {
            return Err(slot);
        }
        state.next_us = at_us.saturating_add(state.interval_us);
        Ok(slot)
    }

    /// Whether a slot that was reserved earlier has become too early.
    pub(crate) fn is_cooling(&self, now_ms: u64) -> bool {
        self.state().cooldown_ms > now_ms
    }

    /// Keeps all calls back until `until_ms`.
    pub(crate) fn cool_down(&self, until_ms: u64) {
        let mut state = self.state();
        state.cooldown_ms = state.cooldown_ms.max(until_ms);
    }

    /// Counts a first attempt.
    pub(crate) fn earn(&self) {
        let mut state = self.state();
        state.budget = (state.budget + BUDGET_PER_CALL).min(BUDGET_LIMIT);
    }

    /// Pays for a retry, if the budget has it.
    pub(crate) fn spend(&self) -> bool {
        let mut state = self.state();
        let left = state.budget.checked_sub(BUDGET_PER_RETRY);
        state.budget = left.unwrap_or(state.budget);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pacer: &Pacer, now: u64) -> u64 {
        pacer.reserve(now, u64::MAX).map_or(0, |slot| slot.at_ms)
    }

    #[test]
    fn spaces_requests_evenly() {
        let pacer = Pacer::new(10.0);
        assert_eq!([at(&pacer, 1_000), at(&pacer, 1_000), at(&pacer, 1_000)], [1_000, 1_100, 1_200]);
        assert_eq!(at(&pacer, 5_000), 5_000);
        assert_eq!(at(&Pacer::new(0.0), 5), 5);
    }

    #[test]
    fn a_cooldown_holds_everybody_back() {
        let pacer = Pacer::new(50.0);
        pacer.cool_down(9_000);
        assert_eq!(pacer.reserve(1_000, 8_999), Err(Slot { at_ms: 9_000, cooldown: true }));
        assert_eq!([at(&pacer, 1_000), at(&pacer, 1_000)], [9_000, 9_020]);
    }

    #[test]
    fn no_slot_lies_before_the_cooldown_even_at_the_end_of_time() {
        let pacer = Pacer::new(50.0);
        pacer.cool_down(u64::MAX - 1);
        assert_eq!(at(&pacer, 1), u64::MAX - 1);
    }

    #[test]
    fn an_outage_uses_the_budget_up() {
        let pacer = Pacer::new(0.0);
        assert_eq!((0..100).filter(|_| pacer.spend()).count(), 10);
        (0..5).for_each(|_| pacer.earn());
        assert!(pacer.spend());
        assert!(!pacer.spend());
    }
}
