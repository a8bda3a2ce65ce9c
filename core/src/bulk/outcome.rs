//! What happened to one incident of a run: as users see it, and in its stored form.

use std::fmt;

use super::packed::Packed;
use crate::{json::Object, reading::Settled};

/// What happened to one incident of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BulkOutcome<'a> {
    /// An answer states that it was done; or it was read back that it is in effect, see [`BulkRow::settled`].
    Succeeded,
    /// The answer states that it failed, or the request was certainly not carried out.
    Failed {
        /// The vendor's reason, or the kind of the error.
        reason: &'a str,
    },
    /// The answer leaves it out.
    Unreported,
    /// The request may have been carried out.
    Unknown {
        /// The kind of the error.
        why: &'a str,
    },
    /// Nothing was sent for it.
    NotAttempted {
        /// `cancelled`, `deadline`, `journal`, or the kind of the error that stopped the run.
        why: &'a str,
    },
    /// The guard did not hold.
    Skipped {
        /// What was read.
        why: &'a str,
    },
}

impl<'a> BulkOutcome<'a> {
    /// The stable name, such as `not_attempted`.
    pub fn name(self) -> &'static str {
        State::of(self).name()
    }

    /// The reason or the why; `None` for those that have none.
    pub fn reason(self) -> Option<&'a str> {
        match self {
            BulkOutcome::Succeeded | BulkOutcome::Unreported => None,
            BulkOutcome::Failed { reason: why }
            | BulkOutcome::Unknown { why }
            | BulkOutcome::NotAttempted { why }
            | BulkOutcome::Skipped { why } => Some(why),
        }
    }
}

/// The stable name. The reason may be the vendor's text, and is never printed.
impl fmt::Display for BulkOutcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One incident of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkRow<'a> {
    /// Its id or number.
    pub id: &'a str,
    /// What happened to it.
    pub outcome: BulkOutcome<'a>,
    /// The number of the request that it belongs to; `None` if none was made for it.
    pub request: Option<u32>,
    /// What reading it back said, if it was read back: `in_effect`, `not_in_effect` or `cannot_tell`.
    pub settled: Option<&'static str>,
}

impl BulkRow<'_> {
    /// The row as JSON text: `{id, outcome, reason, request, settled}`.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.push_json(&mut out);
        out
    }

    pub(super) fn push_json(&self, out: &mut String) {
        *out = Object::behind(std::mem::take(out))
            .text("id", self.id)
            .text("outcome", self.outcome.name())
            .text_or_null("reason", self.outcome.reason())
            .number_or_null("request", self.request.map(u64::from))
            .text_or_null("settled", self.settled)
            .finish();
    }
}

/// A row that belongs to nobody.
#[cfg(feature = "ureq")]
#[derive(Debug)]
pub(crate) struct OwnedRow {
    id: String,
    state: State,
    reason: String,
    request: Option<u32>,
    settled: Option<&'static str>,
}

#[cfg(feature = "ureq")]
impl OwnedRow {
    pub(crate) fn of(row: &BulkRow<'_>) -> Self {
        OwnedRow {
            id: row.id.to_owned(),
            state: State::of(row.outcome),
            reason: row.outcome.reason().unwrap_or_default().to_owned(),
            request: row.request,
            settled: row.settled,
        }
    }

    pub(crate) fn row(&self) -> BulkRow<'_> {
        let outcome = self.state.outcome(&self.reason);
        BulkRow { id: &self.id, outcome, request: self.request, settled: self.settled }
    }
}

/// How many incidents of a run there are of each outcome; their sum is `planned`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct BulkCounts {
    /// All incidents of the plan.
    pub planned: usize,
    /// [`BulkOutcome::Succeeded`].
    pub succeeded: usize,
    /// [`BulkOutcome::Failed`].
    pub failed: usize,
    /// [`BulkOutcome::Unreported`].
    pub unreported: usize,
    /// [`BulkOutcome::Unknown`].
    pub unknown: usize,
    /// [`BulkOutcome::NotAttempted`]; of a run that goes on, those that have no outcome yet.
    pub not_attempted: usize,
    /// [`BulkOutcome::Skipped`].
    pub skipped: usize,
}

