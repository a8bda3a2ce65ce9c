//! `incidents/get_incidents`: lists incidents by filters, order and offsets.

use serde::Serialize;

use super::incident_json::IncidentJson;
use super::listing::Asked;
use super::tenant::XpanseCall;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::incidents::XpanseIncident;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.get_incidents",
    wire_name: "get_incidents",
    item_faults: &[ItemFault::WorldMoves],
    rate: None,
    handler: Handler::Xpanse("/public_api/v1/incidents/get_incidents", run),
};

#[derive(Serialize)]
struct Body<'a> {
    reply: Reply<'a>,
}

#[derive(Serialize)]
struct Reply<'a> {
    total_count: Option<usize>,
    result_count: Option<usize>,
    incidents: Vec<IncidentJson<'a>>,
}

fn run(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let asked = Asked::<XpanseIncident>::read(call, false)?;
    let page = asked.page(&mut call.visit.world.xpanse)?;
    let world = &*call.visit.world;
    let rows: Vec<_> = page.rows(&world.xpanse).collect();
    let shown = rows.iter().map(|row| IncidentJson::new(row, &world.alerts_of(&row.incident_id)));
    let (total_count, result_count) = (page.total_count(), page.result_count());
    Ok(Answer::json(200, &Body { reply: Reply { total_count, result_count, incidents: shown.collect() } }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{ask, demo};
    use crate::sandbox::{Config, Sandbox, XpanseIncident};

    fn list(sandbox: &mut Sandbox, request: &Value) -> (u16, Value) {
        ask(sandbox, "/public_api/v1/incidents/get_incidents/", request)
    }

    fn ids(sandbox: &mut Sandbox, request: &Value) -> Vec<String> {
        let (status, answer) = list(sandbox, request);
        assert_eq!(status, 200, "{request}: {answer}");
        let rows = answer["reply"]["incidents"].as_array().unwrap();
        rows.iter().map(|row| row["incident_id"].as_str().unwrap().to_owned()).collect()
    }

    fn world(incidents: u32) -> Sandbox {
        let mut config = Config::default();
        (config.xpanse.generate, config.xpanse.generate_alerts) = (incidents, incidents);
        Sandbox::new(config)
    }

    #[test]
    fn pages_by_offset_hold_each_incident_once() {
        let mut sandbox = demo();
        let mut all: Vec<String> = sandbox.snapshot().xpanse.into_iter().map(|incident| incident.incident_id).collect();
        let mut seen = Vec::new();
        for page in 0..=all.len() / 7 {
            let request = json!({ "search_from": page * 7, "search_to": page * 7 + 7,
                "sort": { "field": "creation_time", "keyword": "asc" } });
            assert_eq!(list(&mut sandbox, &request).1["reply"]["total_count"], json!(all.len()));
            seen.extend(ids(&mut sandbox, &request));
        }
        seen.sort_unstable();
        all.sort_unstable();
        assert_eq!(seen, all);
    }

    #[test]
    fn a_million_are_counted_to_the_cap_and_can_be_paged_to_the_end() {
        let mut sandbox = world(1_000_000);
        let (_, first) = list(&mut sandbox, &json!({}));
        assert_eq!((&first["reply"]["total_count"], &first["reply"]["result_count"]), (&json!(9_999), &json!(100)));
        let (_, last) = list(&mut sandbox, &json!({ "search_from": 999_950, "search_to": 1_000_050 }));
        assert_eq!(last["reply"]["result_count"], json!(53), "the given ones too");
        let (_, none) = list(&mut sandbox, &json!({ "search_from": 2_000_000, "search_to": 2_000_001 }));
        assert_eq!(none["reply"], json!({ "total_count": 9_999, "result_count": 0, "incidents": [] }));
    }

    #[test]
    fn an_incident_has_every_documented_field() {
        let mut sandbox = demo();
        let wanted = json!({ "field": "incident_id_list", "operator": "in", "value": ["5471"] });
        let (_, answer) = list(&mut sandbox, &json!({ "filters": [wanted] }));
        let incident = &answer["reply"]["incidents"][0];
        assert!(incident.as_object().unwrap().len() >= 45, "{incident}");
        for (field, value) in [
            ("incident_id", json!("5471")),
            ("status", json!("new")),
            ("assigned_user_mail", Value::Null),
            ("alert_count", json!(2)),
            ("med_severity_alert_count", json!(0)),
            ("high_severity_alert_count", json!(1)),
            ("hosts", json!(["203.0.113.17:null"])),
            ("ipv4_addresses", json!(["203.0.113.17"])),
            ("port_number", json!(3389)),
            ("incident_sources", json!(["ASM"])),
            ("resolved_timestamp", Value::Null),
        ] {
            assert_eq!(incident[field], value, "{field}");
        }
        let issue = incident.pointer("/xpanse_risk_explainer/riskFactors/0/issueTypes/0/issueTypeId");
        assert_eq!(issue, Some(&json!("RdpServer")));
    }

    /// What filters must find, from the snapshot.
    fn found(sandbox: &Sandbox, meets: impl Fn(&XpanseIncident) -> bool) -> Vec<String> {
        let mut rows: Vec<_> = sandbox.snapshot().xpanse.into_iter().filter(meets).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.creation_time));
        rows.into_iter().map(|row| row.incident_id).take(100).collect()
    }

    #[test]
    fn filters_find_what_they_say() {
        let mut sandbox = world(300);
        let middle = sandbox.snapshot().xpanse[150].creation_time;
        let of = |field: &str, operator: &str, value: Value| json!({ "filters": [{ "field": field, "operator": operator, "value": value }] });
        let expected: [(Value, Vec<String>); 9] = [
            (of("status", "eq", json!("new")), found(&sandbox, |row| row.status == "new")),
            (of("status", "neq", json!("new")), found(&sandbox, |row| row.status != "new")),
            (of("starred", "eq", json!(true)), found(&sandbox, |row| row.starred)),
            (of("starred", "eq", json!("false")), found(&sandbox, |row| !row.starred)),
            (of("description", "contains", json!("SSH")), found(&sandbox, |row| row.name.contains("SSH"))),
            (of("creation_time", "gte", json!(middle)), found(&sandbox, |row| row.creation_time >= middle)),
            (of("modification_time", "lte", json!(middle)), found(&sandbox, |row| row.modification_time <= middle)),
            (of("alert_sources", "in", json!(["ASM"])), found(&sandbox, |_| true)),
            (of("incident_id", "eq", json!("602")), vec!["602".to_owned()]),
        ];
        for (request, expected) in expected {
            assert!(!expected.is_empty(), "{request}");
            assert_eq!(ids(&mut sandbox, &request), expected, "{request}");
        }
        for request in [
            of("alert_sources", "in", json!(["ASM", "XDR"])),
            of("integration_source", "in", json!(["NOBODY"])),
            of("no_such_field", "eq", json!(1)),
        ] {
            assert_eq!(ids(&mut sandbox, &request), [""; 0], "{request}");
        }
        let twice = of("incident_id_list", "in", json!(["602", "10005", "602", "nobody"]));
        assert_eq!(ids(&mut sandbox, &twice), ["602", "10005"]);
        let managed = ids(&mut sandbox, &of("cloud_management_status", "in", json!(["Managed Cloud"])));
        let unmanaged = ids(&mut sandbox, &of("cloud_management_status", "eq", json!("Unmanaged Cloud")));
        assert!(!managed.is_empty() && !unmanaged.is_empty() && managed.iter().all(|id| !unmanaged.contains(id)));
    }

    #[test]
    fn filters_all_hold_and_an_empty_set_has_null_counts() {
        let mut sandbox = demo();
        let new = json!({ "field": "status", "operator": "eq", "value": "new" });
        let none = json!({ "field": "incident_id_list", "operator": "in", "value": ["no-such"] });
        let (_, answer) = list(&mut sandbox, &json!({ "filters": [new, none] }));
        assert_eq!(answer["reply"], json!({ "total_count": null, "result_count": null, "incidents": [] }));
    }

    #[test]
    fn an_order_is_one_in_both_directions() {
        let mut sandbox = world(40);
        for field in ["creation_time", "modification_time", "severity", "incident_id"] {
            let sorted = |keyword: &str| json!({ "sort": { "field": field, "keyword": keyword } });
            let (up, down) = (ids(&mut sandbox, &sorted("ASC")), ids(&mut sandbox, &sorted("desc")));
            let key = |id: &String| {
                let rows = sandbox.snapshot().xpanse;
                let row = rows.into_iter().find(|row| row.incident_id == *id).unwrap();
                let severity =
                    ["low", "medium", "high", "critical"].iter().position(|word| *word == row.severity).unwrap();
                match field {
                    "creation_time" => row.creation_time,
                    "modification_time" => row.modification_time,
                    "severity" => severity as u64,
                    _ => row.incident_id.parse().unwrap(),
                }
            };
            assert!(up.is_sorted_by_key(key) && down.iter().rev().is_sorted_by_key(key), "{field}");
            assert!(up.len() == down.len() && up != down);
        }
    }

    #[test]
    fn what_is_not_documented_fails() {
        let mut sandbox = demo();
        let filter = |field: &str, operator: &str, value: Value| json!({ "filters": [{ "field": field, "operator": operator, "value": value }] });
        for request in [
            json!({ "search_from": 5, "search_to": 5 }),
            json!({ "search_from": 100 }),
            json!({ "search_to": 101 }),
            json!({ "sort": { "field": "status", "keyword": "asc" } }),
            filter("status", "gte", json!("new")),
            filter("status", "nqe", json!("new")),
            filter("incident_id_list", "in", json!([5471])),
            filter("incident_id_list", "in", json!("5471")),
            filter("creation_time", "gte", json!("1790000000000")),
            filter("starred", "eq", json!("yes")),
        ] {
            assert_eq!(list(&mut sandbox, &request).0, 500, "{request}");
        }
        for request in [
            json!({ "filters": 7 }),
            json!({ "filters": [{ "field": "status" }] }),
            json!({ "search_from": -1 }),
            json!({ "sort": { "field": "creation_time", "keyword": "up" } }),
        ] {
            assert_eq!(list(&mut sandbox, &request).0, 422, "{request}");
        }
    }
}
