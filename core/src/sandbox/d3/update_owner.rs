//! `UpdateIncidentOwnerInBulk`: gives incidents a new owner.

use serde::Serialize;

use super::answers::command_error;
use super::item::{shown, some_numbers, with_items};
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.update_owner",
    wire_name: "UpdateIncidentOwnerInBulk",
    item_faults: &[ItemFault::PartialFailure, ItemFault::LeftOut],
    rate: None,
    handler: Handler::D3(run),
};

/// What the answer says of one incident.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item<'a> {
    #[serde(rename = "Incident Number")]
    number: &'a str,
    #[serde(rename = "Incident Owner")]
    owner: &'a str,
    result: &'static str,
    #[serde(rename = "Error message", skip_serializing_if = "Option::is_none")]
    failure: Option<&'a str>,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    // The documentation calls both optional, but without them there is nothing to do.
    let numbers = some_numbers(params.texts("Incident Numbers")?)?;
    let owner = params.text("Owner")?.unwrap_or_default();
    let by = command.acting_username()?;
    if !command.config.knows_owner(owner) {
        return Err(command_error(&format!("Owner '{owner}' is not known.")));
    }
    let outcomes = command.each(&numbers, by, |incident, effects| {
        owner.clone_into(&mut incident.owner);
        effects.record(Vendor::D3, &incident.number, SimEffect::OWNER_CHANGE);
        Ok(())
    });
    let items = shown(&outcomes).map(|outcome| Item {
        number: outcome.number,
        owner: if outcome.succeeded() {
            owner
        } else {
            command.world.d3.get(outcome.number).map_or("", |incident| &incident.owner)
        },
        result: outcome.status_text(),
        failure: outcome.failure.as_deref(),
    });
    Ok(with_items(&outcomes, items.collect()))
}
