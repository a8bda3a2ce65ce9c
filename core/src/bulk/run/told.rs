//! What a run tells of itself.

use super::{
    BulkProgress, Run,
    flight::{Phase, Work},
};
use crate::{
    bulk::{BulkRow, DONE, outcome::State, report::BulkReport},
    error::Error,
    kind::Kind,
};

impl Run {
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
    pub fn row(&self, place: u32) -> BulkRow<'_> {
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
        let why_open = why.unwrap_or(if self.has_ended { DONE } else { "interrupted" });
        let report = BulkReport::of(self.id.clone(), self.plan.clone(), outcomes, Some(why_open)).stopped_by(why);
        report.because(self.error())
    }
}
