//! What must hold for the answers that are no reports: they say what serde_json reads in the body, and nothing else.

use serde_json::{Value, value::RawValue};
use soarwire::{AnyAnswer, Created, Details, Item, NextPage, Page, Pages, Reply, Validity};

use crate::{
    case::Case,
    json::{self, Members},
    laws::check_item,
    row,
};

/// Checks any answer but a report.
pub(crate) fn check(case: &Case, answer: &AnyAnswer) {
    // Where serde_json cannot hold what the body says, there is no second opinion.
    let body: Option<Value> = json::valid(&case.body).and_then(|text| serde_json::from_str(text).ok());
    match answer {
        AnyAnswer::Page(page) => check_page(case, page),
        AnyAnswer::Details(details) => check_details(details, body.as_ref()),
        AnyAnswer::Created(created) => check_created(created, body.as_ref()),
        AnyAnswer::Validity(validity) => check_validity(validity, body.as_ref()),
        AnyAnswer::Reply(reply) => check_reply(case, reply),
        other => panic!("no laws for the answer {}", other.name()),
    }
    let _ = format!("{answer:?}");
}

/// A page holds the items of the answer, and goes on only when it came full.
fn check_page(case: &Case, page: &Page) {
    assert_eq!(page.operation(), case.operation.id());
    assert_eq!(page.body().as_bytes(), case.body);
    let items = page.items().count();
    assert_eq!((page.ids().len(), page.rows().len()), (page.len(), items));
    // Numbers alone come from D3.
    assert!(items == page.len() || items == 0 && page.operation().starts_with("d3."));
    for ((id, row), item) in page.ids().zip(page.rows()).zip(page.items()) {
        assert_eq!(id, row.id);
        assert!(json::is_json(&row.to_json()));
        check_item(item);
        row::check(page.operation(), &row, item);
        assert!(case.body_holds(item.as_json()), "{item:?} is not in the answer");
    }
    check_list(case, page);
    if let Some(next) = page.next() {
        match next {
            NextPage::Offset { search_from, search_to } => {
                assert!(!page.is_empty(), "an empty page that goes on");
                assert!(search_from < search_to && page.len() >= (search_to - search_from) as usize);
                assert!(page.capped() || page.total().is_none_or(|total| u64::from(search_from) < total));
            }
            NextPage::Token { next_page_token } => assert!(!next_page_token.trim().is_empty()),
            NextPage::Index { page_index } => {
                assert!(page_index > 0 && page.operation() == "d3.get_incidents");
            }
            next => panic!("no laws for {next:?}"),
        }
    }
    let mut pages = Pages::new(case.operation.clone());
    let len = page.len();
    let given = pages.take(page.clone());
    let unique: std::collections::BTreeSet<_> = given.ids().filter(|id| !id.is_empty()).collect();
    assert!(given.len() <= len && unique.len() == given.ids().filter(|id| !id.is_empty()).count(), "an id came twice");
    assert_eq!(pages.operation().is_none(), pages.end().is_some());
    let _ = format!("{page} {page:?}");
}

/// Of a body that spells out its list once, the page is that list, and its total that count.
fn check_list(case: &Case, page: &Page) {
    let Some(root) = json::valid(&case.body).and_then(Members::of) else { return };
    let (outer, list) = match page.operation() {
        "xpanse.get_incidents" => ("reply", "incidents"),
        "xpanse.get_alerts" => ("reply", "alerts"),
        "d3.get_incidents" | "d3.get_linked_incidents" => ("rawData", "incidents"),
        _ => return,
    };
    let is_envelope = |key: &str| key == outer || key.eq_ignore_ascii_case("error");
    let [(_, inner)] = root.all.iter().filter(|(key, _)| key == outer).collect::<Vec<_>>()[..] else { return };
    let is_plain = root.all.iter().all(|(key, _)| is_envelope(key));
    let Some(inner) = Members::of(inner.get()).filter(|_| is_plain) else { return };
    // Another spelling of the same key could be read, too.
    let one = |wanted: &str| {
        let found: Vec<_> = inner.all.iter().filter(|(key, _)| json::plain(key) == json::plain(wanted)).collect();
        found.first().filter(|(key, _)| found.len() == 1 && key == wanted).map(|(_, value)| value.get())
    };
    if let Some(elements) = one(list).and_then(|list| serde_json::from_str::<Vec<&RawValue>>(list).ok()) {
        let objects = elements.iter().map(|element| element.get()).filter(|element| element.starts_with('{'));
        assert!(objects.eq(page.items().map(Item::as_json)), "the page lists something else");
    }
    if let Some(total) = one("total_count").filter(|_| outer == "reply") {
        let total = total.strip_prefix('"').and_then(|total| total.strip_suffix('"')).unwrap_or(total);
        assert!(page.total() == total.parse().ok() || total.contains('\\'), "a total of {total}");
    }
}

