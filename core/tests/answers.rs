//! What reports and pages tell those who hold them.

use std::time::Duration;

use soarwire::{
    AnyAnswer, Body, Call, Counts, Error, Item, Kind, Operation, Outcome, Pacer, Page, Policy, Report, Response, Step,
    Tenant, d3, xpanse,
};

type Done = Result<(), Box<dyn std::error::Error>>;

fn report(numbers: &[&str], body: &str) -> Result<Report, Error> {
    d3::CloseIncidents::new(numbers.iter().copied(), true).parse(Response::new(200, body.as_bytes()))
}

fn page(operation: &xpanse::GetIncidents, body: &str) -> Result<Page, Error> {
    operation.parse(Response::new(200, body.as_bytes()))
}

const TWO: &str = r#"{"returnData": "Partially Successful", "contextData": [
    {"Incident Number": "a", "Result": "Successful"}, {"Incident Number": "b", "Result": "Denied", "n": [ 1 ]}]}"#;

const INCIDENTS: &str = r#"{"reply": {"total_count": 3, "incidents": [{"incident_id": "1"}, {"incident_id": "2"}]}}"#;

#[test]
fn a_report_tells_the_answer() -> Done {
    let all = report(&["a", "b", "c"], TWO)?;
    assert_eq!((all.status_text(), all.body(), all.why_unknown()), (Some("Partially Successful"), TWO, None));
    assert!(!all.all_succeeded());
    assert!(report(&["a"], TWO)?.all_succeeded());
    assert_eq!(report(&["a"], "{}")?.status_text(), None);
    assert_eq!(all.to_string(), "d3.close_incidents: 1 of 3 succeeded, 1 failed, 1 unreported");
    assert_eq!(report(&["a"], TWO)?.to_string(), "d3.close_incidents: 1 of 1 succeeded");
    let shown = format!("{all:?}");
    assert!(shown.starts_with("Report { operation: \"d3.close_incidents\", counts: Counts {"), "{shown}");
    assert!(!shown.contains("Denied"));
    assert_eq!(all.items().len(), 2);
    let order: Vec<Outcome<'_>> = all.outcomes().map(|(_, outcome)| outcome).collect();
    assert_eq!(order, [Outcome::Succeeded, Outcome::Failed { reason: "Denied".into() }, Outcome::Unreported]);
    Ok(())
}

