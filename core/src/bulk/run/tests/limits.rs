//! Pace, cooldown, deadlines, the breaker, halving, guards.

use super::*;

/// The pace leaves room for fewer calls than may be in flight: what waits for it does not end for that.
#[test]
fn a_pace_slower_than_a_call_may_take_loses_nobody() -> Outcome {
    let policy = Policy::default().deadline_ms(5_000);
    let mut stage = Stage::new(close(12, 1)?, 0.1, options().concurrency(4).policy(policy))?;
    let report = stage.finish();
    assert!(report.all_succeeded(), "{report}");
    assert_eq!(stage.now_ms, NOW + 110_000);
    Ok(())
}

#[test]
fn a_pace_slower_than_a_reading_may_take_loses_nobody() -> Outcome {
    let policy = Policy::default().deadline_ms(5_000);
    let plan = close(12, 1)?.guard(guard()?);
    let mut stage = Stage::new(plan, 0.1, options().concurrency(4).policy(policy))?;
    while let Some(sent) = stage.next() {
        if sent.body.contains("IR Number") { stage.give(&sent, "Open") } else { stage.succeed(&sent) }
    }
    assert!(stage.run.report().all_succeeded(), "{}", stage.run.report());
    Ok(())
}

#[test]
fn what_a_rate_limit_keeps_out_is_begun_five_times() -> Outcome {
    let guarded = close(2, 1)?.guard(guard()?);
    let why = "rate_limited";
    for (plan, outcome) in
        [(close(2, 1)?, BulkOutcome::Failed { reason: why }), (guarded, BulkOutcome::NotAttempted { why })]
    {
        let mut stage = Stage::new(plan, 0.0, options())?;
        let mut sends = [0, 0];
        while let Some(sent) = stage.next() {
            let place = usize::from(sent.numbers != numbers(1));
            sends.get_mut(place).into_iter().for_each(|sends| *sends += 1);
            stage.refuse(&sent, 429);
        }
        assert_eq!(sends, [5, 5]);
        assert_eq!(stage.run.report().rows().map(|row| row.outcome).collect::<Vec<_>>(), [outcome, outcome]);
    }
    Ok(())
}

#[test]
fn a_secret_that_cannot_be_had_stops_the_run_and_nothing_has_failed() -> Outcome {
    let auth = crate::xpanse::Auth::standard_from(|| Err::<crate::xpanse::Key, _>("no vault"));
    let tenant = crate::xpanse::Tenant::at("https://acme.example.com")?.with_auth(auth)?;
    let plan = Plan::over(crate::xpanse::UpdateIncident::new("7").status("new"), ["7", "8"])?;
    let run = Run::new(plan, tenant.into(), Pacer::new(0.0)?, options(), "run-1", 7)?;
    let mut stage = Stage { run, now_ms: NOW, disk: String::new() };
    assert!(stage.next().is_none());
    assert_eq!(stage.run.report().stopped(), Some("missing_credential"));
    assert_eq!(stage.names(), ["not_attempted", "not_attempted"]);
    Ok(())
}

/// When it is to be polled next, and what for.
fn wait(stage: &mut Stage) -> Option<(u64, Option<WaitReason>)> {
    match stage.step() {
        BulkStep::Wait { until_ms, why } => Some((until_ms, why)),
        _ => None,
    }
}

#[test]
fn a_run_that_can_begin_nothing_is_not_asked_before_something_is_due() -> Outcome {
    let policy = Policy::default().attempt_timeout_ms(30_000);
    let timeout = Some((NOW + 30_000, Some(WaitReason::Answer)));
    // The pace lets another call go in a second, but there is no room for it.
    let mut full = Stage::new(close(2, 1)?, 1.0, options().policy(policy))?;
    assert!(full.next().is_some());
    assert_eq!(wait(&mut full), timeout);
    // There is room, but nothing more is sent.
    let mut stopped = Stage::new(close(2, 1)?, 1.0, options().policy(policy).concurrency(2))?;
    assert!(matches!(stopped.step(), BulkStep::Send { .. }));
    assert_eq!(wait(&mut stopped), Some((NOW + 950, Some(WaitReason::Pacing))));
    stopped.run.cancel(NOW);
    assert_eq!(wait(&mut stopped), timeout);
    // There is room, and nothing is left.
    let mut last = Stage::new(close(1, 1)?, 1.0, options().policy(policy).concurrency(2))?;
    assert!(matches!(last.step(), BulkStep::Send { .. }));
    assert_eq!(wait(&mut last), timeout);
    Ok(())
}

