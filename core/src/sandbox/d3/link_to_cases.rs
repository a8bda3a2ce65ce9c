//! `LinkIncidentToExistingCases`: links incidents to cases. The answer lists those that failed, and no others.

use serde::Serialize;

use super::answers::{Envelope, command_error};
use super::item::{SimOutcome, overall, some_numbers};
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.link_to_cases",
    wire_name: "LinkIncidentToExistingCases",
    item_faults: &[ItemFault::PartialFailure],
    rate: None,
    handler: Handler::D3(run),
};

/// `returnData` as an object, which D3 writes when some incidents fail and there are no items.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ReturnData<'a> {
    status: &'static str,
    error_data: Vec<LinkError<'a>>,
}

/// An incident that could not be linked.
#[derive(Serialize)]
struct LinkError<'a> {
    #[serde(rename = "Incident Number")]
    number: &'a str,
    #[serde(rename = "Error message")]
    failure: &'a str,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    // Under this name it takes incident numbers.
    let numbers = some_numbers(params.texts("Incident ID List")?)?;
    let cases = params.texts("Case Numbers")?.unwrap_or_default();
    let by = command.acting_username()?;
    if cases.is_empty() {
        return Err(command_error("No case numbers were given."));
    }
    if let Some(unknown) = cases.iter().find(|&case| !command.config.cases.iter().any(|known| known == case)) {
        return Err(command_error(&format!("Case '{unknown}' does not exist.")));
    }
    let outcomes = command.each(&numbers, by, |incident, effects| {
        for &case in &cases {
            if !incident.cases.iter().any(|linked| linked == case) {
                incident.cases.push(case.to_owned());
            }
            effects.record(Vendor::D3, &incident.number, SimEffect::LINK);
        }
        Ok(())
    });
    let error_data: Vec<_> = outcomes
        .iter()
        .filter_map(|SimOutcome { number, failure, .. }| Some(LinkError { number, failure: failure.as_deref()? }))
        .collect();
    let status = overall(&outcomes);
    Ok(if error_data.is_empty() {
        Answer::json(200, &Envelope { error: "", return_data: status, context_data: None::<()> })
    } else {
        let return_data = ReturnData { status, error_data };
        Answer::json(200, &Envelope { error: "", return_data, context_data: None::<()> })
    })
}
