//! Records whose checksums are right, and which say what no run says.

use super::*;
use crate::bulk::journal::line;

fn written(records: &[String]) -> String {
    let mut disk = String::new();
    records.iter().for_each(|json| line::push(&mut disk, json));
    disk
}

fn refusal(records: &[String]) -> Option<String> {
    let error = read(&written(records)).err()?;
    assert_eq!(error.field(), Some("journal"));
    error.reason().map(|reason| reason.into_owned())
}

/// Four incidents, each with a change of its own.
fn changes() -> Result<Plan, Error> {
    let change = |number: String| d3::FieldChanges::new(number.as_str()).set("Title", ["of ", &number].concat());
    Plan::new(d3::SetFields::new(numbers(4).into_iter().map(change)))?.chunk(2)
}

/// The records of a run with one of each kind.
fn all_kinds(plan: Plan) -> Result<Vec<String>, Error> {
    let policy = Policy::default().max_attempts(2).backoff_base_ms(10_000);
    let mut stage = Stage::new(plan, 0.0, options().policy(policy))?.journaled();
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.refuse(&sent, 429);
    for wait_ms in [0, 1_000] {
        stage.now_ms += wait_ms;
        assert!(matches!(stage.step(), BulkStep::Wait { .. }));
    }
    let mut stage = Stage::resume(&stage.disk, options(), NOW + 2_000)?;
    let _ = stage.finish();
    let mut report = read(&stage.disk)?.report();
    stage.disk += &report.take(&crate::reading::Settle::over(report.plan().operation(&[0])?, numbers(1)).finish(), NOW);
    Ok(stage.disk.lines().filter_map(|line| line.get(9..)).map(str::to_owned).collect())
}

fn kind(json: &str) -> &str {
    json.split('"').nth(1).unwrap_or_default()
}

/// The records, and the place of the first of this kind.
fn place(records: &[String], of: &str) -> usize {
    records.iter().position(|json| kind(json) == of).unwrap_or(usize::MAX)
}

