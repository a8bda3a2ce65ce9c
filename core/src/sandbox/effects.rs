//! What the tenants really did, counted, so that a test can prove that nothing was done twice.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::operation::{Operation, Vendor};

/// All that happened since the start or the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// By the vendor's operation name, such as `CloseIncidentInBulk`.
    pub operations: BTreeMap<String, OperationEffects>,
    /// By D3 incident number: the incidents that something was done to.
    pub d3: BTreeMap<String, IncidentEffects>,
    /// By Xpanse incident id: the incidents that something was done to.
    pub xpanse: BTreeMap<String, IncidentEffects>,
    /// All incidents of both tenants together.
    pub totals: Totals,
}

/// What became of the requests for one operation. `received` is the sum of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OperationEffects {
    /// Requests that came in.
    pub received: u64,
    /// Requests that were carried out, also when some of their incidents failed or the answer was lost.
    pub executed: u64,
    /// Requests that had no effect at all.
    pub refused: u64,
}

/// What was done to one incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct IncidentEffects {
    /// Times a D3 close was carried out, closed before or not.
    pub closes: u64,
    /// Times its owner or assignee was set or cleared.
    pub owner_changes: u64,
    /// Cases it was linked to, repeated links included.
    pub links: u64,
    /// Times its Xpanse status was set.
    pub status_changes: u64,
    /// Times its manual severity was set or cleared.
    pub severity_changes: u64,
    /// Times its resolve comment was replaced.
    pub resolve_comments: u64,
    /// The conclusions appended, oldest first.
    pub conclusions: Vec<String>,
    /// The comments added, oldest first.
    pub comments: Vec<String>,
    /// The notes added, oldest first.
    pub notes: Vec<String>,
}

/// The same counts over all incidents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// D3 closes.
    pub closes: u64,
    /// Owners and assignees set or cleared.
    pub owner_changes: u64,
    /// Links to cases.
    pub links: u64,
    /// Xpanse statuses set.
    pub status_changes: u64,
    /// Manual severities set or cleared.
    pub severity_changes: u64,
    /// Resolve comments replaced.
    pub resolve_comments: u64,
    /// Conclusions appended.
    pub conclusions: u64,
    /// Comments added.
    pub comments: u64,
    /// Notes added.
    pub notes: u64,
}

/// A text that was appended to one incident more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The incident's number or id.
    pub incident: String,
    /// `conclusion`, `comment` or `note`.
    pub kind: &'static str,
    /// The text.
    pub text: String,
    /// How often it was appended.
    pub times: u64,
}

