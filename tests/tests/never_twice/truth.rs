//! What the sandbox actually did, attempt by attempt: the truth with which reports are compared.

use std::collections::{BTreeMap, BTreeSet};

use proptest::test_runner::TestCaseError;
use serde_json::json;
use soarwire::sandbox::{ApiKey, Config, D3Incident, IncidentEffects, Sandbox, User};

use super::plan::{self, ALERT_IDS, D3_NUMBERS, Operation, Plan, XPANSE_IDS};

/// The incident that `d3.close_incident` closes.
pub(super) const PLAYBOOK: &str = D3_NUMBERS[2];

/// Tenants that know what these calls ask for, but for the last incident of each list.
pub(super) fn config(calls: usize, rate_limit: Option<u32>) -> Config {
    let incident = |at: usize, number: &str| -> Option<D3Incident> {
        let incident =
            json!({ "number": number, "required_tasks_pending": at == 3, "required_fields_missing": at == 4 });
        serde_json::from_value(incident).ok()
    };
    let mut config = Config::default();
    (config.seed, config.log_capacity) = (1, 0);
    let d3 = &mut config.d3;
    d3.owners = (0..calls).map(plan::owner).collect();
    d3.cases = (0..calls).map(plan::case).collect();
    d3.sites = (0..2).map(plan::site).map(str::to_owned).collect();
    d3.playbooks = (0..calls).map(plan::playbook).collect();
    d3.incidents = D3_NUMBERS.iter().enumerate().take(5).filter_map(|(at, number)| incident(at, number)).collect();
    d3.generate = 0;
    d3.playbook_incident = Some(PLAYBOOK.to_owned());
    d3.rate_limit = rate_limit;
    let known = XPANSE_IDS.iter().take(3).map(|id| json!({ "incident_id": id }));
    let xpanse = &mut config.xpanse;
    xpanse.standard_keys = vec![ApiKey::new("1", "sandbox-xpanse-standard-key")];
    xpanse.advanced_keys = vec![ApiKey::new("2", "sandbox-xpanse-advanced-key")];
    xpanse.users = vec![User::new("maria.keller@example.com", "")];
    xpanse.incidents = known.filter_map(|incident| serde_json::from_value(incident).ok()).collect();
    let known = ALERT_IDS.iter().take(2).map(|id| json!({ "alert_id": id }));
    xpanse.alerts = known.filter_map(|alert| serde_json::from_value(alert).ok()).collect();
    xpanse.generate_alerts = 0;
    xpanse.generate = 0;
    xpanse.rate_limit = rate_limit;
    config
}

/// What the attempts of one call did.
#[derive(Default)]
pub(super) struct Truth {
    /// Of each incident, in how many attempts.
    pub(super) done: BTreeMap<String, u32>,
    /// The incidents that the attempt answered last did something to.
    pub(super) last: BTreeSet<String>,
}

/// The effects on the incidents of a call, before and after an attempt.
pub(super) struct Watch {
    before: Vec<(String, Option<IncidentEffects>)>,
}

impl Watch {
    pub(super) fn begin(sandbox: &Sandbox, plan: &Plan) -> Watch {
        let ids = incidents(plan).into_iter();
        Watch { before: ids.map(|id| (id.clone(), effects(sandbox, plan, &id))).collect() }
    }

    /// Adds what the attempt did, which must be in the tenant.
    pub(super) fn end(
        self,
        sandbox: &Sandbox,
        plan: &Plan,
        index: usize,
        truth: &mut Truth,
    ) -> Result<(), TestCaseError> {
        truth.last.clear();
        for (id, before) in self.before {
            if effects(sandbox, plan, &id) != before {
                stands(sandbox, plan, index, &id)?;
                *truth.done.entry(id.clone()).or_default() += 1;
                truth.last.insert(id);
            }
        }
        Ok(())
    }
}

