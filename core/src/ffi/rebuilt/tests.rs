//! What goes through canonical JSON comes back as it was.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Answer, AnyAnswer, Error, Kind, Operation, Outcome, Page, Report, Response, TransportError, d3,
    ffi::{AnyOperation, rebuilt::documents::any as any_answer, restore, snapshot},
    xpanse,
};

/// What must stay the same of any answer.
fn check_answer(answer: &AnyAnswer) -> Result<(), TestCaseError> {
    match answer {
        AnyAnswer::Report(report) => check_report(report)?,
        AnyAnswer::Page(page) => {
            let rebuilt = Page::from_json(&page.to_json());
            prop_assert_eq!(rebuilt.as_ref().ok(), Some(page), "{:?}", rebuilt);
            let Ok(rebuilt) = rebuilt else { return Ok(()) };
            prop_assert_eq!(rebuilt.to_json(), page.to_json());
            prop_assert_eq!((rebuilt.next(), rebuilt.asked()), (page.next(), page.asked()));
            prop_assert_eq!((rebuilt.total(), rebuilt.capped()), (page.total(), page.capped()));
            prop_assert!(rebuilt.rows().eq(page.rows()) && rebuilt.ids().eq(page.ids()));
        }
        other => {
            let rebuilt = any_answer(other.name(), &other.to_json()).and_then(Result::ok);
            prop_assert_eq!(rebuilt.as_ref(), Some(other));
            prop_assert_eq!(rebuilt.map(|rebuilt| rebuilt.to_json()), Some(other.to_json()));
        }
    }
    let restored = restore(&snapshot(answer)).ok();
    prop_assert_eq!(restored.map(|restored| restored.to_json()), Some(answer.to_json()));
    Ok(())
}

fn check_report(report: &Report) -> Result<(), TestCaseError> {
    let json = report.to_json();
    let rebuilt = Report::from_json(&json);
    prop_assert_eq!(rebuilt.as_ref().ok(), Some(report), "{:?}", rebuilt);
    let Ok(rebuilt) = rebuilt else { return Ok(()) };
    prop_assert_eq!(&rebuilt.to_json(), &json);
    prop_assert!(rebuilt.outcomes().eq(report.outcomes()));
    prop_assert_eq!(rebuilt.why_unknown(), report.why_unknown());
    let compact = |item: Option<crate::Item<'_>>| item.and_then(|item| serde_json::to_string(&item).ok());
    for id in report.asked() {
        prop_assert_eq!(compact(rebuilt.item(id)), compact(report.item(id)));
    }
    let read: Option<Report> = serde_json::from_str(&json).ok();
    prop_assert_eq!(read.as_ref().map(Report::counts), Some(report.counts()));
    Ok(())
}

/// What must stay the same of any error.
fn check_error(error: &Error) -> Result<(), TestCaseError> {
    let json = error.to_json();
    let rebuilt = Error::from_json(&json);
    prop_assert!(rebuilt.is_ok(), "{:?} {}", rebuilt, json);
    let Ok(rebuilt) = rebuilt else { return Ok(()) };
    prop_assert_eq!(rebuilt.to_json(), json);
    prop_assert_eq!(rebuilt.detail(), error.detail());
    prop_assert_eq!(format!("{rebuilt} {rebuilt:?}"), format!("{error} {error:?}"));
    prop_assert_eq!(rebuilt.report(), error.report());
    prop_assert!(rebuilt.outcomes().eq(error.outcomes()));
    prop_assert_eq!(rebuilt.to_report(), error.to_report());
    Ok(())
}

fn operation() -> impl Strategy<Value = AnyOperation> {
    let ids = prop::sample::subsequence(vec!["a", "b", "é\"", "7"], 1..4);
    (ids, 0..12).prop_map(|(ids, which)| match which {
        0 => d3::CloseIncidents::new(ids, true).conclusion("Contained.").into(),
        1 => d3::LinkToCases::new(ids, ["C-7"]).into(),
        2 => d3::CloseIncident::new().into(),
        3 => xpanse::UpdateIncident::new("a").status("new").into(),
        4 => xpanse::GetAlerts::new().use_page_token(true).into(),
        5 => xpanse::GetIncidentExtraData::new("a").into(),
        6 => xpanse::UpdateAlerts::new(ids).status("new").into(),
        7 => d3::GetIncidents::new("2026-11-03 00:00:00", "2026-11-04 00:00:00").page_size(1).into(),
        8 => d3::SearchIncidents::new().status("Open").into(),
        9 => d3::CreateIncident::new("Phishing").into(),
        10 => d3::Command::new("GetUsersBySite").into(),
        _ => xpanse::GetIncidents::new().search_to(2).into(),
    })
}

