//! Which requests are begun, and when.

use super::{
    Run,
    flight::{Flight, Permit, Phase, Work},
    guarding,
    part::{Family, Part},
};
use crate::{
    bulk::{
        halving::{Halving, Next},
        journal::record,
        run::AHEAD_MS,
    },
    call::Call,
    error::Error,
    ffi::AnyOperation,
    kind::Kind,
    reply_context::Effect,
};

/// How many incidents are read at once for a guard, if a request has few.
const READ_AT_ONCE: usize = 100;

/// How many requests are written down ahead at most, for each that may be in flight.
const DEEPEST: usize = 32;

impl Run {
    /// Begins a call, if there is something to do and room for it; whether it did.
    pub(super) fn admit(&mut self) -> bool {
        let is_open = self.ledger.as_ref().is_none_or(super::Ledger::is_open);
        if self.stop.is_some() || self.has_ended || !is_open || self.flights.len() >= self.concurrency {
            return false;
        }
        // Whoever is begun waits for the pace: one that has to wait for long only spends its own time.
        if self.closed_ms() > 0 || self.flights.iter().any(|flight| flight.is_paced) {
            return false;
        }
        if let Some(settle) = self.settles.pop() {
            return self.begin(Work::Settle(Box::new(settle)));
        }
        let Some(part) = self.next_part() else { return false };
        if self.plan.guard.is_empty() || part.is_guarded {
            return self.begin(Work::Act(part));
        }
        let mut parts = vec![part];
        let mut count = parts.iter().map(|part| part.places.len()).sum::<usize>();
        while count < READ_AT_ONCE && parts.len() < self.concurrency {
            let Some(part) = self.next_part() else { break };
            if part.is_guarded {
                self.ready.push_front(part);
                break;
            }
            count += part.places.len();
            parts.push(part);
        }
        self.begin(Work::Guard(guarding::Reading::new(&self.plan, parts)))
    }

    /// For how long the pace, or a cooldown, keeps any call from being begun.
    pub(super) fn closed_ms(&self) -> u64 {
        // A clock that was set back ends it.
        let crowded = self.crowded.filter(|(from_ms, _)| *from_ms <= self.now_ms);
        let crowded_ms = crowded.map_or(0, |(_, until_ms)| until_ms.saturating_sub(self.now_ms));
        self.pacer.closed_ms(self.now_ms).saturating_sub(AHEAD_MS).max(crowded_ms)
    }

    /// There was no room for a call: the next one is begun when another place is free.
    pub(super) fn is_crowded(&mut self) {
        let until_ms = self.now_ms.saturating_add(self.pacer.interval_ms().saturating_sub(AHEAD_MS));
        self.crowded = Some((self.now_ms, until_ms));
    }

    /// Whether there is something to begin.
    pub(super) fn has_more(&self) -> bool {
        let has_begun = !self.ready.is_empty() || !self.ahead.is_empty() || !self.settles.is_empty();
        has_begun || self.next < self.plan.request_count()
    }

    /// The next request: one that is to be made again, or the plan's next.
    fn next_part(&mut self) -> Option<Part> {
        self.ready.pop_front().or_else(|| self.ahead.pop_front()).or_else(|| self.planned())
    }

    /// Writes down the next requests before there is room for them, so that none has to wait for the disk. Only where it costs nothing
    /// if the program ends before they are sent: what appends would have to be read back.
    pub(super) fn look_ahead(&mut self) {
        let is_open = self.ledger.as_ref().is_some_and(super::Ledger::is_open);
        let is_free = self.plan.effect() != Effect::Appends && self.plan.guard.is_empty();
        let is_busy = self.flights.len() >= self.concurrency && self.pacer.closed_ms(self.now_ms) == 0;
        if !is_open || !is_free || !is_busy || self.stop.is_some() {
            return;
        }
        while self.ahead.len() < self.depth {
            let Some(mut part) = self.planned() else { break };
            let intent = record::intent(&self.plan, part.number, 1, &part.places, self.now_ms);
            part.written = self.ledger.as_mut().map(|ledger| ledger.add(&intent));
            self.ahead.push_back(part);
        }
        self.restock();
    }

    /// Has what was written down ahead put on disk before none of it is left, and looks further ahead if that is too often.
    fn restock(&mut self) {
        let Some(ledger) = &mut self.ledger else { return };
        let stock = self.ahead.partition_point(|part| part.written.is_none_or(|batch| ledger.has(batch)));
        if stock >= self.depth / 2 || stock == self.ahead.len() {
            return;
        }
        let last = self.ahead.back().and_then(|part| part.written);
        if last.is_some_and(|last| ledger.hurry(Some(last))) && ledger.was_just_taken() {
            self.depth = (self.depth + self.depth / 2 + 1).min(DEEPEST.saturating_mul(self.concurrency));
        }
    }

