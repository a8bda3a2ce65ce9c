#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::json;

use crate::sandbox::tests::{body, close, command, demo, header, post};
use crate::sandbox::{Config, Fault, Sandbox};

const BULK: &str = "/MainApp/VSOC/api/Command/CloseIncidentInBulk";

#[test]
fn a_close_in_bulk_answers_for_each_incident() {
    let mut sandbox = demo();
    let answer = close(&mut sandbox, &["20261103-104", "20261103-106", "20261103-107", "NO-SUCH"]);
    assert_eq!(answer.status, 200);
    let body = body(&answer);
    assert_eq!((&body["error"], &body["returnData"]), (&json!(""), &json!("Partially Successful")));
    assert_eq!(
        body["contextData"][0],
        json!({ "Incident Number": "20261103-104", "Status": "Closed", "Close Date": "11/03/2026 09:05 AM UTC",
                "Result": "Successful", "Closed By": "Admin" })
    );
    for (at, part) in [(1, "tasks"), (2, "Fields"), (3, "not found")] {
        let item = &body["contextData"][at];
        assert_eq!(item["Result"], "Failed");
        assert!(item["Error message"].as_str().unwrap().contains(part), "{item}");
        assert!(item.get("Close Date").is_none());
    }
    assert_eq!(sandbox.effects().totals.closes, 1);
    let incident = sandbox.snapshot().d3.remove(0);
    assert_eq!((incident.status.as_str(), incident.conclusion.as_str()), ("Closed", "Contained."));
}

#[test]
fn bypasses_let_closes_through_and_conclusions_add_up() {
    let mut sandbox = demo();
    let params = json!({ "Incident Numbers": ["20261103-106", "20261103-107"], "Username": "admin user",
        "Bypass Required Pending Tasks": "Yes", "Bypass All Required Fields": true, "Conclusion": "One" });
    for _ in 0..2 {
        let body = body(&command(&mut sandbox, "CloseIncidentInBulk", &params));
        assert_eq!(body["returnData"], "Successful");
        assert_eq!(body["contextData"][1]["Closed By"], "admin user");
    }
    let incident = sandbox.snapshot().d3.into_iter().find(|one| one.number == "20261103-106").unwrap();
    assert_eq!(incident.conclusion, "One\nOne");
    assert_eq!(sandbox.effects().incident("20261103-106").unwrap().conclusions, ["One", "One"]);
}

#[test]
fn owners_change_and_unknown_ones_fail_the_command() {
    let mut sandbox = demo();
    let params = json!({ "Incident Numbers": ["20261103-104", "NO-SUCH"], "Owner": "Maria Keller" });
    let answer = body(&command(&mut sandbox, "UpdateIncidentOwnerInBulk", &params));
    let expected =
        json!({ "Incident Number": "20261103-104", "Incident Owner": "Maria Keller", "Result": "Successful" });
    assert_eq!(answer["contextData"][0], expected);
    assert_eq!(answer["contextData"][1]["Result"], "Failed");

    for params in [json!({ "Incident Numbers": ["20261103-104"], "Owner": "Nobody" }), json!({ "Owner": "System" })] {
        let answer = command(&mut sandbox, "UpdateIncidentOwnerInBulk", &params);
        assert_eq!(answer.status, 200);
        assert_ne!(body(&answer)["error"], "");
    }
    assert_eq!(sandbox.effects().totals.owner_changes, 1);
    assert_eq!(sandbox.effects().operation("UpdateIncidentOwnerInBulk").refused, 2);
}

#[test]
fn links_answer_with_a_word_or_with_what_failed() {
    let mut sandbox = demo();
    let params = json!({ "Case Numbers": ["20261102-7", "20261030-12"], "Incident ID List": ["20261030-77"] });
    let answer = body(&command(&mut sandbox, "LinkIncidentToExistingCases", &params));
    assert_eq!(answer, json!({ "error": "", "returnData": "Successful" }));
    assert_eq!(sandbox.effects().incident("20261030-77").unwrap().links, 2);

    let params = json!({ "Case Numbers": ["20261102-7"], "Incident ID List": ["20261030-77", "NO-SUCH"] });
    let answer = body(&command(&mut sandbox, "LinkIncidentToExistingCases", &params));
    assert_eq!(answer["returnData"]["Status"], "Partially Successful");
    assert_eq!(answer["returnData"]["ErrorData"][0]["Incident Number"], "NO-SUCH");

    let params = json!({ "Case Numbers": ["NO-CASE"], "Incident ID List": ["20261030-77"] });
    let answer = body(&command(&mut sandbox, "LinkIncidentToExistingCases", &params));
    assert!(answer["error"].as_str().unwrap().contains("NO-CASE"));
    let incident = sandbox.snapshot().d3.into_iter().find(|one| one.number == "20261030-77").unwrap();
    assert_eq!(incident.cases, ["20261102-7", "20261030-12"]);
}

