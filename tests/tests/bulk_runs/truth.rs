//! What the sandbox actually did, request by request: the truth with which reports are compared.

use std::collections::BTreeSet;

use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::json;
use soarwire::bulk::BulkReport;
use soarwire::sandbox::{ApiKey, Config, IncidentEffects, Sandbox};

use super::plan::{CASE, Case, OLD_TAG, OWNER, Operation, PLAYBOOK, SITE, SOURCE, TEXT};

/// Tenants that have all incidents of the case but the last.
pub(super) fn sandbox(case: &Case) -> Sandbox {
    let mut config = Config::default();
    (config.seed, config.log_capacity) = (1, 0);
    let ids = case.ids();
    let known = ids.iter().enumerate().take(case.count.saturating_sub(1).max(1));
    let d3 = &mut config.d3;
    (d3.generate, d3.rate_limit) = (0, case.limit);
    d3.owners = vec![OWNER.to_owned()];
    d3.cases = vec![CASE.to_owned()];
    d3.sites = vec!["Security Operations".to_owned(), SITE.to_owned()];
    d3.playbooks = vec![PLAYBOOK.to_owned()];
    d3.incidents.clear();
    let xpanse = &mut config.xpanse;
    (xpanse.generate, xpanse.generate_alerts, xpanse.rate_limit) = (0, 0, case.limit);
    xpanse.standard_keys = vec![ApiKey::new("1", "sandbox-xpanse-standard-key")];
    xpanse.advanced_keys = vec![ApiKey::new("2", "sandbox-xpanse-advanced-key")];
    xpanse.incidents.clear();
    xpanse.alerts.clear();
    for (place, id) in known {
        let is_held = place % 3 == 2;
        match case.operation {
            Operation::UpdateIncident => {
                let status = if is_held { "under_investigation" } else { "new" };
                xpanse.incidents.extend(serde_json::from_value(json!({ "incident_id": id, "status": status })).ok());
            }
            Operation::UpdateAlerts => {
                let name = if is_held { "Held" } else { "New" };
                xpanse.alerts.extend(serde_json::from_value(json!({ "alert_id": id, "name": name })).ok());
            }
            _ => {
                let status = if is_held { "On Hold" } else { "Open" };
                let incident = json!({ "number": id, "status": status, "tags": [OLD_TAG], "linked_incidents": [SOURCE],
                    "site": "Security Operations" });
                d3.incidents.extend(serde_json::from_value(incident).ok());
            }
        }
    }
    if case.is_d3() {
        d3.incidents.extend(serde_json::from_value(json!({ "number": SOURCE })).ok());
    }
    Sandbox::new(config)
}

/// One request that was sent, and what came of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    /// The places of its incidents.
    pub(super) places: BTreeSet<u32>,
    /// Those to which it did something.
    pub(super) done: BTreeSet<u32>,
    /// Those of which nobody was told what it did.
    pub(super) open: BTreeSet<u32>,
}

impl Sent {
    /// Nobody is told what it did.
    pub(super) fn leave_open(&mut self) {
        self.open.clone_from(&self.places);
    }
}

/// Everything that was sent and acts.
#[derive(Clone, Debug, Default)]
pub(super) struct Truth {
    pub(super) sent: Vec<Sent>,
}

impl Truth {
    pub(super) fn about(&self, place: u32) -> impl DoubleEndedIterator<Item = &Sent> {
        self.sent.iter().filter(move |sent| sent.places.contains(&place))
    }

    /// The program was ended: what its journal does not know of the last requests stays open.
    pub(super) fn forget(&mut self, journal: &BulkReport) {
        for (place, row) in (0u32..).zip(journal.rows()) {
            let last = self.sent.iter_mut().rev().find(|sent| sent.places.contains(&place));
            if row.outcome.name() == "unknown" {
                last.into_iter().for_each(|last| last.open.extend([place]));
            }
        }
    }

    pub(super) fn times_done(&self, place: u32) -> usize {
        self.about(place).filter(|sent| sent.done.contains(&place)).count()
    }
}

/// What was done to each incident so far.
pub(super) fn effects(sandbox: &Sandbox, case: &Case) -> Vec<Option<IncidentEffects>> {
    let effects = sandbox.effects();
    let all = match case.operation {
        Operation::UpdateAlerts => &effects.xpanse_alerts,
        Operation::UpdateIncident => &effects.xpanse,
        _ => &effects.d3,
    };
    case.ids().iter().map(|id| all.get(id).cloned()).collect()
}

/// Whether the incident shows what was asked for.
pub(super) fn stands(sandbox: &Sandbox, case: &Case, id: &str) -> bool {
    let snapshot = sandbox.snapshot();
    let d3 = snapshot.d3.iter().find(|incident| incident.number == id);
    match (case.operation, d3) {
        (Operation::UpdateOwner, Some(incident)) => incident.owner == OWNER,
        (Operation::CloseIncidents, Some(incident)) => {
            incident.status == "Closed" && (incident.conclusion == TEXT || !case.appends)
        }
        (Operation::LinkToCases, Some(incident)) => incident.cases == [CASE],
        (Operation::RemoveLinks, Some(incident)) => incident.linked_incidents.is_empty(),
        (Operation::RunPlaybooks, Some(incident)) => incident.playbooks == [PLAYBOOK],
        (Operation::UpdateSite, Some(incident)) => incident.site == SITE,
        (Operation::SetFields | Operation::SetField, Some(incident)) => incident.title == TEXT,
        (Operation::SetEachField, Some(incident)) => incident.title == format!("{TEXT} {id}"),
        (Operation::AddTags, Some(incident)) => incident.tags.iter().any(|tag| tag == TEXT),
        (Operation::RemoveTags, Some(incident)) => incident.tags.is_empty(),
        (Operation::SetHtml, Some(incident)) => incident.notes == [TEXT],
        (Operation::UpdateAlerts, _) => {
            let alert = snapshot.xpanse_alerts.iter().find(|alert| alert.alert_id == id);
            alert.is_some_and(|alert| alert.severity == "low" && (alert.comments == [TEXT] || !case.appends))
        }
        (Operation::UpdateIncident, _) => {
            let incident = snapshot.xpanse.iter().find(|incident| incident.incident_id == id);
            incident.is_some_and(|incident| {
                incident.resolve_comment.as_deref() == Some(TEXT) && (incident.comments == [TEXT] || !case.appends)
            })
        }
        (_, None) => false,
    }
}

/// No text was appended to an incident twice.
pub(super) fn check_texts(sandbox: &Sandbox) -> Result<(), TestCaseError> {
    let duplicates = sandbox.effects().duplicates();
    prop_assert!(duplicates.is_empty(), "{duplicates:?}");
    Ok(())
}
