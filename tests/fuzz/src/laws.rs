//! What must hold for every answer and every error, whatever the server sent.

use soarwire::{
    AnyAnswer, CATALOGUE, Created, Details, Effect, Error, Family, Kind, Outcome, Page, Repeat, Reply, Report,
    Response, Validity, ffi::AnyOperation,
};

use crate::{
    case::Case,
    json::{self, Members},
    reads,
};

/// Reads the answer, and checks the laws of whatever came of it.
pub fn check(case: &Case) -> Result<AnyAnswer, Error> {
    let result = case.operation.parse(case.response());
    let again = case.operation.parse(case.response());
    match (&result, &again) {
        (Ok(answer), Ok(again)) => {
            assert_eq!(answer.to_json(), again.to_json(), "the same answer, read in another way");
            assert_eq!(answer, again);
            assert_eq!(case.status, 200, "an answer under HTTP {}", case.status);
            check_again(case, answer);
            match answer {
                AnyAnswer::Report(report) => {
                    check_report(&case.operation, report);
                    check_origin(case, report);
                }
                other => reads::check(case, other),
            }
        }
        (Err(error), Err(again)) => {
            assert_eq!(error.to_json(), again.to_json(), "the same answer, another error");
            check_error(&case.operation, error);
            check_kind(case, error);
        }
        _ => panic!("the same answer gave an answer and an error"),
    }
    result
}

/// An answer prints JSON, and its body is read in the same way again.
fn check_again(case: &Case, answer: &AnyAnswer) {
    let canonical = answer.to_json();
    assert!(json::is_json(&canonical), "the canonical JSON of an answer is not JSON");
    for body in [case.body.clone().into(), std::borrow::Cow::Borrowed(case.body.as_slice())] {
        let response = Response::new(200, body);
        let response =
            case.headers.iter().fold(response, |to, (name, value)| to.with_header(name.as_str(), value.as_str()));
        let restored = case.operation.parse(response);
        let restored = restored.expect("the body of an answer reads again");
        assert_eq!(&restored, answer, "restored, it is another answer");
        assert_eq!(restored.to_json(), canonical);
    }
    let rebuilt = match answer {
        AnyAnswer::Report(_) => Report::from_json(&canonical).map(|report| report.to_json()),
        AnyAnswer::Page(_) => Page::from_json(&canonical).map(|page| page.to_json()),
        AnyAnswer::Details(_) => Details::from_json(&canonical).map(|details| details.to_json()),
        AnyAnswer::Created(_) => Created::from_json(&canonical).map(|created| created.to_json()),
        AnyAnswer::Validity(_) => Validity::from_json(&canonical).map(|validity| validity.to_json()),
        AnyAnswer::Reply(_) => Reply::from_json(&canonical).map(|reply| reply.to_json()),
        other => panic!("no laws for the answer {}", other.name()),
    };
    assert_eq!(rebuilt.expect("canonical JSON is read again"), canonical);
}

/// The canonical JSON, the lists and the counts say the same.
pub fn check_report(operation: &AnyOperation, report: &Report) {
    let counts = report.counts();
    assert_eq!(counts.asked, counts.succeeded + counts.failed + counts.unreported + counts.unknown);
    assert_eq!(counts.asked, report.asked().len());
    assert_eq!(report.operation(), operation.id());
    assert!(counts.asked > 0, "a report about nothing");
    if report.operation() != "d3.close_incident" || report.why_unknown().is_some() {
        assert_eq!(report.asked(), operation.asked().ids());
    }
    let mut lists = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for (id, outcome) in report.outcomes() {
        lists[match outcome {
            Outcome::Succeeded => 0,
            Outcome::Failed { .. } => 1,
            Outcome::Unreported => 2,
            Outcome::Unknown { .. } => 3,
        }]
        .push(id);
        let first = report.asked().iter().filter(|asked| *asked == id).count();
        assert_eq!(first, 1, "an incident is in the report {first} times");
        assert_eq!(report.outcome(id), Some(outcome));
    }
    assert!(report.succeeded().eq(lists[0].iter().copied()));
    assert!(report.failed().map(|failed| failed.id).eq(lists[1].iter().copied()));
    assert!(report.unreported().eq(lists[2].iter().copied()));
    assert!(report.unknown_ids().eq(lists[3].iter().copied()));
    assert_eq!(report.all_succeeded(), lists[0].len() == counts.asked);
    assert_eq!(report.why_unknown().is_some(), counts.unknown > 0);
    assert_eq!(serde_json::to_string(report).expect("a report serialises"), report.to_json());
    let _ = format!("{report} {report:?}");
}

