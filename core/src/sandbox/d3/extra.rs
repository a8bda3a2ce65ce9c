//! A command that only tests have: it changes the world, and answers for one incident without items.
#![allow(clippy::indexing_slicing)]

use serde_json::json;

use super::answers::Envelope;
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(in crate::sandbox) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.test_tags",
    wire_name: "TestTags",
    item_faults: &[ItemFault::PartialFailure],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let (number, by) = (command.params.required_text("Incident Number")?, command.acting_username()?);
    let tags = command.params.required_texts("Tags")?;
    let outcomes = command.each(&[number], by, |incident, effects| {
        incident.tags.extend(tags.iter().map(|&tag| tag.to_owned()));
        effects.record(Vendor::D3, &incident.number, SimEffect::Counted("tag_changes"));
        Ok(())
    });
    let data = json!({ "incidentNumber": number, "Tags": tags, "modifiedBy": by, "result": outcomes[0].status_text() });
    Ok(Answer::json(200, &Envelope { error: "", return_data: json!({ "Data": data }), context_data: None::<()> }))
}
