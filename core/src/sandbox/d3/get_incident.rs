//! `getIncidentStaticField`: one incident. Its number goes by another name here, and so do most of its fields.

use serde_json::{Value, json};

use super::answers::{Envelope, command_error};
use super::item::{SUCCESSFUL, not_found};
use super::static_fields::timezone;
use super::tenant::D3Command;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::dates;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.get_incident",
    wire_name: "getIncidentStaticField",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let number = command.params.required_text("Incident Number")?;
    let site = command.params.text("Site Name")?;
    // On whose behalf it reads; the sandbox's incidents are there for everybody.
    command.acting_username()?;
    let incident = command.world.d3.get(number).filter(|incident| site.is_none_or(|site| incident.site == site));
    let incident = incident.ok_or_else(|| command_error(&not_found(number)))?;
    let return_data = json!({ "Status": SUCCESSFUL, "Data": shown(incident) });
    Ok(Answer::json(200, &Envelope { error: "", return_data, context_data: None::<()> }))
}

fn shown(incident: &D3Incident) -> Value {
    let playbooks: Vec<Value> = incident.playbooks.iter().map(|name| json!({ "Name": name })).collect();
    json!({
        "CaseNumber": incident.number,
        "CreatorFullName": incident.creator,
        "Title": incident.title,
        "Site": incident.site,
        "TimeZone": timezone(incident),
        "Severity": incident.severity,
        "Owner": incident.owner,
        "AssigneeName": incident.owner,
        "Status": incident.status,
        "IRTypeName": incident.incident_type,
        "Disposition": incident.disposition,
        "ChangedDate": dates::d3_stamp(incident.modification_time),
        "DateCreated": dates::d3_stamp(incident.creation_time),
        "DateModified": dates::d3_stamp(incident.modification_time),
        "ClosedBy": incident.closed_by,
        "DateClosed": incident.close_date,
        "PlayBook Name": playbooks,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    #[test]
    fn one_incident_under_other_names() {
        let mut sandbox = demo();
        let params =
            json!({ "Incident Number": "20261103-104", "Site Name": "Security Operations", "Username": "Admin" });
        let answer = body(&command(&mut sandbox, "getIncidentStaticField", &params));
        assert_eq!((&answer["error"], &answer["returnData"]["Status"]), (&json!(""), &json!("Successful")));
        let data = &answer["returnData"]["Data"];
        assert_eq!((&data["CaseNumber"], &data["Severity"]), (&json!("20261103-104"), &json!("High")));
        assert_eq!(data["DateCreated"], "2026-11-03 07:10:00");
        assert_eq!((&data["DateClosed"], &data["PlayBook Name"]), (&json!(null), &json!([])));
        assert!(sandbox.requests().last().unwrap().ignored.is_empty());
    }

    #[test]
    fn an_unknown_one_or_another_site_fails_the_command() {
        for params in [
            json!({ "Incident Number": "NO-SUCH" }),
            json!({ "Incident Number": "20261103-104", "Site Name": "Client Services" }),
        ] {
            let answer = body(&command(&mut demo(), "getIncidentStaticField", &params));
            assert!(answer["error"].as_str().unwrap().contains("not found"), "{params}");
        }
        assert_eq!(command(&mut demo(), "getIncidentStaticField", &json!({})).status, 400);
    }
}
