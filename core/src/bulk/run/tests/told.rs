//! What a run tells of itself while it goes on.

use super::*;

#[test]
fn progress_says_how_far_it_has_come_how_fast_and_how_long_the_rest_takes() -> Outcome {
    let mut stage = Stage::new(owner(10, 1)?, 0.0, options())?.journaled();
    let begun = stage.run.progress(NOW + 500);
    assert_eq!((begun.elapsed_ms, begun.rate, begun.left_ms), (0, 0.0, None), "it has not begun");
    let Some(first) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    let idle = stage.run.progress(NOW + 500);
    assert_eq!((idle.elapsed_ms, idle.rate, idle.left_ms, idle.in_flight), (500, 0.0, None, 1));
    let at_once = stage.run.progress(NOW);
    assert_eq!((at_once.elapsed_ms, at_once.rate, at_once.left_ms), (0, 0.0, None));
    stage.succeed(&first);
    for _ in 0..3 {
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        stage.succeed(&sent);
    }
    let four = stage.run.progress(NOW + 2_000);
    assert_eq!((four.settled, four.counts.succeeded, four.counts.not_attempted), (4, 4, 6));
    assert_eq!((four.sent, four.in_flight, four.elapsed_ms), (4, 0, 2_000));
    assert_eq!((four.rate, four.left_ms), (2.0, Some(3_000)));
    // What an earlier process did says nothing of how fast this one is.
    let _ = stage.step();
    let mut again = Stage::resume(&stage.disk, options(), NOW + 9_000)?;
    let Some(sent) = again.next() else { return Err(Error::invalid("run", "ended")) };
    let settled = again.run.progress(NOW + 9_000).settled;
    assert!(settled >= 3);
    again.succeed(&sent);
    let progress = again.run.progress(NOW + 9_500);
    assert_eq!((progress.settled, progress.rate, progress.elapsed_ms), (settled + 1, 2.0, 500));
    Ok(())
}

#[test]
fn what_it_waits_for_is_told_while_nothing_is_in_flight() -> Outcome {
    let mut stage = Stage::new(close(2, 1)?, 0.0, options().concurrency(2))?;
    let (Some(first), Some(second)) = (stage.next(), stage.next()) else { return Err(Error::invalid("run", "ended")) };
    stage.answer(&first, Response::new(429, &b"{}"[..]).with_header("retry-after", "60"));
    assert!(matches!(stage.step(), BulkStep::Wait { .. }));
    assert_eq!(stage.run.progress(NOW).waiting, None, "another is in flight");
    stage.succeed(&second);
    let BulkStep::Wait { until_ms, why } = stage.step() else { return Err(Error::invalid("run", "does not wait")) };
    assert_eq!(stage.run.progress(NOW).waiting, why.zip(Some(NOW + 60_000 - 50)));
    assert_eq!(until_ms, NOW + 60_000 - 50);
    assert!(stage.next().is_some());
    assert_eq!(stage.run.progress(NOW).waiting, None);
    Ok(())
}

#[test]
fn it_is_over_when_nothing_is_left_to_do_or_to_write() -> Outcome {
    let mut empty = Stage::new(Plan::over(d3::UpdateOwner::new(["1"], "m.okoye"), [""; 0])?, 0.0, options())?;
    assert!(!empty.run.is_over(), "it has not begun");
    assert!(matches!(empty.step(), BulkStep::Done));
    assert!(empty.run.is_over());
    let mut stage = Stage::new(close(1, 1)?, 0.0, options())?.journaled();
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.succeed(&sent);
    loop {
        let BulkStep::Write { text } = stage.run.poll(NOW, "") else { return Err(Error::invalid("run", "no write")) };
        assert!(!stage.run.is_over(), "not on disk: {text}");
        stage.run.on_written(Ok(()));
        if text.contains(r#"{"end":"#) {
            break;
        }
    }
    assert!(stage.run.is_over());
    assert!(matches!(stage.run.poll(NOW, ""), BulkStep::Done));
    Ok(())
}

#[test]
fn what_a_call_asks_for_is_told_while_it_is_in_flight() -> Outcome {
    let mut stage = Stage::new(close(4, 2)?.guard(guard()?), 0.0, options().concurrency(2))?;
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    let id = |stage: &Stage, sent: &Sent| stage.run.operation_of(sent.flight).map(|operation| operation.id());
    assert_eq!(id(&stage, &reading), Some("d3.get_incidents"));
    stage.give(&reading, "Open");
    let (Some(first), Some(second)) = (stage.next(), stage.next()) else { return Err(Error::invalid("run", "ended")) };
    for sent in [&first, &second] {
        let asked = stage.run.operation_of(sent.flight).map(|operation| operation.asked().ids().to_vec());
        assert_eq!(asked, Some(sent.numbers.clone()));
    }
    stage.succeed(&first);
    assert_eq!((id(&stage, &first), id(&stage, &second)), (None, Some("d3.close_incidents")));
    Ok(())
}