impl BulkCounts {
    /// The counts by their names, in the order of the documentation.
    pub fn named(&self) -> [(&'static str, usize); 7] {
        [
            ("planned", self.planned),
            ("succeeded", self.succeeded),
            ("failed", self.failed),
            ("unreported", self.unreported),
            ("unknown", self.unknown),
            ("not_attempted", self.not_attempted),
            ("skipped", self.skipped),
        ]
    }

    fn slot(&mut self, state: State) -> &mut usize {
        match state {
            State::Succeeded => &mut self.succeeded,
            State::Failed => &mut self.failed,
            State::Unreported => &mut self.unreported,
            State::Unknown => &mut self.unknown,
            State::NotAttempted => &mut self.not_attempted,
            State::Skipped => &mut self.skipped,
        }
    }
}

/// `250 of 400 succeeded, 1 failed, 149 not attempted`.
impl fmt::Display for BulkCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} succeeded", self.succeeded, self.planned)?;
        for (count, what) in [
            (self.failed, "failed"),
            (self.unreported, "unreported"),
            (self.unknown, "unknown"),
            (self.not_attempted, "not attempted"),
            (self.skipped, "skipped"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}

/// An outcome without its reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// Not yet, or never.
    #[default]
    NotAttempted,
    Succeeded,
    Failed,
    Unreported,
    Unknown,
    Skipped,
}

impl State {
    pub(crate) fn of(outcome: BulkOutcome<'_>) -> Self {
        match outcome {
            BulkOutcome::Succeeded => State::Succeeded,
            BulkOutcome::Failed { .. } => State::Failed,
            BulkOutcome::Unreported => State::Unreported,
            BulkOutcome::Unknown { .. } => State::Unknown,
            BulkOutcome::NotAttempted { .. } => State::NotAttempted,
            BulkOutcome::Skipped { .. } => State::Skipped,
        }
    }

    /// The outcome with this reason.
    fn outcome(self, why: &str) -> BulkOutcome<'_> {
        match self {
            State::Succeeded => BulkOutcome::Succeeded,
            State::Failed => BulkOutcome::Failed { reason: why },
            State::Unreported => BulkOutcome::Unreported,
            State::Unknown => BulkOutcome::Unknown { why },
            State::NotAttempted => BulkOutcome::NotAttempted { why },
            State::Skipped => BulkOutcome::Skipped { why },
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            State::Succeeded => "succeeded",
            State::Failed => "failed",
            State::Unreported => "unreported",
            State::Unknown => "unknown",
            State::NotAttempted => "not_attempted",
            State::Skipped => "skipped",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        use State::{Failed, NotAttempted, Skipped, Succeeded, Unknown, Unreported};
        [Succeeded, Failed, Unreported, Unknown, NotAttempted, Skipped].into_iter().find(|state| state.name() == name)
    }
}

/// No request.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    state: State,
    /// Whether it has an outcome.
    is_settled: bool,
    /// What reading it back said: the place in [`SETTLED`], counted from 1.
    read_back: u8,
    /// The reason, counted from 1.
    reason: u32,
    request: u32,
}

impl Default for Entry {
    fn default() -> Self {
        Entry { state: State::default(), is_settled: false, read_back: 0, reason: 0, request: NONE }
    }
}

const SETTLED: [&str; 3] = ["in_effect", "not_in_effect", "cannot_tell"];

/// The outcomes of a run's incidents, by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcomes {
    entries: Vec<Entry>,
    reasons: Packed,
    counts: BulkCounts,
    /// How many have an outcome.
    settled: usize,
}

impl Outcomes {
    pub(crate) fn new(count: usize) -> Self {
        let mut outcomes = Outcomes::default();
        outcomes.grow(count);
        outcomes
    }

    /// Makes room for `count` incidents.
    pub(crate) fn grow(&mut self, count: usize) {
        let added = count.saturating_sub(self.entries.len());
        self.entries.resize(self.entries.len() + added, Entry::default());
        self.counts.planned += added;
        self.counts.not_attempted += added;
    }

    pub(crate) fn counts(&self) -> BulkCounts {
        self.counts
    }

    /// How many have an outcome.
    pub(crate) fn settled(&self) -> usize {
        self.settled
    }

    pub(crate) fn is_settled(&self, place: u32) -> bool {
        self.entries.get(place as usize).is_some_and(|entry| entry.is_settled)
    }

    pub(crate) fn state(&self, place: u32) -> State {
        self.entries.get(place as usize).copied().unwrap_or_default().state
    }

