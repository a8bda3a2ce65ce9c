//! What happened to each incident of a run.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{Serialize, Serializer};

use super::{
    journal::record,
    outcome::{BulkCounts, BulkRow, Outcomes, State},
    plan::Plan,
};
use crate::{
    error::Error,
    json::{Object, View},
    reading::{Settle, Settlement},
    text::element,
    wire::raw_json,
};

#[cfg(test)]
mod tests;

/// What happened to each incident of a run: each once, in the order of the plan.
///
/// Reports are equal if they say the same of every incident; in what words the run was stopped does not count.
#[derive(Clone, Debug, Eq)]
#[must_use = "a run may have failed for some incidents: look at its outcomes, or call `require_all`"]
pub struct BulkReport {
    run: String,
    plan: Plan,
    outcomes: Arc<Outcomes>,
    stopped: Option<String>,
    reason: Option<String>,
}

impl PartialEq for BulkReport {
    fn eq(&self, other: &Self) -> bool {
        let said = |report: &Self| (report.run.clone(), report.stopped.clone());
        said(self) == said(other) && self.plan == other.plan && self.rows().eq(other.rows())
    }
}

impl BulkReport {
    /// `why` is why those that have no outcome have none.
    pub(super) fn of(run: String, plan: Plan, mut outcomes: Outcomes, why: Option<&str>) -> Self {
        for place in 0..plan.len() as u32 {
            if !outcomes.is_settled(place) {
                outcomes.set(place, None, State::NotAttempted, why);
            }
        }
        BulkReport { run, plan, outcomes: Arc::new(outcomes), stopped: None, reason: None }
    }

    pub(super) fn stopped_by(mut self, why: Option<&str>) -> Self {
        self.stopped = why.filter(|why| *why != super::DONE).map(str::to_owned);
        self
    }

    /// With the error that stopped the run.
    pub(super) fn because(mut self, error: Option<&Error>) -> Self {
        self.reason = error.map(Error::to_string);
        self
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.run
    }

    /// What was to be done.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Why the run was stopped before its end: `cancelled`, `deadline`, `journal`, or the kind of an error; `None` if it was not.
    pub fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref()
    }

    /// What the error says that stopped the run, without secrets; `None` if none did, and in a report that was read from a journal.
    pub fn stopped_reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// How many incidents there are of each outcome.
    pub fn counts(&self) -> BulkCounts {
        self.outcomes.counts()
    }

    /// Whether every incident succeeded.
    pub fn all_succeeded(&self) -> bool {
        let counts = self.counts();
        counts.planned == counts.succeeded
    }

    /// How many incidents there are.
    pub fn len(&self) -> usize {
        self.plan.len()
    }

    /// Whether there was nothing to do.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// The incident at this place of the plan.
    pub fn row(&self, place: usize) -> Option<BulkRow<'_>> {
        (place < self.len()).then(|| self.outcomes.row(&self.plan.ids, place))
    }

    /// Every incident, in the order of the plan.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = BulkRow<'_>> + Clone {
        (0..self.len()).map(|place| self.outcomes.row(&self.plan.ids, place))
    }

    /// One incident; `None` if it is not of the plan. Takes time in proportion to the size of the plan.
    pub fn get(&self, id: &str) -> Option<BulkRow<'_>> {
        self.row(self.plan.ids().position(|known| known == id)?)
    }

    /// The plan of what failed or was not attempted, and of what was read back and is not in effect.
    pub fn retry(&self) -> Plan {
        self.retry_with(false, false)
    }

    /// The same with those that are unknown or unreported, though nobody knows whether they were carried out: an appended effect
    /// may be there twice then.
    pub fn retry_with(&self, unknown: bool, unreported: bool) -> Plan {
        let is_wanted = |place: &u32| {
            let open = self.outcomes.row(&self.plan.ids, *place as usize).settled == Some("not_in_effect");
            match self.outcomes.state(*place) {
                State::Failed | State::NotAttempted => true,
                State::Unknown => unknown || open,
                State::Unreported => unreported || open,
                State::Succeeded | State::Skipped => false,
            }
        };
        self.plan.only((0..self.len() as u32).filter(is_wanted))
    }

    /// What reads back the incidents that are unknown or unreported; `None` if there are none. Hand what comes of it to
    /// [`BulkReport::take`].
    ///
    /// # Errors
    /// `invalid_request`, if the operation is not one for these incidents.
    pub fn settle(&self) -> Result<Option<Settle>, Error> {
        let is_open = |place: &u32| matches!(self.outcomes.state(*place), State::Unknown | State::Unreported);
        settle(&self.plan, &(0..self.len() as u32).filter(is_open).collect::<Vec<_>>())
    }

    /// Takes what reading back said: what is in effect has succeeded, and what is not is in [`BulkReport::retry`]. Gives the record
    /// for the run's journal, with its line feed.
    pub fn take(&mut self, settlement: &Settlement, now_ms: u64) -> String {
        let mut record = String::new();
        let outcomes = Arc::make_mut(&mut self.outcomes);
        let (json, _) = take(&self.plan, outcomes, settlement, now_ms);
        super::journal::line::push(&mut record, &json);
        record
    }

    /// The report of a plan from the text that [`BulkReport::to_json`] gave.
    ///
    /// # Errors
    /// `invalid_request` (field `report`, or a member of it) for any other text, and for the report of another plan.
    pub fn from_json(plan: Plan, text: &str) -> Result<Self, Error> {
        let wrong = |member: &str, reason: &str| Error::invalid(member, reason);
        let view = View::parse(text, 0).map_err(|_| wrong("report", "must be JSON"))?;
        let text = |member: &str| view.get(member).and_then(View::string).map(Cow::into_owned);
        let run = text("run").ok_or_else(|| wrong("run", "must be text"))?;
        if text("operation").as_deref() != Some(plan.operation_id()) {
            return Err(wrong("operation", "is not the plan's"));
        }
        let mut outcomes = Outcomes::new(plan.len());
        let mut place = 0;
        let mut refused = None;
        let rows = view.get("outcomes").ok_or_else(|| wrong("outcomes", "is missing"))?;
        rows.elements(&mut |row| {
            if refused.is_none() && !restore(&plan, &mut outcomes, place, row) {
                refused =
                    Some(wrong(&element("outcomes", place as usize), "is not the plan's incident at this position"));
            }
            place += 1;
        });
        if refused.is_none() && place as usize != plan.len() {
            refused = Some(wrong("outcomes", "do not cover every incident of the plan"));
        }
        let reason = text("stopped_reason");
        let report = BulkReport { run, plan, outcomes: Arc::new(outcomes), stopped: text("stopped"), reason };
        refused.map_or(Ok(report), Err)
    }

    /// The report as JSON text: `{run, operation, stopped, counts, outcomes: [{id, outcome, reason, request, settled}], stopped_reason}`.
    pub fn to_json(&self) -> String {
        let counts = self
            .counts()
            .named()
            .into_iter()
            .fold(Object::new(), |counts, (name, count)| counts.number_or_null(name, Some(count as u64)));
        Object::new()
            .text("run", &self.run)
            .text("operation", self.plan.operation_id())
            .text_or_null("stopped", self.stopped())
            .raw("counts", &counts.finish())
            .array("outcomes", self.rows(), |out, row| row.push_json(out))
            .text_or_null("stopped_reason", self.stopped_reason())
            .finish()
    }
}

