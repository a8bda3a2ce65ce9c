//! What a call decides, and what it leaves to the other calls of its tenant.

use std::time::Duration;

use soarwire::{
    Attempt, Call, Error, Kind, Pacer, Policy, Response, Step, Tenant, TransportError, WaitReason, d3, xpanse,
};

const HOUR_MS: u64 = 60 * 60 * 1_000;
/// When these calls begin, by a clock that can be set back.
const START_MS: u64 = 1_000 * HOUR_MS;
const NONCE: &str = "n0nce";

fn call_with(pacer: &Pacer, policy: Policy) -> Result<Call, Error> {
    let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
    Ok(Call::new(tenant.prepare(&close)?, pacer.clone(), policy, 1))
}

/// A call that appends.
fn call(pacer: &Pacer) -> Result<Call, Error> {
    call_with(pacer, Policy::default())
}

/// A call with an advanced key, whose effect is idempotent.
fn signed(policy: Policy) -> Result<Call, Error> {
    let tenant = xpanse::Tenant::new("acme.example.com")?.with_auth(xpanse::Auth::advanced("7", "key"))?;
    Ok(Call::new(tenant.prepare(&xpanse::UpdateIncident::new("1").status("new"))?, Pacer::new(0.0)?, policy, 1))
}

fn sent(step: Step) -> Option<Attempt> {
    match step {
        Step::Send { attempt, .. } => Some(attempt),
        _ => None,
    }
}

fn waits(step: Step) -> Option<(u64, WaitReason)> {
    match step {
        Step::Wait { until_ms, why } => Some((until_ms, why)),
        _ => None,
    }
}

fn failed(step: Step) -> Result<Error, Box<dyn std::error::Error>> {
    match step {
        Step::Done(Err(error)) => Ok(error),
        other => Err(format!("{other:?}").into()),
    }
}

fn refusal(status: u16, retry_after: &'static str) -> Response<'static> {
    Response::new(status, vec![]).with_header("retry-after", retry_after)
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// What the next call of the tenant would do at `now_ms`, after this answer at 1 s.
fn after(response: Response<'_>, now_ms: u64) -> Result<Step, Box<dyn std::error::Error>> {
    let pacer = Pacer::new(0.0)?;
    let mut first = call(&pacer)?;
    let attempt = sent(first.poll(1_000, "")).ok_or("it waits")?;
    first.on_response(1_000, attempt, response);
    Ok(call(&pacer)?.poll(now_ms, ""))
}

#[test]
fn a_refusal_of_one_request_keeps_no_other_back() -> Outcome {
    for status in [400, 404, 422] {
        let step = after(refusal(status, "99999999999"), 1_001)?;
        assert!(matches!(step, Step::Send { .. }), "{status}");
    }
    Ok(())
}

#[test]
fn a_cooldown_is_over_after_an_hour() -> Outcome {
    for status in [429, 503] {
        let error = failed(after(refusal(status, "99999999999"), 1_001)?)?;
        assert_eq!((error.kind(), error.attempts(), error.retryable()), (Kind::NotSent, 0, true));
        assert!(error.to_string().contains("the cooldown ends after the deadline"), "{error}");
        assert!(matches!(after(refusal(status, "99999999999"), 1_001 + HOUR_MS)?, Step::Send { .. }));
    }
    Ok(())
}

#[test]
fn what_was_withdrawn_was_never_sent() -> Outcome {
    let mut call = call(&Pacer::new(0.0)?)?;
    let attempt = sent(call.poll(1_000, "")).ok_or("it waits")?;
    call.withdraw(attempt);
    call.cancel(1_000);
    let error = failed(call.poll(1_000, ""))?;
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::Interrupted, 0, false));
    Ok(())
}

#[test]
fn what_was_cancelled_in_flight_may_have_been_carried_out() -> Outcome {
    let mut call = call(&Pacer::new(0.0)?)?;
    assert!(sent(call.poll(1_000, "")).is_some());
    call.cancel(1_000);
    let error = failed(call.poll(1_000, ""))?;
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::Interrupted, 1, true));
    assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
    Ok(())
}

