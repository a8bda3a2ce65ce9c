//! `alerts/get_alerts_multi_events`: lists alerts by filters, and in pages by offsets, with an order, or by tokens.

use serde::Serialize;

use super::alert_json::ListedAlert;
use super::listing::Asked;
use super::tenant::XpanseCall;
use crate::sandbox::alerts::XpanseAlert;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.get_alerts",
    wire_name: "get_alerts_multi_events",
    item_faults: &[ItemFault::WorldMoves],
    rate: None,
    handler: Handler::Xpanse("/public_api/v2/alerts/get_alerts_multi_events", run),
};

#[derive(Serialize)]
struct Body<'a> {
    reply: Reply<'a>,
}

#[derive(Serialize)]
struct Reply<'a> {
    total_count: Option<usize>,
    result_count: Option<usize>,
    alerts: Vec<ListedAlert<'a>>,
    next_page_token: Option<&'a str>,
}

fn run(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let asked = Asked::<XpanseAlert>::read(call, true)?;
    let alerts = &mut call.visit.world.alerts;
    let page = asked.page(alerts)?;
    let rows: Vec<_> = page.rows(alerts).collect();
    let reply = Reply {
        total_count: page.total_count(),
        result_count: page.result_count(),
        alerts: rows.iter().map(|row| ListedAlert::new(row)).collect(),
        next_page_token: page.next_page_token.as_deref(),
    };
    Ok(Answer::json(200, &Body { reply }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{NOW, ask, demo};
    use crate::sandbox::{Config, Sandbox};

    const PATH: &str = "/public_api/v2/alerts/get_alerts_multi_events/";

    fn list(sandbox: &mut Sandbox, request: &Value) -> Value {
        let (status, mut answer) = ask(sandbox, PATH, request);
        assert_eq!(status, 200, "{request}: {answer}");
        answer["reply"].take()
    }

    fn ids(reply: &Value) -> Vec<String> {
        let rows = reply["alerts"].as_array().unwrap();
        rows.iter().map(|row| row["alert_id"].as_str().unwrap().to_owned()).collect()
    }

    fn world(alerts: u32) -> Sandbox {
        let mut config = Config::default();
        config.xpanse.generate_alerts = alerts;
        Sandbox::new(config)
    }

    #[test]
    fn tokens_lead_through_all_alerts_even_while_some_come() {
        let mut sandbox = world(250);
        let mut all: Vec<String> = sandbox.snapshot().xpanse_alerts.into_iter().map(|alert| alert.alert_id).collect();
        let (mut seen, mut request) =
            (Vec::new(), json!({ "use_page_token": true, "search_from": 0, "search_to": 60 }));
        let moves = br#"{"kind": "world_moves", "on": "xpanse.get_alerts", "change": "inserted", "times": 2}"#;
        sandbox.script(crate::sandbox::Fault::list_from_json(moves).unwrap());
        loop {
            let reply = list(&mut sandbox, &request);
            seen.extend(ids(&reply));
            match reply["next_page_token"].as_str() {
                Some(token) => request["next_page_token"] = json!(token),
                None => break,
            }
        }
        assert_eq!(sandbox.snapshot().xpanse_alerts.len(), all.len() + 2);
        seen.sort_unstable();
        all.sort_unstable();
        assert_eq!(seen, all);
    }

    #[test]
    fn tokens_reach_past_the_cap() {
        let mut sandbox = world(10_500);
        let (mut seen, mut request) = (0, json!({ "use_page_token": true }));
        loop {
            let reply = list(&mut sandbox, &request);
            assert_eq!(reply["total_count"], json!(9_999));
            seen += ids(&reply).len();
            let Some(token) = reply["next_page_token"].as_str() else { break };
            request = json!({ "next_page_token": token });
        }
        assert_eq!(seen, 10_504);
    }

    #[test]
    fn tokens_are_checked() {
        let mut sandbox = demo();
        let filters = json!([{ "field": "severity", "operator": "in", "value": ["low", "high", "medium"] }]);
        let first = list(&mut sandbox, &json!({ "use_page_token": true, "search_to": 2, "filters": filters }));
        let token = &first["next_page_token"];
        let next = list(&mut sandbox, &json!({ "next_page_token": token, "search_to": 2, "filters": filters }));
        assert!(ids(&next).iter().all(|id| !ids(&first).contains(id)));
        assert_eq!(list(&mut sandbox, &json!({ "next_page_token": null }))["next_page_token"], Value::Null);
        for (request, status) in [
            (json!({ "next_page_token": token }), 500),
            (json!({ "next_page_token": token, "filters": [] }), 500),
            (json!({ "next_page_token": "" }), 500),
            (json!({ "next_page_token": "zz" }), 500),
            (json!({ "next_page_token": "5b5d" }), 500),
            (json!({ "next_page_token": 7 }), 422),
            (json!({ "use_page_token": "yes" }), 422),
            (json!({ "use_page_token": true, "sort": { "field": "severity", "keyword": "asc" } }), 500),
            (json!({ "use_page_token": true, "search_to": 101 }), 500),
            (json!({ "sort": { "field": "modification_time", "keyword": "asc" } }), 500),
        ] {
            assert_eq!(ask(&mut sandbox, PATH, &request).0, status, "{request}");
        }
    }

    #[test]
    fn filters_and_orders() {
        let mut sandbox = world(300);
        let all = sandbox.snapshot().xpanse_alerts;
        let middle = all[150].creation_time;
        let of = |field: &str, operator: &str, value: Value| json!({ "filters": [{ "field": field, "operator": operator, "value": value }] });
        let count = |reply: &Value| reply["total_count"].as_u64().unwrap_or(0) as usize;
        for (request, expected) in [
            (of("alert_id_list", "in", json!([90_001, 90_003])), 2),
            (of("case_id_list", "in", json!([5471])), 2),
            (of("severity", "in", json!(["low"])), all.iter().filter(|row| row.severity == "low").count()),
            (of("status", "in", json!(["new"])), all.iter().filter(|row| row.status == "new").count()),
            (of("creation_time", "gte", json!(middle)), all.iter().filter(|row| row.creation_time >= middle).count()),
            (
                of("last_modified_ts", "lte", json!(middle)),
                all.iter().filter(|row| row.modification_time <= middle).count(),
            ),
            (of("first_observed", "range", json!({ "from": middle, "to": middle })), 1),
            (of("last_observed", "relative_timestamp", json!(NOW)), all.len()),
            (of("last_observed", "relative_timestamp", json!(1)), 0),
            (of("alert_source", "in", json!(["ASM"])), all.len()),
            (of("aws_cloud_tags", "in", json!(["a"])), 0),
            (of("host_name", "in", json!(["vpn.example.com"])), 1),
            (
                of("attack_surface_rule_id", "in", json!(["ExpiredCertificate"])),
                all.iter().filter(|row| row.name.starts_with("Expired")).count(),
            ),
        ] {
            assert_eq!(count(&list(&mut sandbox, &request)), expected, "{request}");
        }
        let unit = list(&mut sandbox, &of("business_units_list", "in", json!(["Example Labs"])));
        assert_eq!(unit["alerts"], list(&mut sandbox, &of("tags", "in", json!(["BU:Example Labs"])))["alerts"]);
        for request in [
            of("alert_id_list", "in", json!(["90001"])),
            of("severity", "eq", json!("low")),
            of("first_observed", "range", json!(5)),
        ] {
            assert_eq!(ask(&mut sandbox, PATH, &request).0, 500, "{request}");
        }
        let sorted = list(&mut sandbox, &json!({ "sort": { "field": "server_creation_time", "keyword": "asc" } }));
        let times: Vec<u64> =
            sorted["alerts"].as_array().unwrap().iter().map(|row| row["local_insert_ts"].as_u64().unwrap()).collect();
        assert!(times.len() == 100 && times.is_sorted());
    }

    #[test]
    fn an_alert_of_the_list_has_lists() {
        let mut sandbox = demo();
        let one = json!({ "filters": [{ "field": "alert_id_list", "operator": "in", "value": [90_003] }] });
        let alert = &list(&mut sandbox, &one)["alerts"][0];
        assert_eq!((&alert["alert_id"], &alert["case_id"]), (&json!("90003"), &json!(5472)));
        assert_eq!(
            (&alert["resolution_status"], &alert["domain_names"]),
            (&json!("STATUS_010_NEW"), &json!(["vpn.example.com"]))
        );
        for list in
            ["tags", "event_timestamp", "action_country", "business_unit_hierarchies", "asset_identifiers", "events"]
        {
            assert!(alert[list].is_array(), "{list}: {}", alert[list]);
        }
        assert!(alert["business_unit_hierarchies"][0].is_array() && alert.get("events_length").is_none());
        assert_eq!(alert["certificate"]["subjectName"], json!("vpn.example.com"));
    }
}