/// One thing done to one incident.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effect<'a> {
    Close,
    OwnerChange,
    Link,
    StatusChange,
    SeverityChange,
    ResolveComment,
    Conclusion(&'a str),
    Comment(&'a str),
    Note(&'a str),
}

impl Effects {
    /// What was done to an incident of either tenant; none if nothing was.
    #[must_use]
    pub fn incident(&self, id: &str) -> Option<&IncidentEffects> {
        self.d3.get(id).or_else(|| self.xpanse.get(id))
    }

    /// The requests for one operation, by the vendor's name; all zero if there were none.
    #[must_use]
    pub fn operation(&self, wire_name: &str) -> OperationEffects {
        self.operations.get(wire_name).cloned().unwrap_or_default()
    }

    /// The texts that were appended to one incident more than once. Empty is what a careful client leaves behind.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for (incident, effects) in self.d3.iter().chain(&self.xpanse) {
            for (kind, texts) in
                [("conclusion", &effects.conclusions), ("comment", &effects.comments), ("note", &effects.notes)]
            {
                let mut times = BTreeMap::<&str, u64>::new();
                for text in texts {
                    *times.entry(text).or_default() += 1;
                }
                found.extend(times.into_iter().filter(|&(_, times)| times > 1).map(|(text, times)| Duplicate {
                    incident: incident.clone(),
                    kind,
                    text: text.to_owned(),
                    times,
                }));
            }
        }
        found
    }

    /// The effects as one JSON object, with the duplicates under `duplicates`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut json = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(json) = &mut json {
            json.insert("duplicates".to_owned(), serde_json::to_value(self.duplicates()).unwrap_or_default());
        }
        json
    }

    pub(super) fn count(&mut self, operation: Operation, executed: bool) {
        update(&mut self.operations, operation.wire_name(), |counts: &mut OperationEffects| {
            counts.received += 1;
            *(if executed { &mut counts.executed } else { &mut counts.refused }) += 1;
        });
    }

    pub(super) fn record(&mut self, vendor: Vendor, incident: &str, effect: Effect<'_>) {
        let incidents = match vendor {
            Vendor::D3 => &mut self.d3,
            Vendor::Xpanse => &mut self.xpanse,
        };
        let all = &mut self.totals;
        update(incidents, incident, |one| {
            let (one, all) = match effect {
                Effect::Close => (&mut one.closes, &mut all.closes),
                Effect::OwnerChange => (&mut one.owner_changes, &mut all.owner_changes),
                Effect::Link => (&mut one.links, &mut all.links),
                Effect::StatusChange => (&mut one.status_changes, &mut all.status_changes),
                Effect::SeverityChange => (&mut one.severity_changes, &mut all.severity_changes),
                Effect::ResolveComment => (&mut one.resolve_comments, &mut all.resolve_comments),
                Effect::Conclusion(text) => return append(&mut one.conclusions, text, &mut all.conclusions),
                Effect::Comment(text) => return append(&mut one.comments, text, &mut all.comments),
                Effect::Note(text) => return append(&mut one.notes, text, &mut all.notes),
            };
            *one += 1;
            *all += 1;
        });
    }
}

fn append(texts: &mut Vec<String>, text: &str, total: &mut u64) {
    texts.push(text.to_owned());
    *total += 1;
}

/// Like `map.entry`, without a new String for a key that is there.
fn update<T: Default>(map: &mut BTreeMap<String, T>, key: &str, change: impl FnOnce(&mut T)) {
    if let Some(value) = map.get_mut(key) {
        return change(value);
    }
    let mut value = T::default();
    change(&mut value);
    map.insert(key.to_owned(), value);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn counts_per_incident_add_up_to_the_totals() {
        let mut effects = Effects::default();
        effects.record(Vendor::D3, "A", Effect::Close);
        effects.record(Vendor::D3, "B", Effect::Close);
        effects.record(Vendor::Xpanse, "A", Effect::Comment("hello"));
        assert_eq!(effects.incident("A").unwrap().closes, 1);
        assert_eq!(effects.xpanse.get("A").unwrap().comments, ["hello"]);
        assert_eq!((effects.totals.closes, effects.totals.comments), (2, 1));
        assert!(effects.incident("C").is_none());
    }

    #[test]
    fn only_a_text_repeated_on_one_incident_is_a_duplicate() {
        let mut effects = Effects::default();
        effects.record(Vendor::D3, "A", Effect::Conclusion("done"));
        effects.record(Vendor::D3, "B", Effect::Conclusion("done"));
        effects.record(Vendor::D3, "A", Effect::Note("done"));
        assert!(effects.duplicates().is_empty());
        effects.record(Vendor::D3, "A", Effect::Conclusion("done"));
        let expected = Duplicate { incident: "A".to_owned(), kind: "conclusion", text: "done".to_owned(), times: 2 };
        assert_eq!(effects.duplicates(), [expected]);
        assert_eq!(effects.to_json().pointer("/duplicates/0/times"), Some(&2.into()));
    }

    #[test]
    fn received_is_executed_plus_refused() {
        let mut effects = Effects::default();
        effects.count(Operation::CloseIncident, true);
        effects.count(Operation::CloseIncident, false);
        let counts = effects.operation("CloseIncident");
        assert_eq!((counts.received, counts.executed, counts.refused), (2, 1, 1));
        assert_eq!(effects.operation("Unheard").received, 0);
    }
}
