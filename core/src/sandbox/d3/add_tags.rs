//! `AddIncidentTags`: adds tags to one incident.

use serde_json::json;

use super::answers::{Envelope, command_error};
use super::tenant::D3Command;
use crate::sandbox::dates;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.add_tags",
    wire_name: "AddIncidentTags",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let number = params.required_text("Incident Number")?;
    let tags = params.required_texts("Tags")?;
    // The only mode that is documented.
    if params.required_text("Mode")? != "Append" {
        return Err(command_error("The mode is not known."));
    }
    let tags = command.one(number, command.username, |incident, effects| {
        for &tag in &tags {
            if !incident.tags.iter().any(|known| known == tag) {
                incident.tags.push(tag.to_owned());
            }
            effects.record(Vendor::D3, number, SimEffect::Counted("tags"));
        }
        Ok(incident.tags.join(","))
    })?;
    Ok(tags_now(command, number, &tags))
}

/// What a command says that changed the tags of an incident.
pub(super) fn tags_now(command: &D3Command<'_>, number: &str, tags: &str) -> Answer {
    let data = json!({
        "incidentNumber": number,
        "Tags": tags,
        "modifiedDate": dates::d3_short(command.now_ms),
        "result": "Succeed",
        "modifiedBy": command.username,
    });
    let return_data = json!({ "Status": "Successful", "Data": data });
    Answer::json(200, &Envelope { error: "", return_data, context_data: None::<()> })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use crate::sandbox::tests::{body, command, demo};
    use serde_json::json;

    #[test]
    fn tags_are_a_set_and_stay() {
        let mut sandbox = demo();
        let number = sandbox.snapshot().d3.remove(0).number;
        for tags in [json!(["vip", "phishing"]), json!(["phishing", "mail"])] {
            let params = json!({ "Incident Number": number, "Mode": "Append", "Tags": tags });
            let answer = body(&command(&mut sandbox, "AddIncidentTags", &params));
            assert_eq!(answer["returnData"]["Data"]["incidentNumber"], json!(number));
            assert_eq!(answer["returnData"]["Data"]["result"], "Succeed");
        }
        let tags = sandbox.snapshot().d3.remove(0).tags;
        assert!(tags.ends_with(&["vip", "phishing", "mail"].map(str::to_owned)), "{tags:?}");
    }

    #[test]
    fn an_unknown_incident_and_another_mode_fail_the_command() {
        for params in [
            json!({ "Incident Number": "NO-SUCH", "Mode": "Append", "Tags": ["a"] }),
            json!({ "Incident Number": "20261103-104", "Mode": "Replace", "Tags": ["a"] }),
        ] {
            let mut sandbox = demo();
            let before = sandbox.snapshot();
            let answer = body(&command(&mut sandbox, "AddIncidentTags", &params));
            assert_ne!(answer["error"], "");
            assert_eq!(sandbox.snapshot(), before);
        }
    }
}
