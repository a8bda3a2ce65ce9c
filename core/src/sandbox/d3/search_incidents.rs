//! `SearchIncident`: finds the numbers of incidents, newest first.

use super::answers::{Envelope, command_error};
use super::tenant::D3Command;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.search_incidents",
    wire_name: "SearchIncident",
    item_faults: &[ItemFault::WorldMoves],
    rate: None,
    handler: Handler::D3(run),
};

/// How many numbers an answer has if the request does not say it.
const TOP: u64 = 100;

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    let site = params.text("Site Name")?;
    let incident_type = params.text("Incident Type")?;
    let (start, end) = (params.date("Start Time UTC")?, params.date("End Time UTC")?);
    let status = params.text("Status")?;
    let wildcard = params.text("Wildcard Search")?.map(str::to_lowercase);
    // On whose behalf it searches; the sandbox's incidents are there for everybody.
    params.text("Username")?;
    let top = params.integer("Top Number")?.unwrap_or(TOP);
    if [site, incident_type, status, wildcard.as_deref()].iter().all(Option::is_none) && start.or(end).is_none() {
        return Err(command_error("At least one criterion is needed."));
    }
    if let Some(unknown) = site.filter(|site| !command.config.knows_site(site)) {
        return Err(command_error(&format!("Site '{unknown}' is not known.")));
    }
    let found = |incident: &&D3Incident| {
        let is = |wanted: Option<&str>, value: &str| wanted.is_none_or(|wanted| wanted == value);
        is(site, &incident.site)
            && is(incident_type, &incident.incident_type)
            && is(status, &incident.status)
            && start.is_none_or(|start| incident.creation_time >= start)
            // Dates have no milliseconds, so that the last second counts whole.
            && end.is_none_or(|end| incident.creation_time < end + 1_000)
            && wildcard.as_deref().is_none_or(|part| has(incident, part))
    };
    let rows = command.world.d3_newest_first().into_iter().filter(found);
    let top = usize::try_from(top).unwrap_or(usize::MAX);
    let numbers: Vec<&str> = rows.take(top).map(|incident| incident.number.as_str()).collect();
    Ok(Answer::json(200, &Envelope { error: "", return_data: numbers, context_data: None::<()> }))
}

/// Whether a text of the incident has this in it, in any case.
fn has(incident: &D3Incident, part: &str) -> bool {
    let texts = [&incident.number, &incident.title, &incident.description, &incident.owner];
    texts.iter().any(|text| text.to_lowercase().contains(part))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{body, command, demo};
    use crate::sandbox::{Config, D3Incident, Sandbox};

    fn search(sandbox: &mut Sandbox, params: &Value) -> Vec<String> {
        let answer = body(&command(sandbox, "SearchIncident", params));
        assert_eq!(answer["error"], "", "{params}");
        answer["returnData"].as_array().unwrap().iter().map(|number| number.as_str().unwrap().to_owned()).collect()
    }

    fn three() -> Sandbox {
        let mut config = Config::default();
        let incident = |number: &str, site: &str, incident_type: &str, creation_time| {
            let mut incident = D3Incident::new(number);
            (incident.site, incident.incident_type) = (site.to_owned(), incident_type.to_owned());
            incident.title = format!("About {number}");
            incident.creation_time = creation_time;
            incident
        };
        config.d3.generate = 0;
        config.d3.incidents = vec![
            incident("A", "Security Operations", "Drill", 1_500),
            incident("B", "Client Services", "Drill", 2_500),
            incident("C", "Client Services", "Fraud", 3_500),
        ];
        config.d3.incidents[2].status = "Closed".to_owned();
        Sandbox::new(config)
    }

    #[test]
    fn all_criteria_have_to_hold() {
        let mut sandbox = three();
        for (params, expected) in [
            (json!({ "Site Name": "Client Services" }), "CB"),
            (json!({ "Site Name": "Client Services", "Incident Type": "Drill" }), "B"),
            (json!({ "Status": "Open", "Username": "Admin", "Top Number": null }), "BA"),
            (json!({ "Status": "open" }), ""),
            (json!({ "Start Time UTC": "1970-01-01 00:00:02" }), "CB"),
            (json!({ "End Time UTC": "1970-01-01 00:00:02" }), "BA"),
            (json!({ "Wildcard Search": "aBOUT b" }), "B"),
            (json!({ "Wildcard Search": "About", "Top Number": 2 }), "CB"),
        ] {
            assert_eq!(search(&mut sandbox, &params).concat(), expected, "{params}");
        }
        assert!(sandbox.requests().all(|record| record.ignored.is_empty()));
    }

    #[test]
    fn a_hundred_numbers_are_enough_unless_more_are_wanted() {
        let mut config = Config::default();
        config.d3.generate = 2_000;
        let mut sandbox = Sandbox::new(config);
        let params = json!({ "Start Time UTC": "2000-01-01 00:00:00" });
        assert_eq!(search(&mut sandbox, &params).len(), 100);
        let params = json!({ "Start Time UTC": "2000-01-01 00:00:00", "Top Number": 5_000 });
        assert_eq!(search(&mut sandbox, &params).len(), sandbox.snapshot().d3.len());
    }

    #[test]
    fn a_search_for_nothing_or_on_an_unknown_site_fails_the_command() {
        let mut sandbox = demo();
        for params in [json!({}), json!({ "Username": "Admin", "Top Number": 5 }), json!({ "Site Name": "Elsewhere" })]
        {
            assert_ne!(body(&command(&mut sandbox, "SearchIncident", &params))["error"], "", "{params}");
        }
        for params in [json!({ "Status": ["Open"] }), json!({ "Status": "Open", "Top Number": "5" })] {
            assert_eq!(command(&mut sandbox, "SearchIncident", &params).status, 400, "{params}");
        }
    }
}
