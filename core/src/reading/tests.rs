//! Laws of reading, over random lists that move and random answers.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Pages, PagesEnd, Settle, Settled};
use crate::{
    AnyAnswer, AnyOperation, Operation, Page, Response, TransportError, d3,
    xpanse::{self, GetAlerts, GetIncidents},
};

/// A list that changes between two requests.
#[derive(Clone, Debug)]
enum Change {
    Stays,
    Insert(usize),
    Remove(usize),
    /// The count is null, for this page.
    NoCount,
    /// The page before comes again.
    Again,
    /// An empty page.
    Empty,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => Just(Change::Stays),
        1 => (0usize..60).prop_map(Change::Insert),
        1 => (0usize..60).prop_map(Change::Remove),
        1 => Just(Change::NoCount),
        1 => Just(Change::Again),
        1 => Just(Change::Empty),
    ]
}

/// A vendor's list: it pages by offsets, and counts no further than `cap`.
struct World {
    ids: Vec<usize>,
    fresh: usize,
    cap: usize,
    last: String,
}

impl World {
    fn new(len: usize, cap: usize) -> Self {
        World { ids: (0..len).collect(), fresh: 1000, cap, last: String::new() }
    }

    fn step(&mut self, change: &Change) {
        match change {
            Change::Insert(at) => {
                let at = (*at).min(self.ids.len());
                self.ids.insert(at, self.fresh);
                self.fresh += 1;
            }
            Change::Remove(at) if *at < self.ids.len() => drop(self.ids.remove(*at)),
            _ => {}
        }
    }

