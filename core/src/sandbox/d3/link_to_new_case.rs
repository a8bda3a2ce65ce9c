//! `LinkIncidentsToNewCase`: makes a case, a new one each time, and links incidents to it.

use serde::Serialize;

use super::answers::{Envelope, command_error};
use super::item::{not_found, shown, some_numbers};
use super::tenant::D3Command;
use crate::sandbox::d3_case::D3Case;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.link_to_new_case",
    wire_name: "LinkIncidentsToNewCase",
    item_faults: &[ItemFault::LeftOut],
    rate: None,
    handler: Handler::D3(run),
};

/// What the answer says of one incident.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'a> {
    incident_number: &'a str,
    linked_case_number: &'a str,
    /// The forms copied into the case; the sandbox's incidents have none.
    updated_form: [(); 0],
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    // The documentation calls all of them optional, but without incidents there is nothing to do.
    let numbers = some_numbers(params.texts("Incident Numbers")?)?;
    let owned = |name: &str| Ok::<_, Answer>(params.text(name)?.unwrap_or_default().to_owned());
    let mut case = D3Case::new(command.world.d3_cases.unused_number(command.now_ms));
    case.owner_site = owned("Case Owner's Site")?;
    params.date("Case Reported Date")?;
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
    if let Some(unknown) = numbers.iter().find(|&number| command.world.d3.get(number).is_none()) {
        return Err(command_error(&not_found(unknown)));
    }
    let outcomes = command.each(&numbers, by, |incident, effects| {
        incident.cases.push(case.number.clone());
        case.link(&incident.number);
        effects.record(Vendor::D3, &incident.number, SimEffect::LINK);
        Ok(())
    });
    let linked = shown(&outcomes).map(|outcome| Item {
        incident_number: outcome.number,
        linked_case_number: &case.number,
        updated_form: [],
    });
    let items: Vec<_> = linked.collect();
    // The number of the case stands where other commands have a word of success.
    let answer = Answer::json(200, &Envelope { error: "", return_data: &case.number, context_data: Some(items) });
    command.world.d3_cases.push(case);
    Ok(answer)
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
            "Case Reported Date": "2026-11-03 09:00:00", "Case Type": "Fraud", "Case Lead Investigators": "Li Wen",
            "Case Priority": "3", "Case Timezone": "UTC", "Copy Form Data": "Yes", "Username": "admin user" });
        let mut made = Vec::new();
        for _ in 0..2 {
            let answer = body(&command(&mut sandbox, "LinkIncidentsToNewCase", &params));
            assert_eq!(answer["error"], "");
            let number = answer["returnData"].as_str().unwrap();
            let item = json!({ "IncidentNumber": "20261103-105", "LinkedCaseNumber": number, "UpdatedForm": [] });
            assert_eq!(answer["contextData"][1], item);
            made.push(number.to_owned());
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
    fn there_is_no_case_without_incidents_that_exist() {
        let mut sandbox = demo();
        let before = sandbox.snapshot();
        for params in [
            json!({ "Incident Numbers": [] }),
            json!({ "Incident Numbers": ["20261103-104", "NO-SUCH"] }),
            json!({}),
            json!({ "Incident Numbers": ["20261103-104"], "Case Owner's Site": "Elsewhere" }),
        ] {
            assert_ne!(body(&command(&mut sandbox, "LinkIncidentsToNewCase", &params))["error"], "");
        }
        let params = json!({ "Incident Numbers": ["20261103-104"], "Case Reported Date": "today" });
        assert_eq!(command(&mut sandbox, "LinkIncidentsToNewCase", &params).status, 400);
        assert_eq!(sandbox.snapshot(), before);
    }
}