/// No wait could end on such a clock.
#[test]
fn at_the_end_of_time_no_call_begins() -> Outcome {
    for now_ms in [u64::MAX, u64::MAX / 2] {
        let error = failed(call(&Pacer::new(0.0)?)?.poll(now_ms, ""))?;
        assert_eq!((error.kind(), error.attempts()), (Kind::NotSent, 0));
        assert_eq!(error.to_string(), "not_sent: the deadline passed");
    }
    Ok(())
}

#[test]
fn withdrawing_forgets_no_earlier_attempt_and_gives_the_place_back() -> Outcome {
    let mut call = call(&Pacer::new(1.0)?)?;
    let first = sent(call.poll(1_000, "")).ok_or("it waits")?;
    call.on_transport_error(1_000, first, TransportError::Connect);
    assert!(waits(call.poll(1_000, "")).is_some());
    let second = sent(call.poll(60_000, "")).ok_or("it waits")?;
    call.withdraw(second);
    let third = sent(call.poll(60_000, "")).ok_or("its place was not given back")?;
    assert_eq!(call.attempts(), 2);
    call.withdraw(second);
    assert_eq!(call.attempts(), 2, "a stale name");
    call.withdraw(third);
    assert_eq!(call.attempts(), 1);
    Ok(())
}

#[test]
fn what_is_reported_of_another_attempt_is_ignored() -> Outcome {
    let pacer = Pacer::new(0.0)?;
    let (mut one, mut two) = (call(&pacer)?, call(&pacer)?);
    let first = sent(one.poll(START_MS, "")).ok_or("it waits")?;
    let others = sent(two.poll(START_MS, "")).ok_or("it waits")?;
    assert_ne!(first, others);
    one.on_response(START_MS, first, refusal(429, "5"));
    let (until_ms, _) = waits(one.poll(START_MS, "")).ok_or("it goes on")?;
    let second = sent(one.poll(until_ms, "")).ok_or("it waits")?;
    // The late answer to the first attempt, and that of another call.
    for stale in [first, others] {
        one.on_response(until_ms, stale, Response::new(200, &b"{\"returnData\": \"Successful\"}"[..]));
        one.on_transport_error(until_ms, stale, TransportError::Interrupted);
        one.withdraw(stale);
        assert!(matches!(one.poll(until_ms, ""), Step::Wait { why: WaitReason::Answer, .. }));
    }
    one.on_transport_error(until_ms, second, TransportError::Interrupted);
    let error = failed(one.poll(until_ms, ""))?;
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::Interrupted, 2, true));
    Ok(())
}

#[test]
fn an_attempt_that_nobody_answers_ends_at_its_time() -> Outcome {
    let pacer = Pacer::new(0.0)?;
    let mut call = call_with(&pacer, Policy::default().attempt_timeout_ms(5_000))?;
    assert!(sent(call.poll(START_MS, "")).is_some());
    assert_eq!(waits(call.poll(START_MS + 4_999, "")), Some((START_MS + 5_000, WaitReason::Answer)));
    let error = failed(call.poll(START_MS + 5_000, ""))?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Timeout, true, 1));
    assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
    Ok(())
}

#[test]
fn a_call_that_was_never_sent_says_so() -> Outcome {
    let policy = Policy::default().deadline_ms(10_000);
    let pacer = Pacer::new(0.05)?;
    let mut first = call(&pacer)?;
    assert!(sent(first.poll(START_MS, "")).is_some());
    let error = failed(call_with(&pacer, policy)?.poll(START_MS, ""))?;
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::NotSent, 0, false));
    assert!(error.retryable() && error.report().is_none());
    assert_eq!(error.to_string(), "not_sent: the request rate allows no attempt before the deadline");
    let mut late = call_with(&pacer, policy.deadline_ms(60_000))?;
    assert!(waits(late.poll(START_MS, "")).is_some());
    let error = failed(late.poll(START_MS + 60_000, ""))?;
    assert_eq!((error.kind(), error.to_string()), (Kind::NotSent, "not_sent: the deadline passed".to_owned()));
    Ok(())
}

