//! `LinkIncidentsToNewCase`: makes a case, a new one each time, and links incidents to it.

use serde_json::json;

use super::answers::command_error;
use super::item::{by_envelope, some_numbers};
use super::tenant::D3Command;
use crate::sandbox::d3_case::D3Case;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.link_to_new_case",
    wire_name: "LinkIncidentsToNewCase",
    item_faults: &[ItemFault::PartialFailure],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    // The documentation calls all of them optional, but without incidents there is nothing to do.
    let numbers = some_numbers(params.texts("Incident Numbers")?)?;
    let owned = |name: &str| Ok::<_, Answer>(params.text(name)?.unwrap_or_default().to_owned());
    let mut case = D3Case::new(command.world.d3_cases.unused_number(command.now_ms));
    case.owner_site = owned("Case Owner's Site")?;
    case.reported_date = owned("Case Reported Date")?;
    case.case_type = owned("Case Type")?;
    case.priority = owned("Case Priority")?;
    case.timezone = owned("Case Timezone")?;
    case.lead_investigators = owned("Case Lead Investigators")?;
    case.copy_form_data = params.flag("Copy Form Data")?.unwrap_or(false);
    let by = command.acting_username()?;
    if !case.owner_site.is_empty() && !command.config.knows_site(&case.owner_site) {
        return Err(command_error(&format!("Site '{}' is not known.", case.owner_site)));
    }
    let outcomes = command.each(&numbers, by, |incident, effects| {
        incident.cases.push(case.number.clone());
        case.link(&incident.number);
        effects.record(Vendor::D3, &incident.number, SimEffect::LINK);
        Ok(())
    });
    if case.incidents.is_empty() {
        return Ok(by_envelope(&outcomes, None));
    }
    let data = json!({ "Case Number": case.number });
    command.world.d3_cases.push(case);
    Ok(by_envelope(&outcomes, Some(data)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    #[test]
    fn every_request_makes_a_case() {
        let mut sandbox = demo();
        let before = sandbox.snapshot().d3_cases.len();
        let params = json!({ "Incident Numbers": ["20261103-104", "20261103-105"], "Case Owner's Site": "Client Services",
            "Case Reported Date": "11/03/2026 09:00", "Case Type": "Fraud", "Case Lead Investigators": "Li Wen",
            "Case Priority": "3", "Case Timezone": "UTC", "Copy Form Data": "Yes", "Username": "admin user" });
        let mut made = Vec::new();
        for _ in 0..2 {
            let answer = body(&command(&mut sandbox, "LinkIncidentsToNewCase", &params));
            assert_eq!((&answer["error"], &answer["returnData"]["Status"]), (&json!(""), &json!("Successful")));
            made.push(answer["returnData"]["Data"]["Case Number"].as_str().unwrap().to_owned());
        }
        assert!(sandbox.requests().all(|record| record.ignored.is_empty()));
        assert_ne!(made[0], made[1]);
        let world = sandbox.snapshot();
        assert_eq!(world.d3[0].cases, made);
        assert_eq!(world.d3[0].modified_by.as_deref(), Some("admin user"));
        assert_eq!(sandbox.effects().incident("20261103-104").unwrap().links, 2);
        let cases = &world.d3_cases[before..];
        assert_eq!(cases.iter().map(|case| &case.number).collect::<Vec<_>>(), made.iter().collect::<Vec<_>>());
        assert_eq!(cases[0].incidents, ["20261103-104", "20261103-105"]);
        assert_eq!((cases[0].priority.as_str(), cases[0].copy_form_data), ("3", true));

        let params = json!({ "Case Numbers": [made[0]], "Incident ID List": ["20261103-106"] });
        command(&mut sandbox, "LinkIncidentToExistingCases", &params);
        assert_eq!(sandbox.snapshot().d3_cases[before].incidents.len(), 3);
    }

    #[test]
    fn without_an_incident_there_is_no_case() {
        let mut sandbox = demo();
        let before = sandbox.snapshot();
        for params in [
            json!({ "Incident Numbers": [] }),
            json!({}),
            json!({ "Incident Numbers": ["20261103-104"], "Case Owner's Site": "Elsewhere" }),
        ] {
            assert_ne!(body(&command(&mut sandbox, "LinkIncidentsToNewCase", &params))["error"], "");
        }
        let answer = body(&command(&mut sandbox, "LinkIncidentsToNewCase", &json!({ "Incident Numbers": ["X"] })));
        assert_eq!(answer["returnData"]["Status"], "Failed");
        assert_eq!(answer["returnData"]["ErrorData"][0]["Incident Number"], "X");
        assert_eq!(sandbox.snapshot(), before);
    }
}