/// The parts of the details are those of the answer.
fn check_details(details: &Details, body: Option<&Value>) {
    check_item(details.incident());
    details.alerts().for_each(check_item);
    let artifacts = || details.network_artifacts().chain(details.file_artifacts());
    assert!(artifacts().all(|artifact| json::is_json(&artifact)));
    let Some(reply) = body.map(|body| body.get("reply").unwrap_or(body)) else { return };
    assert_eq!(value(details.incident().as_json()).as_ref(), reply.get("incident"));
    let list = |key: &str| {
        let part = reply.get(key);
        part.and_then(|part| part.get("data")).or(part).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let alerts = list("alerts").into_iter().filter(Value::is_object).map(Some);
    assert!(alerts.eq(details.alerts().map(|alert| value(alert.as_json()))), "other alerts");
    let artifacts_of = list("network_artifacts").into_iter().chain(list("file_artifacts")).map(Some);
    assert!(artifacts_of.eq(artifacts().map(|artifact| value(&artifact))), "other artifacts");
    let total = reply.get("alerts").and_then(|alerts| alerts.get("total_count"));
    let total = total.and_then(|total| total.as_u64().or_else(|| total.as_str()?.parse().ok()));
    assert_eq!(details.alerts_total(), total);
}

/// What was created has an id that the answer holds.
fn check_created(created: &Created, body: Option<&Value>) {
    created.items().for_each(check_item);
    let id = created.id().unwrap_or_default();
    assert!(id.is_empty() || body.is_none_or(|body| holds(body, &id)), "{id:?} is not in the answer");
}

/// A key is valid only if the answer says so.
fn check_validity(validity: &Validity, body: Option<&Value>) {
    let said = body.map(|body| body.get("reply").unwrap_or(body));
    assert!(!validity.valid() || said.is_none_or(|said| *said == true), "valid, which the answer does not say");
}

/// The parts of a reply are those of the envelope.
fn check_reply(case: &Case, reply: &Reply) {
    reply.items().for_each(check_item);
    let Some(root) = json::valid(&case.body).and_then(Members::of) else { return };
    let parts = [
        ("returnData", reply.return_data()),
        ("rawData", reply.raw_data()),
        ("keyFields", reply.key_fields()),
        ("outputData", reply.output_data()),
    ];
    for (key, part) in parts {
        let known = root.all.iter().rfind(|(known, _)| known.eq_ignore_ascii_case(key));
        let known = known.map(|(_, value)| value.get()).filter(|value| *value != "null");
        assert_eq!(part.is_some(), known.is_some(), "{key}");
        assert_eq!(part.as_deref().and_then(value), known.and_then(value), "{key}");
    }
    let word = reply.status_text();
    assert!(
        word.is_none_or(|word| !word.trim().is_empty() && reply.return_data().is_some()),
        "a word that nobody said"
    );
}

/// A text as serde_json reads it.
fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Whether a text stands anywhere in a value; JSON text inside may hold anything, and serde_json does not keep the spelling of
/// numbers.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(known) => known == text || known.trim_start().starts_with(['{', '[']),
        Value::Number(_) => true,
        Value::Array(elements) => elements.iter().any(|element| holds(element, text)),
        Value::Object(members) => members.values().any(|member| holds(member, text)),
        _ => false,
    }
}
