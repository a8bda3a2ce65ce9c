//! Attempts: what is written down before each, when it goes out, and what its driver reports of it.

use super::{
    AHEAD_MS, BulkStep, Flight, Run,
    flight::{Permit, Phase, Work},
};
use crate::{
    bulk::journal::record,
    call::{Attempt, Outlook, Step, WaitReason},
    error::{Error, TransportError},
    kind::Kind,
    wire::Response,
};

impl Run {
    /// Has each call decide what is next, and writes down what is about to be sent.
    pub(super) fn advance(&mut self) {
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
        // A permit comes first: while that is waited for, nothing says that the attempt is about to be sent.
        if !flight.may_go() {
            return;
        }
        flight.phase = match (&flight.work, &mut self.ledger) {
            (Work::Act(part), Some(ledger)) => {
                let attempt = flight.call.attempts() + 1;
                flight.is_intended = true;
                Phase::Recorded(ledger.add_urgent(&record::intent(
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
    pub(super) fn send(&mut self, nonce: &str) -> Option<BulkStep> {
        let permit = self.new_permit();
        let mut index = 0;
        while let Some(flight) = self.flights.get_mut(index) {
            let may_go = match flight.phase {
                Phase::Free => true,
                Phase::Recorded(batch) => self.ledger.as_ref().is_some_and(|ledger| ledger.has(batch)),
                Phase::Asking | Phase::Sent { .. } => false,
            };
            if may_go && flight.may_go() {
                match flight.call.poll(self.now_ms, nonce) {
                    Step::Send { attempt, request, until_ms } => {
                        flight.phase = Phase::Sent { attempt, until_ms };
                        flight.is_intended = false;
                        flight.permit = permit;
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

    /// The next call that needs a permit to go on.
    pub(super) fn acquire(&mut self) -> Option<BulkStep> {
        let flight = self.flights.iter_mut().find(|flight| flight.permit == Permit::Wanted)?;
        flight.permit = Permit::Asked;
        Some(BulkStep::Acquire { flight: flight.id })
    }

    /// Reports at `now_ms` (epoch milliseconds) that the limiter lets an attempt go, or the error that stops the run. The call's deadline
    /// counts meanwhile, the time of the attempt does not.
    pub fn on_acquired(&mut self, now_ms: u64, flight: u32, result: Result<(), Error>) {
        self.now_ms = now_ms;
        match result {
            Ok(()) => {
                let asked = self.flights.iter_mut().find(|one| one.id == flight && one.permit == Permit::Asked);
                asked.into_iter().for_each(|flight| flight.permit = Permit::Held);
            }
            Err(error) => self.halt(error),
        }
    }

    /// Whether somebody else has to poll while the caller does what [`Run::poll`] said: there is more to do, or a time to wait for. The
    /// caller may have been the one that waited for it.
    #[cfg(feature = "ureq")]
    pub(crate) fn needs_another(&self, has_waited: bool) -> bool {
        let Some(ledger) = &self.ledger else { return self.has_open_flight(|_| true) };
        ledger.is_unattended(has_waited) || self.has_open_flight(|batch| ledger.has(batch))
    }

    /// Whether a call waits for anything but its answer or the journal, or could be begun.
    #[cfg(feature = "ureq")]
    fn has_open_flight(&self, is_written: impl Fn(u64) -> bool) -> bool {
        let is_open = |flight: &Flight| match flight.phase {
            Phase::Sent { .. } => false,
            _ if flight.permit == Permit::Asked => false,
            Phase::Recorded(batch) => is_written(batch),
            Phase::Asking | Phase::Free => true,
        };
        self.flights.iter().any(is_open) || self.flights.len() < self.concurrency && self.has_more()
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
        flight.permit = Permit::Held;
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
}

fn is_in_flight(flight: &Flight, attempt: Attempt) -> bool {
    matches!(flight.phase, Phase::Sent { attempt: sent, .. } if sent == attempt)
}
