#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use crate::sandbox::tests::{NOW, body, demo, header, post, update};
use crate::sandbox::{Sandbox, XpanseIncident};

const PATH: &str = "/public_api/v1/incidents/update_incident";
const NONCE: &str = "0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123";

fn incident(sandbox: &Sandbox) -> XpanseIncident {
    sandbox.snapshot().xpanse.into_iter().find(|one| one.incident_id == "5471").unwrap()
}

#[test]
fn an_update_sets_clears_and_keeps() {
    let mut sandbox = demo();
    let everything = json!({ "assigned_user_mail": "Li.Wen@example.com", "assigned_user_pretty_name": "L. Wen",
        "manual_severity": "low", "status": "resolved", "resolve_comment": "Fixed.",
        "comment": { "comment_action": "add", "value": "Seen." }, "custom": 7 });
    let answer = update(&mut sandbox, "5471", &everything);
    assert_eq!((answer.status, body(&answer)), (200, json!({ "reply": true })));
    let after = incident(&sandbox);
    let assignee = after.assignee.unwrap();
    assert_eq!((assignee.mail.as_str(), assignee.pretty_name.as_str()), ("li.wen@example.com", "L. Wen"));
    assert_eq!(after.manual_severity.as_deref(), Some("low"));
    assert_eq!((after.status.as_str(), after.severity.as_str()), ("resolved", "high"));
    assert_eq!(
        (after.resolve_comment.as_deref(), after.comments.as_slice()),
        (Some("Fixed."), &["Seen.".to_owned()][..])
    );

    update(&mut sandbox, "5471", &json!({ "assigned_user_mail": "", "manual_severity": "none" }));
    let after = incident(&sandbox);
    assert_eq!((after.assignee, after.manual_severity), (None, None));
    assert_eq!(after.status, "resolved");
    let effects = sandbox.effects().incident("5471").unwrap();
    assert_eq!((effects.owner_changes, effects.severity_changes, effects.status_changes), (2, 2, 1));
    assert_eq!(effects.comments, ["Seen."]);
}

#[test]
fn fields_of_the_wrong_kind_are_listed_by_path() {
    for (update_data, path) in [
        (json!({ "status": "done" }), "update_data/status"),
        (json!({ "manual_severity": "huge" }), "update_data/manual_severity"),
        (json!({ "status": null }), "update_data/status"),
        (json!({ "comment": "text" }), "update_data/comment"),
        (json!({ "comment": {} }), "update_data/comment/value"),
        (json!({ "comment": { "value": "x", "comment_action": "drop" } }), "update_data/comment/comment_action"),
        (json!(7), "update_data"),
    ] {
        let mut sandbox = demo();
        let answer = update(&mut sandbox, "5471", &update_data);
        assert_eq!(answer.status, 422, "{update_data}");
        let body = body(&answer);
        let messages = body.pointer(&format!("/errors/json/request_data/{path}")).unwrap();
        assert!(messages[0].is_string(), "{body}");
        assert!(body.get("reply").is_none());
        assert!(sandbox.effects().xpanse.is_empty());
    }
}

#[test]
fn missing_parts_are_listed_too_and_an_id_may_be_a_number() {
    let headers = [("x-xdr-auth-id", "1"), ("authorization", "sandbox-xpanse-standard-key")];
    for (request, status, pointer) in [
        (json!([]), 422, "/errors/json/0"),
        (json!({}), 422, "/errors/json/request_data/0"),
        (json!({ "request_data": { "update_data": {} } }), 422, "/errors/json/request_data/incident_id/0"),
        (json!({ "request_data": { "incident_id": "5471" } }), 422, "/errors/json/request_data/update_data/0"),
        (json!({ "request_data": { "incident_id": 5471, "update_data": {} } }), 200, "/reply"),
    ] {
        let answer = post(&mut demo(), PATH, &headers, &request.to_string());
        assert_eq!(answer.status, status, "{request}");
        assert!(body(&answer).pointer(pointer).is_some(), "{request}: {}", body(&answer));
    }
    let answer = post(&mut demo(), PATH, &headers, "{");
    assert_eq!((answer.status, &body(&answer)["reply"]["err_code"]), (400, &json!(400)));
}

