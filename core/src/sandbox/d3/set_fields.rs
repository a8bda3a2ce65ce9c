//! `SetIncidentFieldsInBulk`: sets fields of incidents by their names. An incident of which one field is refused keeps all.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::answers::command_error;
use super::changes::{Change, Moment, value_text};
use super::item::by_envelope;
use super::params::{missing, wrong_type};
use super::parts::Part;
use super::tenant::D3Command;
use crate::sandbox::config::D3Config;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.set_fields",
    wire_name: "SetIncidentFieldsInBulk",
    item_faults: &[ItemFault::PartialFailure],
    rate: None,
    handler: Handler::D3(run),
};

/// The changes to one incident, or what is wrong with them.
type Changes = Result<Vec<Change>, String>;

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let items = command.params.array("Input")?.ok_or_else(|| missing("Input"))?;
    if items.is_empty() {
        return Err(command_error("No incidents were given."));
    }
    let mut numbers = Vec::new();
    // One incident can be there twice: the later fields come after the earlier ones.
    let mut changes = BTreeMap::<&str, Changes>::new();
    for (at, item) in items.iter().enumerate() {
        let item = Part::open(format!("Input[{at}]"), item, &["IncidentNumber", "Input"])?;
        let number = item.required_text("IncidentNumber")?;
        let fields = item.required_object("Input")?;
        let earlier = changes.remove(number).unwrap_or_else(|| {
            numbers.push(number);
            Ok(Vec::new())
        });
        changes.insert(number, and_these(earlier, command.config, fields, &item.path("Input"))?);
    }
    let moment = Moment { by: command.username, now_ms: command.now_ms };
    let outcomes = command.each(&numbers, moment.by, |incident, effects| {
        let changes = changes.remove(incident.number.as_str());
        changes.into_iter().try_for_each(|changes| {
            changes?.into_iter().for_each(|change| change.apply(incident, effects, moment));
            Ok(())
        })
    });
    Ok(by_envelope(&outcomes, None))
}

