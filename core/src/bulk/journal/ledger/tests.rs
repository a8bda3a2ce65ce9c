//! When records are written, how many at once, and what is on disk then.

use super::*;
use crate::{d3::UpdateOwner, error::Error};

const NOW: u64 = 1_793_696_706_000;

type Outcome = Result<(), Error>;

fn plan(count: usize, chunk: usize) -> Result<Plan, Error> {
    Plan::new(UpdateOwner::new((0..count).map(|number| format!("20261103-{number}")), "m.okoye"))?.chunk(chunk)
}

fn begun(plan: &Plan) -> Ledger {
    let head = Head { run: "run-1", plan, base_url: "/soar", user: None, at_ms: NOW };
    let mut ledger = Ledger::begin(&head);
    ledger.tick(NOW);
    ledger
}

/// One of which all is on disk, at batch 1.
fn quiet(plan: &Plan) -> Ledger {
    let mut ledger = begun(plan);
    assert!(ledger.take(plan).is_some());
    assert_eq!(ledger.written(), 0);
    assert!(ledger.is_settled());
    ledger
}

fn records(text: &str, of: &str) -> usize {
    text.lines().filter(|line| line.contains(&format!(r#" {{"{of}":"#))).count()
}

#[test]
fn the_plan_is_written_in_records_of_a_thousand_incidents() -> Outcome {
    for (count, chunk, wanted) in [(2_500, 10, 3), (2_500, 1, 3), (2_000, 100, 2), (5_000, 2_500, 2), (0, 1, 0)] {
        let plan = plan(1, 1)?.only([].into_iter()).chunk(chunk)?;
        let plan = if count == 0 { plan } else { self::plan(count, chunk)? };
        let mut ledger = begun(&plan);
        assert!(!ledger.is_open() && !ledger.is_settled());
        let text = ledger.take(&plan).unwrap_or_default();
        let said = [records(&text, "journal"), records(&text, "plan"), records(&text, "planned")];
        assert_eq!(said, [1, wanted, 1], "{count} by {chunk}");
        assert_eq!(text.matches(r#""20261103-"#).count(), count);
        assert!(!ledger.is_open() && !ledger.is_settled(), "it is not on disk");
        let _ = ledger.written();
        assert!(ledger.is_open() && ledger.is_settled());
    }
    Ok(())
}

#[test]
fn a_large_plan_is_written_piece_by_piece_and_is_open_after_the_last() -> Outcome {
    let plan = plan(150_000, 100)?;
    let mut ledger = begun(&plan);
    let (mut sizes, mut incidents) = (Vec::new(), 0);
    while let Some(text) = ledger.take(&plan) {
        assert!(!ledger.is_open() && ledger.take(&plan).is_none(), "one piece at a time");
        sizes.push(text.len());
        incidents += text.matches(r#""20261103-"#).count();
        let _ = ledger.written();
        assert_eq!(ledger.is_open(), text.contains(r#"{"planned":"#));
    }
    assert_eq!((sizes.len(), incidents), (3, 150_000));
    assert!(sizes.iter().take(2).all(|size| (1 << 20..(1 << 20) + 40_000).contains(size)), "{sizes:?}");
    Ok(())
}

#[test]
fn what_nothing_waits_for_lingers_for_others() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = quiet(&plan);
    assert_eq!(ledger.await_due_ms(), None);
    ledger.tick(NOW + 100);
    let _ = ledger.add("{}");
    ledger.tick(NOW + 115);
    let _ = ledger.add("{}");
    assert_eq!(ledger.await_due_ms(), Some(NOW + 120), "the second does not put it off");
    ledger.tick(NOW + 119);
    assert_eq!(ledger.take(&plan), None);
    ledger.tick(NOW + 120);
    assert_eq!(ledger.take(&plan).map(|text| text.lines().count()), Some(2));
    // Nothing is due while that is being written, however urgent.
    let _ = ledger.add_urgent("{}");
    assert_eq!((ledger.await_due_ms(), ledger.take(&plan)), (None, None));
    let _ = ledger.written();
    assert_eq!(ledger.await_due_ms(), Some(NOW + 120));
    assert!(ledger.take(&plan).is_some());
    Ok(())
}

#[test]
fn so_much_that_it_makes_a_piece_does_not_linger() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = quiet(&plan);
    let record = format!(r#"{{"text":"{}"}}"#, "x".repeat(100_000));
    for _ in 0..10 {
        let _ = ledger.add(&record);
        assert_eq!(ledger.await_due_ms(), Some(NOW + LINGER_MS));
    }
    let _ = ledger.add(&record);
    assert_eq!(ledger.await_due_ms(), Some(NOW));
    Ok(())
}

#[test]
fn a_batch_is_on_disk_once_it_was_written() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = quiet(&plan);
    let first = ledger.add_urgent("{}");
    assert_eq!((first, ledger.has(0), ledger.has(1)), (1, true, false));
    assert!(ledger.take(&plan).is_some());
    let second = ledger.add("{}");
    assert_eq!((second, ledger.has(0), ledger.has(1), ledger.has(2)), (2, true, false, false));
    assert!(!ledger.is_settled());
    assert_eq!(ledger.written(), 1);
    assert_eq!((ledger.has(1), ledger.has(2), ledger.is_settled()), (true, false, false));
    assert_eq!(ledger.end("done", &BulkCounts::default(), NOW), 2);
    let text = ledger.take(&plan).unwrap_or_default();
    assert!(text.contains(r#"{"end":"done""#) && !ledger.is_settled());
    assert_eq!(ledger.written(), 2);
    assert!(ledger.has(2) && ledger.is_settled());
    Ok(())
}

#[test]
fn lines_are_counted_from_where_the_journal_ended() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = Ledger::resume(7, NOW);
    let _ = ledger.add("{}");
    ledger.tick(NOW);
    let text = ledger.take(&plan).unwrap_or_default();
    let ends: Vec<bool> =
        text.lines().zip([8, 9]).map(|(line, at)| line.ends_with(&format!(r#""line":{at}}}"#))).collect();
    assert_eq!(ends, [true, true], "{text}");
    assert!(text.contains(r#"{"resumed":1793696706000,"#));
    Ok(())
}

#[test]
fn who_waits_for_a_batch_hurries_it_and_no_other() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = quiet(&plan);
    let batch = ledger.add("{}");
    assert!(!ledger.hurry(Some(batch - 1)) && !ledger.hurry(Some(batch + 1)));
    assert_eq!(ledger.await_due_ms(), Some(NOW + LINGER_MS));
    assert!(ledger.hurry(Some(batch)));
    assert_eq!(ledger.await_due_ms(), Some(NOW));
    assert!(!ledger.hurry(Some(batch)) && !ledger.hurry(None), "something waits already");
    assert_eq!(ledger.await_due_ms(), Some(NOW));
    assert!(ledger.take(&plan).is_some());
    // That was for those alone that were written.
    let _ = (ledger.written(), ledger.add("{}"));
    assert_eq!(ledger.await_due_ms(), Some(NOW + LINGER_MS));
    assert!(ledger.hurry(None));
    assert_eq!(ledger.await_due_ms(), Some(NOW));
    Ok(())
}

#[test]
fn something_was_just_taken_for_as_long_as_records_linger() -> Outcome {
    let mut ledger = quiet(&plan(1, 1)?);
    for (at_ms, was) in [(0, true), (19, true), (20, false), (21, false), (100_000, false)] {
        ledger.tick(NOW + at_ms);
        assert_eq!(ledger.was_just_taken(), was, "{at_ms}");
    }
    Ok(())
}

#[test]
fn a_clock_that_is_set_back_puts_nothing_off() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = quiet(&plan);
    let _ = ledger.add("{}");
    ledger.tick(NOW - 3_600_000);
    assert!(ledger.was_just_taken());
    assert_eq!(ledger.await_due_ms(), Some(NOW - 3_600_000 + LINGER_MS));
    ledger.tick(NOW - 3_600_000 + LINGER_MS);
    assert!(ledger.take(&plan).is_some());
    Ok(())
}

#[cfg(feature = "ureq")]
#[test]
fn what_lingers_is_attended_by_whoever_was_told_when_it_is_due() -> Outcome {
    let plan = plan(1, 1)?;
    let mut ledger = quiet(&plan);
    assert!(!ledger.is_unattended(false) && !ledger.is_unattended(true), "there is nothing to write");
    let _ = ledger.add("{}");
    assert!(ledger.is_unattended(false) && ledger.is_unattended(true), "nobody was told");
    assert!(ledger.await_due_ms().is_some());
    assert!(!ledger.is_unattended(false));
    assert!(ledger.is_unattended(true), "it was the caller that was told");
    ledger.tick(NOW + LINGER_MS - 1);
    assert!(!ledger.is_unattended(false));
    ledger.tick(NOW + LINGER_MS);
    assert!(ledger.is_unattended(false), "it is due");
    assert!(ledger.take(&plan).is_some());
    assert!(!ledger.is_unattended(false) && !ledger.is_unattended(true), "it is being written");
    let _ = (ledger.add("{}"), ledger.written());
    assert!(ledger.is_unattended(false), "nobody was told of these");
    Ok(())
}