/// What the report says, the answer said.
fn check_origin(case: &Case, report: &Report) {
    assert_eq!(report.body().as_bytes(), case.body);
    assert_eq!(report.counts().unknown, 0, "a parse that says unknown");
    assert_eq!(report.items().len(), report.items().count());
    for (index, item) in report.items().enumerate() {
        assert_eq!(report.item_at(index), Some(item));
        check_item(item);
    }
    for id in report.succeeded() {
        let stated = match report.operation() {
            "xpanse.update_incident" => report.status_text() == Some("true"),
            "xpanse.update_alerts" => report.body().contains(id) || report.body().contains('\\'),
            operation if BY_ITEMS.contains(&operation) => has_success(report, id),
            _ => report.status_text().is_some_and(is_success) || has_success(report, id),
        };
        assert!(stated, "{id:?} succeeded, which the answer does not say");
        assert!(!has_failure(report, id), "{id:?} succeeded, and an item says that it did not");
        let errors = errors(&case.body);
        assert!(!errors.iter().any(|entry| names(entry, id)), "{id:?} succeeded, and is in ErrorData");
        let unnamed = errors.iter().any(|entry| !report.asked().iter().any(|asked| may_name(entry, asked)));
        assert!(!unnamed || has_success(report, id), "{id:?} succeeded beside an error that names no incident");
    }
    let warned: usize = report.warnings().iter().map(String::len).sum();
    assert!(report.warnings().len() < 4000 && warned < 256 << 10, "{warned} bytes of warnings");
    for failed in report.failed() {
        assert!(!failed.reason.trim().is_empty(), "{:?} failed for no reason", failed.id);
    }
}

pub(crate) fn check_item(item: soarwire::Item<'_>) {
    let raw = item.as_json();
    assert!(raw.starts_with('{') && json::is_json(raw), "an item that is no JSON object");
    let mut visited = Vec::new();
    item.visit(|key, value| visited.push((key.into_owned(), value)));
    let Some(Members { all: members, .. }) = Members::of(raw) else { return };
    assert!(visited.iter().map(|(key, value)| (key, *value)).eq(members.iter().map(|(key, value)| (key, value.get()))));
    for (key, _) in &members {
        let last =
            members.iter().rfind(|(other, _)| other == key).and_then(|(_, value)| Some((value, json::text(value)?)));
        if let Some((value, text)) = last.filter(|(value, _)| !value.get().starts_with(['{', '['])) {
            assert_eq!(item.get(key).as_deref(), Some(text.as_ref()), "{key:?}: {value}");
        }
    }
}

/// The operations for which the vendor documents an item for each incident: the envelope alone is no success.
const BY_ITEMS: [&str; 5] =
    ["d3.update_owner", "d3.update_site", "d3.close_incidents", "d3.close_incident", "d3.command"];

const NUMBERS: [&str; 3] = ["incidentnumber", "incidentno", "irnumber"];
const REASONS: [&str; 3] = ["errormessage", "message", "error"];

/// The texts under those keys of an item that are not blank; `None` for what serde_json cannot hold, which gives no second
/// opinion.
fn texts(item: soarwire::Item<'_>, keys: &[&str]) -> Option<Vec<String>> {
    let Members { all: members, .. } = Members::of(item.as_json())?;
    let wanted = members.iter().filter(|(key, _)| keys.contains(&json::plain(key).as_str()));
    let texts: Option<Vec<String>> = wanted.map(|(_, value)| json::text(value).map(String::from)).collect();
    Some(texts?.into_iter().filter(|text| !text.trim().is_empty() && text != "null").collect())
}

/// Whether an item of the report says of `id` that it was done.
fn has_success(report: &Report, id: &str) -> bool {
    report.items().any(|item| {
        let (Some(numbers), Some(results)) = (texts(item, &NUMBERS), texts(item, &["result"])) else { return true };
        numbers.iter().any(|number| number == id) && results.iter().any(|result| is_success(result))
    }) || (id.is_empty() && report.items().len() == 0)
}

/// Whether an item of the report that can be about nothing else says of `id` that it was not done: by a result that is no
/// success, or by a reason and no result at all.
fn has_failure(report: &Report, id: &str) -> bool {
    report.operation().starts_with("d3.")
        && report.items().any(|item| {
            let (Some(numbers), Some(results)) = (texts(item, &NUMBERS), texts(item, &["result"])) else {
                return false;
            };
            let Some(reasons) = texts(item, &REASONS) else { return false };
            let words = |text: &&String| !text.starts_with(['{', '[']);
            let failed = results.iter().filter(words).any(|result| !is_success(result));
            // All of returnData can be among the items: a message belongs to its Status.
            let is_answer = Members::of(item.as_json()).is_some_and(|Members { all: members, .. }| {
                members.iter().any(|(key, _)| matches!(json::plain(key).as_str(), "status" | "errordata" | "data"))
            });
            let silent = results.is_empty() && reasons.iter().filter(words).any(|reason| reason != "false");
            !numbers.is_empty() && numbers.iter().all(|number| number == id) && (failed || silent && !is_answer)
        })
}

