//! Tests of faults, counts and the log over both tenants, and helpers for the tenants' own tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::endpoint::Handler;
use super::*;

/// 2026-11-03T09:05:06.789Z.
pub(super) const NOW: u64 = 1_793_696_706_789;

pub(super) fn demo() -> Sandbox {
    Sandbox::new(Config::default())
}

pub(super) fn post(sandbox: &mut Sandbox, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    sandbox.handle(NOW, &Incoming { method: "POST", path, headers, body: body.as_bytes() })
}

/// A D3 command with good credentials.
pub(super) fn command(sandbox: &mut Sandbox, name: &str, params: &Value) -> Answer {
    let body = json!({ "Username": "Admin", "Site": "Security Operations", "CommandParams": params });
    let path = format!("/MainApp/VSOC/api/Command/{name}");
    post(sandbox, &path, &[("d3key", "sandbox-d3-key")], &body.to_string())
}

pub(super) fn close(sandbox: &mut Sandbox, numbers: &[&str]) -> Answer {
    let params =
        json!({ "Incident Numbers": numbers, "Bypass Required Pending Tasks": "No", "Conclusion": "Contained." });
    command(sandbox, "CloseIncidentInBulk", &params)
}

/// An Xpanse update with a good standard key.
pub(super) fn update(sandbox: &mut Sandbox, incident_id: &str, update_data: &Value) -> Answer {
    let body = json!({ "request_data": { "incident_id": incident_id, "update_data": update_data } });
    let headers = [("x-xdr-auth-id", "1"), ("Authorization", "sandbox-xpanse-standard-key")];
    post(sandbox, "/public_api/v1/incidents/update_incident/", &headers, &body.to_string())
}

/// An Xpanse call with a good standard key: the status and the body.
pub(super) fn ask(sandbox: &mut Sandbox, call: &str, request_data: &Value) -> (u16, Value) {
    let headers = [("x-xdr-auth-id", "1"), ("authorization", "sandbox-xpanse-standard-key")];
    let answer = post(sandbox, call, &headers, &json!({ "request_data": request_data }).to_string());
    (answer.status, body(&answer))
}