#[test]
fn a_call_that_was_cancelled_before_it_was_sent_can_be_made_again_whatever_it_does() -> Outcome {
    let mut call = call(&Pacer::new(0.0)?)?;
    call.cancel(1_000);
    let error = failed(call.poll(1_000, ""))?;
    assert_eq!((error.kind(), error.attempts(), error.retryable()), (Kind::Interrupted, 0, true));
    let outcomes: Vec<String> = error.outcomes().map(|(id, outcome)| format!("{id} {outcome}")).collect();
    assert_eq!(outcomes, ["20261103-104 failed"]);
    Ok(())
}

#[test]
fn a_report_and_an_error_say_how_the_call_went() -> Outcome {
    let limited = |id: &'static str| refusal(429, "2").with_header("X-Request-Id", id);
    let mut call = signed(Policy::default())?;
    let attempt = sent(call.poll(1_000, NONCE)).ok_or("it waits")?;
    call.on_response(1_500, attempt, limited("first"));
    let (until_ms, _) = waits(call.poll(1_500, NONCE)).ok_or("it ends")?;
    let attempt = sent(call.poll(until_ms, NONCE)).ok_or("it waits")?;
    let answer = Response::new(200, &br#"{"reply": true}"#[..]).with_header("x-request-id", "second");
    call.on_response(until_ms + 250, attempt, answer);
    let Step::Done(Ok(report)) = call.poll(until_ms + 250, NONCE) else { return Err("it failed".into()) };
    let elapsed = Duration::from_millis(until_ms + 250 - 1_000);
    assert_eq!((report.attempts(), report.elapsed(), report.request_id()), (2, Some(elapsed), Some("second")));

    let mut call = signed(Policy::default().max_attempts(1))?;
    let attempt = sent(call.poll(1_000, NONCE)).ok_or("it waits")?;
    call.on_response(1_500, attempt, limited("third"));
    let error = failed(call.poll(1_500, NONCE))?;
    let elapsed = Some(Duration::from_millis(500));
    assert_eq!((error.attempts(), error.elapsed(), error.request_id()), (1, elapsed, Some("third")));
    assert_eq!((error.operation(), error.asked()), (Some("xpanse.update_incident"), &["1".to_owned()][..]));
    let headers = [("retry-after", "2"), ("x-request-id", "third")].map(|(name, value)| (name.into(), value.into()));
    assert_eq!(error.headers(), headers);
    Ok(())
}

#[test]
fn without_room_for_another_attempt_a_call_ends_as_the_last_one_did() -> Outcome {
    let mut call = call(&Pacer::new(0.0)?)?;
    let attempt = sent(call.poll(START_MS, "")).ok_or("it waits")?;
    call.on_response(START_MS + 5, attempt, refusal(429, "600"));
    let error = failed(call.poll(START_MS + 5, ""))?;
    assert_eq!((error.kind(), error.retry_after_ms(), error.attempts()), (Kind::RateLimited, Some(600_000), 1));
    assert!(error.retryable() && !error.maybe_executed());
    let reason = error.reason().unwrap_or_default();
    assert_eq!(reason, "not repeated because the wait would end after the deadline");
    assert!(error.to_string().ends_with(&*reason), "{error}");
    Ok(())
}

/// The request rate allows no repeat before the deadline, though the wait did: also after a withdrawn attempt.
#[test]
fn a_repeat_without_a_place_ends_as_the_last_attempt_did() -> Outcome {
    for withdrawn in [false, true] {
        let pacer = Pacer::new(0.01)?;
        let mut call = call(&pacer)?;
        let attempt = sent(call.poll(START_MS, "")).ok_or("it waits")?;
        call.on_response(START_MS, attempt, refusal(429, "1"));
        let (until_ms, _) = waits(call.poll(START_MS, "")).ok_or("it goes on")?;
        let (until_ms, why) = waits(call.poll(until_ms, "")).ok_or("undercuts the pace")?;
        assert_eq!((until_ms, why), (START_MS + 100_000, WaitReason::Pacing));
        if withdrawn {
            let attempt = sent(call.poll(until_ms, "")).ok_or("it waits")?;
            call.withdraw(attempt);
        }
        let error = failed(call.poll(START_MS + 120_000, ""))?;
        assert_eq!((error.kind(), error.retry_after_ms(), error.attempts()), (Kind::RateLimited, Some(1_000), 1));
        assert_eq!(error.reason().as_deref(), Some("not repeated because the deadline passed"));
    }
    Ok(())
}

#[test]
fn an_attempt_that_nobody_reports_has_timed_out_in_the_words_of_the_clients() -> Outcome {
    let mut call = signed(Policy::default().max_attempts(1))?;
    let attempt = sent(call.poll(START_MS, NONCE)).ok_or("it waits")?;
    let (until_ms, why) = waits(call.poll(START_MS, NONCE)).ok_or("it ends")?;
    assert_eq!(why, WaitReason::Answer);
    let error = failed(call.poll(until_ms, NONCE))?;
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::Timeout, 1, true));
    assert_eq!(error.reason().as_deref(), Some("the whole answer did not arrive in time"));
    call.on_response(until_ms, attempt, refusal(401, "4"));
    assert_eq!(failed(call.poll(until_ms, NONCE))?.kind(), Kind::Timeout, "it is over");
    Ok(())
}

