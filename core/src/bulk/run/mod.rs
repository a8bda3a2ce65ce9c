//! Many calls of one tenant as one state machine: what is sent, when, and what is written down before.

mod answers;
mod attempts;
mod begin;
mod flight;
mod guarding;
mod options;
mod part;
mod parts;
mod step;
#[cfg(test)]
mod tests;
mod told;
mod unsigned;

use std::collections::{BTreeMap, VecDeque};

use flight::{Flight, Permit, Phase, Work};
pub use options::BulkOptions;
use part::{Family, Part};
pub use step::{BulkProgress, BulkStep};

use super::{
    journal::Ledger,
    outcome::{Outcomes, State},
    plan::Plan,
};
use crate::{
    call::{Outlook, Pacer, WaitReason},
    error::Error,
    ffi::{AnyOperation, AnyTenant},
    kind::Kind,
    reading::Settle,
};

/// How long before an attempt it is written down that it is about to be sent: so much, that a disk does not slow the pace down, and so
/// little, that few requests are open for it if the program ends.
const AHEAD_MS: u64 = 50;

/// How often a call that waits for a limiter is asked whether its deadline is over.
const LIMITER_MS: u64 = 1_000;

/// How long a driver may wait if there is no other time to wait for.
const IDLE_MS: u64 = 60_000;

/// A plan being run: a state machine over many calls of one tenant. It does no I/O and reads no clock: time is an argument, so that
/// the same trace gives the same decisions everywhere.
///
/// A driver is a loop: [`Run::poll`], then do what the [`BulkStep`] says, with as many requests in flight as it gives. Times are epoch
/// milliseconds.
///
/// - At most `concurrency` requests are in flight; the tenant's pace and cooldown hold for all.
/// - A request that the server refused as a whole without doing anything (400, 404, 413, 422) is halved until the culprit stands
///   alone, within bounds. What may have been carried out is never halved, and repeated only if that has no further effect.
/// - It stops on 401, 402 and 403, and after several transport failures or server errors in a row: the rest is not attempted.
/// - With a journal, an attempt is written down, and on disk, before it is sent.
///
/// ```
/// use soarwire::{AnyTenant, Pacer, Response, bulk::{BulkOptions, BulkStep, Plan, Run}, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let plan = Plan::new(d3::UpdateOwner::new(["1", "2", "3"], "m.okoye"))?.chunk(2)?;
/// let tenant: AnyTenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?.into();
/// let mut run = Run::new(plan, tenant, Pacer::new(50.0)?, BulkOptions::default(), "run-1", 7)?;
/// let mut now_ms = 1_790_000_000_000;
/// loop {
///     match run.poll(now_ms, "") {
///         BulkStep::Send { flight, attempt, request, .. } => {
///             assert!(run.operation_of(flight).is_some_and(|operation| operation.id() == "d3.update_owner"));
///             let numbers = if request.body().windows(3).any(|part| part == b"\"1\"") { ["1", "2"] } else { ["3", "4"] };
///             let items = numbers.map(|number| format!(r#"{{"Incident Number": "{number}", "Result": "Successful"}}"#));
///             let body = format!(r#"{{"error": "", "contextData": [{}]}}"#, items.join(","));
///             run.on_response(now_ms, flight, attempt, Response::new(200, body.as_bytes()));
///         }
///         BulkStep::Wait { until_ms, .. } => now_ms = until_ms,
///         BulkStep::Done => break,
///         _ => unreachable!("there is no journal, and no limiter"),
///     }
/// }
/// assert!(run.report().all_succeeded());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Run {
    id: String,
    plan: Plan,
    tenant: AnyTenant,
    pacer: Pacer,
    options: BulkOptions,
    concurrency: usize,
    seed: u64,
    needs_nonce: bool,
    outcomes: Outcomes,
    /// How many incidents had an outcome when it began.
    settled_before: usize,
    /// The next request of the plan.
    next: usize,
    /// Places that are not taken up with the plan, in order.
    reserved: Vec<u32>,
    /// Places for which an earlier process may have sent a request, with its number: what is sent again.
    intended: Vec<(u32, u32)>,
    /// Requests that are to be made before the plan's next.
    ready: VecDeque<Part>,
    /// The plan's next requests, written down before there is room for them.
    ahead: VecDeque<Part>,
    /// How many that are at most.
    depth: usize,
    /// What is to be read back.
    settles: Vec<Settle>,
    families: BTreeMap<u32, Family>,
    /// The number of the next request that is not of the plan.
    next_number: u32,
    flights: Vec<Flight>,
    next_flight: u32,
    ledger: Option<Ledger>,
    stop: Option<Stop>,
    has_ended: bool,
    /// Transport failures and server errors in a row.
    faults: u32,
    sent: u64,
    begun_ms: Option<u64>,
    now_ms: u64,
    waiting: Option<(WaitReason, u64)>,
    /// From when until when no call is begun, since the pace has no room for more.
    crowded: Option<(u64, u64)>,
    /// Places whose outcomes are not told yet, and the batch of the journal that must be on disk before.
    untold: VecDeque<(u64, u32)>,
    #[cfg(feature = "events")]
    observers: Vec<crate::call::Observer>,
}

