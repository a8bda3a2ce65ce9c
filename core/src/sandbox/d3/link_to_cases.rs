//! `LinkIncidentToExistingCases`: links incidents to cases. The answer lists those that failed, and no others.

use super::answers::command_error;
use super::item::{by_envelope, some_numbers};
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

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    // Under this name it takes incident numbers.
    let numbers = some_numbers(params.texts("Incident ID List")?)?;
    let cases = params.texts("Case Numbers")?.unwrap_or_default();
    let by = command.acting_username()?;
    if cases.is_empty() {
        return Err(command_error("No case numbers were given."));
    }
    if let Some(unknown) = cases.iter().find(|&case| command.world.d3_cases.get(case).is_none()) {
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
    for outcome in outcomes.iter().filter(|outcome| outcome.succeeded()) {
        for case in &cases {
            if let Some(case) = command.world.d3_cases.get_mut(case) {
                case.link(outcome.number);
            }
        }
    }
    Ok(by_envelope(&outcomes, None))
}
