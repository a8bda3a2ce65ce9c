//! What the end of a call means for its incidents, and for the run.

use super::{
    Run,
    flight::{Flight, Work},
    guarding::Guarded,
    part::Part,
};
use crate::{
    answer::{AnyAnswer, Outcome, Report},
    bulk::{
        halving::Halving,
        journal::record::{self, Answered, Became},
        outcome::State,
        report,
    },
    error::Error,
    kind::{Family, Kind},
};

/// How often a request is begun that could not be sent, or that a rate limit kept out, before that is its outcome.
const TRIES: u8 = 5;

/// What became of an incident, with the reason.
type Ending<'a> = (State, Option<&'a str>);

impl Run {
    /// A call is over.
    pub(super) fn over(&mut self, flight: Flight, result: Result<AnyAnswer, Error>) {
        self.count_faults(result.as_ref().err());
        let (attempts, returned, is_intended) = (flight.call.attempts(), flight.returned, flight.is_intended);
        match (flight.work, result) {
            (Work::Act(part), Ok(AnyAnswer::Report(report))) => self.answered(part, &report, attempts),
            (Work::Act(part), Ok(_)) => {
                let unknown = (State::Unknown, Some(Kind::Undecodable.as_str()));
                self.settle_part(part.number, &part.places, |_| unknown, &Answered::default());
                self.close(part, Heard::Nothing);
            }
            (Work::Act(part), Err(error)) => {
                if let Some(kind) =
                    returned.or(is_intended.then_some(Kind::NotSent)).filter(|_| !error.maybe_executed())
                {
                    self.write_returned(part.number, kind);
                }
                self.failed(part, &error, attempts);
            }
            (Work::Guard(mut reading), Ok(AnyAnswer::Page(page))) => {
                reading.take(&self.plan.ids, &self.plan.guard, &page);
                self.begin(Work::Guard(reading));
            }
            (Work::Settle(mut settle), Ok(AnyAnswer::Page(page))) => {
                settle.take(&page);
                self.begin(Work::Settle(settle));
            }
            (work, Err(error)) => self.refuse(work, error),
            // Nothing that reads answers with anything but a page.
            (Work::Guard(_) | Work::Settle(_), Ok(_)) => {}
        }
    }

    /// The breaker.
    fn count_faults(&mut self, error: Option<&Error>) {
        let Some(error) = error else {
            self.faults = 0;
            return;
        };
        match error.kind() {
            Kind::NotSent => {}
            Kind::Unauthenticated | Kind::LicenseRequired | Kind::Forbidden | Kind::MissingCredential => {
                self.stop(error.kind().as_str(), Some(error.clone()));
            }
            kind if kind == Kind::ServerError || kind.family() == Family::Transport && kind != Kind::BodyTooLarge => {
                self.faults += 1;
                if self.options.breaker > 0 && self.faults >= self.options.breaker {
                    self.stop(kind.as_str(), Some(error.clone()));
                }
            }
            _ => self.faults = 0,
        }
    }

    fn answered(&mut self, part: Part, report: &Report, attempts: u32) {
        let answer =
            Answered { attempts: Some(attempts), status: Some(200), error: None, request_id: report.request_id() };
        let outcomes: Vec<Outcome<'_>> = report.outcomes().map(|(_, outcome)| outcome).collect();
        self.settle_part(
            part.number,
            &part.places,
            |index| match outcomes.get(index) {
                Some(Outcome::Succeeded) => (State::Succeeded, None),
                Some(Outcome::Failed { reason }) => (State::Failed, Some(reason.as_ref())),
                Some(Outcome::Unknown { why }) => (State::Unknown, Some(why.as_str())),
                Some(Outcome::Unreported) | None => (State::Unreported, None),
            },
            &answer,
        );
        self.close(part, Heard::Answer);
    }

    fn failed(&mut self, mut part: Part, error: &Error, attempts: u32) {
        let kind = error.kind();
        let answer = Answered {
            attempts: Some(attempts),
            status: error.service().map(|service| service.status),
            error: Some(kind.as_str()),
            request_id: error.request_id(),
        };
        if error.maybe_executed() {
            let unknown = (State::Unknown, Some(kind.as_str()));
            self.settle_part(part.number, &part.places, |_| unknown, &answer);
            return self.close(part, Heard::Nothing);
        }
        if Halving::KINDS.contains(&kind) {
            return self.refused(part, kind, &answer);
        }
        let again = match kind {
            Kind::NotSent | Kind::RateLimited => part.begun < TRIES,
            Kind::MissingCredential => true,
            _ => false,
        };
        if kind == Kind::NotSent {
            self.is_crowded();
        }
        if again {
            // Once the run is stopped it stays where it is. What was read for the guard may be old by then.
            self.ready.push_front(Part { is_guarded: false, ..part });
        } else if kind == Kind::NotSent {
            self.leave(&part, kind);
            self.close(part, Heard::Nothing);
        } else {
            self.not_done(part.number, &part.places, kind, &answer);
            part.begun = 0;
            self.close(part, Heard::Nothing);
        }
    }

    /// A request was refused as a whole, and nothing was carried out.
    fn refused(&mut self, part: Part, kind: Kind, answer: &Answered<'_>) {
        let Some(number) = part.family else {
            if part.places.len() > 1 {
                return self.halve(part.number, part.places, kind, true);
            }
            return self.not_done(part.number, &part.places, kind, answer);
        };
        let is_culprit = self.families.get_mut(&number).is_some_and(|family| family.halving.refused(&part.places));
        if is_culprit {
            self.not_done(part.number, &part.places, kind, answer);
        }
        self.next_halves(number);
    }

