//! What a report says, what it gives to try again, and how it goes through JSON.

use super::*;
use crate::{
    answer::AnyAnswer,
    bulk::BulkOutcome,
    d3::{FieldChanges, SetFields, UpdateOwner},
    wire::Response,
};

type Checked = Result<(), Error>;

fn plan() -> Result<Plan, Error> {
    Plan::new(UpdateOwner::new(["a", "b"], "m.okoye"))
}

/// The rows as JSON: each an id, an outcome, what reading it back said.
fn rows(rows: &[(&str, &str, Option<&str>)]) -> String {
    let row = |(id, outcome, settled): &(&str, &str, Option<&str>)| {
        let settled = settled.map_or_else(|| "null".to_owned(), |settled| format!("\"{settled}\""));
        format!(r#"{{"id":"{id}","outcome":"{outcome}","reason":"why","request":3,"settled":{settled}}}"#)
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("[{}]", rows.join(","))
}

const DONE: &str = r#"{"run": "r", "operation": "d3.update_owner", "outcomes": "#;

fn read(plan: Plan, outcomes: &str) -> Result<BulkReport, Error> {
    BulkReport::from_json(plan, &[DONE, outcomes, "}"].concat())
}

fn both(outcome: &str) -> Result<BulkReport, Error> {
    read(plan()?, &rows(&[("a", outcome, None), ("b", outcome, None)]))
}

#[test]
fn reports_are_equal_if_they_say_the_same_of_every_incident() -> Checked {
    let report = both("failed")?;
    assert_eq!(report, both("failed")?);
    assert_eq!(report, report.clone().because(Some(&Error::invalid("run", "in other words"))));
    assert_ne!(report, both("unknown")?);
    assert_ne!(report, report.clone().stopped_by(Some("deadline")));
    let other = ["a", "b"].map(|id| (id, "failed", None));
    assert_ne!(report, read(Plan::new(UpdateOwner::new(["a", "b"], "another"))?, &rows(&other))?);
    let text = report.to_json().replace(r#""run":"r""#, r#""run":"s""#);
    assert_ne!(report, BulkReport::from_json(plan()?, &text)?);
    Ok(())
}

#[test]
fn each_incident_is_found_by_its_place_and_its_id() -> Checked {
    let report = read(plan()?, &rows(&[("a", "succeeded", None), ("b", "skipped", None)]))?;
    assert_eq!((report.len(), report.is_empty(), report.run_id(), report.rows().len()), (2, false, "r", 2));
    let outcomes = [0, 1, 2].map(|place| report.row(place).map(|row| (row.id, row.outcome, row.request)));
    let skipped = BulkOutcome::Skipped { why: "why" };
    assert_eq!(outcomes, [Some(("a", BulkOutcome::Succeeded, Some(3))), Some(("b", skipped, Some(3))), None]);
    assert_eq!(["a", "b", "c"].map(|id| report.get(id).map(|row| row.id)), [Some("a"), Some("b"), None]);
    let empty = read(plan()?.only([].into_iter()), "[]")?;
    assert!(empty.is_empty() && empty.all_succeeded());
    Ok(())
}

#[test]
fn why_it_was_stopped_is_told_and_done_is_no_reason() -> Checked {
    let report = both("failed")?;
    assert_eq!((report.stopped(), report.stopped_reason()), (None, None));
    assert_eq!(report.to_string(), "d3.update_owner: 0 of 2 succeeded, 2 failed");
    assert_eq!(report.clone().stopped_by(Some("done")).stopped(), None);
    let error = Error::invalid("run", "in other words");
    let stopped = report.stopped_by(Some("deadline")).because(Some(&error));
    assert_eq!((stopped.stopped(), stopped.stopped_reason()), (Some("deadline"), Some(error.to_string().as_str())));
    assert_eq!(stopped.to_string(), "d3.update_owner: 0 of 2 succeeded, 2 failed; stopped: deadline");
    let through = BulkReport::from_json(plan()?, &stopped.to_json())?;
    assert_eq!((through.stopped_reason(), &through), (stopped.stopped_reason(), &stopped));
    assert_eq!(serde_json::to_string(&stopped).ok(), Some(stopped.to_json()));
    Ok(())
}

#[test]
fn what_is_tried_again_was_not_done_unless_more_is_asked_for() -> Checked {
    let all = [
        ("0", "succeeded", None),
        ("1", "failed", None),
        ("2", "not_attempted", None),
        ("3", "skipped", None),
        ("4", "unknown", None),
        ("5", "unknown", Some("cannot_tell")),
        ("6", "unknown", Some("not_in_effect")),
        ("7", "unreported", None),
        ("8", "unreported", Some("not_in_effect")),
        ("9", "unknown", Some("in_effect")),
    ];
    let plan = Plan::new(UpdateOwner::new(all.map(|(id, ..)| id), "m.okoye"))?;
    let report = read(plan, &rows(&all))?;
    let ids = |plan: Plan| plan.ids().collect::<String>();
    assert_eq!(ids(report.retry()), "1268");
    assert_eq!(ids(report.retry_with(true, false)), "124568");
    assert_eq!(ids(report.retry_with(false, true)), "12678");
    assert_eq!(ids(report.retry_with(true, true)), "1245678");
    let open = report.settle()?.and_then(|settle| settle.operation().map(|reading| reading.to_params().to_json()));
    let named = |id: &&str| open.as_ref().is_some_and(|open| open.contains(&format!("\"{id}\"")));
    assert_eq!(all.map(|(id, ..)| id).iter().filter(|id| named(id)).copied().collect::<String>(), "45678");
    assert!(both("failed")?.settle()?.is_none());
    Ok(())
}

#[test]
fn the_report_of_another_plan_is_refused() -> Checked {
    let (a, b) = (("a", "failed", None), ("b", "failed", None));
    let field =
        |text: &str| Ok(BulkReport::from_json(plan()?, text).err().and_then(|error| error.field().map(str::to_owned)));
    for (text, wanted) in [
        ("[".to_owned(), "report"),
        (format!(r#"{{"operation": "d3.update_owner", "outcomes": {}}}"#, rows(&[a, b])), "run"),
        (format!(r#"{{"run": "r", "outcomes": {}}}"#, rows(&[a, b])), "operation"),
        (format!(r#"{{"run": "r", "operation": "d3.set_field", "outcomes": {}}}"#, rows(&[a, b])), "operation"),
        (r#"{"run": "r", "operation": "d3.update_owner"}"#.to_owned(), "outcomes"),
        ([DONE, &rows(&[a]), "}"].concat(), "outcomes"),
        ([DONE, &rows(&[a, b, ("", "failed", None)]), "}"].concat(), "outcomes[2]"),
        ([DONE, &rows(&[a, ("c", "failed", None)]), "}"].concat(), "outcomes[1]"),
        ([DONE, &rows(&[b, a]), "}"].concat(), "outcomes[0]"),
        ([DONE, &rows(&[a, ("b", "lost", None)]), "}"].concat(), "outcomes[1]"),
    ] {
        assert_eq!(field(&text)?.as_deref(), Some(wanted), "{text}");
    }
    Ok(())
}

/// What is read back is compared with the change of each incident.
#[test]
fn what_was_read_back_is_taken_and_written_down() -> Checked {
    let change = |id: &str| FieldChanges::new(id).set("Title", ["of ", id].concat());
    let plan = Plan::new(SetFields::new(["a", "b", "c", "d"].map(change)))?;
    let outcomes = [("a", "failed", None), ("b", "unknown", None), ("c", "unknown", None), ("d", "unreported", None)];
    let text = [r#"{"run": "r", "operation": "d3.set_fields", "outcomes": "#, &rows(&outcomes), "}"].concat();
    let mut report = BulkReport::from_json(plan, &text)?;
    let Some(mut settle) = report.settle()? else { return Err(Error::invalid("report", "leaves nothing open")) };
    let items = r#"{"IR Number": "b", "Title": "of b"}, {"IR Number": "c", "Title": "of b"}"#;
    let body = format!(r#"{{"error": "", "rawData": {{"incidents": [{items}]}}}}"#);
    while let Some(reading) = settle.operation() {
        match reading.parse(Response::new(200, body.as_bytes()))? {
            AnyAnswer::Page(page) => settle.take(&page),
            _ => return Err(Error::invalid("answer", "is not a page")),
        }
    }
    let line = report.take(&settle.finish(), 7);
    let said: Vec<_> = report.rows().map(|row| (row.outcome.name(), row.settled)).collect();
    let wanted = [
        ("failed", None),
        ("succeeded", Some("in_effect")),
        ("unknown", Some("not_in_effect")),
        ("unreported", Some("cannot_tell")),
    ];
    assert_eq!(said, wanted);
    let why = r#""why":"the incident was missing from what was read back""#;
    let record = [
        r#"{"settled":[{"id":"b","settled":"in_effect","why":null},{"id":"c","settled":"not_in_effect","why":null},"#,
        r#"{"id":"d","settled":"cannot_tell","#,
        why,
        r#"}],"at":7}"#,
    ]
    .concat();
    assert_eq!(line.split_once(' ').map(|(_, json)| json), Some([record.as_str(), "\n"].concat().as_str()));
    Ok(())
}