#[test]
fn each_record_has_its_place() -> Outcome {
    let good = all_kinds(changes()?)?;
    let kinds = ["journal", "plan", "planned", "intent", "returned", "resumed", "outcome", "end", "settled"];
    let places = kinds.map(|of| place(&good, of));
    assert!(places.is_sorted() && places.iter().all(|place| *place < good.len()), "{good:#?}");
    assert_eq!(refusal(&good), None);
    let numberless = |at: usize| {
        let json = good.get(at).map_or("", String::as_str);
        json.split(",\"line\"").next().map(|json| json.trim_end_matches('}').to_owned() + "}").unwrap_or_default()
    };
    let with = |before: usize, at: usize| {
        // The others keep their numbers, which are those of their lines.
        let mut records: Vec<String> = good.iter().take(before).cloned().collect();
        records.push(numberless(at));
        refusal(&records).unwrap_or_default()
    };
    // What comes with the plan comes nowhere else, and what comes behind it not before.
    for of in ["journal", "plan", "planned"] {
        let reason = with(good.len(), place(&good, of));
        assert_eq!(reason, format!("has a record that cannot be read, at line {}", good.len() + 1), "{of}");
    }
    for of in ["intent", "returned", "outcome", "settled"] {
        assert_eq!(with(2, place(&good, of)), "has a record that cannot be read, at line 3", "{of}");
    }
    // Not even if it is about nothing, or goes on where the plan ended.
    for (before, json) in [
        (2, r#"{"intent":0,"attempt":1,"ids":[]}"#),
        (2, r#"{"outcome":0,"rows":[]}"#),
        (2, r#"{"settled":[]}"#),
        (good.len(), r#"{"plan":2,"requests":[["n004"]],"fields":[{}]}"#),
        (good.len(), r#"{"planned":2,"incidents":4}"#),
    ] {
        let mut records: Vec<String> = good.iter().take(before).cloned().collect();
        records.push(json.to_owned());
        let reason = format!("has a record that cannot be read, at line {}", before + 1);
        assert_eq!(refusal(&records), Some(reason), "{json}");
    }
    for of in kinds.iter().skip(1) {
        let reason = with(0, place(&good, of));
        assert_eq!(reason, "is not a journal: it begins with something else", "{of}");
    }
    Ok(())
}

/// Whether a journal is refused in which this text of the first record of this kind is another.
fn is_refused_with(good: &[String], of: &str, (text, other): (&str, &str)) -> Option<String> {
    let mut records = good.to_vec();
    let json = records.get_mut(place(good, of))?;
    assert!(json.contains(text), "{json} without {text}");
    *json = json.replacen(text, other, 1);
    refusal(&records)
}

#[test]
fn each_member_of_a_record_has_its_meaning() -> Outcome {
    let good = all_kinds(changes()?)?;
    let unreadable = "cannot be read";
    for (of, change, word) in [
        ("journal", ("\"journal\":1", "\"journal\":2"), "newer version"),
        ("journal", ("\"journal\":1", "\"journal\":\"x\""), "newer version"),
        ("journal", ("\"tenant\":", "\"other\":"), unreadable),
        ("journal", ("\"params\":", "\"other\":"), unreadable),
        ("journal", ("\"operation\":", "\"other\":"), unreadable),
        ("journal", ("\"run\":", "\"other\":"), unreadable),
        ("journal", ("\"base_url\":", "\"other\":"), unreadable),
        ("journal", ("\"chunk\":2", "\"chunk\":0"), unreadable),
        ("journal", ("\"chunk\":2", "\"chunk\":\"2\""), unreadable),
        ("plan", ("\"plan\":0", "\"plan\":1"), unreadable),
        ("plan", ("\"requests\":", "\"other\":"), unreadable),
        ("plan", (r#",{"Title":"of n003"}"#, ""), unreadable),
        ("planned", ("\"planned\":2", "\"planned\":1"), unreadable),
        ("planned", ("\"incidents\":4", "\"incidents\":5"), unreadable),
        ("planned", ("\"incidents\":", "\"other\":"), unreadable),
        ("intent", ("\"n001\"", "\"n009\""), unreadable),
        ("intent", ("\"ids\":", "\"other\":"), unreadable),
        ("intent", ("\"intent\":0", "\"intent\":4294967295"), unreadable),
        ("returned", ("\"returned\":0", "\"returned\":1"), unreadable),
        ("returned", ("\"why\":", "\"other\":"), unreadable),
        ("outcome", ("\"n001\"", "\"n009\""), unreadable),
        ("outcome", ("\"succeeded\"", "\"lost\""), unreadable),
        ("outcome", ("\"rows\":", "\"other\":"), unreadable),
        ("settled", ("\"n000\"", "\"n009\""), unreadable),
        ("settled", (r#""settled":"cannot_tell""#, r#""other":"cannot_tell""#), unreadable),
        ("resumed", ("\"resumed\":", "\"other\":"), unreadable),
    ] {
        let reason = is_refused_with(&good, of, change).unwrap_or_default();
        assert!(reason.contains(word), "{of} {change:?}: {reason}");
    }
    // What a later version may add is left out.
    for (of, change) in [
        ("journal", ("\"version\":", "\"other\":")),
        ("intent", ("\"at\":", "\"other\":")),
        ("outcome", ("\"attempts\":", "\"other\":")),
        ("settled", ("\"why\":", "\"other\":")),
    ] {
        assert_eq!(is_refused_with(&good, of, change), None, "{of} {change:?}");
    }
    Ok(())
}

#[test]
fn the_plan_of_a_journal_is_the_plan_of_its_run() -> Outcome {
    let fields = crate::Params::from_json(r#"{"fields": {"Title": "Seen"}}"#).unwrap_or_default();
    let same = Plan::from_params("d3.set_fields", fields, numbers(4))?.chunk(2)?;
    for plan in [changes()?, same.clone(), close(4, 2)?] {
        assert_eq!(read(&written(&all_kinds(plan.clone())?))?.plan(), &plan);
    }
    // Its parameters are checked.
    let mut records = all_kinds(same)?;
    if let Some(head) = records.first_mut() {
        *head = head.replacen(r#"{"fields":{"Title":"Seen"}}"#, r#"{"fields":7}"#, 1);
    }
    assert!(read(&written(&records)).is_err());
    Ok(())
}
