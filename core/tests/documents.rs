//! What the smaller answers tell those who hold them.

use std::time::Duration;

use soarwire::{Created, Details, Error, Item, Operation, Reply, Response, Validity, d3, xpanse};

type Done = Result<(), Box<dyn std::error::Error>>;

fn ok<O: Operation>(operation: &O, body: &str) -> Result<O::Answer, Error> {
    operation.parse(Response::new(200, body.as_bytes()))
}

#[test]
fn what_was_created_has_a_number_if_the_answer_names_one() -> Done {
    let create = d3::CreateIncident::new("Phishing");
    let body = r#"{"error": "", "returnData": {"Status": "Successful", "Data": {"Incident Number": "20261103-104"}}}"#;
    let created = ok(&create, body)?;
    assert_eq!((created.id().as_deref(), created.body()), (Some("20261103-104"), body));
    assert_eq!(created.to_string(), "d3.create_incident: created 20261103-104");
    let shown = r#"Created { operation: "d3.create_incident", id: Some("20261103-104") }"#;
    assert_eq!(format!("{created:?}"), shown);
    let nameless = Created::from_json(r#"{"operation": "d3.create_incident"}"#)?;
    assert_eq!((nameless.id(), nameless.body(), nameless.items().len()), (None, "", 0));
    assert_eq!(nameless.to_string(), "d3.create_incident: created, number not given");
    assert_ne!(created, nameless);
    // How it came does not count.
    let again = Created::from_json(r#"{"operation": "d3.create_incident", "attempts": 3}"#)?;
    assert_eq!((&again, again.attempts(), nameless.attempts()), (&nameless, 3, 1));
    Ok(())
}

#[test]
fn details_are_the_vendors_own() -> Done {
    let body = r#"{"reply": {"incident": {"incident_id": "5471", "status": "new"},
        "alerts": {"total_count": 7, "data": [{"alert_id": "602"}, {"alert_id": "603"}, 5]},
        "network_artifacts": {"total_count": 1, "data": [{"network_domain": "a.example.com"}]}, "file_artifacts": null}}"#;
    let details = ok(&xpanse::GetIncidentExtraData::new("5471"), body)?;
    assert_eq!(details.incident().get("status").as_deref(), Some("new"));
    let alerts: Vec<_> = details.alerts().map(|alert| alert.get("alert_id").map(|id| id.into_owned())).collect();
    assert_eq!(alerts, [Some("602".to_owned()), Some("603".to_owned())]);
    assert_eq!((details.alerts_total(), details.file_artifacts().len()), (Some(7), 0));
    assert_eq!(details.network_artifacts().collect::<Vec<_>>(), [r#"{"network_domain":"a.example.com"}"#]);
    assert_eq!(details.to_string(), "xpanse.get_incident_extra_data: an incident with 2 alerts");
    let shown = r#"Details { operation: "xpanse.get_incident_extra_data", alerts: 2, alerts_total: Some(7) }"#;
    assert_eq!(format!("{details:?}"), shown);
    let bare = Details::from_json(r#"{"operation": "xpanse.get_incident_extra_data", "incident": {}}"#)?;
    assert_eq!((bare.alerts_total(), bare.alerts().len(), bare.incident().get("status")), (None, 0, None));
    assert_ne!(bare, details);
    Ok(())
}

#[test]
fn a_key_is_valid_if_the_vendor_says_so() -> Done {
    for (body, is_valid, said) in
        [(r#"{"reply": true}"#, true, "the key is valid"), (r#"{"reply": false}"#, false, "the key is not valid")]
    {
        let validity: Validity = ok(&xpanse::ValidateKey::new(), body)?;
        assert_eq!((validity.valid(), validity.to_string().as_str()), (is_valid, said));
        assert_eq!(format!("{validity:?}"), format!("Validity {{ valid: {is_valid} }}"));
    }
    Ok(())
}

#[test]
fn the_reply_of_a_command_has_the_vendors_own_parts() -> Done {
    let text = r#"{"operation": "d3.command", "status_text": "Successful", "items": [{"a": 1}, {"a": 2}],
        "return_data": {"b": [1]}, "raw_data": "raw", "key_fields": [2], "output_data": 7,
        "attempts": 2, "elapsed_ms": 70, "request_id": "q-1"}"#;
    let reply = Reply::from_json(text)?;
    assert_eq!((reply.operation(), reply.status_text().as_deref()), ("d3.command", Some("Successful")));
    assert_eq!(
        reply.items().filter_map(|item: Item<'_>| item.get("a").map(|a| a.into_owned())).collect::<String>(),
        "12"
    );
    let parts = [reply.return_data(), reply.raw_data(), reply.key_fields(), reply.output_data()];
    assert_eq!(parts.map(Option::unwrap_or_default), [r#"{"b":[1]}"#, "\"raw\"", "[2]", "7"]);
    let made = (reply.attempts(), reply.elapsed(), reply.request_id());
    assert_eq!(made, (2, Some(Duration::from_millis(70)), Some("q-1")));
    assert!(reply.to_json().ends_with(r#""operation":"d3.command","attempts":2,"elapsed_ms":70,"request_id":"q-1"}"#));
    assert_eq!(reply.to_string(), "d3.command: Successful");
    let shown = r#"Reply { operation: "d3.command", status_text: Some("Successful"), items: 2 }"#;
    assert_eq!(format!("{reply:?}"), shown);

    let bare = Reply::from_json(r#"{"operation": "d3.command"}"#)?;
    let parts = [bare.return_data(), bare.raw_data(), bare.key_fields(), bare.output_data()];
    assert_eq!(parts, [None, None, None, None]);
    assert_eq!((bare.status_text(), bare.elapsed(), bare.request_id()), (None, None, None));
    assert_eq!(bare.to_string(), "d3.command: 0 items");
    assert_eq!(Reply::from_json(&reply.to_json())?, reply);
    assert_ne!(bare, reply);
    Ok(())
}