#[test]
fn close_incident_closes_the_playbooks_own() {
    let mut sandbox = demo();
    let answer = body(&command(&mut sandbox, "CloseIncident", &json!({ "Incident Note": "Done." })));
    assert_eq!(
        answer,
        json!({ "error": "", "returnData": "Succeed", "contextData": {
            "incidentNumber": "20261031-12", "closeType": "Closed", "closeNote": "Done.",
            "closeDate": "Nov 3, 2026 09:05 Coordinated Universal Time", "result": "Succeed", "closedBy": "Admin" } })
    );
    sandbox.script(Fault::list_from_json(br#"{"kind": "partial_failure", "reason": "locked"}"#).unwrap());
    let answer = body(&command(&mut sandbox, "CloseIncident", &json!({})));
    let item = json!({ "incidentNumber": "20261031-12", "result": "Failed", "errorMessage": "locked" });
    assert_eq!(answer, json!({ "error": "", "returnData": "Failed", "contextData": item }));

    let mut config = Config::default();
    config.d3.playbook_incident = None;
    let answer = body(&command(&mut Sandbox::new(config), "CloseIncident", &json!({})));
    assert!(answer["error"].as_str().unwrap().contains("playbook"));
}

#[test]
fn a_command_with_a_key_of_its_own_takes_no_other() {
    let mut config = Config::default();
    config.d3.keys.insert("CloseIncidentInBulk".to_owned(), "own".to_owned());
    let mut sandbox = Sandbox::new(config);
    let mut status = |path: &str, headers: &[(&str, &str)]| post(&mut sandbox, path, headers, "{}").status;
    assert_eq!(status(BULK, &[("D3KEY", "own")]), 400);
    assert_eq!(status(BULK, &[("d3key", "sandbox-d3-key")]), 401);
    assert_eq!(status("/MainApp/VSOC/api/Command/CloseIncident", &[("d3key", "sandbox-d3-key")]), 400);
    assert_eq!(status(BULK, &[("d3jwt", "sandbox.d3.jwt")]), 400);
    assert_eq!(status(BULK, &[("d3jwt", "other")]), 401);
    assert_eq!(status(BULK, &[("d3jwt", "")]), 401);
    assert_eq!(status(BULK, &[]), 401);
}

#[test]
fn refusals_say_why_in_a_header() {
    let answer = post(&mut demo(), BULK, &[], "{}");
    assert!(body(&answer)["Error"].is_string());
    assert!(header(&answer, "x-sandbox-why").unwrap().contains("neither"));
}

#[test]
fn what_is_missing_or_of_the_wrong_kind_is_a_400_that_names_it() {
    let mut sandbox = demo();
    for (params, name) in [
        (json!({ "Bypass Required Pending Tasks": "Yes" }), "Incident Numbers"),
        (json!({ "Incident Numbers": "A", "Bypass Required Pending Tasks": "Yes" }), "Incident Numbers"),
        (json!({ "Incident Numbers": [7], "Bypass Required Pending Tasks": "Yes" }), "Incident Numbers"),
        (json!({ "Incident Numbers": ["A"] }), "Bypass Required Pending Tasks"),
        (json!({ "Incident Numbers": ["A"], "Bypass Required Pending Tasks": "maybe" }), "Bypass Required"),
        (json!([]), "CommandParams"),
        (json!(null), "CommandParams"),
    ] {
        let answer = command(&mut sandbox, "CloseIncidentInBulk", &params);
        assert_eq!(answer.status, 400, "{params}");
        assert!(body(&answer)["Error"].as_str().unwrap().contains(name), "{params}");
    }
}

#[test]
fn unknown_callers_get_a_200_that_says_no() {
    let mut sandbox = demo();
    for (username, site) in [("Mallory", "Security Operations"), ("Admin", "Elsewhere")] {
        let request = json!({ "Username": username, "Site": site, "CommandParams": {} }).to_string();
        let answer = post(&mut sandbox, BULK, &[("d3key", "sandbox-d3-key")], &request);
        assert_eq!(answer.status, 200);
        assert_ne!(body(&answer)["error"], "");
    }
}

#[test]
fn only_post_will_do() {
    let request = crate::sandbox::Incoming { method: "GET", path: BULK, headers: &[], body: b"" };
    let answer = demo().handle(0, &request);
    assert_eq!((answer.status, header(&answer, "allow")), (405, Some("POST")));
}

#[test]
fn item_faults_fail_or_hide_single_incidents() {
    let mut sandbox = demo();
    let faults = br#"[{"kind": "partial_failure", "incidents": ["20261103-105"], "reason": "locked"},
                      {"kind": "left_out"}]"#;
    sandbox.script(Fault::list_from_json(faults).unwrap());
    let numbers = ["20261103-104", "20261103-105"];

    let answer = body(&close(&mut sandbox, &numbers));
    assert_eq!(answer["contextData"][0]["Result"], "Successful");
    assert_eq!(answer["contextData"][1]["Error message"], "locked");
    assert_eq!(sandbox.effects().totals.closes, 1);

    let answer = body(&close(&mut sandbox, &numbers));
    assert_eq!(answer["contextData"].as_array().unwrap().len(), 1);
    assert_eq!(answer["contextData"][0]["Incident Number"], "20261103-105");
    assert_eq!(sandbox.effects().totals.closes, 3, "what is left out of the answer took effect");
}
