//! `RemoveIncidentTags`: removes tags from one incident. Without any tags it removes all of them.

use super::add_tags::tags_now;
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.remove_tags",
    wire_name: "RemoveIncidentTags",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let number = command.params.required_text("Incident Number")?;
    let tags = command.params.texts("Tags")?.unwrap_or_default();
    let left = command.one(number, command.username, |incident, effects| {
        let before = incident.tags.len();
        incident.tags.retain(|tag| !tags.is_empty() && !tags.iter().any(|removed| removed == tag));
        for _ in incident.tags.len()..before {
            effects.record(Vendor::D3, number, SimEffect::Counted("tags_removed"));
        }
        Ok(incident.tags.join(","))
    })?;
    Ok(tags_now(command, number, &left))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    #[test]
    fn no_tags_means_all() {
        for (removed, left) in [(json!(["b", "x"]), "a,c"), (json!([]), ""), (json!(null), "")] {
            let mut sandbox = demo();
            let params = json!({ "Incident Number": "20261103-104", "Mode": "Append", "Tags": ["a", "b", "c"] });
            command(&mut sandbox, "AddIncidentTags", &params);
            let params = json!({ "Incident Number": "20261103-104", "Tags": removed });
            for _ in 0..2 {
                let answer = body(&command(&mut sandbox, "RemoveIncidentTags", &params));
                assert_eq!(answer["returnData"]["Data"]["Tags"], left);
                assert_eq!(answer["returnData"]["Data"]["result"], "Succeed");
            }
            let count = 3 - sandbox.snapshot().d3[0].tags.len() as u64;
            assert_eq!(sandbox.effects().incident("20261103-104").unwrap().other["tags_removed"], count);
        }
    }

    #[test]
    fn an_unknown_incident_fails_the_command_and_a_text_is_a_400() {
        let mut sandbox = demo();
        let answer = command(&mut sandbox, "RemoveIncidentTags", &json!({ "Incident Number": "NO-SUCH" }));
        assert!(body(&answer)["error"].as_str().unwrap().contains("NO-SUCH"));
        let params = json!({ "Incident Number": "20261103-104", "Tags": "a" });
        assert_eq!(command(&mut sandbox, "RemoveIncidentTags", &params).status, 400);
    }
}
