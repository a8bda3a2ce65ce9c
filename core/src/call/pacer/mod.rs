//! What all calls of one tenant share: the pace, the cooldown that a server asked for, and the retry budget.

mod budget;
mod gate;
mod queue;
mod seat;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use budget::Budget;
use gate::Gate;
pub(super) use seat::{Seat, Turn};

use super::clock::Clock;
use crate::{error::Error, operation::RateBucket};

/// How far behind a caller's reading may be and still be of the same clock: threads read it before they ask.
const BEHIND_MS: u64 = 1_000;

/// Paces the calls of one tenant; clone it to share it between workers. It does no I/O: time is an argument.
///
/// Calls queue for a slot to send in. A call takes its slot at the moment of sending; unused slots are not saved up, and a
/// call that is cancelled or dropped leaves the queue. Calls that were asked to wait, or are being repeated, go before new
/// ones. A call that is not polled when its turn comes is overtaken, and goes first when it is polled again.
/// [`Step::Wait`](crate::Step) says when a call's turn is expected. The turn can come earlier if others leave the queue, so
/// polling early is allowed.
///
/// ```
/// # fn main() -> Result<(), soarwire::Error> {
/// use soarwire::{Call, Pacer, Policy, Step, Tenant, d3};
///
/// let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
/// let prepared = tenant.prepare(&d3::UpdateOwner::new(["20261103-104"], "m.okoye"))?;
/// let pacer = Pacer::new(10.0)?;
/// let mut calls = [1, 2, 3].map(|seed| Call::new(prepared.clone(), pacer.clone(), Policy::default(), seed));
///
/// let now_ms = 1_790_000_000_000;
/// let turns = calls.each_mut().map(|call| match call.poll(now_ms, "") {
///     Step::Wait { until_ms, .. } => until_ms - now_ms,
///     _ => 0,
/// });
/// assert_eq!(turns, [0, 100, 200]);
/// # Ok(())
/// # }
/// ```
///
/// # Sharing
///
/// A tenant counts all requests, whoever sends them. So clients of one tenant (one for each user of a service, a blocking and
/// an asynchronous one) should share a pacer, which `ClientConfig::pacer` gives them. Processes cannot share one: divide the
/// rate between them.
///
/// Slots are spaced by whole milliseconds, rounded up. The clocks of callers may disagree or be set: that neither ends nor
/// releases calls. While no call waits, time may advance by any amount.
#[derive(Clone, Debug)]
pub struct Pacer {
    state: Arc<Mutex<State>>,
    requests_per_second: f64,
}

/// Two are equal if one is a clone of the other: calls on either share their slots.
impl PartialEq for Pacer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }
}

impl Eq for Pacer {}

#[derive(Debug)]
struct State {
    clock: Clock,
    /// Until when the server asked to be left alone.
    cooldown_ms: u64,
    tenant: Gate,
    /// The rate limits of single endpoints, by name.
    buckets: Vec<(&'static str, Gate)>,
    budget: Budget,
    /// How many attempts were named so far.
    attempts: u64,
}

impl Pacer {
    /// A pacer for at most `requests_per_second`, evenly spaced; fractions are allowed, and 0 turns pacing off.
    ///
    /// # Errors
    /// `invalid_request` (field `requests_per_second`) for a rate that is negative, infinite or not a number.
    pub fn new(requests_per_second: f64) -> Result<Self, Error> {
        Pacer::check_rate(requests_per_second)?;
        Ok(Pacer::at_checked_rate(requests_per_second))
    }

    /// Refuses what is not a rate.
    pub(crate) fn check_rate(requests_per_second: f64) -> Result<(), Error> {
        if !requests_per_second.is_finite() || requests_per_second < 0.0 {
            return Err(Error::invalid("requests_per_second", "must be a finite number, 0 (for no pacing) or more"));
        }
        Ok(())
    }

    /// [`Pacer::new`] of a rate that was checked before.
    pub(crate) fn at_checked_rate(requests_per_second: f64) -> Self {
        let state = State {
            clock: Clock::new(BEHIND_MS),
            cooldown_ms: 0,
            tenant: Gate::new(requests_per_second, 1_000.0),
            buckets: Vec::new(),
            budget: Budget::new(),
            attempts: 0,
        };
        Pacer { state: Arc::new(Mutex::new(state)), requests_per_second }
    }

    /// The rate that it was made with.
    pub fn requests_per_second(&self) -> f64 {
        self.requests_per_second
    }

    /// Reports that the clock of the callers was set from `from_ms` to `to_ms` (epoch milliseconds). For drivers that can
    /// detect it: slots and cooldowns then keep their exact remaining times.
    pub fn clock_set(&self, from_ms: u64, to_ms: u64) {
        let mut state = self.state();
        state.tell(from_ms);
        state.clock.set(to_ms);
    }

    /// How long the next place is away, at `now_ms`: nothing is taken, and nobody queues up.
    pub(crate) fn closed_ms(&self, now_ms: u64) -> u64 {
        let mut state = self.state();
        let now_ms = state.tell(now_ms);
        state.expected_ms().saturating_sub(now_ms)
    }

    /// How far places are apart.
    pub(crate) fn interval_ms(&self) -> u64 {
        self.state().tenant.interval_ms()
    }

    /// A state that a panicking thread left behind is still a state: numbers only.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a reading of a caller's clock; gives the present time.
    fn tell(&mut self, told_ms: u64) -> u64 {
        let awaited = self.tenant.is_awaited() || self.buckets.iter().any(|(_, gate)| gate.is_awaited());
        // Whoever waits is there when a place is free, so that no reading is much later. Without anybody, any time may pass.
        let expected_ms = if awaited { self.expected_ms() } else { u64::MAX };
        self.clock.tell(told_ms, expected_ms);
        self.clock.now_ms()
    }

    fn expected_ms(&self) -> u64 {
        self.tenant.next_ms().max(self.cooldown_ms)
    }

    fn bucket(&mut self, bucket: RateBucket) -> &mut Gate {
        let known = self.buckets.iter().position(|(name, _)| *name == bucket.name);
        let at = known.unwrap_or(self.buckets.len());
        if known.is_none() {
            self.buckets.push((bucket.name, Gate::new(bucket.per_minute.into(), 60_000.0)));
        }
        // Always there: it was found or pushed.
        self.buckets.get_mut(at).map_or(&mut self.tenant, |(_, gate)| gate)
    }
}