#[test]
fn the_report_of_an_error_says_that_all_is_unknown_and_why() -> Done {
    let error = report(&["a", "b"], "cut").err().ok_or("it was read")?;
    let unknown = error.report().ok_or("no report")?;
    let Counts { asked, succeeded, failed, unreported, unknown: open, .. } = unknown.counts();
    assert_eq!([asked, succeeded, failed, unreported, open], [2, 0, 0, 0, 2]);
    assert_eq!((unknown.why_unknown(), unknown.body(), unknown.all_succeeded()), (Some(Kind::Undecodable), "", false));
    assert_eq!(unknown.unknown_ids().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(unknown.outcome("b"), Some(Outcome::Unknown { why: Kind::Undecodable }));
    Ok(())
}

#[test]
fn reports_are_equal_when_question_and_answer_are() -> Done {
    let one = report(&["a", "b"], TWO)?;
    assert_eq!(one, report(&["a", "b"], TWO)?);
    assert_ne!(one, report(&["a"], TWO)?);
    assert_ne!(one, report(&["a", "b"], "{}")?);
    let unknown = |status| report_of_error(status).ok_or("no report");
    assert_eq!(unknown(500)?, unknown(503)?);
    assert_ne!(unknown(500)?, unknown(302)?);
    assert_ne!(unknown(500)?, report(&["a"], "{}")?);
    Ok(())
}

fn report_of_error(status: u16) -> Option<Report> {
    let parsed = d3::CloseIncidents::new(["a"], true).parse(Response::new(status, vec![]));
    parsed.err().and_then(|error| error.report().cloned())
}

#[test]
fn an_item_gives_its_members() -> Done {
    let report = report(&["b"], TWO)?;
    let item = report.item("b").ok_or("no item")?;
    assert_eq!(["Result", "n", "N"].map(|key| item.get(key)), [Some("Denied".into()), Some("[1]".into()), None]);
    assert_eq!(format!("{item:?}"), format!("Item({} bytes)", item.as_json().len()));
    Ok(())
}

#[test]
fn an_item_that_gives_two_numbers_is_about_none() -> Done {
    for (item, is_about) in [
        (r#"{"Incident Number": "a", "incident_number": "b", "Result": "Successful"}"#, false),
        (r#"{"Incident Number": "b", "incident_number": "b", "Result": "Successful"}"#, true),
        // Under a key that counts less, they do not matter.
        (r#"{"IR Number": "a", "ir_number": "x", "Incident Number": "b", "Result": "Successful"}"#, true),
        (r#"{"Incident Number": "b", "IR Number": "a", "ir_number": "x", "Result": "Successful"}"#, true),
    ] {
        let report = report(&["a", "b"], &format!(r#"{{"contextData": [{item}]}}"#))?;
        assert_eq!((report.item("a").is_some(), report.item("b").is_some()), (false, is_about), "{item}");
        assert_eq!(report.succeeded().count(), usize::from(is_about), "{item}");
    }
    Ok(())
}

#[test]
fn of_several_items_none_of_which_failed_it_is_the_first() -> Done {
    let body = r#"{"contextData": [{"Incident Number": "a", "Result": "Successful", "n": 1},
        {"Incident Number": "a", "Result": "Successful", "n": 2}]}"#;
    assert_eq!(report(&["a"], body)?.item("a").and_then(|item| item.get("n")).as_deref(), Some("1"));
    Ok(())
}

#[test]
fn a_page_tells_the_answer() -> Done {
    let all = page(&xpanse::GetIncidents::new(), INCIDENTS)?;
    assert_eq!((all.operation(), all.len(), all.is_empty()), ("xpanse.get_incidents", 2, false));
    assert_eq!(all.body(), INCIDENTS);
    let json = |item: Option<Item<'_>>| item.map(|item| item.as_json().to_owned());
    assert_eq!(json(all.item_at(1)).as_deref(), Some(r#"{"incident_id": "2"}"#));
    assert_eq!(json(all.item_at(2)), None);
    let rows: Vec<String> = all.rows().map(|row| row.to_json()).collect();
    assert_eq!(
        [all.rows_json(0, 2), all.rows_json(1, 2), all.rows_json(2, 9)],
        [format!("[{}]", rows.join(",")), format!("[{}]", rows.last().map_or("", String::as_str)), "[]".to_owned(),]
    );
    assert_eq!(format!("{all:?}"), "Page { operation: \"xpanse.get_incidents\", items: 2, total: Some(3) }");
    assert!(page(&xpanse::GetIncidents::new(), r#"{"reply": {"incidents": []}}"#)?.is_empty());
    Ok(())
}

#[test]
fn a_page_says_how_many_there_are() -> Done {
    for (counts, shown) in [
        ("", "xpanse.get_incidents: 1 items"),
        (r#""total_count": 9998,"#, "xpanse.get_incidents: 1 items of 9998"),
        (r#""total_count": 9999,"#, "xpanse.get_incidents: 1 items of 9999 or more"),
    ] {
        let body = format!(r#"{{"reply": {{{counts} "incidents": [{{"incident_id": "1"}}]}}}}"#);
        assert_eq!(page(&xpanse::GetIncidents::new(), &body)?.to_string(), shown);
    }
    Ok(())
}

#[test]
fn pages_are_equal_when_question_and_answer_are() -> Done {
    let (all, others) = (xpanse::GetIncidents::new(), xpanse::GetIncidents::new().search_from(7));
    assert_eq!(page(&all, INCIDENTS)?, page(&all, INCIDENTS)?);
    assert_ne!(page(&all, INCIDENTS)?, page(&others, INCIDENTS)?);
    assert_ne!(page(&all, INCIDENTS)?, page(&all, r#"{"reply": {"incidents": []}}"#)?);
    Ok(())
}

/// Else a caller who follows it would never come to an end.
#[test]
fn a_page_of_no_size_has_no_next() -> Done {
    let nothing = xpanse::GetIncidents::new().search_from(5).search_to(5);
    assert_eq!(page(&nothing, r#"{"reply": {"incidents": []}}"#)?.next(), None);
    Ok(())
}

#[test]
fn a_call_without_the_type_of_its_answer_gives_it_too() -> Done {
    let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let prepared = tenant.prepare(&d3::CloseIncidents::new(["a"], true))?.erased();
    let mut call = Call::new(prepared, Pacer::new(0.0)?, Policy::default(), 1);
    let Step::Send { attempt, .. } = call.poll(1_000, "") else { return Err("it waits".into()) };
    call.on_response(1_000, attempt, Response::new(200, TWO.as_bytes()));
    let Step::Done(Ok(AnyAnswer::Report(given))) = call.poll(1_000, "") else { return Err("no report".into()) };
    assert_eq!(given, report(&["a"], TWO)?);
    Ok(())
}

#[test]
fn the_body_of_a_refusal_is_kept_by_how_much_of_it_is_known() -> Done {
    let body = |text: &str| -> Result<Body, Box<dyn std::error::Error>> {
        let parsed = d3::CloseIncidents::new(["a"], true).parse(Response::new(400, text.as_bytes()));
        Ok(parsed.err().and_then(|error| error.service().map(|service| service.body.clone())).ok_or("no refusal")?)
    };
    for documented in [r#"{"Error": "no"}"#, r#"{"error": "no", "at": 1}"#] {
        assert_eq!(body(documented)?, Body::Documented(documented.to_owned()));
    }
    for other in [r#"{"reason": "no"}"#, "[]"] {
        assert_eq!(body(other)?, Body::Json(other.to_owned()));
    }
    Ok(())
}

#[test]
fn an_answer_says_how_it_came() -> Done {
    let text = r#"{"operation": "xpanse.get_incidents", "asked": {"search_from": 0, "search_to": 2}, "items": [],
        "attempts": 2, "elapsed_ms": 70, "request_id": "q-1"}"#;
    let page = Page::from_json(text)?;
    assert_eq!((page.attempts(), page.elapsed(), page.request_id()), (2, Some(Duration::from_millis(70)), Some("q-1")));
    assert!(page.to_json().ends_with(r#""attempts":2,"elapsed_ms":70,"request_id":"q-1"}"#), "{}", page.to_json());
    let text = r#"{"operation": "d3.add_tags", "asked": ["1"], "succeeded": ["1"],
        "attempts": 2, "elapsed_ms": 70, "request_id": "q-1"}"#;
    let report = Report::from_json(text)?;
    let made = (report.attempts(), report.elapsed(), report.request_id());
    assert_eq!(made, (2, Some(Duration::from_millis(70)), Some("q-1")));
    assert!(report.to_json().ends_with(r#""attempts":2,"elapsed_ms":70,"request_id":"q-1"}"#), "{}", report.to_json());
    let read = self::report(&["a"], TWO)?;
    assert_eq!((read.attempts(), read.elapsed(), read.request_id()), (1, None, None));
    let read = self::page(&xpanse::GetIncidents::new(), INCIDENTS)?;
    assert_eq!((read.attempts(), read.elapsed(), read.request_id()), (1, None, None));
    Ok(())
}

/// One that was read is stored as its body and read again, any other as its canonical JSON.
#[test]
fn a_stored_answer_is_restored() -> Done {
    let from_json =
        r#"{"operation": "xpanse.get_incidents", "asked": {"search_from": 0, "search_to": 2}, "items": []}"#;
    let created = r#"{"error": "", "returnData": {"Status": "Successful", "Data": {"Incident Number": "7"}}}"#;
    let created = d3::CreateIncident::new("Phishing").parse(Response::new(200, created.as_bytes()))?;
    for (answer, is_read) in [
        (AnyAnswer::Page(page(&xpanse::GetIncidents::new(), INCIDENTS)?), true),
        (AnyAnswer::Page(Page::from_json(from_json)?), false),
        (AnyAnswer::Report(report(&["a", "b"], TWO)?), true),
        (AnyAnswer::Created(created), true),
    ] {
        let stored = soarwire::ffi::snapshot(&answer);
        assert_eq!(stored.contains(r#""body":"#), is_read, "{stored}");
        let restored = soarwire::ffi::restore(&stored)?;
        assert_eq!(restored.to_json(), answer.to_json());
    }
    Ok(())
}