pub(super) fn body(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

pub(super) fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

fn script(sandbox: &mut Sandbox, faults: &str) {
    sandbox.script(Fault::list_from_json(faults.as_bytes()).unwrap());
}

/// One close under one fault: the answer, and whether the close took effect.
fn close_under(fault: &str) -> (Answer, bool) {
    let mut sandbox = demo();
    script(&mut sandbox, fault);
    let answer = close(&mut sandbox, &["20261103-104", "20261103-105"]);
    assert_eq!(sandbox.pending_faults(), 0);
    let executed = sandbox.effects().totals.closes > 0;
    let counts = sandbox.effects().operation("CloseIncidentInBulk");
    assert_eq!((counts.received, counts.executed), (1, u64::from(executed)), "{fault}");
    (answer, executed)
}

#[test]
fn faults_that_refuse() {
    for (fault, status) in [
        (r#"{"kind": "rate_limited"}"#, 429),
        (r#"{"kind": "server_error"}"#, 500),
        (r#"{"kind": "server_error", "status": 503, "body": "busy"}"#, 503),
        (r#"{"kind": "html"}"#, 502),
        (r#"{"kind": "empty_unauthorized"}"#, 401),
        (r#"{"kind": "redirect", "location": "http://127.0.0.1:1/"}"#, 302),
        (r#"{"kind": "status", "status": 402, "body": {"Error": "x"}}"#, 402),
    ] {
        let (answer, executed) = close_under(fault);
        assert_eq!((answer.status, answer.cut, executed), (status, None, false), "{fault}");
    }
    let (answer, _) = close_under(r#"{"kind": "rate_limited", "retry_after": "Tue, 03 Nov 2026 09:05:10 GMT"}"#);
    assert_eq!(header(&answer, "retry-after"), Some("Tue, 03 Nov 2026 09:05:10 GMT"));
    assert_eq!(header(&answer, "date"), Some("Tue, 03 Nov 2026 09:05:06 GMT"));
    let (answer, _) = close_under(r#"{"kind": "redirect", "location": "/x"}"#);
    assert_eq!(header(&answer, "location"), Some("/x"));
    let (answer, _) = close_under(r#"{"kind": "html"}"#);
    assert!(header(&answer, "content-type").unwrap().starts_with("text/html"));
    let (answer, _) = close_under(r#"{"kind": "empty_unauthorized"}"#);
    assert!(answer.body.is_empty());
}

#[test]
fn faults_after_the_effect() {
    for fault in [
        r#"{"kind": "server_error", "after_effect": true}"#,
        r#"{"kind": "html", "status": 504, "after_effect": true}"#,
        r#"{"kind": "status", "status": 202, "after_effect": true}"#,
        r#"{"kind": "truncated_json"}"#,
        r#"{"kind": "wrong_type", "replace": {"returnData": [1]}}"#,
        r#"{"kind": "never_answer"}"#,
        r#"{"kind": "delay", "ms": 70}"#,
    ] {
        let (_, executed) = close_under(fault);
        assert!(executed, "{fault}");
    }
    let (answer, _) = close_under(r#"{"kind": "truncated_json"}"#);
    assert!(serde_json::from_slice::<Value>(&answer.body).is_err());
    let (answer, _) = close_under(r#"{"kind": "wrong_type", "replace": {"returnData": [1]}}"#);
    assert_eq!(body(&answer)["returnData"], json!([1]));
    assert_eq!(body(&answer)["error"], "");
    assert_eq!(close_under(r#"{"kind": "never_answer"}"#).0.delay_ms, u64::MAX);
    assert_eq!(close_under(r#"{"kind": "delay", "ms": 70}"#).0.delay_ms, 70);
    assert_eq!(close_under(r#"{"kind": "server_error", "after_effect": true}"#).0.status, 500);
}

#[test]
fn cuts() {
    for (fault, cut, expected) in [
        ("cut_before", Cut::BeforeEffect, false),
        ("cut_after", Cut::AfterEffect, true),
        ("cut_mid_body", Cut::MidBody, true),
    ] {
        let (answer, executed) = close_under(&format!(r#"{{"kind": "{fault}"}}"#));
        assert_eq!((answer.cut, executed), (Some(cut), expected), "{fault}");
    }
}

#[test]
fn a_delay_joins_the_fault_after_it() {
    let (answer, executed) = close_under(r#"[{"kind": "delay", "ms": 9}, {"kind": "cut_after"}]"#);
    assert_eq!((answer.delay_ms, answer.cut, executed), (9, Some(Cut::AfterEffect), true));
}

#[test]
fn a_blind_repeat_after_a_cut_shows_as_a_duplicate() {
    let mut sandbox = demo();
    script(&mut sandbox, r#"{"kind": "cut_after"}"#);
    close(&mut sandbox, &["20261103-104"]);
    assert!(sandbox.effects().duplicates().is_empty());
    close(&mut sandbox, &["20261103-104"]);
    let duplicates = sandbox.effects().duplicates();
    assert_eq!((duplicates.len(), duplicates[0].times, duplicates[0].text.as_str()), (1, 2, "Contained."));
}

#[test]
fn rate_limits_answer_in_each_vendors_shape() {
    let mut config = Config::default();
    config.d3.rate_limit = Some(2);
    config.xpanse.rate_limit = Some(1);
    let mut sandbox = Sandbox::new(config);
    let statuses: Vec<_> = (0..3).map(|_| close(&mut sandbox, &["20261103-104"]).status).collect();
    assert_eq!(statuses, [200, 200, 429]);
    assert!(body(&close(&mut sandbox, &["20261103-104"]))["Error"].is_string());
    assert_eq!(update(&mut sandbox, "5471", &json!({})).status, 200);
    let refused = update(&mut sandbox, "5471", &json!({}));
    assert_eq!((refused.status, &body(&refused)["reply"]["err_code"]), (429, &json!(429)));
    assert_eq!(sandbox.effects().operation("CloseIncidentInBulk").refused, 2);
}

#[test]
fn paths_that_lead_nowhere_are_html_and_logged() {
    let mut sandbox = demo();
    for path in ["/", "/MainApp/VSOC/api/Command/Nope", "/public_api/v1/incidents/nope/"] {
        let answer = post(&mut sandbox, path, &[("d3key", "SECRET")], "{}");
        assert_eq!(answer.status, 404);
        assert!(answer.body.starts_with(b"<!DOCTYPE html>"));
    }
    let log = serde_json::to_string(&sandbox.requests().collect::<Vec<_>>()).unwrap();
    assert!(log.contains("/public_api/v1/incidents/nope/") && !log.contains("SECRET"), "{log}");
    assert!(sandbox.effects().operations.is_empty());
}

#[test]
fn a_reset_is_a_fresh_start() {
    let mut sandbox = demo();
    let before = sandbox.snapshot();
    script(&mut sandbox, r#"{"kind": "cut_before", "on": "xpanse"}"#);
    close(&mut sandbox, &["20261103-104"]);
    assert_ne!(sandbox.snapshot(), before);
    sandbox.reset();
    assert_eq!(sandbox.snapshot(), before);
    assert_eq!(sandbox.effects(), &Effects::default());
    assert_eq!((sandbox.pending_faults(), sandbox.requests().count()), (0, 0));
}

#[test]
fn debug_shows_no_key() {
    let text = format!("{:?}", demo());
    assert!(!text.contains("sandbox-d3-key") && !text.contains("standard-key"), "{text}");
}

fn path(endpoint: &Endpoint) -> String {
    match endpoint.handler {
        Handler::D3(_) => format!("/MainApp/VSOC/api/Command/{}", endpoint.wire_name),
        Handler::Xpanse(path, _) => path.to_owned(),
    }
}

#[test]
fn every_endpoint_can_be_made_to_fail_by_either_name() {
    for endpoint in Endpoints::ALL.iter() {
        for on in [endpoint.id, endpoint.wire_name] {
            let mut sandbox = demo();
            let fault = json!({ "kind": "server_error", "status": 503, "on": on });
            script(&mut sandbox, &fault.to_string());
            post(&mut sandbox, "/elsewhere", &[], "{}");
            assert_eq!(sandbox.pending_faults(), 1, "{on}");
            let answer = post(&mut sandbox, &path(endpoint), &[], "{}");
            assert_eq!((answer.status, sandbox.pending_faults()), (503, 0), "{on}");
            assert_eq!(sandbox.effects().operation(endpoint.wire_name).refused, 1);
            assert_eq!(sandbox.requests().last().unwrap().faults, ["server_error"]);
        }
    }
}

#[test]
fn no_input_panics() {
    let mut sandbox = demo();
    let bodies = ["", "{", "[]", "7", "\u{feff}{}", r#"{"Username": 1}"#, r#"{"request_data": []}"#];
    for endpoint in Endpoints::ALL.iter() {
        for body in bodies {
            let path = path(endpoint);
            let headers =
                [("d3key", "sandbox-d3-key"), ("x-xdr-auth-id", "1"), ("authorization", "sandbox-xpanse-standard-key")];
            let answer = post(&mut sandbox, &path, &headers, body);
            // A key is valid whatever JSON comes with it, or nothing.
            let needs_no_body = endpoint.id == "xpanse.validate_key" && body != "{" && !body.starts_with('\u{feff}');
            let expected = if needs_no_body { 200..201 } else { 400..500 };
            assert!(expected.contains(&answer.status), "{path} {body}: {}", answer.status);
        }
    }
}