/// The incidents that a call is about, whoever names them.
fn incidents(plan: &Plan) -> BTreeSet<String> {
    let named = plan.incidents.iter();
    match plan.operation {
        Operation::CloseIncident => [PLAYBOOK.to_owned()].into(),
        Operation::GetIncidents | Operation::CreateIncident => BTreeSet::new(),
        Operation::UpdateAlerts => plan.alerts().into_iter().map(str::to_owned).collect(),
        Operation::AddTags | Operation::SetHtml => named.take(1).map(|at| D3_NUMBERS[*at].to_owned()).collect(),
        Operation::UpdateIncident => named.take(1).map(|at| XPANSE_IDS[at % XPANSE_IDS.len()].to_owned()).collect(),
        _ => named.map(|at| D3_NUMBERS[*at].to_owned()).collect(),
    }
}

fn effects(sandbox: &Sandbox, plan: &Plan, id: &str) -> Option<IncidentEffects> {
    let effects = sandbox.effects();
    let effects = match plan.operation {
        Operation::UpdateAlerts => effects.xpanse_alerts.get(id),
        _ if plan.is_d3() => effects.d3.get(id),
        _ => effects.xpanse.get(id),
    };
    effects.cloned()
}

/// Checks that the tenant's incident shows what the call asked for.
fn stands(sandbox: &Sandbox, plan: &Plan, index: usize, id: &str) -> Result<(), TestCaseError> {
    let snapshot = sandbox.snapshot();
    let text = plan::text(index);
    let d3 = snapshot.d3.iter().find(|incident| incident.number == id);
    let is_so = match (plan.operation, d3) {
        (Operation::UpdateOwner, Some(incident)) => incident.owner == plan::owner(index),
        (Operation::CloseIncidents, Some(incident)) => {
            incident.status == "Closed" && incident.conclusion.contains(&text) == plan.appends
        }
        (Operation::LinkToCases, Some(incident)) => incident.cases.contains(&plan::case(index)),
        (Operation::CloseIncident, Some(incident)) => {
            incident.status == "Closed" && incident.notes.contains(&text) == plan.appends
        }
        (Operation::AddTags, Some(incident)) => incident.tags.contains(&text),
        (Operation::UpdateSite, Some(incident)) => incident.site == plan::site(index),
        (Operation::SetHtml, Some(incident)) => incident.notes.contains(&text),
        (Operation::RunPlaybooks, Some(incident)) => incident.playbooks.contains(&plan::playbook(index)),
        (Operation::UpdateAlerts, _) => snapshot.xpanse_alerts.iter().any(|alert| {
            alert.alert_id == id
                && alert.status == "under_investigation"
                && alert.comments.contains(&text) == plan.appends
        }),
        _ => snapshot.xpanse.iter().any(|incident| {
            incident.incident_id == id
                && incident.resolve_comment.as_ref() == Some(&text)
                && incident.comments.contains(&text) == plan.appends
        }),
    };
    if is_so { Ok(()) } else { Err(TestCaseError::fail(format!("{id}: an effect that does not show"))) }
}

/// How often the text of a call is in the tenants, at most on one incident.
pub(super) fn appended(sandbox: &Sandbox, index: usize) -> usize {
    let snapshot = sandbox.snapshot();
    let text = plan::text(index);
    let lines = |conclusion: &str| conclusion.lines().filter(|line| *line == text).count();
    let equal = |texts: &[String]| texts.iter().filter(|one| **one == text).count();
    let d3 = snapshot.d3.iter().flat_map(|incident| [lines(&incident.conclusion), equal(&incident.notes)]);
    let runs = plan::playbook(index);
    let runs = snapshot.d3.iter().map(|incident| incident.playbooks.iter().filter(|name| **name == runs).count());
    let comments = snapshot.xpanse.iter().map(|incident| equal(&incident.comments));
    let alerts = snapshot.xpanse_alerts.iter().map(|alert| equal(&alert.comments));
    let on_one = d3.chain(runs).chain(comments).chain(alerts).max().unwrap_or_default();
    // An incident that was created has the text as its title.
    on_one.max(snapshot.d3.iter().filter(|incident| incident.title == text).count())
}
