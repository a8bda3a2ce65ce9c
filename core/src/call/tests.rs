//! What needs operations that the crate does not have yet: a request that changes nothing, and a rate limit of its own.

use super::*;
use crate::{Tenant, d3, operation::RateBucket};

const NOW: u64 = 1_793_696_706_000;

fn reads(pacer: &Pacer, bucket: Option<RateBucket>) -> Result<Call, Error> {
    let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let mut prepared = tenant.prepare(&d3::CloseIncident::new().note("Done."))?;
    (prepared.context.effect, prepared.bucket) = (Effect::Reads, bucket);
    Ok(Call::new(prepared, pacer.clone(), Policy::default(), 1))
}

fn attempt<A>(step: Step<A>) -> Option<Attempt> {
    match step {
        Step::Send { attempt, .. } => Some(attempt),
        _ => None,
    }
}

#[test]
fn a_request_that_changes_nothing_leaves_nothing_open() -> Result<(), Error> {
    let pacer = Pacer::new(0.0)?;
    let mut call = reads(&pacer, None)?;
    let first = attempt(call.poll(NOW, ""));
    first.iter().for_each(|first| call.on_transport_error(NOW, *first, TransportError::Timeout));
    let Step::Wait { until_ms, why: WaitReason::Backoff } = call.poll(NOW, "") else { return Err(failed()) };
    assert!(attempt(call.poll(until_ms, "")).is_some(), "it is repeated like an idempotent one");
    call.cancel(until_ms);
    let Step::Done(Err(error)) = call.poll(until_ms, "") else { return Err(failed()) };
    assert_eq!((error.kind(), error.attempts(), error.maybe_executed()), (Kind::Interrupted, 2, false));
    assert!(error.report().is_none());
    Ok(())
}

fn failed() -> Error {
    Error::invalid("step", "is another one")
}

#[test]
fn an_operation_with_a_rate_of_its_own_needs_a_place_in_both() -> Result<(), Error> {
    let pacer = Pacer::new(10.0)?;
    let bucket = Some(RateBucket { name: "extra_data", per_minute: 10 });
    let mut calls = [reads(&pacer, bucket)?, reads(&pacer, bucket)?, reads(&pacer, None)?];
    let steps = calls.each_mut().map(|call| match call.poll(NOW, "") {
        Step::Wait { until_ms, .. } => until_ms - NOW,
        _ => 0,
    });
    assert_eq!(steps, [0, 6_000, 100]);
    Ok(())
}

/// A call that closes an incident with a token, which `give` gives.
fn asks(
    give: impl Fn() -> Result<crate::Secret, Box<dyn std::error::Error + Send + Sync>> + Send + Sync + 'static,
) -> Result<Call, Error> {
    let tenant = d3::Tenant::new("https://soc.example.com/soar", "Admin", "Security Operations")?;
    let tenant = tenant.with_auth(d3::Auth::api_key_from(give))?;
    let prepared = tenant.prepare(&d3::CloseIncidents::new(["7"], true))?;
    Ok(Call::new(prepared, Pacer::new(0.0)?, Policy::default(), 1))
}

#[test]
fn a_credential_that_is_not_there_yet_is_asked_for_again() -> Result<(), Error> {
    let is_there = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let known = is_there.clone();
    let give = move || match known.load(std::sync::atomic::Ordering::Relaxed) {
        true => Ok("key".into()),
        false => Err(crate::wire::NotYet.into()),
    };
    let mut call = asks(give)?;
    for _ in 0..2 {
        let step = call.poll(NOW, "");
        assert!(matches!(step, Step::Wait { until_ms: NOW, .. }), "{step:?}");
    }
    is_there.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(attempt(call.poll(NOW, "")).is_some());
    assert_eq!(call.attempts(), 1);
    Ok(())
}

