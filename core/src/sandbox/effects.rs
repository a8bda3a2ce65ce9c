//! What the tenants really did, counted, so that a test can prove that nothing was done twice.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// Everything that happened since the start or the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Effects {
    /// By the vendor's name of the command or call, such as `CloseIncidentInBulk`.
    pub operations: BTreeMap<String, OperationEffects>,
    /// By D3 incident number: the incidents to which something was done.
    pub d3: BTreeMap<String, IncidentEffects>,
    /// By Xpanse incident id: the incidents to which something was done.
    pub xpanse: BTreeMap<String, IncidentEffects>,
    /// The sums over all incidents of both tenants, and the alerts.
    pub totals: Totals,
    /// By Xpanse alert id: the alerts to which something was done.
    pub xpanse_alerts: BTreeMap<String, IncidentEffects>,
}

/// The requests for one command or call. `received` is the sum of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OperationEffects {
    /// Requests that were received.
    pub received: u64,
    /// Requests that were carried out, even if some of their incidents failed or the answer was lost.
    pub executed: u64,
    /// Requests that had no effect at all.
    pub refused: u64,
}

/// What was done to one incident or alert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IncidentEffects {
    /// Times a D3 close was carried out, even if it was closed already.
    pub closes: u64,
    /// Times its owner or assignee was set or cleared.
    pub owner_changes: u64,
    /// Cases it was linked to, repeated links included.
    pub links: u64,
    /// Times its status was set.
    pub status_changes: u64,
    /// Times its severity (Xpanse's manual one) was set or cleared.
    pub severity_changes: u64,
    /// Times its resolve comment was replaced.
    pub resolve_comments: u64,
    /// The conclusions appended, oldest first.
    pub conclusions: Vec<String>,
    /// The comments added, oldest first.
    pub comments: Vec<String>,
    /// The notes added, oldest first.
    pub notes: Vec<String>,
    /// Counts of everything else that was done, by name. In JSON each is a member of the incident.
    #[serde(flatten)]
    pub other: BTreeMap<&'static str, u64>,
    /// The texts of everything else that was appended, by name. In JSON each is a member of the incident.
    #[serde(flatten)]
    pub other_texts: BTreeMap<&'static str, Vec<String>>,
}

/// The same counts over all incidents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// D3 closes.
    pub closes: u64,
    /// Owners and assignees set or cleared.
    pub owner_changes: u64,
    /// Links to cases.
    pub links: u64,
    /// Statuses set.
    pub status_changes: u64,
    /// Severities set or cleared.
    pub severity_changes: u64,
    /// Resolve comments replaced.
    pub resolve_comments: u64,
    /// Conclusions appended.
    pub conclusions: u64,
    /// Comments added.
    pub comments: u64,
    /// Notes added.
    pub notes: u64,
    /// Everything else, by name. In JSON each is a member of the totals.
    #[serde(flatten)]
    pub other: BTreeMap<&'static str, u64>,
}

/// A text that was appended to one incident or alert more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Duplicate {
    /// The incident's number or id, or the alert's id.
    pub incident: String,
    /// `conclusion`, `comment`, `note`, or the name of another list of appended texts.
    pub kind: &'static str,
    /// The text.
    pub text: String,
    /// How often it was appended.
    pub times: u64,
}

impl Effects {
    /// What was done to an incident of either tenant; `None` if nothing was.
    #[must_use]
    pub fn incident(&self, id: &str) -> Option<&IncidentEffects> {
        self.d3.get(id).or_else(|| self.xpanse.get(id))
    }

    /// The requests for one command or call, by the vendor's name; all zero if there were none.
    #[must_use]
    pub fn operation(&self, wire_name: &str) -> OperationEffects {
        self.operations.get(wire_name).cloned().unwrap_or_default()
    }

    /// The texts that were appended to one incident more than once. Empty if the client never repeated one.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for (incident, effects) in self.d3.iter().chain(&self.xpanse).chain(&self.xpanse_alerts) {
            let known =
                [("conclusion", &effects.conclusions), ("comment", &effects.comments), ("note", &effects.notes)];
            for (kind, texts) in known.into_iter().chain(effects.other_texts.iter().map(|(&name, texts)| (name, texts)))
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
}
