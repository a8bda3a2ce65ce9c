//! Endpoints of every shape need no change outside their own file: those that read, other paths, their own rate limits,
//! new effects.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::endpoints::Endpoints;
use super::tests::{NOW, body, command};
use super::{Answer, Config, Fault, Incoming, Sandbox, d3, xpanse};

static TABLES: [&[super::Endpoint]; 2] = [&[d3::extra::ENDPOINT], &xpanse::extra::ENDPOINTS];

fn sandbox() -> Sandbox {
    let mut config = Config::default();
    config.xpanse.rate_limit = Some(100);
    Sandbox::new(config).with_endpoints(Endpoints::these(&TABLES))
}

fn call(sandbox: &mut Sandbox, now_ms: u64, path: &str, key: &str) -> Answer {
    let headers = [("x-xdr-auth-id", "1"), ("authorization", key)];
    sandbox.handle(now_ms, &Incoming { method: "POST", path, headers: &headers, body: b"{}" })
}

const KEY: &str = "sandbox-xpanse-standard-key";

#[test]
fn an_endpoint_that_reads_counts_as_carried_out_and_changes_nothing() {
    let mut sandbox = sandbox();
    let before = sandbox.snapshot();
    let answer = call(&mut sandbox, NOW, "/public_api/v2/alerts/test_alerts/", KEY);
    let total = body(&answer).pointer("/reply/total_count").cloned();
    assert_eq!(total, Some(before.xpanse.len().into()));
    assert_eq!(sandbox.snapshot(), before);
    let counts = sandbox.effects().operation("test_alerts");
    assert_eq!((counts.received, counts.executed), (1, 1));
    assert!(sandbox.effects().xpanse.is_empty());
}

#[test]
fn a_path_outside_the_incident_api_has_the_same_keys_and_shapes() {
    let mut sandbox = sandbox();
    assert_eq!(body(&call(&mut sandbox, NOW, "/api_keys/test/", KEY)), json!(true));
    let refused = call(&mut sandbox, NOW, "/api_keys/test/", "wrong");
    assert_eq!((refused.status, refused.body.len()), (401, 0));
    sandbox.script(vec![Fault::new(super::What::RateLimited { retry_after: None }).on("/api_keys/nothing")]);
    let limited = call(&mut sandbox, NOW, "/api_keys/nothing", KEY);
    assert_eq!(body(&limited)["reply"]["err_code"], 429);
}

#[test]
fn a_rate_limit_of_its_own_stands_beside_the_tenants() {
    let mut sandbox = sandbox();
    let mut status = |path: &str, now_ms| call(&mut sandbox, now_ms, path, KEY).status;
    let list = "/public_api/v2/alerts/test_alerts";
    let statuses: Vec<_> = (0..12).map(|_| status(list, NOW)).collect();
    assert_eq!(statuses, [[200; 10].as_slice(), &[429; 2]].concat());
    assert_eq!(status("/api_keys/test", NOW), 200, "the others go on");
    assert_eq!(status(list, NOW + 6_000), 200);
    assert_eq!(status(list, NOW + 6_001), 429);

    let mut unlimited = Sandbox::new(Config::default()).with_endpoints(Endpoints::these(&TABLES));
    assert!((0..50).all(|_| call(&mut unlimited, NOW, list, KEY).status == 200));
}

#[test]
fn a_new_command_has_the_tenants_checks_faults_effects_and_log() {
    let mut sandbox = sandbox();
    let params = json!({ "Incident Number": "20261103-104", "Tags": ["lateral"], "Username": "Dana", "Tag": 1 });
    assert_eq!(body(&command(&mut sandbox, "TestTags", &params))["returnData"]["Data"]["result"], "Successful");
    let effects = sandbox.effects().incident("20261103-104").unwrap();
    assert_eq!(effects.other.get("tag_changes"), Some(&1));
    let incident = sandbox.snapshot().d3.remove(0);
    assert_eq!((incident.tags, incident.modified_by.as_deref()), (vec!["lateral".to_owned()], Some("Dana")));
    let record = sandbox.requests().last().unwrap();
    assert_eq!(record.ignored, ["CommandParams.Tag"]);
    assert_eq!(record.read.last().map(String::as_str), Some("CommandParams.Tags"));

    sandbox.script(Fault::list_from_json(br#"[{"kind": "left_out"}, {"kind": "partial_failure"}]"#).unwrap());
    let answer: Value = body(&command(&mut sandbox, "TestTags", &params));
    assert_eq!(answer["returnData"]["Data"]["result"], "Failed");
    assert_eq!(sandbox.pending_faults(), 1, "nothing can be left out of this answer");
    assert_eq!(command(&mut sandbox, "TestTags", &json!({})).status, 400);
    assert!(sandbox.requests().last().unwrap().ignored.is_empty());
}
