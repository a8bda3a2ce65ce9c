//! Events in virtual time.

use std::sync::{Arc, Mutex, PoisonError};

use super::*;
use crate::{Call, Error, Pacer, Policy, Response, Step, Tenant, TransportError, xpanse};

const NOW: u64 = 1_793_696_706_000;

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Event>>>);

impl Seen {
    fn observer(&self) -> Observer {
        let seen = self.clone();
        Observer::new(move |event| seen.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone()))
    }

    fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Each in words: what it is, which attempt, and what is particular to it.
    fn lines(&self) -> Vec<String> {
        self.take().iter().map(line).collect()
    }
}

fn line(event: &Event) -> String {
    let mut line = format!("{} {} at {}", event.name, event.attempt, event.elapsed.as_millis());
    let mut add = |name: &str, value: Option<String>| {
        value.iter().for_each(|value| line.push_str(&format!(" {name}={value}")));
    };
    add("wait", event.why.zip(event.wait).map(|(why, wait)| format!("{}:{}", why.as_str(), wait.as_millis())));
    add("took", event.attempt_elapsed.map(|took| took.as_millis().to_string()));
    add("status", event.status.map(|status| status.to_string()));
    add("kind", event.kind.map(|kind| kind.as_str().to_owned()));
    add("maybe", event.maybe_executed.map(|maybe| maybe.to_string()));
    add("id", event.request_id.as_deref().map(str::to_owned));
    add("counts", event.counts.map(|counts| format!("{}/{}/{}", counts.asked, counts.succeeded, counts.unknown)));
    line
}

fn call(seen: &Seen, pacer: &Pacer, comment: bool) -> Result<Call, Error> {
    let tenant = xpanse::Tenant::new("acme.example.com")?.with_auth(xpanse::Auth::standard("7", "s3cret"))?;
    let mut update = xpanse::UpdateIncident::new("5471").status("resolved");
    if comment {
        update = update.comment("Closed.");
    }
    Ok(Call::new(tenant.prepare(&update)?, pacer.clone(), Policy::default(), 1).observed_by(seen.observer()))
}

/// Drives the call, giving these answers after 30 ms each, `None` for a timeout of the transport.
fn drive(call: &mut Call, answers: &[Option<(u16, &str)>]) -> u64 {
    let (mut now_ms, mut answers) = (NOW, answers.iter());
    loop {
        match call.poll(now_ms, "") {
            Step::Send { attempt, .. } => {
                now_ms += 30;
                match answers.next().copied().flatten() {
                    Some((429, _)) => {
                        let response = Response::new(429, vec![])
                            .with_header("Retry-After", "2")
                            .with_header("X-Request-Id", "q-1");
                        call.on_response(now_ms, attempt, response);
                    }
                    Some((status, body)) => {
                        call.on_response(now_ms, attempt, Response::new(status, body.as_bytes()));
                    }
                    None => call.on_transport_error(now_ms, attempt, TransportError::Timeout),
                }
            }
            Step::Wait { until_ms, .. } => {
                // A driver may wake too early: the wait is the same.
                assert!(matches!(call.poll(now_ms, ""), Step::Wait { .. }));
                now_ms = until_ms;
            }
            Step::Done(_) => return now_ms - NOW,
        }
    }
}