    /// A request is over; if it was a part of one that was halved, that may go on.
    fn close(&mut self, part: Part, heard: Heard) {
        let Some(number) = part.family else { return };
        if let Some(family) = self.families.get_mut(&number) {
            match heard {
                Heard::Answer => family.halving.accepted(),
                Heard::Nothing => family.halving.ended(),
            }
        }
        self.next_halves(number);
    }

    /// A reading is complete.
    pub(super) fn read(&mut self, work: Work) {
        match work {
            Work::Guard(reading) => {
                let Guarded { parts, skipped } = reading.finish();
                for (number, out) in skipped {
                    let places: Vec<u32> = out.iter().map(|(place, _)| *place).collect();
                    let why = |index: usize| out.get(index).map(|(_, why)| why.as_str());
                    self.settle_part(number, &places, |index| (State::Skipped, why(index)), &Answered::default());
                }
                for part in parts.into_iter().rev() {
                    if part.places.is_empty() {
                        self.close(part, Heard::Nothing);
                    } else {
                        self.ready.push_front(part);
                    }
                }
            }
            Work::Settle(settle) => {
                let (json, places) = report::take(&self.plan, &mut self.outcomes, &settle.finish(), self.now_ms);
                let batch = self.ledger.as_mut().map_or(0, |ledger| ledger.add(&json));
                self.untold.extend(places.into_iter().map(|place| (batch, place)));
            }
            Work::Act(_) => {}
        }
    }

    /// A call could not be made, or could not read.
    pub(super) fn refuse(&mut self, work: Work, error: Error) {
        match work {
            Work::Act(mut part) => {
                if part.written.take().is_some() {
                    self.write_returned(part.number, error.kind());
                }
                self.count_faults(Some(&error));
                self.failed(part, &error, 0);
            }
            Work::Guard(reading) => {
                if error.kind() == Kind::NotSent {
                    self.is_crowded();
                }
                // They come next, as they would have: those behind them do not overtake them over and over.
                for mut part in reading.parts.into_iter().rev() {
                    part.begun += 1;
                    if part.begun < TRIES && matches!(error.kind(), Kind::NotSent | Kind::RateLimited) {
                        self.ready.push_front(part);
                        continue;
                    }
                    self.leave(&part, error.kind());
                    self.close(part, Heard::Nothing);
                }
            }
            // What was not read stays unknown.
            Work::Settle(settle) => self.read(Work::Settle(settle)),
        }
    }

    /// A call is given up, for the run stops: nothing more is sent for it.
    pub(super) fn abandon(&mut self, flight: Flight) {
        let Flight { mut call, work, returned, is_intended, .. } = flight;
        let Work::Act(part) = work else { return };
        let failure = call.attempt_failure();
        call.cancel(self.now_ms);
        let was_executed = match call.outlook(self.now_ms) {
            super::Outlook::Over(Err(error)) => error.maybe_executed(),
            _ => false,
        };
        if was_executed {
            // An earlier attempt may be the one that was carried out.
            let why = failure.filter(|(_, executed)| *executed).map_or(Kind::Interrupted, |(kind, _)| kind);
            self.settle_part(part.number, &part.places, |_| (State::Unknown, Some(why.as_str())), &Answered::default());
        } else if let Some(kind) = returned.or(is_intended.then_some(Kind::NotSent)) {
            self.write_returned(part.number, kind);
        }
    }

    /// A request failed, and was not carried out. An earlier process may have sent it before, though: that is unknown then, as with
    /// an attempt of this one.
    pub(super) fn not_done(&mut self, number: u32, places: &[u32], why: Kind, answer: &Answered<'_>) {
        let is_unknown: Vec<bool> = places.iter().map(|place| self.was_intended(*place)).collect();
        let became = |index: usize| match is_unknown.get(index) {
            Some(true) => (State::Unknown, Some(Kind::Interrupted.as_str())),
            _ => (State::Failed, Some(why.as_str())),
        };
        self.settle_part(number, places, became, answer);
    }

    /// Nothing is sent for these incidents: a run that goes on from the journal takes them up. For those that an earlier process may have
    /// sent it does so in any case.
    fn leave(&mut self, part: &Part, why: Kind) {
        let places: Vec<u32> = part.places.iter().copied().filter(|place| !self.was_intended(*place)).collect();
        if !places.is_empty() {
            let left = (State::NotAttempted, Some(why.as_str()));
            self.settle_part(part.number, &places, |_| left, &Answered::default());
        }
    }

    /// Whether an earlier process may have sent a request for an incident.
    fn was_intended(&self, place: u32) -> bool {
        self.intended.binary_search_by_key(&place, |(place, _)| *place).is_ok()
    }

    pub(super) fn write_returned(&mut self, number: u32, kind: Kind) {
        if let Some(ledger) = &mut self.ledger {
            ledger.add(&record::returned(number, kind.as_str(), self.now_ms));
        }
    }

    /// Settles the incidents of a request, each by its index.
    pub(super) fn settle_part<'a>(
        &mut self,
        number: u32,
        places: &[u32],
        became: impl Fn(usize) -> Ending<'a>,
        answer: &Answered<'_>,
    ) {
        let mut batch = 0;
        if let Some(ledger) = &mut self.ledger {
            let rows = places.iter().enumerate().map(|(index, place)| {
                let (state, reason) = became(index);
                Became { place: *place, state, reason }
            });
            let rows: Vec<Became<'_>> = rows.collect();
            batch = ledger.add(&record::outcome(&self.plan, number, &rows, answer, self.now_ms));
        }
        for (index, place) in places.iter().enumerate() {
            let (state, reason) = became(index);
            let request = (state != State::NotAttempted).then_some(number);
            self.outcomes.set(*place, request, state, reason);
            self.untold.push_back((batch, *place));
        }
    }
}

/// Whether the server said anything of a request that was a part.
enum Heard {
    Answer,
    Nothing,
}
