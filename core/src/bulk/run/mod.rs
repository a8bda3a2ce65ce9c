//! Many calls of one tenant as one state machine: what is sent, when, and what is written down before.

mod answers;
mod flight;
mod guarding;
mod options;
mod parts;
mod step;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use flight::{Family, Flight, Part, Phase, Work};
pub use options::BulkOptions;
pub use step::{BulkProgress, BulkStep};

use super::{
    journal::{Journal, Ledger, record},
    outcome::{Outcomes, State},
    plan::Plan,
    report::{self, BulkReport},
};
use crate::{
    call::{Attempt, Outlook, Pacer, Step, WaitReason},
    error::{Error, TransportError},
    ffi::{AnyOperation, AnyTenant},
    kind::Kind,
    reading::Settle,
    reply_context::Effect,
    wire::Response,
};

/// How long before an attempt it is written down that it is about to be sent: so much, that a disk does not slow the pace down, and so
/// little, that few requests are open for it if the program ends.
const AHEAD_MS: u64 = 50;

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
///   alone, within bounds. What may have been carried out is never halved, and repeated only if that adds nothing up.
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
///         _ => unreachable!("there is no journal"),
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
    /// A run of a plan. `id` names it in its journal and report; `seed` is any number, different for each run.
    ///
    /// # Errors
    /// `invalid_request`: for a plan that is for another tenant or vendor (fields `tenant`, `operation`), for a `concurrency` of 0, and
    /// for a retry policy that allows nothing; `missing_credential` if the tenant has no key for the command. Nothing is sent then.
    pub fn new(
        plan: Plan,
        tenant: AnyTenant,
        pacer: Pacer,
        options: BulkOptions,
        id: impl Into<String>,
        seed: u64,
    ) -> Result<Self, Error> {
        let is_d3 = matches!(tenant, AnyTenant::D3(_));
        let concurrency = options.concurrency.unwrap_or(if is_d3 { 4 } else { 8 });
        if concurrency == 0 {
            return Err(Error::invalid("concurrency", "must be 1 or more"));
        }
        // A name without a slash is that of a profile, which the driver knows.
        if let Some(name) = plan.tenant_name().filter(|name| name.contains('/') && *name != tenant.base_url()) {
            return Err(another_tenant(name));
        }
        let needs_nonce = match plan.request(0) {
            Some(operation) => tenant.prepare(&operation?)?.needs_nonce(),
            None => false,
        };
        let (outcomes, next_number) = (Outcomes::new(plan.len()), plan.request_count() as u32);
        Ok(Run {
            id: id.into(),
            plan,
            tenant,
            pacer,
            options,
            concurrency,
            seed,
            needs_nonce,
            outcomes,
            settled_before: 0,
            next: 0,
            reserved: Vec::new(),
            intended: Vec::new(),
            ready: VecDeque::new(),
            ahead: VecDeque::new(),
            depth: 0,
            settles: Vec::new(),
            families: BTreeMap::new(),
            next_number,
            flights: Vec::new(),
            next_flight: 0,
            ledger: None,
            stop: None,
            has_ended: false,
            faults: 0,
            sent: 0,
            begun_ms: None,
            now_ms: 0,
            waiting: None,
            crowded: None,
            untold: VecDeque::new(),
            #[cfg(feature = "events")]
            observers: Vec::new(),
        })
    }

    /// Has a journal kept: [`BulkStep::Write`] gives what is to be written, the whole plan first. `now_ms` is when the run begins.
    #[must_use]
    pub fn journaled(mut self, now_ms: u64) -> Self {
        let base_url = self.tenant.base_url();
        let head = record::Head {
            run: &self.id,
            plan: &self.plan,
            base_url: &base_url,
            user: self.tenant.username(),
            at_ms: now_ms,
        };
        self.ledger = Some(Ledger::begin(&head));
        self
    }

    /// Goes on with the run of a journal, whose file was cut off at [`Journal::sound_bytes`]: what has an outcome keeps it. What may
    /// have been sent is sent again if that adds nothing up; otherwise it is read back, and is unknown if that does not tell. The
    /// rest is sent.
    ///
    /// # Errors
    /// As [`Run::new`], and `invalid_request` (field `tenant`) if the journal is of another tenant or user.
    pub fn resume(
        journal: Journal,
        tenant: AnyTenant,
        pacer: Pacer,
        options: BulkOptions,
        seed: u64,
        now_ms: u64,
    ) -> Result<Self, Error> {
        if journal.base_url != tenant.base_url() {
            return Err(another_tenant(&journal.base_url));
        }
        if journal.user.as_deref() != tenant.username() {
            let reason = "is another user's: the journal is of the user ";
            return Err(Error::invalid("tenant", [reason, journal.user.as_deref().unwrap_or_default()].concat()));
        }
        let left = journal.left();
        let mut plan = journal.plan;
        let name = plan.tenant.take();
        let mut run = Run::new(plan, tenant, pacer, options, journal.run, seed)?;
        run.plan.tenant = name;
        run.outcomes = journal.outcomes;
        // What was given up without being sent is taken up again.
        for place in 0..run.plan.len() as u32 {
            if run.outcomes.state(place) == State::NotAttempted {
                run.outcomes.reopen(place);
            }
        }
        run.settled_before = run.outcomes.settled();
        run.next_number = journal.next_request.max(run.next_number);
        if journal.end.as_deref() == Some(super::DONE) && run.settled_before == run.plan.len() {
            // There is nothing to do, and nothing to write.
            run.next = run.plan.request_count();
            run.has_ended = true;
        } else {
            run.ledger = Some(Ledger::resume(journal.lines, now_ms));
            run.take_up(left, now_ms)?;
        }
        Ok(run)
    }

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
            // First, so that others send while it is being written.
            if let Some(text) = self.ledger.as_mut().and_then(|ledger| ledger.take(&self.plan)) {
                return BulkStep::Write { text };
            }
            if let Some(step) = self.send(nonce) {
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
        let begun_ms = *self.begun_ms.get_or_insert(now_ms);
        let is_late = self.options.deadline_ms.is_some_and(|ms| now_ms >= begun_ms.saturating_add(ms));
        if is_late && self.stop.is_none() && !self.has_ended {
            self.stop("deadline", None);
        }
    }

    /// Whether nothing is under way, and nothing is left to begin.
    fn is_idle(&self) -> bool {
        let is_written = self.ledger.as_ref().is_none_or(Ledger::is_settled);
        self.flights.is_empty() && (self.stop.is_some() || !self.has_more()) && is_written
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

    /// Has each call decide what is next, and writes down what is about to be sent.
    fn advance(&mut self) {
        if self.stop.is_some() {
            self.call_off();
        }
        let mut index = 0;
        while let Some(flight) = self.flights.get_mut(index) {
            let is_due = match flight.phase {
                Phase::Sent { until_ms, .. } => self.now_ms >= until_ms,
                _ => true,
            };
            if !is_due {
                index += 1;
                continue;
            }
            let was_sent = matches!(flight.phase, Phase::Sent { .. });
            match flight.call.outlook(self.now_ms) {
                Outlook::Over(result) => {
                    let flight = self.flights.swap_remove(index);
                    self.over(flight, result);
                    continue;
                }
                // Its clock runs behind: it is not over yet.
                Outlook::Wait { why: WaitReason::Answer, .. } => {}
                _ if self.stop.is_some() => {
                    let flight = self.flights.swap_remove(index);
                    self.abandon(flight);
                    continue;
                }
                Outlook::Send => self.write_down(index, was_sent),
                Outlook::Wait { ms, .. } if ms <= AHEAD_MS => self.write_down(index, was_sent),
                Outlook::Wait { why, .. } => self.hold(index, was_sent, why == WaitReason::Pacing),
            }
            index += 1;
        }
    }

    /// An attempt is not to be sent yet.
    fn hold(&mut self, index: usize, was_sent: bool, is_paced: bool) {
        let Some(flight) = self.flights.get_mut(index) else { return };
        flight.is_paced = is_paced;
        if was_sent {
            flight.phase = Phase::Asking;
        }
        if let (Some(kind), Work::Act(part), Some(ledger)) = (flight.returned.take(), &flight.work, &mut self.ledger) {
            ledger.add(&record::returned(part.number, kind.as_str(), self.now_ms));
        }
    }

    /// An attempt is about to be sent.
    fn write_down(&mut self, index: usize, was_sent: bool) {
        self.hold(index, was_sent, false);
        let Some(flight) = self.flights.get_mut(index).filter(|flight| flight.phase == Phase::Asking) else { return };
        flight.phase = match (&flight.work, &mut self.ledger) {
            (Work::Act(part), Some(ledger)) => {
                let attempt = flight.call.attempts() + 1;
                flight.is_intended = true;
                Phase::Recorded(ledger.add(&record::intent(
                    &self.plan,
                    part.number,
                    attempt,
                    &part.places,
                    self.now_ms,
                )))
            }
            _ => Phase::Free,
        };
    }

    /// The next attempt that may go out now.
    fn send(&mut self, nonce: &str) -> Option<BulkStep> {
        let mut index = 0;
        while let Some(flight) = self.flights.get_mut(index) {
            let may_go = match flight.phase {
                Phase::Free => true,
                Phase::Recorded(batch) => self.ledger.as_ref().is_some_and(|ledger| ledger.has(batch)),
                Phase::Asking | Phase::Sent { .. } => false,
            };
            if may_go {
                match flight.call.poll(self.now_ms, nonce) {
                    Step::Send { attempt, request, until_ms } => {
                        flight.phase = Phase::Sent { attempt, until_ms };
                        flight.is_intended = false;
                        self.sent += 1;
                        self.waiting = None;
                        return Some(BulkStep::Send { flight: flight.id, attempt, request, until_ms });
                    }
                    Step::Wait { .. } => {}
                    Step::Done(result) => {
                        let flight = self.flights.swap_remove(index);
                        self.over(flight, result);
                        continue;
                    }
                }
            }
            index += 1;
        }
        None
    }

    /// Whether somebody else has to poll while the caller does what [`Run::poll`] said: there is more to do, or a time to wait for.
    #[cfg(feature = "ureq")]
    pub(crate) fn needs_another(&self) -> bool {
        let Some(ledger) = &self.ledger else { return self.has_open_flight(|_| true) };
        ledger.is_due() || self.has_open_flight(|batch| ledger.has(batch))
    }

    /// Whether a call waits for anything but its answer or the journal, or could be begun.
    #[cfg(feature = "ureq")]
    fn has_open_flight(&self, is_written: impl Fn(u64) -> bool) -> bool {
        let is_open = |flight: &Flight| match flight.phase {
            Phase::Sent { .. } => false,
            Phase::Recorded(batch) => is_written(batch),
            Phase::Asking | Phase::Free => true,
        };
        self.flights.iter().any(is_open) || self.flights.len() < self.concurrency && self.has_more()
    }

    fn wait(&mut self) -> BulkStep {
        let mut soonest = (u64::MAX, None);
        for flight in &mut self.flights {
            let at = match flight.phase {
                Phase::Sent { until_ms, .. } => (until_ms, Some(WaitReason::Answer)),
                Phase::Recorded(batch) if !self.ledger.as_ref().is_some_and(|ledger| ledger.has(batch)) => continue,
                _ => match flight.call.outlook(self.now_ms) {
                    Outlook::Wait { ms, why } => {
                        // It is written down a little before.
                        let ahead_ms = if flight.phase == Phase::Asking { AHEAD_MS } else { 0 };
                        (self.now_ms + ms.saturating_sub(ahead_ms).max(1), Some(why))
                    }
                    _ => (self.now_ms + 1, None),
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
        let until_ms = until_ms.min(self.now_ms.saturating_add(IDLE_MS));
        BulkStep::Wait { until_ms: until_ms.max(self.now_ms.saturating_add(1)), why }
    }

    /// Reports that what [`BulkStep::Write`] gave is on disk, or that it may not be: then nothing that it covers is sent, and the run
    /// stops.
    pub fn on_written(&mut self, result: Result<(), Error>) {
        match (result, &mut self.ledger) {
            (Ok(()), Some(ledger)) => {
                let batch = ledger.written();
                self.deepen(batch);
            }
            (Err(error), _) => {
                self.ledger = None;
                self.stop("journal", Some(error));
            }
            _ => {}
        }
    }

    /// Reports the answer to an attempt at `now_ms` (epoch milliseconds). Ignored unless it is the one in flight.
    pub fn on_response(&mut self, now_ms: u64, flight: u32, attempt: Attempt, response: Response<'_>) {
        let mut response = Some(response);
        self.report_attempt(now_ms, flight, attempt, &mut |flight| {
            response.take().into_iter().for_each(|response| flight.call.on_response(now_ms, attempt, response));
        });
    }

    /// Reports a transport failure of an attempt at `now_ms` (epoch milliseconds), with a reason in the transport's own words, which
    /// must not contain secrets. Ignored unless it is the one in flight.
    pub fn on_transport_failure(
        &mut self,
        now_ms: u64,
        flight: u32,
        attempt: Attempt,
        class: TransportError,
        reason: impl Into<String>,
    ) {
        let mut reason = reason.into();
        self.report_attempt(now_ms, flight, attempt, &mut |flight| {
            flight.call.on_transport_failure(now_ms, attempt, class, std::mem::take(&mut reason));
        });
    }

    /// Reports that an attempt was not sent, and will not be: it does not count.
    pub fn withdraw(&mut self, now_ms: u64, flight: u32, attempt: Attempt) {
        let found = self.flights.iter_mut().find(|one| one.id == flight);
        let Some(flight) = found.filter(|one| is_in_flight(one, attempt)) else { return };
        self.now_ms = now_ms;
        flight.call.withdraw(attempt);
        flight.phase = Phase::Asking;
        if let (Work::Act(part), Some(ledger)) = (&flight.work, &mut self.ledger) {
            ledger.add(&record::returned(part.number, Kind::NotSent.as_str(), now_ms));
        }
    }

    fn report_attempt(&mut self, now_ms: u64, flight: u32, attempt: Attempt, tell: &mut dyn FnMut(&mut Flight)) {
        let Some(index) = self.flights.iter().position(|one| one.id == flight) else { return };
        let Some(flight) = self.flights.get_mut(index).filter(|one| is_in_flight(one, attempt)) else { return };
        self.now_ms = now_ms;
        tell(flight);
        flight.phase = Phase::Asking;
        flight.returned = flight.call.attempt_failure().filter(|(_, executed)| !executed).map(|(kind, _)| kind);
        if let Outlook::Over(result) = flight.call.outlook(now_ms) {
            let flight = self.flights.swap_remove(index);
            self.over(flight, result);
        }
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

    /// The error that stopped the run, if one did.
    pub fn error(&self) -> Option<&Error> {
        self.stop.as_ref()?.error.as_ref()
    }

    /// Incidents that got an outcome since this was last asked, in the order in which they did. With a journal it is on disk by then.
    pub fn take_settled(&mut self) -> Vec<u32> {
        let mut told = Vec::new();
        while let Some((batch, place)) = self.untold.front() {
            if self.ledger.as_ref().is_some_and(|ledger| !ledger.has(*batch)) {
                break;
            }
            told.push(*place);
            self.untold.pop_front();
        }
        told
    }

    /// The incident at a place of the plan, as far as is known.
    pub fn row(&self, place: u32) -> super::BulkRow<'_> {
        self.outcomes.row(&self.plan.ids, place as usize)
    }

    /// How far it has come.
    pub fn progress(&self, now_ms: u64) -> BulkProgress {
        let elapsed_ms = self.begun_ms.map_or(0, |begun_ms| now_ms.saturating_sub(begun_ms));
        let settled = self.outcomes.settled();
        let here = settled.saturating_sub(self.settled_before);
        let rate = if elapsed_ms > 0 { here as f64 * 1_000.0 / elapsed_ms as f64 } else { 0.0 };
        let left = (self.plan.len() - settled) as f64;
        BulkProgress {
            counts: self.outcomes.counts(),
            settled,
            sent: self.sent,
            in_flight: self.flights.iter().filter(|flight| matches!(flight.phase, Phase::Sent { .. })).count(),
            waiting: self.waiting,
            elapsed_ms,
            rate,
            left_ms: (rate > 0.0).then(|| (left * 1_000.0 / rate) as u64),
        }
    }

    /// What happened to each incident; of a run that is not over, as far as is known.
    pub fn report(&self) -> BulkReport {
        let why = self.stop.as_ref().map(|stop| stop.why.as_str());
        let mut outcomes = self.outcomes.clone();
        let mut unknown = |place: u32, number: u32| {
            if !outcomes.is_settled(place) {
                outcomes.set(place, Some(number), State::Unknown, Some(Kind::Interrupted.as_str()));
            }
        };
        // What is in flight may be carried out, and what was sent before may have been.
        for flight in &self.flights {
            let is_sent = matches!(flight.phase, Phase::Sent { .. }) || flight.call.may_be_executed();
            if let (Work::Act(part), true) = (&flight.work, is_sent) {
                part.places.iter().for_each(|place| unknown(*place, part.number));
            }
        }
        self.intended.iter().for_each(|(place, number)| unknown(*place, *number));
        let why_open = why.unwrap_or(if self.has_ended { super::DONE } else { "interrupted" });
        let report = BulkReport::of(self.id.clone(), self.plan.clone(), outcomes, Some(why_open)).stopped_by(why);
        report.because(self.error())
    }

    /// Takes up what an earlier process left.
    fn take_up(&mut self, left: super::journal::Left, now_ms: u64) -> Result<(), Error> {
        // A guard that no longer holds may not do so because of what was sent.
        let is_repeated = self.plan.effect() != Effect::Appends && self.plan.guard.is_empty();
        for (number, places) in left.intended {
            if is_repeated {
                self.intended.extend(places.into_iter().map(|place| (place, number)));
                continue;
            }
            self.settle_part(
                number,
                &places,
                |_| (State::Unknown, Some(Kind::Interrupted.as_str())),
                &Default::default(),
            );
        }
        self.now_ms = now_ms;
        let unread = |place: &u32| self.outcomes.state(*place) == State::Unknown && self.row(*place).settled.is_none();
        let unknown: Vec<u32> = (0..self.plan.len() as u32).filter(unread).collect();
        self.settles.extend(report::settle(&self.plan, &unknown)?);
        for (kind, places) in left.refused {
            self.reserved.extend(&places);
            let number = self.number();
            self.halve(number, places, kind, false);
        }
        self.reserved.sort_unstable();
        Ok(())
    }
}

fn is_in_flight(flight: &Flight, attempt: Attempt) -> bool {
    matches!(flight.phase, Phase::Sent { attempt: sent, .. } if sent == attempt)
}

fn another_tenant(name: &str) -> Error {
    Error::invalid("tenant", ["is another one: this is for ", name].concat())
}