#[test]
fn a_call_from_its_beginning_to_its_end() -> Result<(), Error> {
    let seen = Seen::default();
    let took =
        drive(&mut call(&seen, &Pacer::new(0.0)?, false)?, &[Some((429, "")), Some((200, r#"{"reply": true}"#))]);
    let events = seen.take();
    let waited = took - 60;
    assert!((2_000..=2_200).contains(&waited), "{waited}");
    assert_eq!(
        events.iter().map(line).collect::<Vec<_>>(),
        [
            "begin 0 at 0".to_owned(),
            "attempt 1 at 0".to_owned(),
            "answer 1 at 30 took=30 status=429 kind=rate_limited maybe=false id=q-1".to_owned(),
            format!("wait 1 at 30 wait=retry_after:{waited}"),
            format!("attempt 2 at {}", 30 + waited),
            format!("answer 2 at {took} took=30 status=200 maybe=true"),
            format!("end 2 at {took} status=200 maybe=true counts=1/1/0"),
        ]
    );
    let common = |event: &Event| (event.operation, event.tenant.to_string(), event.call);
    let first = events.first().map(common);
    assert!(events.iter().all(|event| Some(common(event)) == first));
    let (operation, tenant, _) = first.unwrap_or_default();
    assert_eq!((operation, &*tenant), ("xpanse.update_incident", "https://api-acme.example.com"));
    assert!(!format!("{events:?}").contains("s3cret"));
    Ok(())
}

#[test]
fn what_may_have_been_carried_out_is_told() -> Result<(), Error> {
    let seen = Seen::default();
    drive(&mut call(&seen, &Pacer::new(0.0)?, true)?, &[None]);
    assert_eq!(
        seen.lines().split_off(2),
        ["answer 1 at 30 took=30 kind=timeout maybe=true", "end 1 at 30 kind=timeout maybe=true counts=1/0/1"]
    );
    Ok(())
}

#[test]
fn a_call_that_is_cancelled_before_its_first_attempt() -> Result<(), Error> {
    let seen = Seen::default();
    let mut call = call(&seen, &Pacer::new(0.0)?, true)?;
    call.cancel(NOW);
    assert_eq!(seen.lines(), ["begin 0 at 0", "end 0 at 0 kind=interrupted maybe=false counts=1/0/0"]);
    call.cancel(NOW);
    let _ = call.poll(NOW, "");
    assert!(seen.lines().is_empty(), "a call ends once");
    Ok(())
}

#[test]
fn a_wait_for_the_pace_is_told() -> Result<(), Error> {
    let (seen, pacer) = (Seen::default(), Pacer::new(10.0)?);
    let body = Some((200, r#"{"reply": true}"#));
    drive(&mut call(&seen, &pacer, false)?, &[body]);
    let _ = seen.take();
    drive(&mut call(&seen, &pacer, false)?, &[body]);
    let lines = seen.lines();
    assert_eq!(lines.get(1).map(String::as_str), Some("wait 0 at 0 wait=pacing:100"));
    Ok(())
}

#[test]
fn several_observers_are_told_the_same() -> Result<(), Error> {
    let (one, other) = (Seen::default(), Seen::default());
    let mut call = call(&one, &Pacer::new(0.0)?, false)?.observed_by(other.observer());
    drive(&mut call, &[Some((200, r#"{"reply": false}"#))]);
    let lines = one.lines();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines, other.lines());
    Ok(())
}

#[test]
fn observers_compare_by_identity_and_print_nothing() {
    let (one, other) = (Seen::default().observer(), Seen::default().observer());
    assert_eq!(one, one.clone());
    assert_ne!(one, other);
    assert_eq!(format!("{one:?}"), "Observer");
}

#[test]
fn events_print_as_lines_of_a_log() -> Result<(), Error> {
    let seen = Seen::default();
    let took = drive(&mut call(&seen, &Pacer::new(0.0)?, true)?, &[Some((429, "")), None]);
    let printed: Vec<String> = seen.take().iter().map(ToString::to_string).collect();
    let seconds = |ms: u64| format!("{}.{:03}", ms / 1_000, ms % 1_000);
    let (wait, took) = (seconds(took - 60), seconds(took));
    assert_eq!(
        printed,
        [
            "xpanse.update_incident: begins at https://api-acme.example.com".to_owned(),
            "xpanse.update_incident: attempt 1".to_owned(),
            "xpanse.update_incident: attempt 1 got HTTP 429 rate_limited after 0.030 s".to_owned(),
            format!("xpanse.update_incident: waits {wait} s (retry_after)"),
            "xpanse.update_incident: attempt 2".to_owned(),
            "xpanse.update_incident: attempt 2 got timeout after 0.030 s".to_owned(),
            format!("xpanse.update_incident: timeout (2 attempts, {took} s); the request may have been carried out"),
        ]
    );
    drive(&mut call(&seen, &Pacer::new(0.0)?, false)?, &[Some((200, r#"{"reply": false}"#))]);
    let last = seen.take().last().map(ToString::to_string);
    let expected = "xpanse.update_incident: 0 of 1 succeeded, 1 failed (1 attempt, 0.030 s)";
    assert_eq!(last.as_deref(), Some(expected));
    Ok(())
}

#[test]
fn only_who_asks_gets_the_beginning_of_a_body() -> Result<(), Error> {
    let body = format!("{{\"reply\": true, \"pad\": \"{}\"}}", "é".repeat(3_000));
    for asks in [false, true] {
        let seen = Seen::default();
        let call = call(&seen, &Pacer::new(0.0)?, false)?;
        let mut call = if asks { call.observed_by(Observer::new(|_| {}).with_bodies()) } else { call };
        drive(&mut call, &[Some((200, &body))]);
        let bodies: Vec<_> = seen.take().into_iter().filter_map(|event| event.body).collect();
        assert_eq!(bodies.len(), if asks { 2 } else { 0 });
        assert!(bodies.first().is_none_or(|sent| sent.starts_with("{\"request_data\":")));
        assert!(bodies.iter().skip(1).all(|told| told.starts_with("{\"reply\": true") && told.chars().count() < 1_100));
    }
    Ok(())
}

#[cfg(feature = "tracing")]
#[test]
fn subscribers_of_tracing_are_told_too() -> Result<(), Error> {
    let subscriber = tracing_lines::Lines::default();
    let lines = subscriber.clone();
    let told = lines.clone();
    tracing::subscriber::with_default(subscriber, || {
        let drive = || {
            let seen = Seen::default();
            drive(&mut call(&seen, &Pacer::new(0.0)?, false)?, &[Some((200, r#"{"reply": true}"#))]);
            Ok::<_, Error>(())
        };
        // Another test that comes to an event first, while this subscriber begins, has tracing note that nobody listens to it.
        drive()?;
        tracing::callsite::rebuild_interest_cache();
        told.take();
        drive()
    })?;
    let lines = lines.take();
    assert_eq!(lines.len(), 4, "{lines:?}");
    let end = lines.last().map_or("", String::as_str);
    assert!(end.starts_with("soarwire INFO"), "{end}");
    for part in ["name=\"end\"", "operation=\"xpanse.update_incident\"", "attempt=1", "status=200", "succeeded=1"] {
        assert!(end.contains(part), "{part} in {end}");
    }
    assert!(lines.iter().take(3).all(|line| line.starts_with("soarwire DEBUG")), "{lines:?}");
    Ok(())
}

#[cfg(feature = "tracing")]
mod tracing_lines {
    use std::{
        fmt::Debug,
        sync::{Arc, Mutex, PoisonError},
    };

    use tracing::{
        Event, Metadata, Subscriber,
        field::{Field, Visit},
        span::{Attributes, Id, Record},
    };

    #[derive(Clone, Default)]
    pub(super) struct Lines(Arc<Mutex<Vec<String>>>);

    impl Lines {
        pub(super) fn take(&self) -> Vec<String> {
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
    }

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.0.push_str(&format!(" {field}={value:?}"));
        }
    }

    impl Subscriber for Lines {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            let mut line = Line(format!("{} {}", event.metadata().target(), event.metadata().level()));
            event.record(&mut line);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.0);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }
}