#[test]
fn an_incident_is_told_as_far_as_is_known() -> Outcome {
    let mut stage = Stage::new(close(3, 1)?, 0.0, options().concurrency(2))?;
    let (Some(first), Some(_)) = (stage.next(), stage.next()) else { return Err(Error::invalid("run", "ended")) };
    stage.succeed(&first);
    assert_eq!((stage.run.row(0).id, stage.run.row(0).outcome), ("n000", BulkOutcome::Succeeded));
    assert_eq!((stage.run.row(1).id, stage.run.row(1).outcome.name()), ("n001", "not_attempted"));
    // The second is in flight.
    assert_eq!(stage.names(), ["succeeded", "unknown", "not_attempted"]);
    let report = stage.run.report();
    assert_eq!((report.stopped(), report.run_id()), (None, "run-1"));
    assert_eq!(report.row(2).and_then(|row| row.outcome.reason()), Some("interrupted"));
    assert_eq!(stage.run.take_settled(), [0]);
    assert_eq!(stage.run.take_settled(), [0; 0]);
    Ok(())
}

#[test]
fn a_run_says_what_it_is_and_how_much_it_does_at_once() -> Outcome {
    let run = Stage::new(close(3, 1)?, 0.0, BulkOptions::default())?.run;
    assert_eq!((run.id(), run.concurrency(), run.needs_nonce()), ("run-1", 4, false));
    assert_eq!(Stage::new(close(3, 1)?, 0.0, options().concurrency(7))?.run.concurrency(), 7);
    let none = Stage::new(close(3, 1)?, 0.0, options().concurrency(0)).err();
    assert_eq!(none.as_ref().and_then(Error::field), Some("concurrency"));
    let tenant = crate::xpanse::Tenant::at("https://acme.example.com")?;
    let run = |tenant: crate::xpanse::Tenant| {
        let plan = Plan::new(crate::xpanse::UpdateIncident::new("7").status("new"))?;
        Run::new(plan, tenant.into(), Pacer::new(0.0)?, BulkOptions::default(), "run-7", 7)
    };
    let standard = run(tenant.clone().with_auth(crate::xpanse::Auth::standard("1", "k"))?)?;
    assert_eq!((standard.concurrency(), standard.needs_nonce()), (8, false));
    assert!(run(tenant.with_auth(crate::xpanse::Auth::advanced("1", "k"))?)?.needs_nonce());
    Ok(())
}

#[cfg(feature = "ureq")]
#[test]
fn another_has_to_poll_while_there_is_more_to_do_than_to_wait_for_answers() -> Outcome {
    let policy = Policy::default().max_attempts(2).backoff_base_ms(60_000).deadline_ms(600_000);
    let mut stage = Stage::new(owner(3, 1)?, 0.0, options().concurrency(2).policy(policy))?;
    let asks = |stage: &Stage| [stage.run.needs_another(false), stage.run.needs_another(true)];
    assert_eq!(asks(&stage), [true; 2], "nothing has begun");
    let (Some(first), Some(second)) = (stage.next(), stage.next()) else { return Err(Error::invalid("run", "ended")) };
    assert_eq!(asks(&stage), [false; 2], "there is no room for more");
    stage.succeed(&first);
    assert_eq!(asks(&stage), [true; 2], "there is room");
    let Some(third) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert_eq!(asks(&stage), [false; 2]);
    stage.refuse(&second, 503);
    assert_eq!(asks(&stage), [true; 2], "one is to be sent again");
    stage.succeed(&third);
    let Some(second) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert_eq!(asks(&stage), [false; 2], "nothing is left to begin");
    stage.succeed(&second);
    assert_eq!(asks(&stage), [false; 2]);
    // A permit comes from the one who was asked for it.
    let mut held = Stage::new(close(2, 1)?, 0.0, options().acquires(true))?;
    let BulkStep::Acquire { flight } = held.step() else { return Err(Error::invalid("run", "asks for no permit")) };
    assert_eq!(asks(&held), [false; 2]);
    held.run.on_acquired(NOW, flight, Ok(()));
    assert_eq!(asks(&held), [true; 2]);
    // What is being written down comes from the one who writes it.
    let mut stage = Stage::new(close(2, 1)?, 0.0, options())?.journaled();
    for intents in [0, 1] {
        let BulkStep::Write { text } = stage.run.poll(NOW, "") else { return Err(Error::invalid("run", "no write")) };
        assert_eq!(text.matches(r#"{"intent":"#).count(), intents);
        assert_eq!(asks(&stage), [intents == 0; 2]);
        stage.run.on_written(Ok(()));
        assert_eq!(asks(&stage), [true; 2]);
    }
    Ok(())
}

#[test]
fn what_is_told_of_an_attempt_that_is_not_in_flight_is_ignored() -> Outcome {
    let policy = Policy::default().max_attempts(2);
    let mut stage = Stage::new(owner(1, 1)?, 0.0, options().policy(policy))?;
    let Some(first) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.lose(&first, TransportError::Timeout);
    let Some(second) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.succeed(&first);
    stage.lose(&first, TransportError::Timeout);
    stage.run.withdraw(stage.now_ms, first.flight, first.attempt);
    assert_eq!(stage.run.progress(NOW).in_flight, 1);
    assert!(stage.next().is_none());
    assert!(!stage.run.is_over());
    stage.succeed(&second);
    assert!(stage.finish().all_succeeded());
    Ok(())
}