/// What `ErrorData` in `returnData` holds, as serde_json reads the body; nothing for shapes that it cannot read.
fn errors(body: &[u8]) -> Vec<serde_json::Value> {
    let body: Option<serde_json::Value> = json::valid(body).and_then(|text| serde_json::from_str(text).ok());
    match body.as_ref().and_then(|body| body.get("returnData")?.get("ErrorData")) {
        Some(serde_json::Value::Array(entries)) => entries.clone(),
        _ => Vec::new(),
    }
}

/// The numbers in an entry of `ErrorData`.
fn numbers(entry: &serde_json::Value) -> Vec<&serde_json::Value> {
    let members = entry.as_object().into_iter().flatten();
    members.filter(|(key, _)| NUMBERS.contains(&json::plain(key).as_str())).map(|(_, number)| number).collect()
}

/// Whether an entry of `ErrorData` can name nothing but `id`.
fn names(entry: &serde_json::Value, id: &str) -> bool {
    let numbers = numbers(entry);
    entry == id || !numbers.is_empty() && numbers.iter().all(|number| *number == id)
}

/// Whether an entry of `ErrorData` names `id`, or may do so: JSON text inside names whatever it likes, and serde_json does
/// not keep the spelling of numbers.
fn may_name(entry: &serde_json::Value, id: &str) -> bool {
    let matches = |value: &serde_json::Value| value == id || value.is_number();
    let is_text = entry.as_str().is_some_and(|text| text.trim_start().starts_with(['{', '[']));
    is_text || matches(entry) || numbers(entry).into_iter().any(matches)
}

fn is_success(word: &str) -> bool {
    matches!(word.trim().to_ascii_lowercase().as_str(), "successful" | "succeed" | "true")
}

/// An error's flags match its kind and the request's effect, and it can be printed.
pub fn check_error(operation: &AnyOperation, error: &Error) {
    let canonical = error.to_json();
    assert!(json::is_json(&canonical), "the canonical JSON of an error is not JSON: {error}");
    let rebuilt = Error::from_json(&canonical).expect("canonical JSON is read again");
    assert_eq!((rebuilt.to_json(), rebuilt.to_string()), (canonical, error.to_string()));
    let entry = CATALOGUE.iter().find(|entry| entry.kind == error.kind()).expect("every kind is in the catalogue");
    assert_eq!(error.family(), entry.family);
    assert_eq!(error.service().is_some(), error.family() == Family::Service);
    let appends = operation.effect() == Effect::Appends;
    let retryable = entry.repeat == Repeat::Always || entry.repeat == Repeat::IfIdempotent && !appends;
    assert_eq!(error.retryable(), retryable, "{error}");
    assert!(!(appends && error.retryable() && entry.maybe_executed), "{error}");
    let is_about_any = !operation.asked().ids().is_empty();
    assert_eq!(error.report().is_some(), error.maybe_executed() && is_about_any, "{error}");
    assert!(!(operation.effect() == Effect::Reads && error.maybe_executed()), "{error}");
    if let Some(report) = error.report() {
        assert_eq!(report.why_unknown(), Some(error.kind()));
        check_report(operation, report);
    }
    assert!(!error.to_string().contains(['\n', '\r']), "an error that prints in lines");
}

/// The status decides the kind.
fn check_kind(case: &Case, error: &Error) {
    let expected: &[Kind] = match case.status {
        200 => &[Kind::Undecodable, Kind::CommandFailed],
        400 => &[Kind::BadRequest],
        401 => &[Kind::Unauthenticated],
        402 => &[Kind::LicenseRequired],
        403 => &[Kind::Forbidden],
        404 => &[Kind::NotFound],
        413 => &[Kind::TooLarge],
        422 => &[Kind::Unprocessable],
        429 => &[Kind::RateLimited],
        500..=599 => &[Kind::ServerError],
        _ => &[Kind::UnexpectedStatus],
    };
    assert!(expected.contains(&error.kind()), "HTTP {} is {}", case.status, error.kind());
    if let Some(service) = error.service() {
        assert_eq!(service.status, case.status);
        let body = service.body.as_bytes();
        // A body that is kept is kept from its beginning, but for a byte order mark.
        let behind_mark = case.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&case.body);
        assert!(case.body.starts_with(body) || behind_mark.starts_with(body));
        assert!(service.extra.as_deref().is_none_or(json::is_json));
        assert!(service.fields.iter().all(|(_, messages)| !messages.is_empty()));
        let kept = [&service.code, &service.message, &service.extra].into_iter().flatten().map(String::len).max();
        assert!(kept < Some(64 << 10), "{kept:?} bytes kept of one text");
    }
}
