//! Credentials that a function gives, attempt by attempt.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use soarwire::{Call, Kind, Pacer, Policy, Prepared, Request, Response, Secret, Step, Tenant, d3, xpanse};

const NOW: u64 = 1_793_696_706_000;

type Outcome = Result<(), Box<dyn Error>>;

fn owner() -> d3::UpdateOwner {
    d3::UpdateOwner::new(["1"], "m.okoye")
}

fn site(auth: d3::Auth) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new("https://soc.example.com", "Admin", "Security Operations")?.with_auth(auth)
}

fn call(prepared: Prepared) -> Result<Call, soarwire::Error> {
    Ok(Call::new(prepared, Pacer::new(0.0)?, Policy::default(), 1))
}

/// The requests of a call that is answered 503 each time, and how it ends.
fn drive(mut call: Call) -> (Vec<Request>, Option<soarwire::Error>) {
    let (mut now_ms, mut sent) = (NOW, Vec::new());
    loop {
        match call.poll(now_ms, "n0nce") {
            Step::Send { attempt, request, .. } => {
                sent.push(request);
                call.on_response(now_ms, attempt, Response::new(503, vec![]));
            }
            Step::Wait { until_ms, .. } => now_ms = until_ms,
            Step::Done(result) => return (sent, result.err()),
            _ => return (sent, None),
        }
    }
}

/// `key-1`, `key-2` and so on; from `last` on an error.
fn counting(last: u32) -> impl Fn() -> Result<Secret, String> + Send + Sync + 'static {
    let count = AtomicU32::new(0);
    move || match count.fetch_add(1, Ordering::SeqCst) + 1 {
        nth if nth < last => Ok(Secret::new(format!("key-{nth}"))),
        _ => Err("the vault with canary is shut".to_owned()),
    }
}

#[test]
fn a_key_is_asked_for_at_every_attempt() -> Outcome {
    for (auth, header) in [(d3::Auth::api_key_from(counting(9)), "d3key"), (d3::Auth::jwt_from(counting(9)), "d3jwt")] {
        let (sent, _) = drive(call(site(auth)?.prepare(&owner())?)?);
        let keys: Vec<_> = sent.iter().map(|request| request.header(header)).collect();
        assert_eq!(keys, [Some("key-1"), Some("key-2"), Some("key-3"), Some("key-4")]);
        assert!(sent.iter().all(|request| request.is_signed() && !format!("{request:?}").contains("key-1")));
    }
    Ok(())
}

#[test]
fn without_a_credential_nothing_is_sent() -> Outcome {
    let tenant = site(d3::Auth::api_key_from(counting(1)))?;
    assert!(!format!("{tenant:?}").contains("key-"));
    let (sent, error) = drive(call(tenant.prepare(&owner())?)?);
    let error = error.ok_or("it was sent")?;
    assert_eq!((error.kind(), error.field(), error.attempts()), (Kind::MissingCredential, Some("api_key"), 0));
    assert!(sent.is_empty() && !error.maybe_executed() && !error.retryable());
    // What the function failed with is told as the cause, and never printed.
    assert!(!format!("{error} {error:?} {}", error.to_json()).contains("canary"));
    assert!(error.source().is_some_and(|cause| cause.to_string().contains("canary")));
    Ok(())
}

#[test]
fn a_call_that_has_no_credential_for_another_attempt_ends_with_the_last_one() -> Outcome {
    let (sent, error) = drive(call(site(d3::Auth::api_key_from(counting(3)))?.prepare(&owner())?)?);
    let error = error.ok_or("it succeeded")?;
    assert_eq!((sent.len(), error.kind(), error.attempts()), (2, Kind::ServerError, 2));
    let reason = error.reason().unwrap_or_default().into_owned();
    assert!(reason.ends_with("there were no credentials for another attempt"), "{reason}");
    Ok(())
}

#[test]
fn a_credential_that_headers_do_not_allow_is_refused_when_it_is_given() -> Outcome {
    let tenant = site(d3::Auth::jwt_from(|| Ok::<_, String>(Secret::new("a\nb"))))?;
    let (sent, error) = drive(call(tenant.prepare(&owner())?)?);
    let error = error.ok_or("it was sent")?;
    assert_eq!((error.kind(), error.field(), sent.len()), (Kind::InvalidRequest, Some("jwt"), 0));
    Ok(())
}

#[test]
fn keys_of_xpanse_are_asked_for_with_their_ids() -> Outcome {
    let update = xpanse::UpdateIncident::new("1").status("new");
    let count = Arc::new(AtomicU32::new(0));
    let give = |count: &Arc<AtomicU32>| {
        let count = Arc::clone(count);
        move || {
            let nth = count.fetch_add(1, Ordering::SeqCst);
            Ok::<_, String>(xpanse::Key::new(nth.to_string(), format!("key-{nth}")))
        }
    };
    let tenant = |auth| xpanse::Tenant::new("acme.example.com")?.with_auth(auth);
    let standard = tenant(xpanse::Auth::standard_from(give(&count)))?.prepare(&update)?;
    assert!(!standard.needs_nonce());
    let (sent, _) = drive(call(standard)?);
    let told: Vec<_> =
        sent.iter().map(|request| (request.header("x-xdr-auth-id"), request.header("authorization"))).collect();
    assert_eq!(told.first(), Some(&(Some("0"), Some("key-0"))));
    assert_eq!(told.last(), Some(&(Some("3"), Some("key-3"))));
    let advanced = tenant(xpanse::Auth::advanced_from(give(&count)))?.prepare(&update)?;
    assert!(advanced.needs_nonce());
    let (sent, _) = drive(call(advanced)?);
    let ids: Vec<_> = sent.iter().map(|request| request.header("x-xdr-auth-id")).collect();
    assert_eq!(ids, [Some("4"), Some("5"), Some("6"), Some("7")]);
    assert!(sent.iter().all(|request| request.header("x-xdr-nonce") == Some("n0nce")));
    Ok(())
}

#[test]
fn functions_are_given_to_safe_tenants_alone() -> Outcome {
    let plain = d3::Tenant::new("http://soc.example.com", "Admin", "Security Operations")?;
    let error = plain.with_auth(d3::Auth::api_key_from(counting(9))).err().ok_or("it was taken")?;
    assert_eq!(error.field(), Some("base_url"));
    let plain = xpanse::Tenant::at("http://soc.example.com")?;
    let give = || Ok::<_, String>(xpanse::Key::new("1", "k"));
    let error = plain.with_auth(xpanse::Auth::standard_from(give)).err().ok_or("it was taken")?;
    assert_eq!(error.field(), Some("base_url"));
    Ok(())
}