/// Takes a row of a report's JSON; false if it is not about the incident at this place.
fn restore(plan: &Plan, outcomes: &mut Outcomes, place: u32, row: View<'_>) -> bool {
    let text = |member: &str| row.get(member).and_then(View::string);
    let state = text("outcome").and_then(|name| State::from_name(&name));
    let (Some(id), Some(state)) = (text("id"), state) else { return false };
    if place as usize >= plan.len() || plan.ids.get(place as usize) != id {
        return false;
    }
    let request = row.get("request").and_then(View::word).and_then(|number| number.parse().ok());
    outcomes.set(place, request, state, text("reason").as_deref());
    if let Some(settled) = text("settled") {
        outcomes.set_settled(place, &settled);
    }
    true
}

/// What reads back the incidents at these places.
pub(super) fn settle(plan: &Plan, places: &[u32]) -> Result<Option<Settle>, Error> {
    if places.is_empty() {
        return Ok(None);
    }
    // It stands for all of them; where each has changes of its own there is no limit.
    let operation = plan.operation(places.get(..plan.most()).unwrap_or(places))?;
    let ids = places.iter().map(|place| plan.ids.get(*place as usize).to_owned());
    Ok(Some(Settle::over(operation, ids.collect())))
}

/// Takes what reading back said; gives the record for the journal, and the places that it is about.
pub(super) fn take(plan: &Plan, outcomes: &mut Outcomes, settlement: &Settlement, now_ms: u64) -> (String, Vec<u32>) {
    let sorted = plan.ids.sorted();
    let place = |id: &str| plan.ids.find(&sorted, id).map(|place| place as u32);
    let rows: Vec<_> = settlement
        .rows()
        .filter_map(|(id, settled)| {
            let why = match settled {
                crate::reading::Settled::CannotTell { why } => Some(why.as_ref()),
                _ => None,
            };
            Some((place(id)?, settled.as_str(), why))
        })
        .collect();
    for (place, settled, _) in &rows {
        outcomes.set_settled(*place, settled);
    }
    let places = rows.iter().map(|(place, ..)| *place).collect();
    (record::settled(&plan.ids, rows, now_ms), places)
}

/// The operation, the counts, and why it was stopped.
impl fmt::Display for BulkReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.plan.operation_id(), self.counts())?;
        match self.stopped() {
            Some(why) => write!(f, "; stopped: {why}"),
            None => Ok(()),
        }
    }
}

/// The JSON of [`BulkReport::to_json`].
impl Serialize for BulkReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}