/// Why nothing more is sent.
#[derive(Clone, Debug)]
struct Stop {
    why: String,
    error: Option<Error>,
}

impl Run {
    /// The id of the run.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is to be done.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What a call in flight asks for: for a driver that gets credentials at the last moment, and signs the request anew. `None` for one
    /// that is not in flight.
    pub fn operation_of(&self, flight: u32) -> Option<AnyOperation> {
        let flight = self.flights.iter().find(|one| one.id == flight)?;
        match &flight.work {
            Work::Act(part) => self.plan.operation(&part.places).ok(),
            Work::Guard(reading) => reading.under_way(&self.plan),
            Work::Settle(settle) => settle.operation().cloned(),
        }
    }

    /// Whether signing needs a fresh nonce for every poll; see [`Call::poll`](crate::Call::poll).
    pub fn needs_nonce(&self) -> bool {
        self.needs_nonce
    }

    /// How many requests are in flight at most.
    pub fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// What to do at `now_ms` (epoch milliseconds). `nonce` is as for [`Call::poll`](crate::Call::poll).
    pub fn poll(&mut self, now_ms: u64, nonce: &str) -> BulkStep {
        self.tick(now_ms);
        loop {
            self.advance();
            if self.admit() {
                continue;
            }
            self.look_ahead();
            if self.is_through() {
                // Nothing comes that could be written with it.
                let _ = self.ledger.as_mut().map(|ledger| ledger.hurry(None));
            }
            // First, so that others send while it is being written.
            if let Some(text) = self.ledger.as_mut().and_then(|ledger| ledger.take(&self.plan)) {
                return BulkStep::Write { text };
            }
            if let Some(step) = self.send(nonce).or_else(|| self.acquire()) {
                return step;
            }
            if !self.is_idle() {
                return self.wait();
            }
            if self.has_ended {
                return BulkStep::Done;
            }
            self.end();
        }
    }

    fn tick(&mut self, now_ms: u64) {
        self.now_ms = now_ms;
        self.ledger.as_mut().into_iter().for_each(|ledger| ledger.tick(now_ms));
        let begun_ms = *self.begun_ms.get_or_insert(now_ms);
        let is_late = self.options.deadline_ms.is_some_and(|ms| now_ms >= begun_ms.saturating_add(ms));
        if is_late && self.stop.is_none() && !self.has_ended {
            self.stop("deadline", None);
        }
    }

    /// Whether no call is under way, and none is left to begin.
    fn is_through(&self) -> bool {
        self.flights.is_empty() && (self.stop.is_some() || !self.has_more())
    }

    /// The same, and the journal is on disk.
    fn is_idle(&self) -> bool {
        self.is_through() && self.ledger.as_ref().is_none_or(Ledger::is_settled)
    }

