//! `incidents/get_incident_extra_data`: one incident with its alerts and artifacts.

use serde::Serialize;

use super::alert_json::FlatAlert;
use super::answers::failure;
use super::fields::Problems;
use super::incident_json::IncidentJson;
use super::tenant::XpanseCall;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::exposures::Exposure;
use crate::sandbox::rate::Rate;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.get_incident_extra_data",
    wire_name: "get_incident_extra_data",
    item_faults: &[],
    rate: Some(Rate { requests: 10, period_ms: 60_000 }),
    handler: Handler::Xpanse("/public_api/v1/incidents/get_incident_extra_data", run),
};

const ALERTS: u64 = 1_000;
/// What live tenants say of an incident that they do not have, under 500.
const NOT_FOUND: &str = "An error occurred while processing XDR public API - incident management - \
                         get_incident_extra_data - Incident not found";

#[derive(Serialize)]
struct Body<'a> {
    reply: Reply<'a>,
}

#[derive(Serialize)]
struct Reply<'a> {
    incident: IncidentJson<'a>,
    alerts: Part<FlatAlert<'a>>,
    network_artifacts: Part<String>,
    file_artifacts: Part<String>,
}

#[derive(Serialize)]
struct Part<T> {
    total_count: usize,
    data: Vec<T>,
}

fn run(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let mut problems = Problems::default();
    let request = call.request(&mut problems)?;
    let id = request.required_id("incident_id", &mut problems).unwrap_or_default();
    let limit = request.integer("alerts_limit", &mut problems).unwrap_or(ALERTS);
    problems.finish()?;
    let world = &*call.visit.world;
    let incident = world.xpanse.get(&id).ok_or_else(|| failure(500, NOT_FOUND, None))?;
    let alerts = world.alerts_of(&id);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let artifacts: Vec<String> = Exposure::new(&incident.name, &id).host().map(str::to_owned).into_iter().collect();
    let reply = Reply {
        incident: IncidentJson::new(&incident, &alerts),
        alerts: Part {
            total_count: alerts.len(),
            data: alerts.iter().take(limit).map(|alert| FlatAlert::new(alert)).collect(),
        },
        network_artifacts: Part { total_count: artifacts.len(), data: artifacts },
        file_artifacts: Part { total_count: 0, data: Vec::new() },
    };
    Ok(Answer::json(200, &Body { reply }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use crate::sandbox::tests::{ask, demo, update};
    use crate::sandbox::{Config, Sandbox};

    const PATH: &str = "/public_api/v1/incidents/get_incident_extra_data/";

    #[test]
    fn an_incident_comes_with_its_alerts_which_are_flat() {
        let mut sandbox = demo();
        update(&mut sandbox, "5471", &json!({ "status": "resolved" }));
        for id in [json!("5471"), json!(5471)] {
            let (status, answer) = ask(&mut sandbox, PATH, &json!({ "incident_id": id }));
            let reply = &answer["reply"];
            assert_eq!((status, &reply["incident"]["status"]), (200, &json!("resolved")));
            assert_eq!((&reply["incident"]["alert_count"], &reply["alerts"]["total_count"]), (&json!(2), &json!(2)));
            let alert = &reply["alerts"]["data"][0];
            assert_eq!((&alert["alert_id"], &alert["ipv4_addresses"]), (&json!("90001"), &json!("203.0.113.17")));
            assert_eq!((&alert["events_length"], alert.get("events")), (&json!(1), None));
            assert!(alert["tags"].as_str().unwrap().contains(','), "{alert}");
            assert!(alert["event_timestamp"].is_u64() && alert["asset_identifiers"].is_object());
            assert_eq!(reply["network_artifacts"], json!({ "total_count": 1, "data": ["203.0.113.17"] }));
            assert_eq!(reply["file_artifacts"], json!({ "total_count": 0, "data": [] }));
        }
        let (_, answer) = ask(&mut sandbox, PATH, &json!({ "incident_id": "5471", "alerts_limit": 1 }));
        let alerts = &answer["reply"]["alerts"];
        assert_eq!((&alerts["total_count"], alerts["data"].as_array().unwrap().len()), (&json!(2), 1));
    }

    #[test]
    fn generated_incidents_have_the_alerts_that_name_them() {
        let mut sandbox = demo();
        let alerts = sandbox.snapshot().xpanse_alerts;
        for incident in sandbox.snapshot().xpanse {
            let case_id = incident.incident_id.parse().ok();
            let expected = alerts.iter().filter(|alert| alert.case_id == case_id).count();
            let (_, answer) = ask(&mut sandbox, PATH, &json!({ "incident_id": incident.incident_id }));
            assert_eq!(answer["reply"]["alerts"]["total_count"], json!(expected));
        }
    }

    #[test]
    fn what_cannot_be_given() {
        let mut sandbox = demo();
        let (status, answer) = ask(&mut sandbox, PATH, &json!({ "incident_id": "1" }));
        assert_eq!(status, 500);
        assert!(answer["reply"]["err_msg"].as_str().unwrap().ends_with("Incident not found"));
        for request in [json!({}), json!({ "incident_id": "5471", "alerts_limit": "all" })] {
            assert_eq!(ask(&mut sandbox, PATH, &request).0, 422, "{request}");
        }
    }

    #[test]
    fn ten_a_minute_are_allowed() {
        let mut config = Config::default();
        config.xpanse.rate_limit = Some(100);
        let mut sandbox = Sandbox::new(config);
        let statuses = (0..12).map(|_| ask(&mut sandbox, PATH, &json!({ "incident_id": "5471" })).0);
        assert_eq!(statuses.filter(|status| *status == 200).count(), 10);
    }
}
