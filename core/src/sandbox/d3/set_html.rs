//! `SetIncidentFieldHTML`: appends HTML to a field of one incident, so that it is how to add a note from elsewhere.

use serde_json::json;

use super::answers::{Envelope, command_error};
use super::tenant::D3Command;
use crate::sandbox::dates;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::text::append_line;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.set_html",
    wire_name: "SetIncidentFieldHTML",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let number = params.required_text("Incident Number")?;
    let field = params.required_text("Field Name")?;
    let html = params.required_text("HTML Content")?;
    let list = match field {
        "Note" => "notes",
        "Description" => "descriptions",
        "Conclusion" => "conclusions",
        _ => return Err(command_error(&format!("Field '{field}' takes no HTML."))),
    };
    command.one(number, command.username, |incident, effects| {
        match list {
            "notes" => incident.notes.push(html.to_owned()),
            "descriptions" => append_line(&mut incident.description, html),
            _ => append_line(&mut incident.conclusion, html),
        }
        effects.record(Vendor::D3, number, SimEffect::Appended(list, html));
        Ok(())
    })?;
    // The sample is about a note. It has one word of success in the envelope and another in the item.
    let item = json!({
        "IncidentNumber": number,
        "ModifiedDate": dates::d3_american(command.now_ms),
        "Notes": html,
        "Result": "Succeed",
        "ModifiedBy": command.username,
    });
    Ok(Answer::json(200, &Envelope { error: "", return_data: "Successful", context_data: Some(item) }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    #[test]
    fn html_is_appended_and_a_repeat_shows() {
        let mut sandbox = demo();
        for field in ["Note", "Description", "Conclusion"] {
            let params = json!({ "Incident Number": "20261103-104", "Field Name": field, "HTML Content": "<b>x</b>" });
            for _ in 0..2 {
                let answer = body(&command(&mut sandbox, "SetIncidentFieldHTML", &params));
                assert_eq!((&answer["error"], &answer["returnData"]), (&json!(""), &json!("Successful")));
                let item = json!({ "IncidentNumber": "20261103-104", "ModifiedDate": "11/3/2026 9:05:06 AM",
                    "Notes": "<b>x</b>", "Result": "Succeed", "ModifiedBy": "Admin" });
                assert_eq!(answer["contextData"], item);
            }
        }
        let incident = sandbox.snapshot().d3.remove(0);
        assert_eq!(incident.notes, ["<b>x</b>", "<b>x</b>"]);
        assert_eq!(
            (incident.description.as_str(), incident.conclusion.as_str()),
            ("<b>x</b>\n<b>x</b>", "<b>x</b>\n<b>x</b>")
        );
        let kinds: Vec<_> = sandbox.effects().duplicates().into_iter().map(|one| (one.kind, one.times)).collect();
        assert_eq!(kinds, [("conclusion", 2), ("note", 2), ("descriptions", 2)]);
    }

    #[test]
    fn other_fields_and_unknown_incidents_fail_the_command() {
        let mut sandbox = demo();
        let before = sandbox.snapshot();
        for (number, field) in [("NO-SUCH", "Note"), ("20261103-104", "Title")] {
            let params = json!({ "Incident Number": number, "Field Name": field, "HTML Content": "x" });
            assert_ne!(body(&command(&mut sandbox, "SetIncidentFieldHTML", &params))["error"], "");
        }
        assert_eq!(sandbox.snapshot(), before);
    }
}
