//! A simulated world in which a call can be carried out, with something to overwrite everywhere.

use proptest::test_runner::TestCaseError;
use serde_json::Value;
use soarwire::{
    Error, Report, Response,
    sandbox::{Answer, ApiKey, Config, D3Incident, Incoming, Sandbox, User, XpanseIncident},
};

use super::asked::{Asked, Caller, Field, Sent};

/// The text in every field before the call.
pub(crate) const BEFORE: &str = "before";
/// The name of the assignee when the call gives none.
pub(crate) const PRETTY_NAME: &str = "The Tenant's Own Name";
/// Where the playbook runs that sends CloseIncident.
pub(crate) const PLAYBOOK_INCIDENT: &str = "20261031-12";

/// Every incident that `seed` picks needs a bypass: by turns none, tasks, fields, both.
pub(crate) fn sandbox(asked: &Asked, caller: &Caller, seed: usize) -> Sandbox {
    let mut config = Config::default();
    let d3 = &mut config.d3;
    (d3.generate, d3.incidents) = (0, Vec::new());
    d3.path_prefix.clone_from(&caller.prefix);
    d3.usernames = vec![caller.username.clone()];
    d3.sites = vec![caller.site.clone()];
    d3.keys = [("*".to_owned(), caller.key.clone())].into();
    d3.jwts.clear();
    d3.playbook_incident = Some(PLAYBOOK_INCIDENT.to_owned());
    let xpanse = &mut config.xpanse;
    (xpanse.generate, xpanse.incidents) = (0, Vec::new());
    xpanse.standard_keys = vec![ApiKey::new(&caller.key_id, &caller.key)];
    xpanse.advanced_keys.clear();

    let mut incident = |number: &str, need: usize| {
        let mut incident = D3Incident::new(number);
        BEFORE.clone_into(&mut incident.owner);
        BEFORE.clone_into(&mut incident.conclusion);
        incident.required_tasks_pending = need % 2 == 1;
        incident.required_fields_missing = need / 2 % 2 == 1;
        d3.incidents.push(incident);
    };
    match asked {
        Asked::UpdateOwner { numbers, .. }
        | Asked::CloseIncidents { numbers, .. }
        | Asked::LinkToCases { numbers, .. } => {
            for (at, number) in numbers.iter().enumerate() {
                incident(number, seed.wrapping_add(at));
            }
        }
        Asked::CloseIncident { .. } => incident(PLAYBOOK_INCIDENT, 0),
        Asked::UpdateIncident { id, assignee, severity, status, .. } => {
            let mut incident = XpanseIncident::new(id);
            incident.assignee = Some(User::new("before@example.com", BEFORE));
            incident.manual_severity = Some(BEFORE.to_owned());
            BEFORE.clone_into(&mut incident.status);
            incident.resolve_comment = Some(BEFORE.to_owned());
            incident.comments = vec![BEFORE.to_owned()];
            xpanse.incidents.push(incident);
            if let Field::Set((mail, _)) = assignee {
                xpanse.users = vec![User::new(mail, PRETTY_NAME)];
            }
            if let Field::Set(severity) = severity {
                xpanse.severities = vec![severity.clone()];
            }
            xpanse.statuses = status.iter().cloned().collect();
        }
    }
    if let Asked::UpdateOwner { owner, .. } = asked {
        config.d3.owners = vec![owner.clone()];
    }
    if let Asked::LinkToCases { cases, .. } = asked {
        config.d3.cases.clone_from(cases);
    }
    Sandbox::new(config)
}

/// Gives the sandbox a request of the client, with any body.
pub(crate) fn exchange(sandbox: &mut Sandbox, sent: &Sent, body: &[u8]) -> Answer {
    let headers: Vec<(&str, &str)> = sent.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sandbox.handle(1_793_696_706_789, &Incoming { method: "POST", path: &sent.path, headers: &headers, body })
}

/// The client's reading of the answer.
pub(crate) fn read(sent: &Sent, answer: &Answer) -> Result<Report, Error> {
    let response =
        answer.headers.iter().fold(Response::new(answer.status, &answer.body[..]), |response, (name, value)| {
            response.with_header(&**name, &**value)
        });
    (sent.read)(response)
}

/// The requests that were carried out and those that were refused.
pub(crate) fn counts(sandbox: &Sandbox) -> Result<(u64, u64), TestCaseError> {
    let mut operations = sandbox.effects().operations.values();
    match (operations.next(), operations.next()) {
        (Some(counts), None) => Ok((counts.executed, counts.refused)),
        _ => Err(TestCaseError::fail("the request reached no endpoint, or several")),
    }
}

/// The paths of all members of a body, outer ones first.
pub(crate) fn members(body: &Value) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (name, member) in body.as_object().into_iter().flatten() {
        found.push(vec![name.clone()]);
        found.extend(members(member).into_iter().map(|path| [vec![name.clone()], path].concat()));
    }
    found
}
