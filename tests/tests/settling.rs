//! Settling against the sandbox after every fault: what is said to be in effect is, and what is said not to be is not.
#![allow(clippy::indexing_slicing, reason = "every index is that of a plan, or of a member that was put there")]

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::{Value, json};
use soarwire::{
    AnyAnswer, Report, Settle, Settled, TransportError,
    ffi::{AnyOperation, AnyTenant, TenantConfig},
    sandbox::{Config, Sandbox, Snapshot},
};

const NUMBERS: [&str; 4] = ["20261103-104", "20261103-105", "TEST-INCIDENT-51", "20990101-1"];
const IDS: [&str; 3] = ["5471", "5472", "9999999"];
const ALERTS: [&str; 3] = ["602", "603", "9999999"];
const NOW: u64 = 1_793_696_706_000;

/// The last number of each list is unknown to the tenants.
fn config() -> Option<Config> {
    let d3 = |number: &str| json!({ "number": number, "owner": "a.first", "creation_time": NOW - 1_000 });
    let incident = |id: &str| json!({ "incident_id": id, "creation_time": NOW - 1_000 });
    let alert = |id: &str| json!({ "alert_id": id });
    let list = |ids: &[&str], make: &dyn Fn(&str) -> Value| -> Vec<Value> {
        ids.iter().take(ids.len() - 1).map(|id| make(id)).collect()
    };
    let config = json!({
        "seed": 1,
        "d3": {
            "generate": 0, "rate_limit": null, "owners": ["a.first", "b.second"], "sites": ["Security Operations", "Branch Office"],
            "incidents": list(&NUMBERS, &d3),
        },
        "xpanse": {
            "generate": 0, "rate_limit": null, "users": [{ "mail": "maria.keller@example.com" }],
            "standard_keys": [{ "key_id": "1", "key": "k" }],
            "incidents": list(&IDS, &incident), "alerts": list(&ALERTS, &alert),
        },
    });
    serde_json::from_value(config).ok()
}

fn tenants() -> Option<[AnyTenant; 2]> {
    let tenant = |config: Value| TenantConfig::from_json(&config.to_string()).and_then(TenantConfig::tenant).ok();
    Some([
        tenant(json!({
            "base_url": "https://soc.example.com/MainApp/VSOC", "username": "Admin", "site": "Security Operations",
            "auth": { "api_key": "sandbox-d3-key" },
        }))?,
        tenant(json!({ "fqdn": "acme.crtx.us.example.com", "auth": { "key_id": "1", "key": "k" } }))?,
    ])
}

fn numbers() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(NUMBERS.to_vec(), 1..=4)
}

/// An operation that changes incidents: its id and its parameters.
fn acting() -> impl Strategy<Value = (&'static str, Value)> {
    let word = prop::sample::select(vec!["new", "under_investigation", "resolved"]);
    let severity = prop::option::of(prop::sample::select(vec!["low", "high"]));
    let text = prop::sample::select(vec!["Contained.", "Patched & <b>closed</b>", "contained."]);
    let tags = prop::sample::subsequence(vec!["vip", "Phishing"], 1..=2);
    let number = || prop::sample::select(NUMBERS.to_vec());
    prop_oneof![
        (numbers(), any::<bool>(), text.clone()).prop_map(|(numbers, concludes, text)| {
            let mut params = json!({ "incident_numbers": numbers, "bypass_required_tasks": true });
            if concludes {
                params["conclusion"] = text.into();
            }
            ("d3.close_incidents", params)
        }),
        (numbers(), prop::sample::select(vec!["a.first", "b.second", "nobody"]))
            .prop_map(|(numbers, owner)| ("d3.update_owner", json!({ "incident_numbers": numbers, "owner": owner }))),
        (numbers(), prop::sample::select(vec!["Branch Office", "Security Operations"]))
            .prop_map(|(numbers, site)| ("d3.update_site", json!({ "incident_numbers": numbers, "site": site }))),
        (number(), tags.clone())
            .prop_map(|(number, tags)| ("d3.add_tags", json!({ "incident_number": number, "tags": tags }))),
        (number(), prop::option::of(tags)).prop_map(|(number, tags)| {
            let params = match tags {
                Some(tags) => json!({ "incident_number": number, "tags": tags }),
                None => json!({ "incident_number": number, "all_tags": true }),
            };
            ("d3.remove_tags", params)
        }),
        (number(), prop::sample::select(vec![("Title", "Beacon"), ("Severity", "High"), ("Status", "On Hold")]))
            .prop_map(|(number, (field, value))| {
                ("d3.set_field", json!({ "incident_number": number, "field": field, "value": value }))
            }),
        (numbers(), prop::sample::select(vec!["High", "Low"])).prop_map(|(numbers, severity)| {
            let change = |number: &&str| json!({ "incident_number": number, "fields": { "SeverityName": severity, "Tags": "vip" } });
            ("d3.set_fields", json!({ "changes": numbers.iter().map(change).collect::<Vec<_>>() }))
        }),
        (prop::sample::select(IDS.to_vec()), word.clone(), severity.clone(), 0..4u8, prop::option::of(text)).prop_map(
            |(id, status, severity, assignee, comment)| {
                let mut params = json!({ "incident_id": id, "status": status, "severity": severity });
                match assignee {
                    0 => params["assignee"] = Value::Null,
                    1 => params["assignee"] = json!({ "mail": "Maria.Keller@example.com" }),
                    _ => {}
                }
                if let Some(comment) = comment {
                    params[if assignee == 2 { "comment" } else { "resolve_comment" }] = comment.into();
                }
                ("xpanse.update_incident", params)
            }
        ),
        (prop::sample::subsequence(ALERTS.to_vec(), 1..=3), word, severity).prop_map(|(ids, status, severity)| {
            let mut params = json!({ "alert_ids": ids, "status": status });
            if let Some(severity) = severity {
                params["severity"] = severity.into();
            }
            ("xpanse.update_alerts", params)
        }),
    ]
}

