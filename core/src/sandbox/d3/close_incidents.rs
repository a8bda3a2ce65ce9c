//! `CloseIncidentInBulk`: closes incidents and appends to their conclusions.

use serde::Serialize;

use super::item::{CLOSED, shown, some_numbers, with_items};
use super::tenant::D3Command;
use crate::sandbox::dates;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::text::append_line;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.close_incidents",
    wire_name: "CloseIncidentInBulk",
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
    status: &'a str,
    #[serde(rename = "Close Date", skip_serializing_if = "Option::is_none")]
    close_date: Option<&'a str>,
    result: &'static str,
    #[serde(rename = "Closed By", skip_serializing_if = "Option::is_none")]
    closed_by: Option<&'a str>,
    #[serde(rename = "Error message", skip_serializing_if = "Option::is_none")]
    failure: Option<&'a str>,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let numbers = some_numbers(Some(params.required_texts("Incident Numbers")?))?;
    let bypass_tasks = params.required_flag("Bypass Required Pending Tasks")?;
    let bypass_fields = params.flag("Bypass All Required Fields")?.unwrap_or(false);
    let closed_by = command.acting_username()?;
    let conclusion = params.text("Conclusion")?.unwrap_or_default();
    let date = dates::d3_short(command.now_ms);
    let outcomes = command.each(&numbers, closed_by, |incident, effects| {
        if incident.required_tasks_pending && !bypass_tasks {
            return Err("Required tasks are still pending.".to_owned());
        }
        if incident.required_fields_missing && !bypass_fields {
            return Err("Fields that a close requires are empty.".to_owned());
        }
        incident.close(&date, closed_by);
        effects.record(Vendor::D3, &incident.number, SimEffect::CLOSE);
        if !conclusion.is_empty() {
            append_line(&mut incident.conclusion, conclusion);
            effects.record(Vendor::D3, &incident.number, SimEffect::Appended("conclusions", conclusion));
        }
        Ok(())
    });
    let items = shown(&outcomes).map(|outcome| Item {
        number: outcome.number,
        status: if outcome.succeeded() {
            CLOSED
        } else {
            command.world.d3.get(outcome.number).map_or("", |incident| &incident.status)
        },
        close_date: outcome.succeeded().then_some(&date),
        result: outcome.status_text(),
        closed_by: outcome.succeeded().then_some(closed_by),
        failure: outcome.failure.as_deref(),
    });
    Ok(with_items(&outcomes, items.collect()))
}
