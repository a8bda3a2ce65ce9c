//! What a call decides, and what it leaves to the other calls of its tenant.

use soarwire::{Call, Error, Kind, Pacer, Policy, Response, Step, Tenant, TransportError, d3};

const HOUR_MS: u64 = 60 * 60 * 1_000;

fn call(pacer: &Pacer) -> Result<Call, Error> {
    let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
    Ok(Call::new(tenant.prepare(&close)?, pacer.clone(), Policy::default(), 1))
}

/// What the next call of the tenant would do at `now_ms`, after this answer at 1 s.
fn after(response: Response<'_>, now_ms: u64) -> Result<Step, Error> {
    let pacer = Pacer::new(0.0);
    let mut first = call(&pacer)?;
    assert!(matches!(first.poll(1_000, ""), Step::Send { .. }));
    first.on_response(1_000, response);
    Ok(call(&pacer)?.poll(now_ms, ""))
}

#[test]
fn a_refusal_of_one_request_keeps_no_other_back() -> Result<(), Error> {
    for status in [400, 404, 422] {
        let step = after(Response::new(status, vec![]).header("retry-after", "99999999999"), 1_001)?;
        assert!(matches!(step, Step::Send { .. }), "{status}");
    }
    Ok(())
}

#[test]
fn a_cooldown_is_over_after_an_hour() -> Result<(), Error> {
    for status in [429, 503] {
        let refusal = || Response::new(status, vec![]).header("retry-after", "99999999999");
        assert!(
            matches!(after(refusal(), 1_001)?, Step::Done(Err(error)) if error.kind() == Kind::Timeout && error.attempts() == 0)
        );
        assert!(matches!(after(refusal(), 1_001 + HOUR_MS)?, Step::Send { .. }));
    }
    Ok(())
}

#[test]
fn what_was_withdrawn_was_never_sent() -> Result<(), Error> {
    let mut call = call(&Pacer::new(0.0))?;
    call.withdraw();
    assert!(matches!(call.poll(1_000, ""), Step::Send { .. }));
    call.withdraw();
    call.cancel(1_000);
    let known = |error: &Error| (error.kind(), error.attempts(), error.maybe_executed());
    let step = call.poll(1_000, "");
    assert!(matches!(&step, Step::Done(Err(error)) if known(error) == (Kind::Interrupted, 0, false)), "{step:?}");
    Ok(())
}

#[test]
fn withdrawing_forgets_no_earlier_attempt() -> Result<(), Error> {
    let mut call = call(&Pacer::new(0.0))?;
    assert!(matches!(call.poll(1_000, ""), Step::Send { .. }));
    call.on_transport_error(1_000, TransportError::Connect);
    assert!(matches!(call.poll(1_000, ""), Step::Wait { .. }));
    assert!(matches!(call.poll(60_000, ""), Step::Send { .. }));
    call.withdraw();
    assert!(matches!(call.poll(60_000, ""), Step::Send { .. }));
    assert_eq!(call.attempts(), 2);
    Ok(())
}