#[test]
fn the_outlook_of_a_call_is_what_its_next_poll_does() -> Result<(), Error> {
    let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let prepared = tenant.prepare(&d3::UpdateOwner::new(["7"], "m.okoye"))?;
    let policy = Policy::default().max_attempts(2).backoff_base_ms(8_000).attempt_timeout_ms(30_000);
    for late_ms in [0, 1, 1_000] {
        let mut call: Call = Call::new(prepared.clone(), Pacer::new(0.0)?, policy, 1);
        assert!(matches!(call.outlook(NOW), Outlook::Send));
        assert!(attempt(call.poll(NOW, "")).is_some());
        let outlook = call.outlook(NOW + 29_999);
        assert!(matches!(outlook, Outlook::Wait { ms: 1, why: WaitReason::Answer }), "{outlook:?}");
        let Outlook::Wait { ms, why: WaitReason::Backoff } = call.outlook(NOW + 30_000) else { return Err(failed()) };
        assert!(ms > 1);
        let outlook = call.outlook(NOW + 30_000 + ms - 1);
        assert!(matches!(outlook, Outlook::Wait { ms: 1, why: WaitReason::Backoff }), "{outlook:?}");
        assert!(matches!(call.outlook(NOW + 30_000 + ms), Outlook::Send));
        let Step::Send { until_ms, .. } = call.poll(NOW + 30_000 + ms, "") else { return Err(failed()) };
        let Outlook::Over(Err(error)) = call.outlook(until_ms + late_ms) else { return Err(failed()) };
        assert_eq!((error.kind(), error.attempts()), (Kind::Timeout, 2));
        assert!(matches!(call.outlook(until_ms + late_ms), Outlook::Over(_)));
    }
    Ok(())
}

#[test]
fn a_call_that_cannot_send_before_its_deadline_is_over() -> Result<(), Error> {
    let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let prepared = tenant.prepare(&d3::UpdateOwner::new(["7"], "m.okoye"))?;
    let pacer = Pacer::new(1.0)?;
    let call = |deadline_ms| -> Call {
        Call::new(prepared.clone(), pacer.clone(), Policy::default().deadline_ms(deadline_ms), 1)
    };
    assert!(attempt(call(5_000).poll(NOW, "")).is_some());
    // The next place is free in a second.
    let outlook = call(1_001).outlook(NOW);
    assert!(matches!(outlook, Outlook::Wait { ms: 1_000, why: WaitReason::Pacing }), "{outlook:?}");
    for mut late in [call(1_000), call(999)] {
        let Outlook::Over(Err(error)) = late.outlook(NOW) else { return Err(failed()) };
        assert_eq!(error.kind(), Kind::NotSent);
    }
    // Nor can one that asks when its time is over.
    let mut late = call(2_000);
    assert!(matches!(late.outlook(NOW), Outlook::Wait { .. }));
    assert!(matches!(late.outlook(NOW + 1_999), Outlook::Send));
    let Outlook::Over(Err(error)) = late.outlook(NOW + 2_000) else { return Err(failed()) };
    assert_eq!(error.kind(), Kind::NotSent);
    Ok(())
}

#[cfg(feature = "ureq")]
#[test]
fn a_call_runs_code_of_others_if_it_has_observers_or_asks_for_its_credential() -> Result<(), Error> {
    let mut call = reads(&Pacer::new(0.0)?, None)?;
    assert!(!call.calls_others());
    call.observe(Observer::new(|_: &crate::Event| {}));
    assert!(call.calls_others());
    assert!(asks(|| Ok("key".into()))?.calls_others());
    Ok(())
}

/// The deadline of a call also covers its wait for a free thread of the client.
#[cfg(any(feature = "ureq", feature = "reqwest"))]
#[test]
fn the_deadline_of_a_call_that_was_started_does_not_wait_for_the_first_poll() -> Result<(), Error> {
    for (started, done) in [(false, false), (true, true)] {
        let mut call = reads(&Pacer::new(0.0)?, None)?;
        if started {
            call.start(NOW);
        }
        let step = call.poll(NOW + Policy::default().deadline_ms, "");
        assert_eq!(matches!(step, Step::Done(Err(_))), done, "{step:?}");
    }
    Ok(())
}
