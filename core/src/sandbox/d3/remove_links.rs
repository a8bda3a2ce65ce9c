//! `RemoveLinkedIncidents`: removes links between one incident and others.

use serde_json::{Map, Value, json};

use super::answers::command_error;
use super::item::{by_envelope, not_found, some_numbers};
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.remove_links",
    wire_name: "RemoveLinkedIncidents",
    item_faults: &[ItemFault::PartialFailure],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let source = command.params.required_text("Source Incident Number")?;
    let numbers = some_numbers(Some(command.params.required_texts("Linked Incident Numbers to be Removed")?))?;
    if command.world.d3.get(source).is_none() {
        return Err(command_error(&not_found(source)));
    }
    let (by, now_ms) = (command.username, command.now_ms);
    let outcomes = command.each(&numbers, by, |incident, effects| {
        if !incident.linked_incidents.iter().any(|linked| linked == source) {
            return Err(format!("It has no link to '{source}'."));
        }
        incident.unlink(source);
        effects.record(Vendor::D3, &incident.number, SimEffect::Counted("links_removed"));
        Ok(())
    });
    let mut left = &Vec::new();
    if let Some(incident) = command.world.d3.get_mut(source) {
        for outcome in outcomes.iter().filter(|outcome| outcome.succeeded()) {
            incident.unlink(outcome.number);
            incident.touch(by, now_ms);
        }
        left = &incident.linked_incidents;
    }
    // The answer tells those that are still linked, and those that failed: a removed one is in neither list. The key is the
    // sample's, with the number in it and a space at its end.
    let data = Map::from_iter([(format!("Current linked Incident(s) of Incident {source} "), json!(left))]);
    Ok(by_envelope(&outcomes, Some(Value::Object(data))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{body, command};
    use crate::sandbox::{Config, D3Incident, Fault, Sandbox};

    /// A is linked to B and C, C to D.
    fn linked() -> Sandbox {
        let mut config = Config::default();
        config.d3.generate = 0;
        let incident = |number: &str, linked: &[&str]| {
            let mut incident = D3Incident::new(number);
            incident.linked_incidents = linked.iter().map(|&linked| linked.to_owned()).collect();
            incident
        };
        config.d3.incidents =
            vec![incident("A", &["B", "C"]), incident("B", &[]), incident("C", &["D"]), incident("D", &[])];
        Sandbox::new(config)
    }

    fn remove(sandbox: &mut Sandbox, numbers: &[&str]) -> Value {
        let params = json!({ "Source Incident Number": "A", "Linked Incident Numbers to be Removed": numbers });
        body(&command(sandbox, "RemoveLinkedIncidents", &params))
    }

    fn links(sandbox: &Sandbox) -> Vec<String> {
        sandbox.snapshot().d3.into_iter().map(|incident| incident.linked_incidents.concat()).collect()
    }

    #[test]
    fn links_go_on_both_sides_and_only_once() {
        let mut sandbox = linked();
        assert_eq!(links(&sandbox), ["BC", "A", "DA", "C"]);
        let answer = remove(&mut sandbox, &["C"]);
        let data = json!({ "Current linked Incident(s) of Incident A ": ["B"] });
        assert_eq!(answer, json!({ "error": "", "returnData": { "Status": "Successful", "Data": data } }));
        assert_eq!(links(&sandbox), ["B", "A", "D", "C"]);

        let answer = remove(&mut sandbox, &["C"]);
        let failed = json!([{ "Incident Number": "C", "Error message": "It has no link to 'A'." }]);
        assert_eq!(answer["returnData"], json!({ "Status": "Failed", "Data": data, "ErrorData": failed }));
        assert_eq!(links(&sandbox), ["B", "A", "D", "C"]);
        assert_eq!(sandbox.effects().totals.other["links_removed"], 1);
    }

    #[test]
    fn some_can_fail() {
        let mut sandbox = linked();
        sandbox.script(Fault::list_from_json(br#"{"kind": "partial_failure", "reason": "locked"}"#).unwrap());
        let answer = remove(&mut sandbox, &["B", "C", "NO-SUCH"]);
        let failed = json!([
            { "Incident Number": "B", "Error message": "locked" },
            { "Incident Number": "NO-SUCH", "Error message": "Incident 'NO-SUCH' was not found." },
        ]);
        let data = json!({ "Current linked Incident(s) of Incident A ": ["B"] });
        assert_eq!(
            answer["returnData"],
            json!({ "Status": "Partially Successful", "Data": data, "ErrorData": failed })
        );
        assert_eq!(links(&sandbox), ["B", "A", "D", "C"]);
    }

    #[test]
    fn an_unknown_source_fails_the_command() {
        let mut sandbox = linked();
        let params = json!({ "Source Incident Number": "X", "Linked Incident Numbers to be Removed": ["B"] });
        assert_ne!(body(&command(&mut sandbox, "RemoveLinkedIncidents", &params))["error"], "");
        assert_ne!(remove(&mut sandbox, &[])["error"], "");
        assert_eq!(command(&mut sandbox, "RemoveLinkedIncidents", &json!({})).status, 400);
        assert!(sandbox.effects().d3.is_empty());
    }
}
