//! `RunPlaybooks`: runs playbooks on incidents, as often as it is sent.

use serde::Serialize;

use super::answers::command_error;
use super::item::{shown, some_numbers, with_items};
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.run_playbooks",
    wire_name: "RunPlaybooks",
    item_faults: &[ItemFault::PartialFailure, ItemFault::LeftOut],
    rate: None,
    handler: Handler::D3(run),
};

/// What the answer says of one incident.
#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "Incident Number")]
    number: &'a str,
    #[serde(rename = "Playbook List")]
    playbooks: &'a [&'a str],
    #[serde(rename = "Result")]
    result: &'static str,
    #[serde(rename = "Error message", skip_serializing_if = "Option::is_none")]
    failure: Option<&'a str>,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let playbooks = command.params.required_texts("Playbook Names")?;
    let numbers = some_numbers(Some(command.params.required_texts("Incident Numbers")?))?;
    if playbooks.is_empty() {
        return Err(command_error("No playbook names were given."));
    }
    if let Some(unknown) = playbooks.iter().find(|&playbook| !command.config.knows_playbook(playbook)) {
        return Err(command_error(&format!("Playbook '{unknown}' does not exist.")));
    }
    let outcomes = command.each(&numbers, command.username, |incident, effects| {
        for &playbook in &playbooks {
            incident.playbooks.push(playbook.to_owned());
            effects.record(Vendor::D3, &incident.number, SimEffect::Appended("playbook_runs", playbook));
        }
        Ok(())
    });
    let items = shown(&outcomes).map(|outcome| Item {
        number: outcome.number,
        playbooks: &playbooks,
        result: outcome.status_text(),
        failure: outcome.failure.as_deref(),
    });
    Ok(with_items(&outcomes, items.collect()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    #[test]
    fn every_run_counts_and_a_repeat_shows() {
        let mut sandbox = demo();
        let params =
            json!({ "Playbook Names": ["Triage", "Host Isolation"], "Incident Numbers": ["20261103-104", "X"] });
        for _ in 0..2 {
            let answer = body(&command(&mut sandbox, "RunPlaybooks", &params));
            assert_eq!(answer["returnData"], "Partially Successful");
            let ran = json!({ "Incident Number": "20261103-104", "Playbook List": ["Triage", "Host Isolation"],
                "Result": "Successful" });
            assert_eq!(answer["contextData"][0], ran);
            assert_eq!(answer["contextData"][1]["Result"], "Failed");
        }
        assert_eq!(sandbox.snapshot().d3[0].playbooks.len(), 4);
        assert_eq!(sandbox.effects().totals.other["playbook_runs"], 4);
        let duplicates = sandbox.effects().duplicates();
        assert_eq!(duplicates.iter().map(|one| (one.kind, one.times)).collect::<Vec<_>>(), [("playbook_runs", 2); 2]);
    }

    #[test]
    fn nothing_runs_if_a_playbook_is_unknown() {
        let mut sandbox = demo();
        for playbooks in [json!(["Triage", "Nothing"]), json!([])] {
            let params = json!({ "Playbook Names": playbooks, "Incident Numbers": ["20261103-104"] });
            assert_ne!(body(&command(&mut sandbox, "RunPlaybooks", &params))["error"], "");
        }
        assert_eq!(command(&mut sandbox, "RunPlaybooks", &json!({ "Incident Numbers": ["A"] })).status, 400);
        assert!(sandbox.effects().d3.is_empty());
    }
}