    pub(crate) fn set(&mut self, place: u32, request: Option<u32>, state: State, reason: Option<&str>) {
        let reason = reason.map_or(0, |reason| self.reason(reason));
        let Some(entry) = self.entries.get_mut(place as usize) else { return };
        *self.counts.slot(entry.state) -= 1;
        *self.counts.slot(state) += 1;
        self.settled += usize::from(!entry.is_settled);
        let request = request.unwrap_or(entry.request);
        *entry = Entry { state, is_settled: true, read_back: entry.read_back, reason, request };
    }

    /// Forgets an outcome: the incident is to be attempted again.
    pub(crate) fn reopen(&mut self, place: u32) {
        let Some(entry) = self.entries.get_mut(place as usize) else { return };
        *self.counts.slot(entry.state) -= 1;
        self.counts.not_attempted += 1;
        self.settled -= usize::from(entry.is_settled);
        *entry = Entry { read_back: entry.read_back, ..Entry::default() };
    }

    /// What reading it back said. What is in effect has succeeded; anything else stays what it was.
    pub(crate) fn set_settled(&mut self, place: u32, settled: &str) {
        let Some(index) = SETTLED.iter().position(|name| *name == settled) else { return };
        let Some(entry) = self.entries.get_mut(place as usize) else { return };
        entry.read_back = index as u8 + 1;
        if settled == Settled::InEffect.as_str() {
            self.set(place, None, State::Succeeded, None);
        }
    }

    /// The number of a reason. Most are like one of the last few.
    fn reason(&mut self, reason: &str) -> u32 {
        const FEW: usize = 8;
        let known = self.reasons.len();
        let found = (known.saturating_sub(FEW)..known).find(|place| self.reasons.get(*place) == reason);
        let place = found.unwrap_or_else(|| {
            self.reasons.push(reason);
            known
        });
        place as u32 + 1
    }

    pub(crate) fn row<'a>(&'a self, ids: &'a Packed, place: usize) -> BulkRow<'a> {
        let entry = self.entries.get(place).copied().unwrap_or_default();
        let why = self.reasons.get((entry.reason as usize).wrapping_sub(1));
        let outcome = entry.state.outcome(why);
        let settled = (entry.read_back as usize).checked_sub(1).and_then(|index| SETTLED.get(index)).copied();
        BulkRow { id: ids.get(place), outcome, request: (entry.request != NONE).then_some(entry.request), settled }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_whatever_is_set() {
        let ids: Packed = ["a", "b", "c"].into_iter().collect();
        let mut outcomes = Outcomes::new(3);
        outcomes.set(0, Some(0), State::Failed, Some("closed"));
        outcomes.set(1, Some(0), State::Unknown, Some("timeout"));
        outcomes.set(1, Some(1), State::Failed, Some("closed"));
        outcomes.set(2, None, State::NotAttempted, Some("deadline"));
        let row = |outcomes: &Outcomes, place| format!("{:?}", outcomes.row(&ids, place));
        assert_eq!(outcomes.counts().to_string(), "0 of 3 succeeded, 2 failed, 1 not attempted");
        assert!(row(&outcomes, 1).contains("closed") && row(&outcomes, 1).contains("Some(1)"));
        assert_eq!(outcomes.row(&ids, 2).outcome, BulkOutcome::NotAttempted { why: "deadline" });
        outcomes.reopen(0);
        assert_eq!((outcomes.is_settled(0), outcomes.settled()), (false, 2));
        outcomes.set_settled(1, "in_effect");
        assert_eq!(outcomes.row(&ids, 1).outcome, BulkOutcome::Succeeded);
        assert_eq!((outcomes.row(&ids, 1).settled, outcomes.row(&ids, 1).request), (Some("in_effect"), Some(1)));
        let json = r#"{"id":"b","outcome":"succeeded","reason":null,"request":1,"settled":"in_effect"}"#;
        assert_eq!(outcomes.row(&ids, 1).to_json(), json);
        outcomes.set_settled(2, "cannot_tell");
        assert_eq!(outcomes.row(&ids, 2).outcome.name(), "not_attempted");
        assert_eq!(outcomes.row(&ids, 2).outcome.to_string(), "not_attempted");
        let counts = outcomes.counts();
        assert_eq!(counts.named().iter().skip(1).map(|(_, count)| count).sum::<usize>(), counts.planned);
    }
}
