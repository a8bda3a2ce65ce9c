//! What is written down, and how a run goes on from it.

use super::*;
use crate::AnyAnswer;

#[test]
fn what_was_given_up_without_being_sent_is_taken_up_again_and_the_journal_says_why() -> Outcome {
    let policy = Policy::default().deadline_ms(1);
    let mut stage = Stage::new(close(3, 1)?, 0.0, options().policy(policy))?.journaled();
    // Each write takes longer than a call may.
    let report = loop {
        match stage.run.poll(stage.now_ms, "") {
            BulkStep::Write { text } => {
                stage.disk.push_str(&text);
                stage.now_ms += 5;
                stage.run.on_written(Ok(()));
            }
            BulkStep::Wait { until_ms, .. } => stage.now_ms = until_ms,
            BulkStep::Send { .. } | BulkStep::Acquire { .. } => return Err(Error::invalid("run", "sent something")),
            BulkStep::Done => break stage.run.report(),
        }
    };
    assert_eq!(report.row(1).map(|row| row.outcome), Some(BulkOutcome::NotAttempted { why: "not_sent" }));
    assert_eq!(read(&stage.disk)?.report(), report);
    let mut again = Stage::resume(&stage.disk, options(), NOW + 100)?;
    again.run.cancel(NOW + 100);
    let report = again.finish();
    assert_eq!(report.row(1).map(|row| row.outcome), Some(BulkOutcome::NotAttempted { why: "cancelled" }));
    assert_eq!(read(&again.disk)?.report(), report);
    assert!(Stage::resume(&again.disk, options(), NOW + 200)?.finish().all_succeeded());
    Ok(())
}

/// Everything up to the next request, with the request's intent; then the program ends.
fn killed(plan: Plan) -> Result<String, Error> {
    let mut stage = Stage::new(plan, 0.0, options())?.journaled();
    assert!(stage.next().is_some());
    Ok(stage.disk)
}

#[test]
fn what_may_have_been_sent_is_sent_again_if_that_adds_nothing_up() -> Outcome {
    let mut stage = Stage::resume(&killed(owner(4, 2)?)?, options(), NOW + 100)?;
    assert_eq!(stage.next().map(|sent| sent.numbers), Some(numbers(2)));
    Ok(())
}