    fn answer(&mut self, from: usize, to: usize, change: &Change, token: Option<&str>) -> String {
        self.step(change);
        let ids = self.ids.get(from.min(self.ids.len())..to.min(self.ids.len())).unwrap_or_default();
        let ids: &[usize] = if matches!(change, Change::Empty) { &[] } else { ids };
        let items: Vec<String> =
            ids.iter().map(|id| format!(r#"{{"incident_id": "{id}", "alert_id": "{id}"}}"#)).collect();
        let total = match change {
            Change::NoCount => "null".to_owned(),
            _ => self.ids.len().min(self.cap).to_string(),
        };
        let token = token.map_or("null".to_owned(), |token| format!("\"{token}\""));
        let list = items.join(",");
        let body = format!(
            r#"{{"reply": {{"total_count": {total}, "incidents": [{list}], "alerts": [{list}], "next_page_token": {token}}}}}"#
        );
        if matches!(change, Change::Again) && !self.last.is_empty() {
            return self.last.clone();
        }
        self.last.clone_from(&body);
        body
    }
}

fn page(operation: &AnyOperation, body: &str) -> Option<Page> {
    match operation.parse(Response::new(200, body.as_bytes())) {
        Ok(AnyAnswer::Page(page)) => Some(page),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Reading by offsets ends, gives each incident once, and is complete only if no incident that was always there was missed.
    #[test]
    fn reading_by_offsets_tells_the_truth(len in 0usize..60, size in 1u32..9, changes in prop::collection::vec(change(), 0..30)) {
        let mut world = World::new(len, 9_999);
        let stayed: BTreeSet<usize> = world.ids.iter().copied().collect();
        let mut removed = BTreeSet::new();
        let mut pages = Pages::new(AnyOperation::from(GetIncidents::new().search_to(size)));
        let mut given = BTreeSet::new();
        let mut totals = BTreeSet::new();
        for turn in 0..200usize {
            let Some(operation) = pages.operation().cloned() else { break };
            let asked = operation.to_params().to_json();
            let range: serde_json::Value = serde_json::from_str(&asked).unwrap_or_default();
            let offset = |name: &str| range.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0) as usize;
            let change = changes.get(turn).cloned().unwrap_or(Change::Stays);
            let before = world.ids.clone();
            let body = world.answer(offset("search_from"), offset("search_to"), &change, None);
            removed.extend(before.into_iter().filter(|id| !world.ids.contains(id)));
            totals.insert(world.ids.len());
            let Some(read) = page(&operation, &body) else { return Err(TestCaseError::fail(body)) };
            for id in pages.take(read).ids() {
                prop_assert!(given.insert(id.to_string()), "{id} came twice");
            }
        }
        prop_assert!(pages.end().is_some(), "it never ends");
        // A list of which one goes and another comes looks the same from outside.
        let is_seen = totals.len() == 1 || removed.is_empty();
        if pages.end() == Some(PagesEnd::Complete) && is_seen {
            let missed: Vec<_> = stayed.iter().filter(|id| !removed.contains(*id) && !given.contains(&id.to_string())).collect();
            prop_assert!(missed.is_empty(), "complete, without {missed:?}");
        }
    }

    /// The same by tokens, which are random, blank, or come again.
    #[test]
    fn reading_by_tokens_ends(tokens in prop::collection::vec(prop::option::of("[ab]{0,2}"), 0..40), changes in prop::collection::vec(change(), 0..40)) {
        let mut world = World::new(30, 9_999);
        let mut pages = Pages::new(AnyOperation::from(GetAlerts::new().use_page_token(true).search_to(3)));
        let mut given = BTreeSet::new();
        let (mut turn, mut counted) = (0, None);
        while let Some(operation) = pages.operation().cloned() {
            prop_assert!(turn < 100, "it never ends");
            let change = changes.get(turn).cloned().unwrap_or(Change::Stays);
            let token = tokens.get(turn).cloned().flatten();
            let body = world.answer(turn * 3, turn * 3 + 3, &change, token.as_deref());
            turn += 1;
            let Some(read) = page(&operation, &body) else { return Err(TestCaseError::fail(body)) };
            counted = read.total().or(counted);
            for id in pages.take(read).ids() {
                prop_assert!(given.insert(id.to_string()), "{id} came twice");
            }
        }
        if pages.end() == Some(PagesEnd::Complete) {
            prop_assert!(counted <= Some(given.len() as u64), "complete, with {} of {counted:?}", given.len());
        }
    }
}

fn offsets(totals: &[(usize, usize)]) -> Option<PagesEnd> {
    let mut pages = Pages::new(AnyOperation::from(GetIncidents::new().search_to(2)));
    for (first, (total, len)) in totals.iter().enumerate() {
        let operation = pages.operation().cloned()?;
        let ids: Vec<String> = (0..*len).map(|at| format!(r#"{{"incident_id": "{}"}}"#, first * 2 + at)).collect();
        let body = format!(r#"{{"reply": {{"total_count": {total}, "incidents": [{}]}}}}"#, ids.join(","));
        let _ = pages.take(page(&operation, &body)?);
    }
    pages.end()
}

#[test]
fn the_end_says_what_may_have_been_missed() {
    assert_eq!(offsets(&[(3, 2), (3, 1)]), Some(PagesEnd::Complete));
    assert_eq!(offsets(&[(0, 0)]), Some(PagesEnd::Complete));
    assert_eq!(offsets(&[(3, 2)]), None);
    assert_eq!(offsets(&[(3, 2), (4, 2)]), Some(PagesEnd::Moved), "the total grew");
    assert_eq!(offsets(&[(5, 2), (5, 1)]), Some(PagesEnd::Moved), "fewer came than were counted");
    assert_eq!(offsets(&[(9_999, 2), (9_999, 1)]), Some(PagesEnd::Capped));
    let names = [PagesEnd::Complete, PagesEnd::Capped, PagesEnd::Moved, PagesEnd::Stopped].map(PagesEnd::as_str);
    assert_eq!(names, ["complete", "capped", "moved", "stopped"]);
    assert_eq!(names.map(|name| PagesEnd::from_name(name).map(PagesEnd::as_str)), names.map(Some));
}

/// A list that is read by tokens goes on beyond where counting ends, and what it counts may change.
#[test]
fn what_a_list_counts_says_nothing_of_the_end_of_its_tokens() {
    for totals in [[2, 2], [4, 2], [9_999, 9_999]] {
        let mut pages = Pages::new(AnyOperation::from(GetAlerts::new().use_page_token(true).search_to(2)));
        for (at, total) in totals.iter().enumerate() {
            let token = if at == 0 { r#""t-1""# } else { "null" };
            let body = format!(
                r#"{{"reply": {{"total_count": {total}, "next_page_token": {token}, "alerts": [{{"alert_id": "{at}"}}]}}}}"#
            );
            let read = pages.operation().and_then(|operation| page(operation, &body));
            let _ = read.map(|read| pages.take(read).len());
        }
        assert_eq!(pages.end(), Some(PagesEnd::Complete), "{totals:?}");
    }
}

/// Reads a list of alerts by offsets or tokens: the next token and the ids of each page, of so many in all.
fn alerts(list: GetAlerts, total: usize, told: &[(&str, &[u32])]) -> Option<PagesEnd> {
    let mut pages = Pages::new(AnyOperation::from(list));
    for (token, ids) in told {
        let ids: Vec<String> = ids.iter().map(|id| format!(r#"{{"alert_id": "{id}"}}"#)).collect();
        let ids = ids.join(",");
        let body = format!(r#"{{"reply": {{"total_count": {total}, "next_page_token": {token}, "alerts": [{ids}]}}}}"#);
        let read = pages.operation().and_then(|operation| page(operation, &body))?;
        let _ = pages.take(read);
    }
    pages.end()
}

#[test]
fn a_list_that_repeats_itself_may_have_missed_something() {
    let list = || GetAlerts::new().search_to(2);
    assert_eq!(alerts(list(), 3, &[("null", &[1, 2]), ("null", &[3])]), Some(PagesEnd::Complete));
    assert_eq!(alerts(list(), 3, &[("null", &[1, 2]), ("null", &[2, 3])]), Some(PagesEnd::Moved));
    // By a token that came before it would begin anew.
    let list = GetAlerts::new().use_page_token(true).search_to(2);
    let again: [(&str, &[u32]); 2] = [("\"t-1\"", &[1, 2]), ("\"t-1\"", &[3, 4])];
    assert_eq!(alerts(list.clone(), 9, &again), Some(PagesEnd::Moved));
    let on: [(&str, &[u32]); 2] = [("\"t-1\"", &[1, 2]), ("\"t-2\"", &[3, 4])];
    assert_eq!(alerts(list, 9, &on), None);
}

#[test]
fn a_binding_is_told_to_which_page_to_turn() {
    let mut pages = Pages::new(super::Turn::default());
    assert_eq!(pages.operation().and_then(|turn| turn.0.clone()), None);
    let body = r#"{"reply": {"next_page_token": "t-1", "alerts": [{"alert_id": "1"}]}}"#;
    let list = AnyOperation::from(GetAlerts::new().use_page_token(true).search_to(1));
    assert_eq!(page(&list, body).map(|read| pages.take(read).len()), Some(1));
    let next = crate::NextPage::Token { next_page_token: "t-1".to_owned() };
    assert_eq!(pages.operation().and_then(|turn| turn.0.clone()), Some(next));
}

#[test]
fn tokens_that_look_alike_are_told_apart() {
    let mut pages = Pages::new(AnyOperation::from(GetAlerts::new().use_page_token(true).search_to(1)));
    for at in 0..2_000 {
        let item = format!(r#"[{{"alert_id": "{at}"}}]"#);
        let body = format!(r#"{{"reply": {{"next_page_token": "{at:04}", "alerts": {item}}}}}"#);
        let read = pages.operation().and_then(|operation| page(operation, &body));
        assert_eq!(read.map(|read| pages.take(read).len()), Some(1), "{at}");
    }
    assert_eq!(pages.end(), None);
}

#[test]
fn what_stands_before_the_first_page_was_not_asked_for() {
    let list = GetAlerts::new().search_from(8).search_to(10);
    assert_eq!(alerts(list.clone(), 10, &[("null", &[1, 2])]), Some(PagesEnd::Complete));
    assert_eq!(alerts(list, 10, &[("null", &[1])]), Some(PagesEnd::Moved));
}

#[test]
fn a_search_that_gives_as_many_as_it_may_is_capped() {
    for (top, end) in [(3, PagesEnd::Complete), (2, PagesEnd::Capped)] {
        let mut pages = Pages::new(AnyOperation::from(d3::SearchIncidents::new().status("Open").top(top)));
        let read = pages.operation().and_then(|operation| page(operation, r#"{"returnData": ["A", "B"]}"#));
        assert_eq!(read.map(|page| pages.take(page).len()), Some(2));
        assert_eq!(pages.end(), Some(end));
    }
}

#[test]
fn a_limit_stops_and_says_so() {
    let mut pages = Pages::new(GetIncidents::new().search_to(1)).limit(1);
    let body = br#"{"reply": {"total_count": 2, "incidents": [{"incident_id": "1"}]}}"#;
    let page = pages.operation().and_then(|operation| operation.parse(Response::new(200, &body[..])).ok());
    assert_eq!(page.map(|page| pages.take(page).len()), Some(1));
    assert_eq!((pages.end(), pages.operation(), pages.len()), (Some(PagesEnd::Stopped), None, 1));
    assert_eq!(Pages::new(GetIncidents::new()).limit(0).end(), Some(PagesEnd::Stopped));
}

#[test]
fn what_came_before_is_left_out_of_a_page_and_of_what_it_says() {
    let mut pages = Pages::new(GetIncidents::new().search_to(2));
    let bodies = [
        r#"{"reply": {"incidents": [{"incident_id": "1"}, {"incident_id": "2"}]}}"#,
        r#"{"reply": {"incidents": [{"incident_id": "2"}, {"incident_id": "3"}]}}"#,
    ];
    let read: Vec<Page> =
        bodies.iter().filter_map(|body| pages.operation()?.parse(Response::new(200, body.as_bytes())).ok()).collect();
    let mut last = None;
    for page in read {
        let shared = page.clone();
        last = Some((pages.take(page), shared));
    }
    let Some((page, whole)) = last else { return };
    assert_eq!((page.ids().collect::<Vec<_>>(), whole.len()), (vec!["3".into()], 2));
    assert_eq!(Page::from_json(&page.to_json()).ok().as_ref(), Some(&page));
}

/// The settlement of an operation of which all is unknown, when the reading answers this.
fn settled(operation: impl Into<AnyOperation>, bodies: &[&str]) -> Vec<(String, &'static str)> {
    let operation = operation.into();
    let lost = operation.lost(TransportError::Timeout, None);
    let mut settle = Settle::after_error(operation, &lost);
    let mut bodies = bodies.iter();
    while let Some(reading) = settle.operation().cloned() {
        let Some(page) = bodies.next().and_then(|body| page(&reading, body)) else { break };
        settle.take(&page);
    }
    settle.finish().rows().map(|(id, settled)| (id.to_owned(), settled.as_str())).collect()
}

fn one(operation: impl Into<AnyOperation>, item: &str) -> &'static str {
    let body = format!(
        r#"{{"error": "", "rawData": {{"incidents": [{item}]}}, "reply": {{"incidents": [{item}], "alerts": [{item}]}}}}"#
    );
    settled(operation, &[&body]).first().map_or("none", |(_, settled)| settled)
}

#[test]
fn an_update_is_in_effect_when_every_field_is() {
    let update = |call: fn(xpanse::UpdateIncident) -> xpanse::UpdateIncident| call(xpanse::UpdateIncident::new("7"));
    for (call, item, expected) in [
        (update(|call| call.status("resolved")), r#""status": "RESOLVED""#, "in_effect"),
        (update(|call| call.status("resolved")), r#""status": "new""#, "not_in_effect"),
        (update(|call| call.status("resolved")), r#""state": "new""#, "cannot_tell"),
        (update(|call| call.severity("high")), r#""severity": "high", "manual_severity": null"#, "not_in_effect"),
        (update(|call| call.clear_severity()), r#""manual_severity": null"#, "in_effect"),
        (update(|call| call.clear_severity()), r#""manual_severity": "low""#, "not_in_effect"),
        (update(|call| call.clear_assignee()), r#""assigned_user_mail": """#, "in_effect"),
        (update(|call| call.clear_assignee()), r#""assigned_user_mail": "a@example.com""#, "not_in_effect"),
        (
            update(|call| call.assignee(xpanse::Assignee::new("a@example.com"))),
            r#""assigned_user_mail": "A@example.com""#,
            "in_effect",
        ),
        (update(|call| call.resolve_comment("Patched.")), r#""resolve_comment": "Patched.""#, "in_effect"),
        (update(|call| call.comment("x")), r#""status": "new""#, "cannot_tell"),
        (update(|call| call.status("new").comment("x")), r#""status": "new""#, "cannot_tell"),
        (update(|call| call.status("new").comment("x")), r#""status": "resolved""#, "not_in_effect"),
    ] {
        assert_eq!(one(call, &format!(r#"{{"incident_id": "7", {item}}}"#)), expected, "{item}");
    }
}

#[test]
fn alerts_spell_their_status_in_three_ways() {
    for (status, read, expected) in [
        ("resolved", "STATUS_070_RESOLVED", "in_effect"),
        ("new", "STATUS_010_NEW", "in_effect"),
        ("under_investigation", "STATUS_020_UNDER_INVESTIGATION", "in_effect"),
        ("resolved_-_no_risk", "resolved_no_risk", "in_effect"),
        ("resolved", "STATUS_070_RESOLVED_OTHER", "cannot_tell"),
        ("resolved", "STATUS_010_NEW", "not_in_effect"),
        ("reopened", "STATUS_010_NEW", "cannot_tell"),
        ("new", "STATUS_X_NEW", "cannot_tell"),
    ] {
        let update = xpanse::UpdateAlerts::new(["602"]).status(status);
        let item = format!(r#"{{"alert_id": 602, "resolution_status": "{read}"}}"#);
        assert_eq!(one(update, &item), expected, "{status} {read}");
    }
    assert_eq!(one(xpanse::UpdateAlerts::new(["x"]).status("new"), r#"{"alert_id": "x"}"#), "cannot_tell");
}

#[test]
fn alerts_are_asked_for_by_numbers_as_json_spells_them() {
    for id in ["+7", "007", "-0", "7.0", "x"] {
        let update = xpanse::UpdateAlerts::new([id, "8"]).status("new");
        let settle = Settle::of(update.into(), vec![id.to_owned(), "8".to_owned()]);
        let asked = settle.operation().map(AnyOperation::to_json);
        assert!(asked.as_ref().is_some_and(|params| params.contains(r#""value":[8]"#)), "{id}: {asked:?}");
    }
}

#[test]
fn what_d3_says_is_compared_without_markup() {
    let close = || d3::CloseIncidents::new(["7"], true).conclusion("Contained  & closed.");
    let item = |members: &str| format!(r#"{{"IR Number": "7", {members}}}"#);
    for (members, expected) in [
        (r#""Status": "closed", "Conclusion": "<p>Earlier.</p><p>Contained &amp; closed.</p>""#, "in_effect"),
        (r#""Status": "Open", "Conclusion": "Contained & closed.""#, "not_in_effect"),
        (r#""Status": "Closed", "Conclusion": null"#, "cannot_tell"),
        (r#""Status": "Closed""#, "cannot_tell"),
    ] {
        assert_eq!(one(close(), &item(members)), expected, "{members}");
    }
    let plain = d3::CloseIncidents::new(["7"], true).conclusion("Contained.");
    assert_eq!(one(plain, &item(r#""Status": "Closed", "Conclusion": """#)), "not_in_effect");
    let tag = d3::AddTags::new("7", ["vip", "Phishing"]);
    assert_eq!(one(tag.clone(), &item(r#""Tags": "phishing, VIP,x""#)), "in_effect");
    assert_eq!(one(tag.clone(), &item(r#""Tags": ["vip"]"#)), "not_in_effect");
    assert_eq!(one(tag, &item(r#""Tags": null"#)), "not_in_effect");
    assert_eq!(one(d3::RemoveTags::new("7").all_tags(true), &item(r#""Tags": """#)), "in_effect");
    assert_eq!(one(d3::RemoveTags::new("7").tags(["vip"]), &item(r#""Tags": "VIP""#)), "not_in_effect");
    assert_eq!(one(d3::SetField::new("7", "SeverityName", "High"), &item(r#""Severity": "high""#)), "in_effect");
    assert_eq!(
        one(d3::SetField::new("7", "DueDate", "2026-11-03 09:30:00"), &item(r#""DueDate": "11/03/2026 9:30 AM""#)),
        "cannot_tell"
    );
    assert_eq!(one(d3::UpdateOwner::new(["7"], " M.Okoye"), &item(r#""Owner": "m.okoye""#)), "in_effect");
}

#[test]
fn a_field_is_read_by_the_name_that_the_list_has_for_it() {
    let item = |members: &str| format!(r#"{{"IR Number": "7", {members}}}"#);
    let set = |field: &str, value: &str| d3::SetField::new("7", field, value);
    for (operation, members, expected) in [
        (d3::UpdateSite::new(["7"], "North").into(), r#""Site": "north""#, "in_effect"),
        (d3::UpdateSite::new(["7"], "North").into(), r#""Site": "South""#, "not_in_effect"),
        (set("SiteName", "North").into(), r#""Site": "North", "SiteName": "South""#, "in_effect"),
        (
            set("Incident Type", "Phishing").into(),
            r#""IR Type": "Malware", "Incident Type": "Phishing""#,
            "not_in_effect",
        ),
        (set("tags", "b, ,a").into(), r#""Tags": ["A", "b"]"#, "in_effect"),
        (set("Tags", "a,d").into(), r#""Tags": "a,b""#, "not_in_effect"),
        (set("Title", "").into(), r#""Title": null"#, "in_effect"),
        (set("Title", "").into(), r#""Title": "Beacon""#, "not_in_effect"),
        (set("Title", "Beacon").into(), r#""Title": "Other""#, "not_in_effect"),
        (set("Title", "Beacon").into(), r#""Title": ["Other"]"#, "cannot_tell"),
        (set("Title", "7 beacons").into(), r#""Title": "8 beacons""#, "cannot_tell"),
    ] {
        let operation: AnyOperation = operation;
        assert_eq!(one(operation, &item(members)), expected, "{members}");
    }
}

#[test]
fn markup_entities_and_other_forms_of_a_value_are_told_apart() {
    let text = |title: &str| d3::SetField::new("7", "Title", title);
    for (operation, read, expected) in [
        (text("x"), r#""<p>X</p>""#, "in_effect"),
        (text("a b"), r#""a</b>b""#, "in_effect"),
        (text("x"), r#""x <b""#, "not_in_effect"),
        (text("5 < 6"), r#""<p>5 &lt; 6</p>""#, "in_effect"),
        (text("5 < 6 > 4"), r#""5 < 6 > 4""#, "in_effect"),
        (text("5 > 4"), r#""5 4""#, "cannot_tell"),
        (text("<b>x</b>"), r#""<i>y</i>""#, "cannot_tell"),
        (text("x & y"), r#""z""#, "cannot_tell"),
        (text("x"), "null", "not_in_effect"),
        (d3::SetField::new("7", "Title", 7_i64), "7", "in_effect"),
        (d3::SetField::new("7", "Title", 7_i64), r#""7""#, "in_effect"),
        (d3::SetField::new("7", "Title", 7_i64), "8", "cannot_tell"),
        (d3::SetField::new("7", "Title", true), r#""True""#, "in_effect"),
        (d3::SetField::new("7", "Title", false), r#""true""#, "cannot_tell"),
    ] {
        assert_eq!(one(operation, &format!(r#"{{"IR Number": "7", "Title": {read}}}"#)), expected, "{read}");
    }
    let item = |tags: &str| format!(r#"{{"IR Number": "7", "Tags": {tags}}}"#);
    assert_eq!(one(d3::AddTags::new("7", ["null"]), &item("null")), "not_in_effect");
    assert_eq!(one(d3::RemoveTags::new("7").tags(["vip"]), &item("null")), "in_effect");
    assert_eq!(one(d3::RemoveTags::new("7").tags(["vip", "x"]), &item(r#"["x"]"#)), "not_in_effect");
}

/// Each of these was believed to be in effect.
#[test]
fn a_text_that_is_nothing_but_markup_is_not_found_everywhere() {
    let item = |members: &str| format!(r#"{{"IR Number": "7", "Status": "Closed", {members}}}"#);
    let close = |conclusion: &str| d3::CloseIncidents::new(["7"], true).conclusion(conclusion);
    for (conclusion, read, expected) in [
        ("<br>", r#""""#, "cannot_tell"),
        ("<p></p>", "null", "cannot_tell"),
        ("<redacted>", r#""Something else""#, "cannot_tell"),
        ("<redacted>", r#""Closed: <Redacted> ""#, "in_effect"),
        ("<redacted>", r#""Closed: &lt;redacted&gt;""#, "in_effect"),
        ("null", "null", "not_in_effect"),
        ("a", r#"{"a": 1}"#, "cannot_tell"),
        ("ok", r#""Token stolen""#, "cannot_tell"),
        ("ok", r#""token, ok.""#, "in_effect"),
        ("Phishing", r#""<p><a href=\"https://wiki.example/phishing/guide\">Guide</a> read</p>""#, "not_in_effect"),
        ("Benign", r#""<span class='benign'>Needs review</span>""#, "not_in_effect"),
        ("p", r#""<p>Other</p>""#, "not_in_effect"),
        ("Benign", r#""<span class='benign'>Benign.</span>""#, "in_effect"),
        ("\u{5b8c}\u{4e86}", r#""\u6ce8\u5b8c\u4e86\u6e08""#, "in_effect"),
        ("", r#""""#, "in_effect"),
        ("", r#""Earlier""#, "cannot_tell"),
    ] {
        assert_eq!(
            one(close(conclusion), &item(&format!(r#""Conclusion": {read}"#))),
            expected,
            "{conclusion}: {read}"
        );
    }
    let title = |title: &str| d3::SetField::new("7", "Title", title);
    for (wanted, read, expected) in [
        ("<x>", r#""<y>""#, "cannot_tell"),
        ("<x>", r#""<X>""#, "in_effect"),
        ("Hello <x>", r#""Hello""#, "cannot_tell"),
        ("Hello", r#""<div class=\"t\">Hello<br/></div>""#, "in_effect"),
        ("Hello", r#""Hello <x>""#, "not_in_effect"),
        ("", r#""<p></p>""#, "cannot_tell"),
        ("", r#""none""#, "cannot_tell"),
        ("", "[]", "cannot_tell"),
    ] {
        assert_eq!(one(title(wanted), &item(&format!(r#""Title": {read}"#))), expected, "{wanted}: {read}");
    }
    assert_eq!(one(d3::UpdateOwner::new(["7"], "<a>"), &item(r#""Owner": "<b>""#)), "cannot_tell");
    assert_eq!(one(d3::UpdateOwner::new(["7"], "Bob"), &item(r#""Owner": ["Bob", "Al"]"#)), "cannot_tell");
    let done = xpanse::UpdateIncident::new("7").resolve_comment("<done>");
    assert_eq!(one(done, r#"{"incident_id": "7", "resolve_comment": "<other>"}"#), "cannot_tell");
}

#[test]
fn tags_are_compared_in_each_form_that_they_may_have() {
    let item = |tags: &str| format!(r#"{{"IR Number": "7", "Tags": {tags}}}"#);
    let set = |tags: &str| AnyOperation::from(d3::SetField::new("7", "Tags", tags));
    let add = |tags: &[&str]| AnyOperation::from(d3::AddTags::new("7", tags.iter().copied()));
    let remove = |tags: &[&str]| AnyOperation::from(d3::RemoveTags::new("7").tags(tags.iter().copied()));
    let clear = || AnyOperation::from(d3::RemoveTags::new("7").all_tags(true));
    for (operation, read, expected) in [
        // The tags of a field are those that were set, and no others.
        (set(""), r#"["a", "b"]"#, "not_in_effect"),
        (set(","), r#""a""#, "not_in_effect"),
        (set(""), r#""[]""#, "in_effect"),
        (set("a,b"), r#""a,b,c""#, "not_in_effect"),
        (set("a,b"), r#""B, A,""#, "in_effect"),
        (set("a,b"), r#""a;b""#, "cannot_tell"),
        (set("a,b"), r#"{"a": 1, "b": 2}"#, "cannot_tell"),
        (add(&["a"]), r#""[\"b\", \"a\"]""#, "in_effect"),
        (add(&["a"]), r#"[{"Name": "a"}]"#, "cannot_tell"),
        (add(&["<b>"]), r#"["<i>"]"#, "cannot_tell"),
        (add(&["<b>"]), r#"["&lt;B&gt;"]"#, "in_effect"),
        (add(&["a,b"]), r#"["a,b"]"#, "in_effect"),
        (add(&["a,b"]), r#""a,b""#, "cannot_tell"),
        (add(&["7"]), "7", "in_effect"),
        (add(&["true"]), "true", "cannot_tell"),
        (remove(&["a"]), r#""b;a""#, "cannot_tell"),
        (remove(&["a"]), r#""b, bag""#, "in_effect"),
        (remove(&["a", "b"]), r#""b,x;a""#, "not_in_effect"),
        (remove(&["a"]), r#"{"a": 1}"#, "cannot_tell"),
        (remove(&["a"]), r#"[{"Name": "a"}]"#, "cannot_tell"),
        (remove(&["a"]), r#""{\"a\": 1}""#, "cannot_tell"),
        (remove(&["a"]), r#""[\"b\", \"a\"]""#, "not_in_effect"),
        (remove(&["a"]), r#""[\"b\", null]""#, "in_effect"),
        (remove(&["a"]), r#""[\"b""#, "cannot_tell"),
        (remove(&["a"]), r#"["", "b"]"#, "in_effect"),
        (clear(), "[]", "in_effect"),
        (clear(), r#""[]""#, "in_effect"),
        (clear(), "null", "in_effect"),
        (clear(), r#"["a"]"#, "not_in_effect"),
        (clear(), r#"[{}]"#, "cannot_tell"),
    ] {
        let params = operation.to_json();
        assert_eq!(one(operation, &item(read)), expected, "{params}: {read}");
    }
}

#[test]
fn a_field_that_is_set_twice_cannot_have_both_values() {
    let title = |text: &str| d3::FieldChanges::new("7").set("Title", text);
    let read = r#"{"IR Number": "7", "Title": "b", "Severity": "High"}"#;
    assert_eq!(one(d3::SetFields::new([title("a"), title("b")]), read), "cannot_tell");
    assert_eq!(one(d3::SetFields::new([title("a"), title("c")]), read), "not_in_effect");
    assert_eq!(one(d3::SetFields::new([title("b"), title("b").set("Severity", "high")]), read), "in_effect");
    assert_eq!(one(d3::SetFields::new([title("b"), title("a").set("Severity", "low")]), read), "not_in_effect");
}

#[test]
fn what_leaves_nothing_to_read_says_why() {
    for (operation, expected) in [
        (AnyOperation::from(d3::LinkToCases::new(["7"], ["C-1"])), "links cannot be read back"),
        (d3::RemoveLinks::new("1", ["7"]).into(), "links cannot be read back"),
        (
            d3::SetHtml::new("7", "Note", "x").into(),
            "added text cannot be distinguished from what the field held before",
        ),
        (d3::RunPlaybooks::new(["7"], ["Isolate"]).into(), "playbook runs cannot be read back"),
        (d3::CloseIncident::new().into(), "the request names no incident"),
        (
            d3::Command::new("Quarantine").incident_numbers(["7"]).into(),
            "nothing is known about what this command changes",
        ),
    ] {
        let settle = Settle::of(operation, vec!["7".to_owned()]);
        assert!(settle.operation().is_none(), "{expected}");
        assert_eq!(settle.finish().cannot_tell().collect::<Vec<_>>(), [("7", expected)]);
    }
}

#[test]
fn incidents_are_read_a_hundred_at_a_time_and_each_gets_its_own() {
    let ids: Vec<String> = (0..250).map(|n| format!("I-{n}")).collect();
    let body = |from: usize, to: usize| {
        let items: Vec<String> = (from..to)
            .filter(|n| *n != 120)
            .map(|n| format!(r#"{{"IR Number": "I-{n}", "Owner": "{}"}}"#, if n % 2 == 0 { "m.okoye" } else { "x" }))
            .collect();
        format!(r#"{{"error": "", "rawData": {{"incidents": [{}]}}}}"#, items.join(","))
    };
    let bodies = [body(0, 100), body(100, 200), body(200, 250)];
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let rows = settled(d3::UpdateOwner::new(ids.clone(), "m.okoye"), &bodies);
    assert!(rows.iter().map(|(id, _)| id).eq(&ids));
    for (n, (_, settled)) in rows.iter().enumerate() {
        let expected = match n {
            120 => "cannot_tell",
            n if n % 2 == 0 => "in_effect",
            _ => "not_in_effect",
        };
        assert_eq!(*settled, expected, "{n}");
    }
}

/// With every change compared to every incident, and every field asked for every time, this takes minutes.
#[test]
fn what_settling_many_changes_takes_grows_with_their_number() {
    const MANY: usize = 50_000;
    let changes = (0..MANY).map(|n| d3::FieldChanges::new(format!("I-{n}")).set(format!("Field {n}"), "x"));
    let set = d3::SetFields::new(changes);
    let mut settle = Settle::after_error(set.clone(), &set.lost(TransportError::Timeout));
    let (mut readings, mut read) = (0, 0);
    while let Some(reading) = settle.operation().cloned() {
        let fields = match reading.to_params().take("static_fields") {
            Some(crate::Param::List(fields)) => fields.len(),
            _ => 0,
        };
        assert_eq!(fields, 101, "the number, and the field of each of a hundred");
        let items: Vec<String> = (read..read + 100)
            .map(|n| format!(r#"{{"IR Number": "I-{n}", "Field {n}": "{}"}}"#, if n % 2 == 0 { "x" } else { "y" }))
            .collect();
        let body = format!(r#"{{"error": "", "rawData": {{"incidents": [{}]}}}}"#, items.join(","));
        page(&reading, &body).iter().for_each(|page| settle.take(page));
        (readings, read) = (readings + 1, read + 100);
    }
    assert_eq!(readings, MANY / 100);
    let settlement = settle.finish();
    let expected = |n: usize| if n.is_multiple_of(2) { Settled::InEffect } else { Settled::NotInEffect };
    assert!(settlement.rows().enumerate().all(|(n, (_, settled))| *settled == expected(n)));
}

#[test]
fn a_settlement_prints_and_gives_what_is_to_be_sent_again() {
    let set = d3::SetFields::new([
        d3::FieldChanges::new("1").set("Severity", "High"),
        d3::FieldChanges::new("2").set("Severity", "Low"),
        d3::FieldChanges::new("3").set("Severity", "Low"),
    ]);
    let lost = set.lost(TransportError::Interrupted);
    let mut settle = Settle::after_error(set.clone(), &lost);
    let body = r#"{"rawData": {"incidents": [{"IR Number": "1", "Severity": "High"}, {"IR Number": "2", "Severity": "High"},
        {"IR Number": "3", "Severity": "Low"}, {"IR Number": "3", "Severity": "High"}]}}"#;
    if let Some(page) = settle.operation().cloned().and_then(|reading| page(&reading, body)) {
        settle.take(&page);
    }
    let settlement = settle.finish();
    assert_eq!(
        settlement.to_json(),
        r#"{"in_effect":["1"],"not_in_effect":["2"],"cannot_tell":[{"id":"3","why":"the answer contradicts itself"}],"operation":"d3.set_fields","params":{"changes":[{"incident_number":"1","fields":{"Severity":"High"}},{"incident_number":"2","fields":{"Severity":"Low"}},{"incident_number":"3","fields":{"Severity":"Low"}}]},"asked":["1","2","3"]}"#
    );
    assert_eq!(super::Settlement::from_json(&settlement.to_json()).ok().as_ref(), Some(&settlement));
    let through_serde = serde_json::to_string(&settlement).and_then(|json| serde_json::from_str(&json));
    assert_eq!(through_serde.ok().as_ref(), Some(&settlement));
    let again = d3::SetFields::new([d3::FieldChanges::new("2").set("Severity", "Low")]);
    assert_eq!(settlement.operation(), Some(again.into()));
    assert_eq!(settlement.get("1"), Some(&Settled::InEffect));
    assert_eq!((settlement.len(), settlement.is_empty()), (3, false));
    assert_eq!(settlement.to_string(), "d3.set_fields: 1 in effect, 1 not in effect, 1 cannot be determined");
    // A report about another operation.
    let other = d3::UpdateOwner::new(["2", "9"], "m.okoye");
    let settlement = Settle::after_error(other, &lost).finish();
    let whys: Vec<_> = settlement.cannot_tell().collect();
    assert_eq!(whys.first(), Some(&("1", "the operation is not about this incident")));
    assert_eq!(whys.get(1), Some(&("2", "the incident was missing from what was read back")));
    // What was refused is not open.
    let denied = set.parse(Response::new(403, vec![])).err();
    assert!(denied.is_some_and(|denied| Settle::after_error(set, &denied).finish().is_empty()));
}

/// An overview of two tenants of both vendors, whose pages `answer` gives by name.
fn overview(answer: impl Fn(&str) -> Result<&'static str, TransportError>) -> Vec<String> {
    let xpanse: AnyOperation = GetIncidents::new().into();
    let d3: AnyOperation = d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-08 00:00:00").into();
    let mut overview = super::Overview::new([("oslo", xpanse), ("berlin", d3)]);
    let mut seen = Vec::new();
    for _ in 0..20 {
        match overview.step() {
            super::OverviewStep::Read { tenant, operation } => {
                let read = answer(overview.name(tenant)).map(|body| page(&operation, body));
                match read {
                    Ok(Some(page)) => overview.take(tenant, page),
                    Ok(None) => break,
                    Err(class) => overview.fail(tenant, operation.lost(class, None)),
                }
            }
            super::OverviewStep::Row(row) => seen.push(format!("{} {}", row.tenant(), row.row().id)),
            super::OverviewStep::Ended { tenant, result } => {
                seen.push(format!("{tenant} {}", result.map_or_else(|error| error.kind().as_str(), PagesEnd::as_str)));
            }
            super::OverviewStep::Done => break,
        }
    }
    seen
}

const OSLO: &str = r#"{"reply": {"total_count": 2, "incidents": [{"incident_id": "1", "creation_time": 1793700009000},
    {"incident_id": "2", "creation_time": 1793692800000}]}}"#;
const BERLIN: &str = r#"{"rawData": {"incidents": [{"IR Number": "A", "Date Created": "2026-11-03 09:00:00"},
    {"IR Number": "B", "Date Created": "11/03/2026 08:30 AM PST"}, {"IR Number": "C", "Date Created": "2026-11-03 07:00:00"}]}}"#;

#[test]
fn an_overview_merges_by_time_and_reports_who_fails() {
    let both = overview(|name| Ok(if name == "oslo" { OSLO } else { BERLIN }));
    assert_eq!(both, ["oslo 1", "berlin A", "berlin B", "oslo 2", "oslo complete", "berlin C", "berlin complete"]);
    let mut oslo = super::Overview::new([("oslo", GetIncidents::new())]);
    oslo.take(0, page(&GetIncidents::new().into(), OSLO).unwrap_or_else(|| unreachable!("a page")));
    let super::OverviewStep::Row(row) = oslo.step() else { unreachable!("a row") };
    assert_eq!(
        row.to_json(),
        r#"{"tenant":"oslo","row":{"id":"1","title":null,"status":null,"severity":null,"owner":null,"created":1793700009000,"modified":null,"url":null},"item":{"incident_id": "1", "creation_time": 1793700009000},"operation":"xpanse.get_incidents","created_ms":1793700009000}"#
    );
    let one = overview(|name| if name == "oslo" { Err(TransportError::Dns) } else { Ok(BERLIN) });
    assert_eq!(one, ["oslo dns", "berlin A", "berlin B", "berlin C", "berlin complete"]);
}

#[test]
fn a_row_of_an_overview_has_its_item_and_its_time() {
    let operation: AnyOperation = GetIncidents::new().into();
    let Some(page) = page(&operation, OSLO) else { return };
    let mut overview = super::Overview::new([("oslo", operation)]);
    overview.take(0, page.clone());
    overview.take(1, page);
    assert_eq!((overview.name(0), overview.name(1)), ("oslo", ""));
    let super::OverviewStep::Row(row) = overview.step() else { return };
    assert_eq!(row.item().and_then(|item| item.get("creation_time").map(Into::into)), Some("1793700009000".to_owned()));
    assert_eq!((row.operation(), row.created_ms()), ("xpanse.get_incidents", Some(1_793_700_009_000)));
    assert_eq!(format!("{row:?}"), r#"OverviewRow { tenant: "oslo", id: "1" }"#);
}

#[test]
fn a_reading_says_how_far_it_came() {
    let mut pages = Pages::new(GetIncidents::new().search_to(1));
    assert!(pages.is_empty());
    let Some(first) = pages.operation().and_then(|operation| {
        page(&operation.clone().into(), r#"{"reply": {"total_count": 3, "incidents": [{"incident_id": "1"}]}}"#)
    }) else {
        return;
    };
    let _ = pages.take(first.clone());
    assert_eq!((pages.len(), pages.is_empty(), pages.end()), (1, false, None));
    assert!(format!("{pages:?}").contains("pages: 1, end: None"), "{pages:?}");
    // The same page again: nothing new.
    let again = pages.take(first.clone());
    assert_eq!((again.len(), pages.len(), pages.end()), (0, 2, Some(PagesEnd::Moved)));
    // After the end a page is given back as it is.
    assert_eq!((pages.take(first).len(), pages.len()), (1, 2));
}

/// What acts is not sent by something that reads.
#[test]
fn what_does_not_list_is_refused() {
    let close = d3::CloseIncidents::new(["1"], true);
    let refused = super::Listing::check_lists(&AnyOperation::from(close.clone())).err();
    assert_eq!(refused.as_ref().and_then(|error| error.field()), Some("operation"));
    assert!(super::Listing::check_lists(&AnyOperation::from(GetIncidents::new())).is_ok());
    let mut overview = super::Overview::new([("oslo", close)]);
    let step = overview.step();
    assert!(
        matches!(&step, super::OverviewStep::Ended { result: Err(error), .. } if error.field() == Some("operation"))
    );
    assert!(matches!(overview.step(), super::OverviewStep::Done));
}