#[test]
fn without_a_nonce_the_first_attempt_is_not_made() -> Outcome {
    let mut call = signed(Policy::default())?;
    let error = failed(call.poll(START_MS, ""))?;
    assert_eq!((error.kind(), error.field(), error.attempts()), (Kind::InvalidRequest, Some("nonce"), 0));
    assert!(!error.maybe_executed());
    Ok(())
}

#[test]
fn without_a_nonce_for_the_repeat_nothing_is_forgotten() -> Outcome {
    let mut call = signed(Policy::default())?;
    let attempt = sent(call.poll(START_MS, NONCE)).ok_or("it waits")?;
    call.on_transport_error(START_MS + 9, attempt, TransportError::Timeout);
    let error = failed(call.poll(START_MS + 60_000, ""))?;
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::Timeout, 1, true));
    assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
    let reason = error.reason().unwrap_or_default().into_owned();
    assert!(reason.ends_with("; not repeated because the nonce was not made of letters and digits"), "{reason}");
    Ok(())
}

#[test]
fn a_refused_signature_is_made_afresh_when_the_server_asked_for_it() -> Outcome {
    let mut call = signed(Policy::default())?;
    let attempt = sent(call.poll(START_MS, NONCE)).ok_or("it waits")?;
    call.on_response(START_MS, attempt, refusal(401, "4"));
    let (until_ms, why) = waits(call.poll(START_MS, NONCE)).ok_or("sent again at once")?;
    assert_eq!((until_ms, why), (START_MS + 4_000, WaitReason::RetryAfter));
    let attempt = sent(call.poll(until_ms, NONCE)).ok_or("it waits")?;
    call.on_response(until_ms, attempt, refusal(401, "4"));
    assert_eq!(failed(call.poll(until_ms, NONCE))?.attempts(), 2, "once is enough");

    let mut call = signed(Policy::default().deadline_ms(4_000))?;
    let attempt = sent(call.poll(START_MS, NONCE)).ok_or("it waits")?;
    call.on_response(START_MS, attempt, refusal(401, "4"));
    let error = failed(call.poll(START_MS, NONCE))?;
    assert_eq!((error.kind(), error.retry_after_ms(), error.retryable()), (Kind::Unauthenticated, Some(4_000), false));
    assert!(error.reason().is_some_and(|reason| reason.contains("would end after")));
    Ok(())
}

#[test]
fn a_clock_that_is_set_neither_ends_nor_releases_a_call() -> Outcome {
    for set_to in [START_MS - 500 * HOUR_MS, START_MS - HOUR_MS, START_MS + HOUR_MS, START_MS + 100_000 * HOUR_MS] {
        let mut call = call(&Pacer::new(0.0)?)?;
        let attempt = sent(call.poll(START_MS, "")).ok_or("it waits")?;
        call.on_response(START_MS, attempt, refusal(429, "20"));
        let (until_ms, why) = waits(call.poll(START_MS, "")).ok_or("it goes on")?;
        let left_ms = until_ms - START_MS;
        assert_eq!(waits(call.poll(set_to, "")), Some((set_to + left_ms, why)));
        assert!(waits(call.poll(set_to + left_ms - 1, "")).is_some());
        let attempt = sent(call.poll(set_to + left_ms, "")).ok_or("it waits")?;
        // The deadline, too, goes on from there.
        call.on_response(set_to + left_ms, attempt, refusal(429, "100"));
        assert_eq!(failed(call.poll(set_to + left_ms, ""))?.kind(), Kind::RateLimited);
    }
    Ok(())
}