/// What goes wrong with the call.
fn fault() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({ "kind": "cut_before" }),
        json!({ "kind": "cut_after" }),
        json!({ "kind": "cut_mid_body" }),
        json!({ "kind": "never_answer" }),
        json!({ "kind": "truncated_json" }),
        json!({ "kind": "server_error" }),
        json!({ "kind": "server_error", "after_effect": true }),
        json!({ "kind": "html", "after_effect": true }),
        json!({ "kind": "html" }),
        json!({ "kind": "left_out", "count": 1 }),
        json!({ "kind": "partial_failure", "count": 1 }),
    ])
}

/// Sends an operation once, and reads what comes back as an answer or as an error with its report.
fn send(
    sandbox: &mut Sandbox,
    tenants: &[AnyTenant; 2],
    operation: &AnyOperation,
) -> Result<AnyAnswer, soarwire::Error> {
    let tenant = &tenants[usize::from(operation.id().starts_with("xpanse."))];
    let request = tenant.sign_with(operation, "", NOW)?;
    let arrival = sandbox.answer(&request, NOW);
    match arrival.result {
        _ if arrival.at_ms == u64::MAX => Err(operation.lost(TransportError::Timeout, None)),
        Ok(response) => operation.parse(response),
        Err(class) => Err(operation.lost(class, None)),
    }
}

/// Whether the tenant's incident shows all that the operation asked for.
fn stands(snapshot: &Snapshot, operation: &str, params: &Value, id: &str) -> bool {
    let text = |name: &str| params[name].as_str();
    let is = |name: &str, value: &str| text(name).is_none_or(|wanted| wanted.eq_ignore_ascii_case(value));
    let d3 = snapshot.d3.iter().find(|incident| incident.number == id);
    let tags = || params["tags"].as_array().cloned().unwrap_or_default();
    let has = |tags: &[String], tag: &Value| tags.iter().any(|known| Some(known.as_str()) == tag.as_str());
    match (operation, d3) {
        ("d3.close_incidents", Some(incident)) => {
            let conclusion = text("conclusion").unwrap_or_default().to_lowercase();
            incident.status == "Closed" && incident.conclusion.to_lowercase().contains(&conclusion)
        }
        ("d3.update_owner", Some(incident)) => is("owner", &incident.owner),
        ("d3.update_site", Some(incident)) => is("site", &incident.site),
        ("d3.add_tags", Some(incident)) => tags().iter().all(|tag| has(&incident.tags, tag)),
        ("d3.remove_tags", Some(incident)) if params["all_tags"] == true => incident.tags.is_empty(),
        ("d3.remove_tags", Some(incident)) => !tags().iter().any(|tag| has(&incident.tags, tag)),
        ("d3.set_field", Some(incident)) => match text("field") {
            Some("Title") => is("value", &incident.title),
            Some("Severity") => is("value", &incident.severity),
            _ => is("value", &incident.status),
        },
        ("d3.set_fields", Some(incident)) => {
            let fields =
                params["changes"].as_array().into_iter().flatten().find(|change| change["incident_number"] == *id);
            let severity = fields.and_then(|change| change["fields"]["SeverityName"].as_str());
            severity.is_some_and(|severity| incident.severity == severity) && incident.tags == ["vip"]
        }
        ("xpanse.update_incident", _) => snapshot.xpanse.iter().any(|incident| {
            let mail = incident.assignee.as_ref().map_or("", |user| user.mail.as_str());
            incident.incident_id == id
                && is("status", &incident.status)
                && params["severity"].as_str() == incident.manual_severity.as_deref()
                && is("resolve_comment", incident.resolve_comment.as_deref().unwrap_or_default())
                && match &params["assignee"] {
                    Value::Null if params.get("assignee").is_some() => mail.is_empty(),
                    Value::Object(assignee) => {
                        assignee["mail"].as_str().is_some_and(|wanted| wanted.eq_ignore_ascii_case(mail))
                    }
                    _ => true,
                }
                && text("comment").is_none_or(|comment| incident.comments.iter().any(|known| known == comment))
        }),
        ("xpanse.update_alerts", _) => snapshot
            .xpanse_alerts
            .iter()
            .any(|alert| alert.alert_id == id && is("status", &alert.status) && is("severity", &alert.severity)),
        _ => false,
    }
}

