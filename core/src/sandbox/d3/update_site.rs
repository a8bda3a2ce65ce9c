//! `UpdateIncidentSiteInBulk`: moves incidents to a site. Its items tell the site where others tell the owner.

use serde::Serialize;

use super::answers::command_error;
use super::item::{shown, some_numbers, with_items};
use super::tenant::D3Command;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.update_site",
    wire_name: "UpdateIncidentSiteInBulk",
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
    /// As the vendor's page has it.
    #[serde(rename = "Incident Owner")]
    site: &'a str,
    result: &'static str,
    #[serde(rename = "Error message", skip_serializing_if = "Option::is_none")]
    failure: Option<&'a str>,
}

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let numbers = some_numbers(Some(params.required_texts("Incident Numbers")?))?;
    let site = params.required_text("Site")?;
    let by = command.acting_username()?;
    if !command.config.knows_site(site) {
        return Err(command_error(&format!("Site '{site}' is not known.")));
    }
    let outcomes = command.each(&numbers, by, |incident, effects| {
        site.clone_into(&mut incident.site);
        effects.record(Vendor::D3, &incident.number, SimEffect::Counted("site_changes"));
        Ok(())
    });
    let items = shown(&outcomes).map(|outcome| Item {
        number: outcome.number,
        site: command.world.d3.get(outcome.number).map_or("", |incident| &incident.site),
        result: outcome.status_text(),
        failure: outcome.failure.as_deref(),
    });
    Ok(with_items(&outcomes, items.collect()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{body, command, demo};

    #[test]
    fn sites_change_and_stand_where_owners_do() {
        let mut sandbox = demo();
        let params =
            json!({ "Incident Numbers": ["20261103-104", "NO-SUCH"], "Site": "Client Services", "Username": "x" });
        let answer = body(&command(&mut sandbox, "UpdateIncidentSiteInBulk", &params));
        assert_eq!(answer["returnData"], "Partially Successful");
        let moved =
            json!({ "Incident Number": "20261103-104", "Incident Owner": "Client Services", "Result": "Successful" });
        assert_eq!(answer["contextData"][0], moved);
        assert_eq!(answer["contextData"][1]["Result"], "Failed");
        let incident = sandbox.snapshot().d3.remove(0);
        assert_eq!((incident.site.as_str(), incident.modified_by.as_deref()), ("Client Services", Some("x")));
        assert_eq!(sandbox.effects().totals.other.get("site_changes"), Some(&1));
    }

    #[test]
    fn an_unknown_site_fails_the_command_and_a_missing_one_is_a_400() {
        let mut sandbox = demo();
        let before = sandbox.snapshot();
        let params = json!({ "Incident Numbers": ["20261103-104"], "Site": "Elsewhere" });
        assert_ne!(body(&command(&mut sandbox, "UpdateIncidentSiteInBulk", &params))["error"], "");
        let params = json!({ "Incident Numbers": ["20261103-104"] });
        assert_eq!(command(&mut sandbox, "UpdateIncidentSiteInBulk", &params).status, 400);
        assert_eq!(sandbox.snapshot(), before);
    }
}
