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