#[test]
fn a_run_waits_for_its_turn_behind_others_who_do_not_come() -> Outcome {
    let mut stage = Stage::new(close(3, 1)?, 2.0, options().concurrency(2))?;
    let other = || {
        let prepared = tenant()?.prepare(&d3::UpdateOwner::new(["1"], "m.okoye").into())?;
        Ok::<_, Error>(crate::call::Call::new(prepared, stage.run.pacer.clone(), Policy::default(), 9))
    };
    let mut others = [other()?, other()?, other()?];
    for other in &mut others {
        let _ = other.poll(NOW, "");
    }
    assert_eq!(wait(&mut stage), Some((NOW + 450, Some(WaitReason::Pacing))));
    // Two are ahead of the call that is begun now; while it waits no other is begun.
    for at_ms in [450, 1_000, 1_400] {
        stage.now_ms = NOW + at_ms;
        assert_eq!(wait(&mut stage), Some((NOW + 1_450, Some(WaitReason::Pacing))), "{at_ms}");
    }
    Ok(())
}

/// A clock that is set moves nothing: neither does the attempt time out, nor is the run asked again and again.
#[test]
fn a_clock_that_is_set_forward_does_not_end_what_is_in_flight() -> Outcome {
    let policy = Policy::default().attempt_timeout_ms(30_000);
    let mut stage = Stage::new(close(2, 1)?, 0.0, options().policy(policy))?;
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.now_ms += 7_200_000;
    for _ in 0..2 {
        assert_eq!(wait(&mut stage), Some((NOW + 7_230_000, Some(WaitReason::Answer))));
    }
    stage.run.cancel(stage.now_ms);
    assert_eq!(wait(&mut stage), Some((NOW + 7_230_000, Some(WaitReason::Answer))));
    stage.succeed(&sent);
    assert!(stage.next().is_none());
    assert_eq!(stage.names(), ["succeeded", "not_attempted"]);
    Ok(())
}

#[test]
fn others_are_sent_while_one_waits_to_be_sent_again() -> Outcome {
    let policy = Policy::default().max_attempts(2).backoff_base_ms(60_000).deadline_ms(600_000);
    let mut stage = Stage::new(owner(5, 1)?, 0.0, options().concurrency(2).policy(policy))?;
    let Some(first) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.refuse(&first, 503);
    for _ in 0..4 {
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        assert_eq!(sent.at_ms, NOW);
        stage.succeed(&sent);
    }
    let Some(again) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert!(again.numbers == first.numbers && again.at_ms > NOW);
    Ok(())
}

#[test]
fn a_guard_is_read_again_after_a_rate_limit() -> Outcome {
    let mut stage = Stage::new(close(2, 2)?.guard(guard()?), 0.0, options())?;
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.give(&reading, "Open");
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert!(!sent.body.contains("IR Number"));
    stage.answer(&sent, Response::new(429, &b"{}"[..]).with_header("retry-after", "60"));
    let Some(reading) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert!(reading.body.contains("IR Number") && reading.at_ms >= NOW + 60_000, "{}", reading.body);
    stage.give(&reading, "Closed");
    assert!(stage.next().is_none());
    assert_eq!(stage.names(), ["skipped", "skipped"]);
    Ok(())
}

#[test]
fn a_half_of_which_nothing_is_left_by_the_guard_does_not_keep_the_others() -> Outcome {
    let mut stage = Stage::new(close(4, 4)?.guard(guard()?), 0.0, options())?;
    let mut limited = 0;
    while let Some(sent) = stage.next() {
        if sent.body.contains("IR Number") {
            let status = if limited > 0 && sent.numbers == numbers(2) { "Closed" } else { "Open" };
            stage.give(&sent, status);
        } else if sent.numbers.len() == 4 {
            stage.refuse(&sent, 400);
        } else if sent.numbers == numbers(2) {
            limited += 1;
            stage.answer(&sent, Response::new(429, &b"{}"[..]));
        } else if sent.numbers.len() == 2 {
            stage.refuse(&sent, 400);
        } else {
            stage.succeed(&sent);
        }
    }
    assert_eq!(stage.names(), ["skipped", "skipped", "succeeded", "succeeded"]);
    Ok(())
}

