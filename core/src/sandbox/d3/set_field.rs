//! `SetIncidentField`: sets one field of one incident.

use super::answers::{Envelope, command_error};
use super::changes::{Change, Moment, value_text};
use super::item::SUCCESSFUL;
use super::params::{missing, wrong_type};
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.set_field",
    wire_name: "SetIncidentField",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let number = params.required_text("Incident Number")?;
    let field = params.required_text("Field Name")?;
    let value = params.get("Field Value").ok_or_else(|| missing("Field Value"))?;
    let value = value_text(value).ok_or_else(|| wrong_type("Field Value", "a string"))?;
    let change = Change::new(command.config, field, &value).map_err(|why| command_error(&why))?;
    let moment = Moment { by: command.username, now_ms: command.now_ms };
    command.one(number, moment.by, |incident, effects| {
        change.apply(incident, effects, moment);
        Ok(())
    })?;
    Ok(Answer::json(200, &Envelope { error: "", return_data: SUCCESSFUL, context_data: None::<()> }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    fn params(number: &str, field: &str, value: &str) -> serde_json::Value {
        json!({ "Incident Number": number, "Field Name": field, "Field Value": value })
    }

    #[test]
    fn a_field_is_set_and_a_title_cut_in_silence() {
        let mut sandbox = demo();
        for (field, value) in [("Title", &*"x".repeat(101)), ("Status", "Closed"), ("Incident Type", "Drill")] {
            let answer = body(&command(&mut sandbox, "SetIncidentField", &params("20261103-104", field, value)));
            assert_eq!(answer, json!({ "error": "", "returnData": "Successful" }));
        }
        let incident = sandbox.snapshot().d3.remove(0);
        assert_eq!((incident.title.len(), incident.incident_type.as_str()), (100, "Drill"));
        assert_eq!((incident.status.as_str(), incident.closed_by.as_deref()), ("Closed", Some("Admin")));
        assert_eq!(incident.close_date.as_deref(), Some("11/03/2026 09:05 AM UTC"));
    }

    #[test]
    fn what_cannot_be_set_fails_the_command() {
        let mut sandbox = demo();
        let before = sandbox.snapshot();
        for (number, field, value) in [
            ("NO-SUCH", "Title", "x"),
            ("20261103-104", "Colour", "red"),
            ("20261103-104", "Owner", "Nobody"),
            ("20261103-104", "DateEnded", "2026-02-30 00:00:00"),
        ] {
            let answer = command(&mut sandbox, "SetIncidentField", &params(number, field, value));
            assert_ne!(body(&answer)["error"], "", "{field}");
        }
        assert_eq!(command(&mut sandbox, "SetIncidentField", &json!({ "Incident Number": "A" })).status, 400);
        assert_eq!(sandbox.snapshot(), before);
        assert_eq!(sandbox.effects().operation("SetIncidentField").refused, 5);
    }
}
