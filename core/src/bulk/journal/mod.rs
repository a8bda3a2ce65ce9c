//! The log of a run: what was planned, what was about to be sent, and what came of it. The records are made and read here; files
//! belong to the drivers.

mod ledger;
pub(super) mod line;
mod reader;
pub(super) mod record;

pub(super) use ledger::Ledger;
use reader::Open;
pub use reader::{Journal, JournalReader};

use super::{plan::Plan, report::BulkReport};
use crate::kind::Kind;

/// What a run that goes on has to do, by the places of incidents.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// They may have been sent, by these requests, and have no outcome.
    pub(super) intended: Vec<(u32, Vec<u32>)>,
    /// Their requests were refused as a whole, and why.
    pub(super) refused: Vec<(Kind, Vec<u32>)>,
}

impl Journal {
    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.run
    }

    /// What was to be done.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The base URL of the tenant.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The user whose calls they are, where the tenant has one.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The version of soarwire that began the run.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// When the run began, and when the last record was written, in epoch milliseconds.
    pub fn times_ms(&self) -> (u64, u64) {
        (self.begun_ms, self.last_ms)
    }

    /// How the run ended: `done`, or why it was stopped; `None` if it is under way, or its program ended.
    pub fn end(&self) -> Option<&str> {
        self.end.as_deref()
    }

    /// How many requests were sent, or were about to be.
    pub fn intents(&self) -> u64 {
        self.intents
    }

    /// How many bytes of the file are sound: what follows was being written when its program ended, and is cut off before a run goes
    /// on.
    pub fn sound_bytes(&self) -> u64 {
        self.sound_bytes
    }

    /// What is known of each incident. One that may have been sent, and has no outcome, is unknown.
    pub fn report(&self) -> BulkReport {
        let mut outcomes = self.outcomes.clone();
        for (request, places) in self.left().intended {
            for place in places {
                let (state, why) = (super::outcome::State::Unknown, Kind::Interrupted.as_str());
                outcomes.set(place, Some(request), state, Some(why));
            }
        }
        let why = self.end.as_deref().filter(|why| *why != super::DONE).unwrap_or("interrupted");
        BulkReport::of(self.run.clone(), self.plan.clone(), outcomes, Some(why)).stopped_by(self.end.as_deref())
    }

    /// What is left to do, but for what was never sent.
    pub(super) fn left(&self) -> Left {
        let mut left = Left::default();
        for index in 0..self.plan.request_count() {
            let first = left.refused.len();
            for place in self.plan.places(index) {
                match self.open.get(place as usize) {
                    Some(Open::Intended(request) | Open::Repeated(request)) => match left.intended.last_mut() {
                        Some((last, places)) if last == request => places.push(place),
                        _ => left.intended.push((*request, vec![place])),
                    },
                    Some(Open::Refused(kind)) => {
                        match left.refused.iter_mut().skip(first).find(|(known, _)| known == kind) {
                            Some((_, places)) => places.push(place),
                            None => left.refused.push((*kind, vec![place])),
                        }
                    }
                    _ => {}
                }
            }
        }
        left
    }
}
