//! `CreateAnIncident`: makes an incident, a new one each time.

use serde::Serialize;

use super::answers::{Envelope, command_error};
use super::changes::cut;
use super::item::SUCCESSFUL;
use super::tenant::D3Command;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.create_incident",
    wire_name: "CreateAnIncident",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

/// The owner of an incident for which none was named.
const DEFAULT_OWNER: &str = "System";

/// What the answer says of it.
#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "Incident Number")]
    number: &'a str,
    #[serde(rename = "Incident Title")]
    title: &'a str,
    #[serde(rename = "Incident Owner")]
    owner: &'a str,
    #[serde(rename = "Result")]
    result: &'static str,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let now_ms = command.now_ms;
    let owner = params.text("Owner")?.unwrap_or(DEFAULT_OWNER);
    let mut incident = D3Incident::new(command.world.d3.unused_number(now_ms));
    incident.incident_type = params.required_text("IncidentType")?.to_owned();
    incident.title = cut(params.text("Title")?.unwrap_or_default());
    incident.description = params.text("Description")?.unwrap_or_default().to_owned();
    if let Some(severity) = params.text("Severity")? {
        severity.clone_into(&mut incident.severity);
    }
    let playbook = params.text("Playbook")?;
    let other = [("TimeZone", params.text("TimeZone")?), ("DueDate", params.text("DueDate")?)];
    let due = params.date("DueDate")?;
    incident.raw_data = params.object("RawData")?.cloned();
    // Here the owner goes by the name of the account.
    if owner != DEFAULT_OWNER && !command.config.usernames.iter().any(|known| known == owner) {
        return Err(command_error(&format!("User '{owner}' is not known.")));
    }
    if let Some(unknown) = playbook.filter(|playbook| !command.config.knows_playbook(playbook)) {
        return Err(command_error(&format!("Playbook '{unknown}' does not exist.")));
    }
    if due.is_some_and(|due| due < now_ms) {
        return Err(command_error("The due date is in the past."));
    }
    for (name, value) in other {
        incident.fields.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
    owner.clone_into(&mut incident.owner);
    command.site.clone_into(&mut incident.site);
    command.username.clone_into(&mut incident.creator);
    incident.creation_time = now_ms;
    incident.touch(command.username, now_ms);
    let effects = &mut command.world.effects;
    effects.record(Vendor::D3, &incident.number, SimEffect::Counted("created"));
    if let Some(playbook) = playbook {
        incident.playbooks.push(playbook.to_owned());
        effects.record(Vendor::D3, &incident.number, SimEffect::Appended("playbook_runs", playbook));
    }
    let item = Item { number: &incident.number, title: &incident.title, owner: &incident.owner, result: SUCCESSFUL };
    let answer = Answer::json(200, &Envelope { error: "", return_data: SUCCESSFUL, context_data: Some([item]) });
    command.world.d3.push(incident);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{NOW, body, command, demo};

    #[test]
    fn every_request_makes_an_incident() {
        let mut sandbox = demo();
        let before = sandbox.snapshot().d3.len();
        let params = json!({ "IncidentType": "Phishing", "Title": "x".repeat(101), "Description": "<p>d</p>",
            "Severity": "High", "Playbook": "Triage", "Owner": "admin user", "TimeZone": "(GMT+01:00) Berlin",
            "DueDate": "2026-12-01 00:00:00", "RawData": { "a": [1] } });
        let mut made = Vec::new();
        for _ in 0..2 {
            let answer = body(&command(&mut sandbox, "CreateAnIncident", &params));
            assert_eq!((&answer["error"], &answer["returnData"]), (&json!(""), &json!("Successful")));
            made.push(answer["contextData"][0]["Incident Number"].as_str().unwrap().to_owned());
        }
        assert!(sandbox.requests().all(|record| record.ignored.is_empty()));
        let incidents = sandbox.snapshot().d3;
        let new = &incidents[before..];
        assert_eq!(new.iter().map(|incident| &incident.number).collect::<Vec<_>>(), made.iter().collect::<Vec<_>>());
        assert!(made[0].starts_with("20261103-") && made[0] != made[1]);
        assert_eq!((new[0].title.len(), new[0].severity.as_str(), new[0].owner.as_str()), (100, "High", "admin user"));
        assert_eq!((new[0].creation_time, new[0].site.as_str()), (NOW, "Security Operations"));
        assert_eq!(new[0].playbooks, ["Triage"]);
        let totals = &sandbox.effects().totals.other;
        assert_eq!((totals["created"], totals["playbook_runs"]), (2, 2));
        assert_eq!(sandbox.effects().incident(&made[0]).unwrap().other["created"], 1);
    }

    #[test]
    fn a_type_is_enough() {
        let mut sandbox = demo();
        command(&mut sandbox, "CreateAnIncident", &json!({ "IncidentType": "Drill" }));
        let incident = sandbox.snapshot().d3.pop().unwrap();
        assert_eq!((incident.owner.as_str(), incident.severity.as_str()), ("System", "Medium"));
        assert_eq!((incident.creator.as_str(), incident.modification_time), ("Admin", NOW));
    }

    #[test]
    fn what_cannot_be_is_not_made() {
        let mut sandbox = demo();
        let before = sandbox.snapshot();
        for (params, status) in [
            (json!({}), 400),
            (json!({ "IncidentType": "Drill", "RawData": "x" }), 400),
            (json!({ "IncidentType": "Drill", "DueDate": "tomorrow" }), 400),
            (json!({ "IncidentType": "Drill", "DueDate": "2026-11-01 00:00:00" }), 200),
            (json!({ "IncidentType": "Drill", "Owner": "Maria Keller" }), 200),
            (json!({ "IncidentType": "Drill", "Playbook": "Nothing" }), 200),
        ] {
            let answer = command(&mut sandbox, "CreateAnIncident", &params);
            assert_eq!(answer.status, status, "{params}");
            assert!(status == 400 || body(&answer)["error"] != "", "{params}");
        }
        assert_eq!(sandbox.snapshot(), before);
    }
}