    /// Ends the run: what has no outcome was not attempted, and the journal gets its last record.
    fn end(&mut self) {
        self.has_ended = true;
        // Their intents stay open in the journal.
        let open =
            std::mem::take(&mut self.intended).into_iter().filter(|(place, _)| !self.outcomes.is_settled(*place));
        let open: Vec<_> = open.collect();
        for (place, number) in &open {
            self.outcomes.set(*place, Some(*number), State::Unknown, Some(Kind::Interrupted.as_str()));
        }
        let (why, counts) = (self.stop.as_ref().map_or(super::DONE, |stop| &stop.why), self.outcomes.counts());
        let batch = self.ledger.as_mut().map_or(0, |ledger| ledger.end(why, &counts, self.now_ms));
        self.untold.extend(open.into_iter().map(|(place, _)| (batch, place)));
        for place in 0..self.plan.len() as u32 {
            if !self.outcomes.is_settled(place) {
                self.outcomes.set(place, None, State::NotAttempted, Some(why));
                self.untold.push_back((batch, place));
            }
        }
    }

    fn wait(&mut self) -> BulkStep {
        let mut soonest = (u64::MAX, None);
        for flight in &mut self.flights {
            let at = match flight.phase {
                // The driver comes back with it; now and then the call's deadline is looked at.
                _ if flight.permit == Permit::Asked => (self.now_ms + LIMITER_MS, Some(WaitReason::Pacing)),
                Phase::Recorded(batch) if !self.ledger.as_ref().is_some_and(|ledger| ledger.has(batch)) => continue,
                _ => match flight.call.outlook(self.now_ms) {
                    Outlook::Wait { ms, why } => {
                        // It is written down a little before.
                        let ahead_ms = if flight.phase == Phase::Asking { AHEAD_MS } else { 0 };
                        (self.now_ms + ms.saturating_sub(ahead_ms).max(1), Some(why))
                    }
                    _ => (self.now_ms, None),
                },
            };
            if at.0 < soonest.0 {
                soonest = at;
            }
        }
        let closed_ms = self.closed_ms();
        let is_open = self.ledger.as_ref().is_none_or(Ledger::is_open);
        if closed_ms > 0 && self.stop.is_none() && is_open && self.flights.len() < self.concurrency {
            let at_ms = self.now_ms + closed_ms;
            if at_ms < soonest.0 && self.has_more() {
                soonest = (at_ms, Some(WaitReason::Pacing));
            }
        }
        if let Some(deadline_ms) = self.options.deadline_ms.filter(|_| self.stop.is_none()) {
            soonest.0 = soonest.0.min(self.begun_ms.unwrap_or(self.now_ms).saturating_add(deadline_ms));
        }
        let (until_ms, why) = soonest;
        let is_in_flight = self.flights.iter().any(|flight| matches!(flight.phase, Phase::Sent { .. }));
        self.waiting = why.filter(|_| !is_in_flight).map(|why| (why, until_ms));
        let due_ms = self.ledger.as_mut().and_then(Ledger::await_due_ms).unwrap_or(u64::MAX);
        let until_ms = until_ms.min(due_ms).min(self.now_ms.saturating_add(IDLE_MS));
        BulkStep::Wait { until_ms: until_ms.max(self.now_ms.saturating_add(1)), why }
    }

    /// Whether the run is over: [`Run::poll`] gives [`BulkStep::Done`].
    pub fn is_over(&self) -> bool {
        self.has_ended && self.is_idle()
    }

    /// Stops the run for an error of its driver, as an answer would that it does not get over.
    pub fn halt(&mut self, error: Error) {
        let why = error.kind().as_str();
        self.stop(why, Some(error));
    }

    /// Has an observer told what happens to each call.
    #[cfg(feature = "events")]
    pub fn observe(&mut self, observer: crate::call::Observer) {
        self.observers.push(observer);
    }

    /// Stops the run at `now_ms`: what is in flight finishes, the rest is not attempted.
    pub fn cancel(&mut self, now_ms: u64) {
        self.now_ms = now_ms;
        if self.stop.is_none() && !self.has_ended {
            self.stop("cancelled", None);
        }
    }

    fn stop(&mut self, why: &str, error: Option<Error>) {
        if self.stop.is_none() {
            self.stop = Some(Stop { why: why.to_owned(), error });
        }
    }
}
