//! What a journal says to those who read it.

use super::*;

#[test]
fn a_journal_says_whose_run_it_is_and_how_far_it_came() -> Outcome {
    let plan = owner(4, 2)?.tenant("soc").guard(guard()?);
    let mut stage = Stage::new(plan.clone(), 0.0, options())?.journaled();
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.now_ms += 1_000;
    stage.give(&reading, "Open");
    assert!(stage.next().is_some());
    let journal = read(&stage.disk)?;
    assert_eq!((journal.run_id(), journal.base_url(), journal.user()), ("run-1", "/soar", Some("Admin")));
    assert_eq!((journal.plan(), journal.version()), (&plan, env!("CARGO_PKG_VERSION")));
    assert_eq!((journal.times_ms(), journal.intents(), journal.end()), ((NOW, NOW + 1_000), 1, None));
    assert_eq!(journal.report().stopped(), None);

    stage.now_ms += 1_000;
    stage.run.cancel(stage.now_ms);
    let mut again = Stage::resume(&stage.disk, options(), NOW + 5_000)?;
    while let Some(sent) = again.next() {
        if sent.body.contains("IR Number") { again.give(&sent, "Open") } else { again.succeed(&sent) }
    }
    let journal = read(&again.disk)?;
    assert_eq!((journal.times_ms(), journal.intents(), journal.end()), ((NOW, NOW + 5_000), 2, Some("done")));
    let mut cancelled = Stage::new(owner(1, 1)?, 0.0, options())?.journaled();
    cancelled.run.cancel(NOW);
    let report = cancelled.finish();
    let journal = read(&cancelled.disk)?;
    assert_eq!(
        (journal.end(), journal.report().stopped(), journal.intents()),
        (Some("cancelled"), Some("cancelled"), 0)
    );
    assert_eq!(journal.report(), report);
    Ok(())
}

#[test]
fn a_tenant_without_users_has_none_in_its_journal() -> Outcome {
    let update = crate::xpanse::UpdateIncident::new("7").status("new");
    let tenant: AnyTenant = crate::xpanse::Tenant::at("/soar")?.into();
    let run = Run::new(Plan::new(update)?, tenant, Pacer::new(0.0)?, options(), "run-7", 7)?.journaled(NOW);
    let mut stage = Stage { run, now_ms: NOW, disk: String::new() };
    assert!(stage.next().is_some());
    let journal = read(&stage.disk)?;
    assert_eq!((journal.run_id(), journal.user(), journal.plan().tenant_name()), ("run-7", None, None));
    Ok(())
}

fn fed(bytes: &[u8]) -> JournalReader {
    let mut reader = JournalReader::new();
    // In pieces of any size.
    bytes.chunks(7).for_each(|piece| reader.feed(piece));
    reader
}

#[test]
fn a_journal_that_ends_before_its_plan_is_complete_is_unbegun_and_no_other_is() -> Outcome {
    let mut stage = Stage::new(close(3, 1)?, 0.0, options())?.journaled();
    assert!(stage.next().is_some());
    let lines: Vec<&str> = stage.disk.split_inclusive('\n').collect();
    let head = lines.first().copied().unwrap_or_default();
    let planned = lines.iter().position(|line| line.contains(r#"{"planned":"#)).unwrap_or_default();
    assert!(planned > 1, "{}", stage.disk);
    for count in 0..=lines.len() {
        let disk = lines.iter().take(count).copied().collect::<String>();
        assert_eq!(fed(disk.as_bytes()).is_unbegun(), (1..=planned).contains(&count), "{count} lines");
        for (tail, is_crash) in [("\0\0\0", true), ("torn", true), ("torn\n", true), ("torn\n\0\0", true)]
            .into_iter()
            .chain([("torn\ntorn", false), ("torn\ntorn\n", false), ("torn\n00000000 {}\n", false)])
        {
            let torn = || fed(&[disk.as_bytes(), tail.as_bytes()].concat());
            assert_eq!(torn().is_unbegun(), is_crash && (1..=planned).contains(&count), "{count} lines and {tail:?}");
            let reason = torn().finish().err().and_then(|error| error.reason().map(|reason| reason.into_owned()));
            let damaged = format!("the checksum is wrong at line {}, and more follows", count + 1);
            let is_damaged = reason.as_ref().is_some_and(|reason| reason.contains(&damaged));
            assert_eq!(
                (is_damaged, reason.is_none()),
                (!is_crash, is_crash && count > planned),
                "{tail:?}: {reason:?}"
            );
        }
    }
    // A record that is not the first, and one that is sound and makes no sense.
    let rest = lines.iter().skip(1).copied().collect::<String>();
    assert!(!fed(rest.as_bytes()).is_unbegun());
    let mut strange = head.to_owned();
    super::super::super::journal::line::push(&mut strange, r#"{"plan":5,"requests":[["1"]],"line":2}"#);
    assert!(!fed(strange.as_bytes()).is_unbegun());
    Ok(())
}