fn fail(error: impl ToString) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

fn settled(
    plans: &[(&'static str, Value)],
    at: usize,
    fault: &Value,
) -> Result<BTreeMap<&'static str, usize>, TestCaseError> {
    let mut sandbox = Sandbox::new(config().ok_or_else(|| fail("the configuration"))?);
    let tenants = tenants().ok_or_else(|| fail("the tenants"))?;
    let mut found = BTreeMap::new();
    let mut open: Option<(AnyOperation, Report)> = None;
    for (index, (id, params)) in plans.iter().enumerate() {
        let operation = AnyOperation::from_params_json(id, &params.to_string()).map_err(fail)?;
        if index == at {
            sandbox.script(vec![serde_json::from_value(fault.clone()).map_err(fail)?]);
        }
        let answer = send(&mut sandbox, &tenants, &operation);
        sandbox.script(Vec::new());
        if index == at {
            open = match answer {
                Ok(AnyAnswer::Report(report)) => Some((operation, report)),
                Ok(_) => None,
                Err(error) => error.report().cloned().map(|report| (operation, report)),
            };
        }
    }
    let Some((operation, report)) = open else { return Ok(found) };
    let mut settle = Settle::new(operation.clone(), &report);
    while let Some(reading) = settle.operation().cloned() {
        match send(&mut sandbox, &tenants, &reading) {
            Ok(AnyAnswer::Page(page)) => settle.take(&page),
            other => return Err(fail(format!("{reading:?}: {other:?}"))),
        }
    }
    let settlement = settle.finish();
    let (snapshot, (id, params)) = (sandbox.snapshot(), &plans[at]);
    for (incident, settled) in settlement.rows() {
        let stands = stands(&snapshot, id, params, incident);
        match settled {
            Settled::InEffect => prop_assert!(stands, "{incident} is said to be in effect: {id} {params}"),
            Settled::NotInEffect => prop_assert!(!stands, "{incident} is said not to be in effect: {id} {params}"),
            _ => {}
        }
        *found.entry(settled.as_str()).or_default() += 1;
    }
    Ok(found)
}

/// 10,000 random cases: calls before and after the one that goes wrong, and every fault. Most incidents must be told, so that a
/// settlement which tells nothing does not pass.
#[test]
fn what_is_settled_is_true() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(10_000));
    let totals = std::cell::RefCell::new(BTreeMap::<&str, usize>::new());
    let plans = prop::collection::vec(acting(), 1..4);
    let result = runner.run(&(plans, any::<prop::sample::Index>(), fault()), |(plans, at, fault)| {
        for (name, count) in settled(&plans, at.index(plans.len()), &fault)? {
            *totals.borrow_mut().entry(name).or_default() += count;
        }
        Ok(())
    });
    assert!(result.is_ok(), "{result:?}");
    let totals = totals.into_inner();
    let count = |name: &str| totals.get(name).copied().unwrap_or_default();
    assert!(count("in_effect") > 1_000 && count("not_in_effect") > 1_000, "{totals:?}");
    // Numbers that no tenant knows, and comments.
    assert!(count("cannot_tell") < count("in_effect") + count("not_in_effect"), "{totals:?}");
}