#[test]
fn a_breaker_counts_failures_in_a_row_and_a_refused_key_stops_at_once() -> Outcome {
    let lost = |stage: &mut Stage, sent: &Sent| stage.lose(sent, TransportError::Connect);
    let mut stage = Stage::new(owner(20, 1)?, 0.0, options().breaker(3))?;
    for turn in 0..100 {
        let Some(sent) = stage.next() else { break };
        match turn {
            2 => stage.succeed(&sent),
            3 | 6 => stage.refuse(&sent, 503),
            5 => stage.refuse(&sent, 422),
            _ => lost(&mut stage, &sent),
        }
    }
    // Two, a success, two, a refusal, three.
    let report = stage.run.report();
    assert_eq!((report.stopped(), stage.run.progress(NOW).sent), (Some("connect"), 9));
    assert_eq!(report.row(19).map(|row| row.outcome), Some(BulkOutcome::NotAttempted { why: "connect" }));

    for (status, why) in [(401, "unauthenticated"), (402, "license_required"), (403, "forbidden")] {
        let mut stage = Stage::new(owner(20, 1)?, 0.0, options().breaker(0))?;
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        stage.refuse(&sent, status);
        assert!(stage.next().is_none());
        let counts = stage.run.report().counts();
        assert_eq!((stage.run.report().stopped(), counts.failed, counts.not_attempted), (Some(why), 1, 19));
    }
    let mut stage = Stage::new(owner(20, 1)?, 0.0, options().breaker(0))?;
    while let Some(sent) = stage.next() {
        lost(&mut stage, &sent);
    }
    assert_eq!(stage.run.report().counts().failed, 20);
    Ok(())
}

#[test]
fn a_plan_for_another_base_url_is_refused_and_a_slash_at_its_end_makes_no_other() -> Outcome {
    for (name, is_refused) in [("/soar", false), ("/soar/", false), ("soc", false), ("/other", true), ("/", true)] {
        let made = Run::new(owner(1, 1)?.tenant(name), tenant()?, Pacer::new(0.0)?, options(), "run-1", 7);
        let field = made.err().and_then(|error| error.field().map(str::to_owned));
        assert_eq!(field.as_deref(), is_refused.then_some("tenant"), "{name}");
    }
    Ok(())
}

#[test]
fn nothing_is_sent_from_the_deadline_on_and_what_is_in_flight_finishes() -> Outcome {
    let mut stage = Stage::new(close(4, 1)?, 1.0, options().concurrency(2).deadline_ms(2_000))?;
    let first = stage.next();
    stage.now_ms += 1_000;
    let Some((first, second)) = first.zip(stage.next()) else { return Err(Error::invalid("run", "ended")) };
    stage.succeed(&first);
    stage.now_ms = NOW + 2_000;
    assert!(stage.next().is_none());
    stage.succeed(&second);
    assert!(stage.next().is_none());
    assert_eq!(stage.names(), ["succeeded", "succeeded", "not_attempted", "not_attempted"]);
    assert_eq!(stage.run.report().stopped(), Some("deadline"));
    Ok(())
}

/// Ten requests of a second each, in one row: each has the whole of its own time.
#[test]
fn the_deadline_of_a_call_counts_from_when_it_is_begun() -> Outcome {
    let policy = Policy::default().deadline_ms(1_500).attempt_timeout_ms(1_500);
    let mut stage = Stage::new(close(10, 1)?, 0.0, options().policy(policy))?;
    while let Some(sent) = stage.next() {
        stage.now_ms += 1_000;
        stage.succeed(&sent);
    }
    assert!(stage.run.report().all_succeeded(), "{}", stage.run.report());
    Ok(())
}

/// What waits has not begun, so that it spends none of its time, however long the server asks to wait.
#[test]
fn a_cooldown_is_waited_out_by_all() -> Outcome {
    let policy = Policy::default().max_attempts(1).deadline_ms(5_000);
    let mut stage = Stage::new(close(20, 1)?, 0.0, options().concurrency(4).policy(policy))?;
    let mut limited = 0;
    let mut not_before_ms = 0;
    while let Some(sent) = stage.next() {
        assert!(sent.at_ms >= not_before_ms, "{} ms too early", not_before_ms - sent.at_ms);
        if limited < 3 && sent.numbers != numbers(1) {
            limited += 1;
            not_before_ms = sent.at_ms + 600_000;
            stage.answer(&sent, Response::new(429, &b"{}"[..]).with_header("retry-after", "600"));
        } else {
            stage.succeed(&sent);
        }
    }
    assert!(stage.run.report().all_succeeded(), "{}", stage.run.report());
    assert_eq!(limited, 3);
    Ok(())
}