    /// Looks further ahead by as many requests as had to wait for this batch of the journal: so far as the disk is slow, and no
    /// further.
    pub(super) fn deepen(&mut self, batch: u64) {
        // The first have to wait in any case.
        if self.sent == 0 {
            return;
        }
        let waited = self.flights.iter().filter(|flight| flight.phase == Phase::Recorded(batch)).count();
        self.depth = (self.depth + waited).min(DEEPEST.saturating_mul(self.concurrency));
    }

    /// What was written down ahead is not sent.
    pub(super) fn call_off(&mut self) {
        while let Some(part) = self.ahead.pop_front() {
            self.write_returned(part.number, Kind::NotSent);
        }
    }

    /// The plan's next request, with the incidents that have no outcome.
    fn planned(&mut self) -> Option<Part> {
        while self.next < self.plan.request_count() {
            let index = self.next;
            self.next += 1;
            let is_open =
                |place: &u32| !self.outcomes.is_settled(*place) && self.reserved.binary_search(place).is_err();
            let places: Vec<u32> = self.plan.places(index).filter(is_open).collect();
            if !places.is_empty() {
                return Some(Part::new(index as u32, places));
            }
        }
        None
    }

    /// Begins a call; true, since something was done.
    pub(super) fn begin(&mut self, mut work: Work) -> bool {
        match self.operation(&mut work) {
            Ok(Some(operation)) => self.fly(work, &operation),
            // There is nothing to read.
            Ok(None) => self.read(work),
            Err(error) => self.refuse(work, error),
        }
        true
    }

    /// What the work asks for next; `None` for a reading that is complete.
    fn operation(&self, work: &mut Work) -> Result<Option<AnyOperation>, Error> {
        match work {
            Work::Act(part) => self.plan.operation(&part.places).map(Some),
            Work::Guard(reading) => Ok(reading.operation(&self.plan)),
            Work::Settle(settle) => Ok(settle.operation().cloned()),
        }
    }

    fn fly(&mut self, mut work: Work, operation: &AnyOperation) {
        let prepared = match self.tenant.prepare(operation) {
            Ok(prepared) => prepared,
            Err(error) => return self.refuse(work, error),
        };
        let mut written = None;
        if let Work::Act(part) = &mut work {
            part.begun = part.begun.saturating_add(1);
            written = part.written.take();
        }
        if let (Some(batch), Some(ledger)) = (written, &mut self.ledger) {
            ledger.hurry(Some(batch));
        }
        let id = self.next_flight;
        self.next_flight = id.wrapping_add(1);
        #[cfg_attr(not(feature = "events"), allow(unused_mut, reason = "observers are told by that feature"))]
        let mut call = Call::new(prepared, self.pacer.clone(), self.options.policy, self.seed.wrapping_add(id.into()));
        #[cfg(feature = "events")]
        self.observers.iter().for_each(|observer| call.observe(observer.clone()));
        self.flights.push(Flight {
            id,
            call,
            work,
            phase: written.map_or(Phase::Asking, Phase::Recorded),
            permit: self.new_permit(),
            returned: None,
            is_paced: false,
            is_intended: written.is_some(),
        });
    }

    /// What the next attempt of a call has.
    pub(super) fn new_permit(&self) -> Permit {
        if self.options.acquires { Permit::Needed } else { Permit::Held }
    }

    /// The number of a request that is not of the plan.
    pub(super) fn number(&mut self) -> u32 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }

    /// A request was refused as a whole: halves of it come next.
    pub(super) fn halve(&mut self, number: u32, places: Vec<u32>, kind: Kind, is_guarded: bool) {
        if let [_] = places.as_slice() {
            self.ready.push_front(Part::new(number, places));
            return;
        }
        self.families.insert(number, Family { halving: Halving::new(places), kind, is_guarded });
        self.next_halves(number);
    }

    /// What comes next of a request that was halved, once none of its parts is under way.
    pub(super) fn next_halves(&mut self, number: u32) {
        let Some(family) = self.families.get_mut(&number).filter(|family| family.halving.open == 0) else { return };
        let (kind, is_guarded) = (family.kind, family.is_guarded);
        match family.halving.next() {
            Next::Send(one, other) => {
                for places in [other, one] {
                    let part = Part::new(self.number(), places);
                    self.ready.push_front(Part { family: Some(number), is_guarded, ..part });
                }
            }
            Next::GiveUp(rest) => {
                self.families.remove(&number);
                for places in rest {
                    self.not_done(number, &places, kind, &Default::default());
                }
            }
            Next::Done => drop(self.families.remove(&number)),
        }
    }
}