#[test]
fn a_small_step_back_is_ignored() -> Outcome {
    let mut call = call(&Pacer::new(0.0)?)?;
    let attempt = sent(call.poll(START_MS, "")).ok_or("it waits")?;
    call.on_response(START_MS, attempt, refusal(429, "20"));
    let until = waits(call.poll(START_MS, ""));
    assert_eq!(waits(call.poll(START_MS - 30_000, "")), until);
    Ok(())
}

#[test]
fn the_next_call_is_not_ended_by_a_clock_that_was_set() -> Outcome {
    for set_to in [START_MS - HOUR_MS, START_MS + HOUR_MS] {
        let pacer = Pacer::new(1.0)?;
        let (mut first, mut second, mut third) = (call(&pacer)?, call(&pacer)?, call(&pacer)?);
        assert!(sent(first.poll(START_MS, "")).is_some());
        assert_eq!(waits(second.poll(START_MS, "")), Some((START_MS + 1_000, WaitReason::Pacing)));
        // Neither sent at once nor delayed: the queue continues.
        assert_eq!(waits(third.poll(set_to, "")), Some((set_to + 2_000, WaitReason::Pacing)));
        assert!(sent(second.poll(START_MS + 1_000, "")).is_some());
        assert!(sent(third.poll(set_to + 2_000, "")).is_some());
    }
    Ok(())
}

/// The driver reported it, so that it does not count as time that passed while no call waited.
#[test]
fn a_clock_that_is_set_under_one_call_gives_no_place_to_another() -> Outcome {
    let pacer = Pacer::new(1.0)?;
    let mut first = call(&pacer)?;
    let attempt = sent(first.poll(START_MS, "")).ok_or("it waits")?;
    first.on_transport_error(START_MS, attempt, TransportError::Connect);
    assert!(waits(first.poll(START_MS, "")).is_some());
    let set_to = START_MS + HOUR_MS;
    assert!(waits(first.poll(set_to, "")).is_some());
    assert_eq!(waits(call(&pacer)?.poll(set_to, "")), Some((set_to + 1_000, WaitReason::Pacing)));
    Ok(())
}

/// An answer that was waited for is no clock that was set: for the pacer, too, the time has passed.
#[test]
fn a_slow_answer_is_time_that_passed_for_all() -> Outcome {
    let pacer = Pacer::new(1.0)?;
    let mut slow = call_with(&pacer, Policy::default().deadline_ms(HOUR_MS).attempt_timeout_ms(HOUR_MS))?;
    let attempt = sent(slow.poll(START_MS, "")).ok_or("it waits")?;
    let late = START_MS + HOUR_MS / 2;
    slow.on_response(late, attempt, refusal(400, "0"));
    assert!(sent(call(&pacer)?.poll(late, "")).is_some(), "its place was free long ago");
    Ok(())
}

#[test]
fn no_attempt_outlives_the_deadline_of_its_call() -> Outcome {
    let policy = Policy::default().deadline_ms(10_000).attempt_timeout_ms(60_000);
    let mut call = call_with(&Pacer::new(0.0)?, policy)?;
    let Step::Send { until_ms, .. } = call.poll(START_MS, "") else { return Err("it waits".into()) };
    assert_eq!(until_ms, START_MS + 10_000);
    assert_eq!(failed(call.poll(START_MS + 10_000, ""))?.kind(), Kind::Timeout);
    Ok(())
}

#[test]
fn each_attempt_is_signed_for_its_own_time() -> Outcome {
    let mut call = signed(Policy::default())?;
    for (at_ms, status) in [(START_MS, 401), (START_MS + 7_000, 503)] {
        let Step::Send { attempt, request, .. } = call.poll(at_ms, NONCE) else { return Err("it waits".into()) };
        assert_eq!(request.header("x-xdr-timestamp"), Some(at_ms.to_string().as_str()));
        call.on_response(at_ms, attempt, Response::new(status, vec![]));
    }
    Ok(())
}