/// Adds the changes to these fields. A value of the wrong type is a 400, as everywhere; what the tenant does not accept fails
/// the incident.
fn and_these(
    mut changes: Changes,
    config: &D3Config,
    fields: &Map<String, Value>,
    path: &str,
) -> Result<Changes, Answer> {
    for (name, value) in fields {
        let value = value_text(value).ok_or_else(|| wrong_type(&format!("{path}.{name}"), "a string"))?;
        changes = changes.and_then(|mut changes| {
            changes.push(Change::new(config, name, &value)?);
            Ok(changes)
        });
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::Fault;
    use crate::sandbox::tests::{NOW, body, command, demo};

    #[test]
    fn fields_of_several_incidents_are_set() {
        let mut sandbox = demo();
        let long = "é".repeat(101);
        let params = json!({ "Input": [
            { "IncidentNumber": "20261103-104", "Input": { "Title": long, "SeverityName": "Low", "Owner": "Li Wen",
                "SiteName": "Client Services", "Tags": "vip, mail,vip", "DueDate": "2026-12-01 10:00:00",
                "CustomAssetId": "30", "Disposition": "True Positive", "Description": "d", "IncidentType": "Drill" } },
            { "IncidentNumber": "20261103-105", "Input": { "Status": "Closed" } },
            { "IncidentNumber": "20261103-105", "Input": { "Status": "Open", "CustomCount": 3 } },
        ] });
        let answer = body(&command(&mut sandbox, "SetIncidentFieldsInBulk", &params));
        assert_eq!(answer, json!({ "error": "", "returnData": "Successful" }));
        let incidents = sandbox.snapshot().d3;
        let first = &incidents[0];
        assert_eq!(first.title, "é".repeat(100), "cut, and not said");
        assert_eq!((first.severity.as_str(), first.owner.as_str()), ("Low", "Li Wen"));
        assert_eq!((first.site.as_str(), first.incident_type.as_str()), ("Client Services", "Drill"));
        assert_eq!(first.tags, ["vip", "mail"]);
        assert_eq!(
            (first.fields["DueDate"].as_str(), first.fields["CustomAssetId"].as_str()),
            ("2026-12-01 10:00:00", "30")
        );
        assert_eq!((first.modified_by.as_deref(), first.modification_time), (Some("Admin"), NOW));
        let second = &incidents[1];
        assert_eq!(
            (second.status.as_str(), second.closed_by.as_deref(), second.fields["CustomCount"].as_str()),
            ("Open", None, "3")
        );
        let effects = sandbox.effects();
        assert_eq!(effects.incident("20261103-105").unwrap().status_changes, 2);
        assert_eq!((effects.totals.owner_changes, effects.totals.severity_changes), (1, 1));
        assert_eq!(effects.totals.other["field_changes"], 8);
        assert_eq!(effects.totals.other["site_changes"], 1);
    }

    #[test]
    fn an_incident_with_a_field_that_is_refused_keeps_all() {
        for fields in [
            json!({ "Title": "new", "Owner": "Nobody" }),
            json!({ "Title": "new", "SiteName": "Elsewhere" }),
            json!({ "Title": "new", "DueDate": "tomorrow" }),
            json!({ "Title": "new", "Colour": "red" }),
        ] {
            let mut sandbox = demo();
            let before = sandbox.snapshot();
            let params = json!({ "Input": [
                { "IncidentNumber": "20261103-104", "Input": fields },
                { "IncidentNumber": "NO-SUCH", "Input": { "Title": "new" } },
                { "IncidentNumber": "20261103-105", "Input": { "Title": "new" } },
            ] });
            let answer = body(&command(&mut sandbox, "SetIncidentFieldsInBulk", &params));
            assert_eq!(answer["returnData"]["Status"], "Partially Successful");
            assert_eq!(answer["returnData"]["ErrorData"][0]["Incident Number"], "20261103-104");
            assert_eq!(answer["returnData"]["ErrorData"][1]["Incident Number"], "NO-SUCH");
            let after = sandbox.snapshot();
            assert_eq!(after.d3[0], before.d3[0]);
            assert_eq!(after.d3[1].title, "new");
        }
    }

    #[test]
    fn a_fault_fails_the_incident_that_it_names() {
        let mut sandbox = demo();
        let fault = br#"{"kind": "partial_failure", "incidents": ["20261103-104"], "reason": "locked"}"#;
        sandbox.script(Fault::list_from_json(fault).unwrap());
        let params = json!({ "Input": [
            { "IncidentNumber": "20261103-104", "Input": { "Title": "a" } },
            { "IncidentNumber": "20261103-105", "Input": { "Title": "b" } },
        ] });
        let answer = body(&command(&mut sandbox, "SetIncidentFieldsInBulk", &params));
        let failed = json!([{ "Incident Number": "20261103-104", "Error message": "locked" }]);
        assert_eq!(answer["returnData"], json!({ "Status": "Partially Successful", "ErrorData": failed }));
        assert_eq!(sandbox.snapshot().d3[1].title, "b");
        assert_eq!(sandbox.effects().totals.other["field_changes"], 1);
    }

    #[test]
    fn another_shape_is_a_400_that_names_the_place() {
        for (input, place) in [
            (json!(null), "Input"),
            (json!({}), "Input"),
            (json!([7]), "Input[0]"),
            (json!([{ "Incident Number": "A", "Input": {} }]), "Input[0].Incident Number"),
            (json!([{ "Input": {} }]), "Input[0].IncidentNumber"),
            (json!([{ "IncidentNumber": 7, "Input": {} }]), "Input[0].IncidentNumber"),
            (json!([{ "IncidentNumber": "A" }]), "Input[0].Input"),
            (json!([{ "IncidentNumber": "A", "Input": { "Tags": ["a"] } }]), "Input[0].Input.Tags"),
        ] {
            let answer = command(&mut demo(), "SetIncidentFieldsInBulk", &json!({ "Input": input }));
            assert_eq!(answer.status, 400, "{input}");
            assert!(body(&answer)["Error"].as_str().unwrap().contains(&format!("'{place}'")), "{input}");
        }
        let answer = command(&mut demo(), "SetIncidentFieldsInBulk", &json!({ "Input": [] }));
        assert_ne!(body(&answer)["error"], "");
    }
}