#[test]
fn what_adds_up_is_read_back_instead() -> Outcome {
    let mut stage = Stage::resume(&killed(close(4, 2)?)?, options(), NOW + 100)?;
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert!(reading.body.contains("IR Number"), "{}", reading.body);
    assert_eq!(reading.numbers, numbers(2));
    let item = r#"{"IR Number": "n000", "Status": "Closed", "Conclusion": "Done."}"#;
    let body = format!(r#"{{"error": "", "rawData": {{"incidents": [{item}]}}}}"#);
    stage.answer(&reading, Response::new(200, body.as_bytes()));
    let report = stage.finish();
    assert_eq!(stage.names(), ["succeeded", "unknown", "succeeded", "succeeded"]);
    assert_eq!(stage.disk.matches(r#"{"outcome":0,"#).count(), 1, "a request has one record");
    assert_eq!(report.row(0).and_then(|row| row.settled), Some("in_effect"));
    assert_eq!(report.row(1).and_then(|row| row.settled), Some("cannot_tell"));
    assert_eq!(read(&stage.disk)?.report(), report);
    Ok(())
}

/// Reads a report back: this status and conclusion for each of these incidents.
fn settled(report: &mut BulkReport, found: &[(&str, &str, &str)], now_ms: u64) -> Result<String, Error> {
    let Some(mut settle) = report.settle()? else { return Err(Error::invalid("report", "leaves nothing open")) };
    let item = |(number, status, conclusion): &(&str, &str, &str)| {
        format!(r#"{{"IR Number": "{number}", "Status": "{status}", "Conclusion": "{conclusion}"}}"#)
    };
    let items: Vec<String> = found.iter().map(item).collect();
    let body = format!(r#"{{"error": "", "rawData": {{"incidents": [{}]}}}}"#, items.join(","));
    while let Some(reading) = settle.operation() {
        match reading.parse(Response::new(200, body.as_bytes()))? {
            AnyAnswer::Page(page) => settle.take(&page),
            _ => return Err(Error::invalid("answer", "is not a page")),
        }
    }
    Ok(report.take(&settle.finish(), now_ms))
}

#[test]
fn what_was_settled_before_a_run_goes_on_stays_settled() -> Outcome {
    let mut disk = killed(close(6, 3)?)?;
    let mut report = read(&disk)?.report();
    disk += &settled(&mut report, &[("n000", "Closed", "Done."), ("n001", "Open", "")], NOW + 50)?;
    let names = |report: &BulkReport| report.rows().map(|row| row.outcome.name()).collect::<Vec<_>>();
    let after = ["succeeded", "unknown", "unknown", "not_attempted", "not_attempted", "not_attempted"];
    assert_eq!(names(&report), after);
    assert_eq!(read(&disk)?.report(), report);
    let mut stage = Stage::resume(&disk, options(), NOW + 100)?;
    let report = stage.finish();
    assert_eq!(names(&report), ["succeeded", "unknown", "unknown", "succeeded", "succeeded", "succeeded"]);
    let read_back: Vec<_> = report.rows().map(|row| row.settled).take(3).collect();
    assert_eq!(read_back, [Some("in_effect"), Some("not_in_effect"), Some("cannot_tell")]);
    assert_eq!(read(&stage.disk)?.report(), report);
    Ok(())
}

#[test]
fn what_an_earlier_process_may_have_sent_is_unknown_if_this_one_is_stopped_before_it_sends_it() -> Outcome {
    let mut stage = Stage::resume(&killed(owner(4, 2)?)?, options(), NOW + 100)?;
    stage.run.cancel(stage.now_ms);
    let report = stage.finish();
    assert_eq!(stage.names(), ["unknown", "unknown", "not_attempted", "not_attempted"]);
    assert_eq!(report.row(0).map(|row| row.request), Some(Some(0)));
    assert_eq!(read(&stage.disk)?.report(), report);
    // And it is sent when the run goes on.
    assert!(Stage::resume(&stage.disk, options(), NOW + 200)?.finish().all_succeeded());
    Ok(())
}

#[test]
fn what_an_earlier_process_may_have_sent_is_unknown_if_this_one_cannot_send_it() -> Outcome {
    let resumed = || Stage::resume(&killed(owner(2, 2)?)?, options(), NOW + 100);
    let mut stage = resumed()?;
    while let Some(sent) = stage.next() {
        stage.lose(&sent, TransportError::Connect);
    }
    assert_eq!(stage.names(), ["unknown", "unknown"]);
    assert_eq!(stage.run.report().row(0).and_then(|row| row.outcome.reason()), Some("interrupted"));
    for status in [401, 404, 422, 429] {
        let mut stage = resumed()?;
        while let Some(sent) = stage.next() {
            stage.refuse(&sent, status);
        }
        assert_eq!(stage.names(), ["unknown", "unknown"], "{status}");
        assert_eq!(read(&stage.disk)?.report(), stage.run.report());
    }
    // Nothing is known of it either if the limiter lets nothing go. The next run tries again.
    let policy = Policy::default().deadline_ms(1_000);
    let held = options().acquires(true).policy(policy);
    let mut stage = Stage::resume(&killed(owner(2, 2)?)?, held, NOW + 100)?;
    loop {
        match stage.step() {
            BulkStep::Wait { until_ms, .. } => stage.now_ms = until_ms,
            BulkStep::Acquire { .. } => {}
            _ => break,
        }
    }
    assert_eq!(stage.names(), ["unknown", "unknown"]);
    assert!(Stage::resume(&stage.disk, options(), NOW + 9_000)?.finish().all_succeeded());
    // An answer that speaks of each incident counts.
    let mut stage = resumed()?;
    assert!(stage.finish().all_succeeded());
    Ok(())
}

/// A run of which three requests were answered, and how many intents were on disk when each of them was sent.
fn three_sent(plan: Plan) -> Result<(Stage, Vec<usize>), Error> {
    let mut stage = Stage::new(plan, 0.0, options())?.journaled();
    let mut intents = Vec::new();
    for _ in 0..3 {
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        intents.push(stage.disk.matches(r#"{"intent":"#).count());
        stage.succeed(&sent);
    }
    Ok((stage, intents))
}

#[test]
fn what_adds_nothing_up_is_written_down_ahead_once_something_had_to_wait_for_the_disk() -> Outcome {
    let (mut stage, intents) = three_sent(owner(6, 1)?)?;
    assert_eq!(intents, [1, 2, 4]);
    // What was not sent is called off.
    stage.run.cancel(stage.now_ms);
    let report = stage.finish();
    assert_eq!(
        stage.names(),
        ["succeeded", "succeeded", "succeeded", "not_attempted", "not_attempted", "not_attempted"]
    );
    assert_eq!(read(&stage.disk)?.report(), report);
    assert!(Stage::resume(&stage.disk, options(), NOW + 100)?.finish().all_succeeded());
    let (mut stage, _) = three_sent(owner(6, 1)?)?;
    assert!(stage.finish().all_succeeded());
    assert_eq!(stage.disk.matches(r#"{"intent":"#).count(), 6);
    Ok(())
}

#[test]
fn an_outcome_that_nothing_waits_for_is_written_with_others_but_not_much_later() -> Outcome {
    let mut stage = Stage::new(close(3, 1)?, 0.0, options().concurrency(3))?.journaled();
    let sent: Vec<Sent> = (0..3).filter_map(|_| stage.next()).collect();
    let [first, second, third] = sent.as_slice() else { return Err(Error::invalid("run", "ended")) };
    // Others that come meanwhile do not put it off.
    for (at_ms, sent) in [(NOW, first), (NOW + 15, second)] {
        stage.now_ms = at_ms;
        assert!(matches!(stage.step(), BulkStep::Wait { .. }));
        stage.succeed(sent);
        assert!(matches!(stage.step(), BulkStep::Wait { until_ms, .. } if until_ms == NOW + 20));
        #[cfg(feature = "ureq")]
        assert!(!stage.run.needs_another(false) && stage.run.needs_another(true), "nobody comes back for it");
    }
    assert_eq!((stage.disk.matches(r#"{"outcome":"#).count(), stage.run.take_settled()), (0, vec![]));
    stage.now_ms = NOW + 20;
    assert!(matches!(stage.step(), BulkStep::Wait { until_ms, .. } if until_ms > NOW + 20));
    assert_eq!((stage.disk.matches(r#"{"outcome":"#).count(), stage.run.take_settled()), (2, vec![0, 1]));
    // Nothing comes after the last one that it could wait for.
    stage.succeed(third);
    #[cfg(feature = "ureq")]
    assert!(stage.run.needs_another(false));
    assert!(matches!(stage.step(), BulkStep::Done));
    assert_eq!(stage.now_ms, NOW + 20);
    Ok(())
}

#[test]
fn many_requests_share_a_write() -> Outcome {
    let mut stage = Stage::new(owner(300, 1)?, 0.0, options())?.journaled();
    let mut writes = 0;
    loop {
        match stage.run.poll(stage.now_ms, "") {
            BulkStep::Write { text } => {
                writes += 1;
                stage.disk.push_str(&text);
                stage.run.on_written(Ok(()));
            }
            BulkStep::Send { flight, attempt, request, .. } => {
                let body = String::from_utf8_lossy(request.body()).into_owned();
                let numbers: Vec<String> = numbers(300).into_iter().filter(|number| body.contains(number)).collect();
                let number = numbers.first().map_or("", String::as_str);
                assert!(
                    stage.disk.contains(&format!(r#""ids":["{number}"]"#)),
                    "{number} is sent, and not in the journal"
                );
                stage.succeed(&Sent { flight, attempt, numbers, body, at_ms: stage.now_ms });
            }
            BulkStep::Wait { .. } | BulkStep::Acquire { .. } => return Err(Error::invalid("run", "waits")),
            BulkStep::Done => break,
        }
    }
    assert!(stage.run.report().all_succeeded());
    assert!(writes < 50, "{writes} writes");
    Ok(())
}

#[test]
fn what_adds_up_is_written_down_right_before_it_is_sent() -> Outcome {
    assert_eq!(three_sent(close(6, 1)?)?.1, [1, 2, 3]);
    let guarded = owner(6, 1)?.guard(guard()?);
    let mut stage = Stage::new(guarded, 0.0, options())?.journaled();
    let mut writes = 0;
    while let Some(sent) = stage.next() {
        if sent.body.contains("IR Number") {
            stage.give(&sent, "Open");
        } else {
            writes += 1;
            assert_eq!(stage.disk.matches(r#"{"intent":"#).count(), writes);
            stage.succeed(&sent);
        }
    }
    assert_eq!(writes, 6);
    Ok(())
}

#[test]
fn an_attempt_that_was_not_carried_out_says_nothing_of_the_one_before() -> Outcome {
    let policy = Policy::default().max_attempts(3).backoff_base_ms(10_000);
    let mut stage = Stage::new(owner(2, 2)?, 0.0, options().policy(policy))?.journaled();
    for status in [503, 429] {
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        stage.refuse(&sent, status);
    }
    assert!(matches!(stage.step(), BulkStep::Wait { .. }));
    assert_eq!(stage.names(), ["unknown", "unknown"]);
    assert_eq!(read(&stage.disk)?.report().counts().unknown, 2);
    stage.run.cancel(stage.now_ms);
    let report = stage.finish();
    assert_eq!(report.row(0).map(|row| row.outcome), Some(BulkOutcome::Unknown { why: "interrupted" }));
    Ok(())
}

#[test]
fn with_a_guard_what_may_have_been_sent_is_read_back_since_it_may_be_why_the_guard_does_not_hold() -> Outcome {
    let plan = owner(2, 2)?.guard(guard()?);
    let mut stage = Stage::new(plan, 0.0, options())?.journaled();
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.give(&reading, "Open");
    assert!(stage.next().is_some());
    let mut stage = Stage::resume(&stage.disk, options(), NOW + 100)?;
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.give(&reading, "Closed");
    assert_eq!(stage.next().map(|sent| sent.numbers), None);
    assert_eq!(stage.names(), ["unknown", "unknown"]);
    Ok(())
}

/// A request that was refused as a whole, and nothing else.
fn refused(plan: Plan, status: u16) -> Result<String, Error> {
    let mut stage = Stage::new(plan, 0.0, options())?.journaled();
    while let Some(sent) = stage.next() {
        if !sent.body.contains("IR Number") {
            stage.refuse(&sent, status);
            break;
        }
        stage.give(&sent, "Open");
    }
    // Its outcome, and no intent behind it, was written when the program ended.
    match stage.run.poll(stage.now_ms, "") {
        BulkStep::Write { text } => stage.disk.extend(text.lines().next().map(|line| [line, "\n"].concat())),
        _ => return Err(Error::invalid("run", "writes nothing")),
    }
    Ok(stage.disk)
}

#[test]
fn halves_of_what_was_refused_before_are_guarded_anew() -> Outcome {
    let mut stage = Stage::resume(&refused(close(4, 4)?.guard(guard()?), 422)?, options(), NOW + 100)?;
    while let Some(reading) = stage.next() {
        assert!(reading.body.contains("IR Number"), "sent without a guard: {}", reading.body);
        stage.give(&reading, "Closed");
    }
    assert_eq!(stage.names(), ["skipped"; 4]);
    Ok(())
}

#[test]
fn what_costs_too_much_to_divide_fails_with_the_reason_that_the_journal_has() -> Outcome {
    let mut stage = Stage::resume(&refused(close(16, 16)?, 422)?, options(), NOW + 100)?;
    while let Some(sent) = stage.next() {
        stage.refuse(&sent, 404);
    }
    let report = stage.run.report();
    let with = |reason: &str| report.rows().filter(|row| row.outcome.reason() == Some(reason)).count();
    assert_eq!((report.counts().failed, with("not_found"), with("unprocessable")), (16, 2, 14));
    Ok(())
}

#[test]
fn more_alerts_than_one_request_takes_are_read_back() -> Outcome {
    let ids: Vec<String> = (0..150).map(|id| (70_000 + id).to_string()).collect();
    let update = crate::xpanse::UpdateAlerts::new(ids.iter().take(1)).severity("low").comment("Seen.");
    let tenant: AnyTenant = crate::xpanse::Tenant::at("/soar")?.into();
    let plan = Plan::over(update, &ids)?;
    let mut run =
        Run::new(plan, tenant.clone(), Pacer::new(0.0)?, options().concurrency(2), "run-1", 7)?.journaled(NOW);
    let (mut disk, mut sent) = (String::new(), 0);
    loop {
        match run.poll(NOW, "") {
            BulkStep::Write { text } => {
                disk.push_str(&text);
                run.on_written(Ok(()));
            }
            BulkStep::Send { .. } => sent += 1,
            _ => break,
        }
    }
    assert_eq!(sent, 2);
    assert_eq!(run.report().counts().unknown, 150);
    assert!(run.report().settle()?.is_some());
    let resumed = Run::resume(read(&disk)?, tenant, Pacer::new(0.0)?, options(), 8, NOW)?;
    assert_eq!(resumed.report().counts().unknown, 150);
    Ok(())
}

/// One write covers all that is due; nothing goes out before it is on disk; then all of it may.
#[test]
fn one_write_covers_all_that_is_due() -> Outcome {
    let mut stage = Stage::new(close(9, 1)?, 0.0, options().concurrency(4))?.journaled();
    let mut intents = Vec::new();
    for _ in 0..2 {
        let BulkStep::Write { text } = stage.run.poll(NOW, "") else { return Err(Error::invalid("run", "no write")) };
        // Until that is on disk there is nothing else to do.
        let step = stage.run.poll(NOW, "");
        assert!(matches!(step, BulkStep::Wait { why: None, until_ms } if until_ms == NOW + 60_000), "{step:?}");
        intents.push(text.matches("{\"intent\":").count());
        stage.run.on_written(Ok(()));
    }
    assert_eq!(intents, [0, 4]);
    let sent = std::iter::from_fn(|| matches!(stage.run.poll(NOW, ""), BulkStep::Send { .. }).then_some(())).count();
    assert_eq!(sent, 4);
    Ok(())
}

#[test]
fn a_failed_write_is_fatal_for_what_it_covers() -> Outcome {
    let mut stage = Stage::new(close(9, 1)?, 0.0, options().concurrency(2))?.journaled();
    let Some(first) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    let Some(second) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.succeed(&first);
    let BulkStep::Write { text } = stage.run.poll(NOW, "") else { return Err(Error::invalid("run", "no write")) };
    assert!(text.contains("{\"outcome\":0") && text.contains("{\"intent\":2"), "{text}");
    stage.run.on_written(Err(Error::invalid("journal", "is full")));
    assert!(stage.next().is_none());
    stage.succeed(&second);
    assert!(stage.next().is_none());
    let report = stage.run.report();
    assert_eq!((report.stopped(), report.counts().succeeded, report.counts().not_attempted), (Some("journal"), 2, 7));
    // The file says less, and nothing that is not so.
    let written = read(&stage.disk)?.report();
    assert_eq!((written.counts().unknown, written.counts().not_attempted), (2, 7));
    Ok(())
}

/// Every line flipped, removed, repeated or swapped with the next.
#[test]
fn damage_anywhere_but_at_the_tail_is_refused() -> Outcome {
    let mut stage = Stage::new(close(6, 2)?, 0.0, options())?.journaled();
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.refuse(&sent, 400);
    let _ = stage.finish();
    let lines: Vec<&str> = stage.disk.lines().collect();
    assert!(lines.len() > 10);
    let is_refused = |lines: &[String]| {
        let error = read(&(lines.join("\n") + "\n")).err();
        let reason = error.and_then(|error| error.reason().map(|reason| reason.into_owned()));
        reason.is_some_and(|reason| reason.contains("damaged") || reason.contains("not a journal"))
    };
    let whole: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    assert!(read(&stage.disk).is_ok());
    for (index, line) in whole.iter().enumerate().take(whole.len() - 1) {
        for place in [0, 8, 9, line.len() / 2, line.len() - 1] {
            let flipped: String = line.char_indices().map(|(at, c)| if at == place { '~' } else { c }).collect();
            let mut damaged = whole.clone();
            damaged.get_mut(index).into_iter().for_each(|line| line.clone_from(&flipped));
            assert!(is_refused(&damaged), "line {index} flipped at {place}");
        }
        let joined = whole.iter().enumerate().map(|(at, line)| line.clone() + if at == index { "\u{b}" } else { "\n" });
        assert!(read(&joined.collect::<String>()).is_err(), "line {index} joined with the next");
        let mut removed = whole.clone();
        removed.remove(index);
        assert!(is_refused(&removed), "line {index} removed");
        let mut repeated = whole.clone();
        repeated.insert(index, line.clone());
        assert!(is_refused(&repeated), "line {index} repeated");
        let mut swapped = whole.clone();
        swapped.swap(index, index + 1);
        assert!(is_refused(&swapped), "line {index} swapped with the next");
    }
    Ok(())
}

#[test]
fn a_journal_is_for_its_own_tenant_user_and_version() -> Outcome {
    let disk = killed(close(4, 2)?)?;
    let reason = |tenant: d3::Tenant| {
        let resumed = Run::resume(read(&disk)?, tenant.into(), Pacer::new(0.0)?, options(), 8, NOW);
        let error = resumed.err();
        assert_eq!(error.as_ref().and_then(Error::field), Some("tenant"));
        Ok::<_, Error>(error.and_then(|error| error.reason().map(|reason| reason.into_owned())).unwrap_or_default())
    };
    assert!(reason(d3::Tenant::new("/other", "Admin", "Security Operations")?)?.contains("/soar"));
    assert!(reason(d3::Tenant::new("/soar", "Guest", "Security Operations")?)?.contains("Admin"));

    let newer = r#"{"journal":2,"anything":7}"#;
    let mut line = String::new();
    super::super::super::journal::line::push(&mut line, newer);
    for (disk, word) in [
        (line.as_str(), "newer version"),
        ("number\n1\n2\n", "damaged"),
        ("{}", "not a journal"),
        ("", "not a journal"),
    ] {
        let error = read(disk).err();
        assert_eq!(error.as_ref().and_then(Error::field), Some("journal"));
        let reason = error.and_then(|error| error.reason().map(|reason| reason.into_owned())).unwrap_or_default();
        assert!(reason.contains(word), "{disk}: {reason}");
    }
    Ok(())
}