/// Bodies as the vendors write them, more or less.
fn body() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "\"Successful\"",
        "\"Denied \\\"\\u00e9\\n\"",
        "true",
        "null",
        "\" \"",
        "1.50",
        "{}",
    ]);
    let id = prop::sample::select(vec!["\"a\"", "\"b\"", "\"\\u00e9\\\"\"", "7", "\"x\""]);
    let item = (id, word.clone(), word.clone()).prop_map(|(id, result, reason)| {
        format!(r#"{{"Incident Number": {id}, "Result": {result}, "ErrorMessage": {reason}, "incident_id": {id}}}"#)
    });
    let list = prop::collection::vec(item, 0..5).prop_map(|items| format!("[{}]", items.join(", ")));
    (list, word.clone(), word.clone(), any::<u8>()).prop_map(|(list, word, other, which)| match which % 6 {
        0 => format!(r#"{{"contextData": {list}, "returnData": {word}, "error": ""}}"#),
        1 => {
            let text = serde_json::to_string(&list).unwrap_or_default();
            format!(r#"{{"contextData": {text}, "Warnings": [{word}, {other}]}}"#)
        }
        2 => format!(r#"{{"reply": {word}, "warnings": [{other}], "error": {other}}}"#),
        3 => format!(r#"{{"reply": {{"total_count": 9999, "incidents": {list}, "warnings": {word}}}}}"#),
        4 => {
            format!(r#"{{"err_code": {word}, "err_msg": {other}, "err_extra": {list}, "errors": {{"p.q": [{word}]}}}}"#)
        }
        _ => list,
    })
}

fn response() -> impl Strategy<Value = Response<'static>> {
    let statuses = prop::sample::select(vec![0, 200, 200, 200, 204, 302, 400, 401, 422, 429, 500, 503]);
    let bytes = prop_oneof![
        6 => body().prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => Just(b"<html>".to_vec()),
    ];
    let names = vec!["x-request-id", "Retry-After", "Set-Cookie", "content-type", "Server"];
    let headers = prop::collection::vec((prop::sample::select(names), "[ -~é]{0,9}"), 0..4);
    (statuses, bytes, headers).prop_map(|(status, bytes, headers)| {
        headers.into_iter().fold(Response::new(status, bytes), |answer, (name, value)| answer.with_header(name, value))
    })
}

proptest! {
    #[test]
    fn answers_and_errors_come_back_as_they_were(
        operation in operation(), response in response(), attempts in 0u32..9, elapsed_ms in 0u64..99,
    ) {
        match operation.parse(response) {
            Ok(answer) => {
                check_answer(&answer)?;
                check_answer(&answer.with_call(attempts, elapsed_ms))?;
            }
            Err(error) => {
                check_error(&error)?;
                let executed = error.maybe_executed();
                let ended = error.made(|made| made.called(attempts, elapsed_ms)).not_repeated_because("of x");
                check_error(&ended.with_executed(executed))?;
            }
        }
    }

    #[test]
    fn no_text_ends_in_a_panic(text in "[\\[\\]{}:,\"aoskedprtinkwuyx0-9é]{0,60}") {
        let _ = (Report::from_json(&text), Page::from_json(&text), Error::from_json(&text));
    }
}

#[test]
fn lost_calls_and_refused_parameters_come_back_too() -> Result<(), TestCaseError> {
    let close = d3::CloseIncidents::new(["1", "2"], true).conclusion("Contained.");
    for class in [TransportError::Dns, TransportError::Timeout, TransportError::BodyTooLarge] {
        check_error(&close.lost(class))?;
        close.lost(class).to_report().iter().try_for_each(check_report)?;
    }
    let refused = AnyOperation::from_params("d3.update_owner", crate::Params::default());
    refused.err().iter().try_for_each(check_error)
}

#[test]
fn an_error_of_its_kind_alone_takes_what_the_catalogue_says() {
    for entry in crate::CATALOGUE {
        let error = Error::from_json(&format!(r#"{{"kind": "{}"}}"#, entry.name));
        let facts = error.as_ref().map(|error| (error.kind(), error.maybe_executed(), error.retryable()));
        let retryable = entry.repeat == crate::Repeat::Always;
        assert_eq!(facts.ok(), Some((entry.kind, entry.maybe_executed, retryable)));
        let said = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(said.contains(entry.meaning.trim_end_matches('.')) || entry.kind == Kind::InvalidRequest, "{said}");
    }
    let limited = Error::from_json(r#"{"kind": "rate_limited"}"#).ok();
    assert_eq!(limited.and_then(|error| Some(error.service()?.status)), Some(429));
    let unsent = Error::from_json(r#"{"kind": "not_sent", "operation": "d3.update_owner", "asked": ["1"]}"#).ok();
    assert_eq!(unsent.as_ref().map(|error| error.attempts()), Some(0));
    let outcomes: Vec<_> = unsent.iter().flat_map(|error| error.outcomes()).collect();
    assert_eq!(outcomes, [("1", Outcome::Failed { reason: "not_sent".into() })]);
}

#[test]
fn any_other_text_is_refused_with_the_name_of_the_member() {
    let field = |error: Option<Error>| error.and_then(|error| error.field().map(str::to_owned)).unwrap_or_default();
    for (json, named) in [
        ("[]", "report"),
        ("{", "report"),
        ("{}", "operation"),
        (r#"{"operation": "d3.nothing"}"#, "operation"),
        (r#"{"operation": "d3.add_tags"}"#, "asked"),
        (r#"{"operation": "d3.add_tags", "asked": ["1", 2]}"#, "asked[1]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"]}"#, "asked[0]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "succeeded": ["2"]}"#, "succeeded[0]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "succeeded": ["1", "1"]}"#, "succeeded[1]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "failed": [{"id": "1"}]}"#, "failed[0]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "unknown": ["1"]}"#, "unknown[0]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "why": {"bad luck": ["1"]}}"#, "why"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "succeeded": ["1"], "items": [1]}"#, "items[0]"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "succeeded": ["1"], "attempts": -1}"#, "attempts"),
        (r#"{"operation": "d3.add_tags", "asked": ["1"], "succeeded": ["1"], "status_text": 1}"#, "status_text"),
    ] {
        assert_eq!(field(Report::from_json(json).err()), named, "{json}");
    }
    for (json, named) in [
        (r#"{"operation": "d3.add_tags"}"#, "operation"),
        (r#"{"operation": "xpanse.get_incidents", "asked": {"search_from": 1}}"#, "asked.search_to"),
        (r#"{"operation": "xpanse.get_incidents", "items": {}}"#, "items"),
    ] {
        assert_eq!(field(Page::from_json(json).err()), named, "{json}");
    }
    for (json, named) in [
        ("{}", "kind"),
        (r#"{"kind": "bad luck"}"#, "kind"),
        (r#"{"kind": "timeout", "family": "build"}"#, "family"),
        (r#"{"kind": "timeout", "retryable": 1}"#, "retryable"),
        (r#"{"kind": "server_error", "headers": [["a"]]}"#, "headers[0]"),
        (r#"{"kind": "server_error", "body": {"tier": "raw", "hex": "0"}}"#, "body"),
        (r#"{"kind": "server_error", "body": {"tier": "none"}}"#, "body.tier"),
        (r#"{"kind": "timeout", "report": {"operation": 1}}"#, "report.operation"),
    ] {
        assert_eq!(field(Error::from_json(json).err()), named, "{json}");
    }
}

fn report(ids: &[&str], body: &str) -> Option<Report> {
    d3::UpdateOwner::new(ids.iter().copied(), "m").parse(Response::new(200, body.as_bytes())).ok()
}

fn item(id: &str, result: &str) -> String {
    format!(r#"{{"contextData": [{{"incidentNumber": "{id}", "result": "{result}", "message": "why \"{id}\""}}]}}"#)
}

#[test]
fn of_several_reports_the_last_counts_but_for_a_success_that_is_only_left_out_later() {
    let lost = d3::UpdateOwner::new(["c", "d", "e"], "m").lost(TransportError::Timeout).to_report();
    let reports = [
        report(&["a", "b"], &item("a", "Successful")),
        report(&["c", "e"], &item("c", "Failed")),
        lost,
        report(&["b", "a"], &item("b", "Successful")),
        report(&["d"], &item("d", "Failed")),
    ];
    let merged = Report::merged(reports.into_iter().flatten()).ok();
    let outcomes: Vec<_> = merged.iter().flat_map(|report| report.outcomes()).collect();
    let unknown = || Outcome::Unknown { why: Kind::Timeout };
    let failed = Outcome::Failed { reason: "why \"d\"".into() };
    let wanted =
        [("a", Outcome::Succeeded), ("b", Outcome::Succeeded), ("c", unknown()), ("e", unknown()), ("d", failed)];
    assert_eq!(outcomes, wanted);
    assert_eq!(merged.as_ref().map(|report| (report.attempts(), report.items().len())), Some((5, 4)));
    assert!(merged.is_some_and(|report| report.why_unknown().is_none() && check_report(&report).is_ok()));
}

#[test]
fn reports_of_nothing_or_of_different_operations_are_not_merged() {
    let other = d3::LinkToCases::new(["a"], ["C"]).lost(TransportError::Dns).to_report();
    let mixed = Report::merged(report(&["a"], "{}").into_iter().chain(other));
    let field = |merged: Result<Report, Error>| merged.err().and_then(|error| error.field().map(str::to_owned));
    assert_eq!(field(mixed).as_deref(), Some("reports"));
    assert_eq!(field(Report::merged([])).as_deref(), Some("reports"));
}

#[test]
fn a_request_for_fewer_incidents_has_the_same_parameters() -> Result<(), Error> {
    let close = d3::CloseIncidents::new(["1", "2", "3"], true).conclusion("Contained.");
    let wanted = |ids: &[&str]| d3::CloseIncidents::new(ids.iter().copied(), true).conclusion("Contained.");
    assert_eq!(close.only(["3", "3", "1"])?, wanted(&["3", "1"]));
    assert_eq!(close.chunks(2)?, [wanted(&["1", "2"]), wanted(&["3"])]);
    assert_eq!(AnyOperation::from(close.clone()).chunks(9)?, [AnyOperation::from(close.clone())]);
    let field = |error: Option<Error>| error.and_then(|error| error.field().map(str::to_owned)).unwrap_or_default();
    assert_eq!(field(close.only(["1", "9"]).err()), "ids[1]");
    assert_eq!(field(close.only([""; 0]).err()), "ids");
    assert_eq!(field(close.chunks(0).err()), "size");
    assert_eq!(field(d3::CloseIncident::new().only(["1"]).err()), "incident_numbers");
    let update = xpanse::UpdateIncident::new("5471").status("new");
    assert_eq!(update.only(["5471"])?, update);
    assert_eq!(AnyOperation::from(update.clone()).only(["5471"])?, AnyOperation::from(update.clone()));
    assert_eq!(field(update.only(["5472"]).err()), "incident_numbers");
    assert_eq!(field(AnyOperation::from(d3::CloseIncident::new()).chunks(1).err()), "incident_numbers");
    Ok(())
}

/// A queue with a field of its own beside the operation's.
#[derive(Serialize, Deserialize, PartialEq, Eq, Hash, Debug)]
struct Queued {
    priority: u8,
    #[serde(flatten)]
    operation: AnyOperation,
}

#[test]
fn operations_go_through_serde() -> Result<(), serde_json::Error> {
    let update = xpanse::UpdateIncident::new("7").clear_assignee().severity("high");
    let queued = Queued { priority: 1, operation: update.into() };
    let json = serde_json::to_string(&queued)?;
    let params = r#"{"incident_id":"7","assignee":null,"severity":"high"}"#;
    assert_eq!(json, format!(r#"{{"priority":1,"operation":"xpanse.update_incident","params":{params}}}"#));
    assert_eq!(serde_json::from_str::<Queued>(&json)?, queued);
    let refused = serde_json::from_str::<AnyOperation>(r#"{"operation": "d3.update_owner", "params": {}}"#);
    assert!(refused.is_err_and(|error| error.to_string().contains("incident_numbers")));
    Ok(())
}

#[test]
fn reports_and_errors_go_through_serde_beside_other_fields() -> Result<(), serde_json::Error> {
    #[derive(Serialize, Deserialize)]
    struct Row<T> {
        run: u8,
        #[serde(flatten)]
        of: T,
    }
    let report = report(&["a", "b"], &item("a", "Successful"));
    let json = serde_json::to_string(&Row { run: 1, of: &report })?;
    assert!(json.starts_with(r#"{"run":1,"succeeded":["a"],"failed":[],"unreported":["b"]"#), "{json}");
    let read: Row<Report> = serde_json::from_str(&json)?;
    assert_eq!(Some(read.of), report);
    let error = d3::UpdateOwner::new(["a"], "m").lost(TransportError::Timeout);
    let json = serde_json::to_string(&Row { run: 1, of: &error })?;
    let read: Row<Error> = serde_json::from_str(&json)?;
    assert_eq!(read.of.to_json(), error.to_json());
    Ok(())
}
