//! `CloseIncident`: closes the incident of the playbook that sends it. It answers with other keys, another date and
//! another word of success than the close in bulk.

use serde::Serialize;

use super::answers::{Envelope, command_error};
use super::item::{CLOSED, FAILED, SUCCESSFUL, overall, shown};
use super::tenant::D3Command;
use crate::sandbox::dates;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.close_incident",
    wire_name: "CloseIncident",
    item_faults: &[ItemFault::PartialFailure, ItemFault::LeftOut],
    rate: None,
    handler: Handler::D3(run),
};

/// What the answer says of the incident.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    incident_number: &'a str,
    result: &'static str,
    /// None if the incident was not closed.
    #[serde(flatten)]
    closed: Option<Closed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Closed<'a> {
    close_type: &'static str,
    close_note: &'a str,
    close_date: String,
    closed_by: &'a str,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let note = command.params.text("Incident Note")?.unwrap_or_default();
    let (now_ms, username) = (command.now_ms, command.username);
    let number = command.config.playbook_incident.as_deref();
    let Some(number) = number.filter(|number| command.world.d3.get(number).is_some()) else {
        return Err(command_error("This command works within an incident playbook only."));
    };
    let date = dates::d3_short(now_ms);
    let outcomes = command.each(&[number], username, |incident, effects| {
        incident.close(&date, username);
        effects.record(Vendor::D3, &incident.number, SimEffect::CLOSE);
        if !note.is_empty() {
            incident.notes.push(note.to_owned());
            effects.record(Vendor::D3, &incident.number, SimEffect::Appended("notes", note));
        }
        Ok(())
    });
    let result = if overall(&outcomes) == SUCCESSFUL { "Succeed" } else { FAILED };
    let item = shown(&outcomes).next().map(|outcome| Item {
        incident_number: number,
        result,
        closed: outcome.succeeded().then(|| Closed {
            close_type: CLOSED,
            close_note: note,
            close_date: dates::d3_long(now_ms),
            closed_by: username,
        }),
        error_message: outcome.failure.as_deref(),
    });
    Ok(Answer::json(200, &Envelope { error: "", return_data: result, context_data: item }))
}