#[test]
fn no_more_than_allowed_are_in_flight_and_each_is_sent_once() -> Outcome {
    let mut stage = Stage::new(close(10, 1)?, 0.0, options().concurrency(3))?.journaled();
    let mut sent = Vec::new();
    while let BulkStep::Send { flight, attempt, .. } = stage.step() {
        sent.push((flight, attempt));
    }
    assert_eq!((sent.len(), stage.run.progress(NOW).in_flight), (3, 3));
    assert!(matches!(stage.step(), BulkStep::Wait { why: Some(WaitReason::Answer), .. }));
    Ok(())
}

#[test]
fn what_may_have_been_carried_out_is_neither_halved_nor_sent_again_if_it_adds_up() -> Outcome {
    for (plan, sends) in [(close(4, 4)?, 1), (owner(4, 4)?, 2)] {
        let policy = Policy::default().max_attempts(2);
        let mut stage = Stage::new(plan, 0.0, options().policy(policy))?;
        let mut count = 0;
        while let Some(sent) = stage.next() {
            count += 1;
            assert_eq!(sent.numbers.len(), 4);
            // The second answer says that nothing was done; the first attempt may have done it.
            if count == 1 { stage.lose(&sent, TransportError::Timeout) } else { stage.refuse(&sent, 400) }
        }
        assert_eq!((count, stage.names()), (sends, vec!["unknown"; 4]));
    }
    Ok(())
}

/// A run that appends, up to where it asks for a permit.
fn held_back(policy: Policy) -> Result<(Stage, u32), Error> {
    let mut stage = Stage::new(close(2, 2)?, 0.0, options().acquires(true).policy(policy))?.journaled();
    match stage.step() {
        BulkStep::Acquire { flight } => Ok((stage, flight)),
        step => Err(Error::invalid("run", format!("{step:?}"))),
    }
}

#[test]
fn what_a_limiter_holds_back_is_not_under_way_and_may_wait_longer_than_an_attempt() -> Outcome {
    let (mut stage, flight) = held_back(Policy::default().attempt_timeout_ms(100))?;
    for _ in 0..10 {
        // Now and then its deadline is looked at.
        let step = stage.step();
        let wait = (stage.now_ms + 1_000, Some(WaitReason::Pacing));
        assert!(matches!(step, BulkStep::Wait { until_ms, why } if (until_ms, why) == wait), "{step:?}");
        stage.now_ms += 1_000;
    }
    assert!(!stage.disk.contains("intent") && stage.run.report().counts().unknown == 0);
    stage.run.on_acquired(stage.now_ms, flight, Ok(()));
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert!(stage.disk.contains("intent"));
    // Each attempt needs its own.
    stage.answer(&sent, Response::new(429, &b"{}"[..]));
    stage.now_ms += 60_000;
    assert!(matches!(stage.step(), BulkStep::Acquire { .. }));
    Ok(())
}

#[test]
fn what_a_limiter_holds_back_for_too_long_was_not_attempted() -> Outcome {
    let (mut stage, _) = held_back(Policy::default().deadline_ms(5_000))?;
    // Begun anew so many times, it is given up.
    loop {
        match stage.step() {
            BulkStep::Wait { until_ms, .. } => stage.now_ms = until_ms,
            BulkStep::Acquire { .. } => {}
            _ => break,
        }
    }
    assert_eq!(stage.names(), ["not_attempted", "not_attempted"]);
    assert_eq!(stage.run.report().stopped(), None, "that is no failure of the server");
    Ok(())
}

#[test]
fn an_error_of_a_limiter_stops_the_run_and_nothing_is_unknown() -> Outcome {
    let (mut stage, flight) = held_back(Policy::default())?;
    stage.run.on_acquired(stage.now_ms, flight, Err(Error::invalid("acquire", "let no request go")));
    assert!(matches!(stage.step(), BulkStep::Done));
    assert_eq!(stage.names(), ["not_attempted", "not_attempted"]);
    assert_eq!(stage.run.error().and_then(Error::field), Some("acquire"));
    // A permit that comes when the call is over is nobody's.
    stage.run.on_acquired(stage.now_ms, flight, Ok(()));
    assert!(matches!(stage.step(), BulkStep::Done));
    Ok(())
}