#[test]
fn what_cannot_be_applied_is_a_500_that_tells_why_in_its_extra() {
    for (id, update_data, status, part) in [
        ("1", json!({ "status": "new" }), 500, "not found"),
        ("5471", json!({ "assigned_user_mail": "x@example.com", "status": "new" }), 500, "x@example.com"),
        ("5471", json!({ "assigned_user_pretty_name": "X" }), 400, "assigned_user_mail"),
        ("5471", json!({ "assigned_user_pretty_name": "X", "assigned_user_mail": "" }), 400, "assigned_user_mail"),
    ] {
        let mut sandbox = demo();
        let answer = update(&mut sandbox, id, &update_data);
        assert_eq!(answer.status, status, "{update_data}");
        assert!(body(&answer)["reply"]["err_extra"].as_str().unwrap().contains(part), "{update_data}");
        assert!(sandbox.effects().xpanse.is_empty(), "an update is carried out whole or not at all");
    }
}

#[test]
fn a_bad_standard_key_gets_an_empty_401() {
    for headers in [
        &[("x-xdr-auth-id", "1"), ("authorization", "wrong")][..],
        &[("x-xdr-auth-id", "2"), ("authorization", "sandbox-xpanse-advanced-key")],
        &[("x-xdr-auth-id", "1")],
        &[],
    ] {
        let answer = post(&mut demo(), PATH, headers, "{}");
        assert_eq!((answer.status, answer.body.len()), (401, 0));
        assert_eq!(header(&answer, "content-type"), None);
        assert!(header(&answer, "x-sandbox-why").is_some());
    }
}

/// Stands in for SHA-256: shows that the tenant hashes key, nonce and timestamp, in that order.
fn stand_in_hash(bytes: &[u8]) -> String {
    let expected = format!("sandbox-xpanse-advanced-key{NONCE}{NOW}");
    if bytes == expected.as_bytes() { "a".repeat(64) } else { "b".repeat(64) }
}

fn advanced(sandbox: &mut Sandbox, key_id: &str, signature: &str, nonce: &str, timestamp: &str) -> (u16, String) {
    let headers = [
        ("x-xdr-auth-id", key_id),
        ("authorization", signature),
        ("x-xdr-nonce", nonce),
        ("x-xdr-timestamp", timestamp),
    ];
    let request = json!({ "request_data": { "incident_id": "5471", "update_data": {} } });
    let answer = post(sandbox, PATH, &headers, &request.to_string());
    if answer.status == 401 {
        assert_eq!(body(&answer).pointer("/reply/err_extra"), Some(&Value::Null));
    }
    (answer.status, header(&answer, "x-sandbox-why").unwrap_or_default().to_owned())
}

#[test]
fn advanced_keys_are_checked_header_by_header() {
    let mut sandbox = demo().with_sha256(stand_in_hash);
    let now = NOW.to_string();
    let good = "a".repeat(64);
    assert_eq!(advanced(&mut sandbox, "2", &good, NONCE, &now).0, 200);
    for (key_id, signature, nonce, timestamp, why) in [
        ("1", good.as_str(), NONCE, now.as_str(), "auth-id"),
        ("2", &"A".repeat(64), NONCE, &now, "hex digits"),
        ("2", "sandbox-xpanse-advanced-key", NONCE, &now, "hex digits"),
        ("2", &good, "short", &now, "x-xdr-nonce"),
        ("2", &good, NONCE, "+1", "decimal"),
        ("2", &good, NONCE, "", "decimal"),
        ("2", &good, NONCE, "1", "15 minutes"),
        ("2", &"c".repeat(64), NONCE, &now, "digest"),
    ] {
        let (status, given) = advanced(&mut sandbox, key_id, signature, nonce, timestamp);
        assert!(status == 401 && given.contains(why), "{why}: {status} {given}");
    }
}

#[test]
fn without_a_hash_function_the_shape_will_do() {
    assert_eq!(advanced(&mut demo(), "2", &"0".repeat(64), NONCE, &NOW.to_string()).0, 200);
}
