//! Events as JSON text, for bindings whose listeners live elsewhere.

use std::{mem, time::Duration};

use crate::{call::Event, json::Object};

/// Writes an event as a JSON object with the members `name`, `call`, `operation`, `tenant`, `attempt`, `elapsed_ms`, `why`, `wait_ms`,
/// `attempt_ms`, `status`, `request_id`, `kind`, `maybe_executed` and `counts`; what it does not have is `null`. The body is not in it.
pub fn push_event(out: &mut String, event: &Event) {
    let object = Object::behind(mem::take(out))
        .text("name", event.name.as_str())
        .number_or_null("call", Some(event.call))
        .text("operation", event.operation)
        .text("tenant", &event.tenant)
        .number_or_null("attempt", Some(event.attempt.into()))
        .number_or_null("elapsed_ms", Some(ms(event.elapsed)))
        .text_or_null("why", event.why.map(|why| why.as_str()))
        .number_or_null("wait_ms", event.wait.map(ms))
        .number_or_null("attempt_ms", event.attempt_elapsed.map(ms))
        .number_or_null("status", event.status.map(u64::from))
        .text_or_null("request_id", event.request_id.as_deref())
        .text_or_null("kind", event.kind.map(|kind| kind.as_str()));
    let object = match event.maybe_executed {
        Some(maybe_executed) => object.flag("maybe_executed", maybe_executed),
        None => object.raw("maybe_executed", "null"),
    };
    *out = match event.counts {
        Some(counts) => object
            .enter("counts")
            .number_or_null("asked", Some(counts.asked as u64))
            .number_or_null("succeeded", Some(counts.succeeded as u64))
            .number_or_null("failed", Some(counts.failed as u64))
            .number_or_null("unreported", Some(counts.unreported as u64))
            .number_or_null("unknown", Some(counts.unknown as u64)),
        None => object.raw("counts", "null"),
    }
    .finish();
}

/// Events are counted in whole milliseconds. `Duration::as_millis` has 128 bits, which costs a page a kilobyte.
fn ms(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1_000).saturating_add(time.subsec_millis().into())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, PoisonError};

    use super::*;
    use crate::{Call, Error, Observer, Pacer, Policy, Response, Step, Tenant, xpanse};

    #[test]
    fn an_event_has_null_for_what_it_does_not_have() -> Result<(), Error> {
        let told = Arc::<Mutex<Vec<(u64, String)>>>::default();
        let lines = Arc::clone(&told);
        let observer = Observer::new(move |event| {
            let mut line = String::new();
            push_event(&mut line, event);
            lines.lock().unwrap_or_else(PoisonError::into_inner).push((event.call, line));
        });
        let tenant = xpanse::Tenant::at("/xpanse")?;
        let prepared = tenant.prepare(&xpanse::UpdateIncident::new("1").status("new"))?;
        let mut call = Call::new(prepared, Pacer::new(0.0)?, Policy::default(), 1).observed_by(observer);
        let Step::Send { attempt, .. } = call.poll(5_000, "") else { return Err(Error::invalid("call", "waits")) };
        call.on_response(6_234, attempt, Response::new(403, vec![]).with_header("x-request-id", "q\"7"));
        let told = std::mem::take(&mut *told.lock().unwrap_or_else(PoisonError::into_inner));
        assert_eq!(told.len(), 4);
        for ((call, line), (name, rest)) in told.iter().zip([
            ("begin", r#"0,"elapsed_ms":0,"why":null,"wait_ms":null,"attempt_ms":null,"status":null,"request_id":null,"kind":null,"maybe_executed":null,"counts":null}"#),
            ("attempt", r#"1,"elapsed_ms":0,"why":null,"wait_ms":null,"attempt_ms":null,"status":null,"request_id":null,"kind":null,"maybe_executed":null,"counts":null}"#),
            ("answer", r#"1,"elapsed_ms":1234,"why":null,"wait_ms":null,"attempt_ms":1234,"status":403,"request_id":"q\"7","kind":"forbidden","maybe_executed":false,"counts":null}"#),
            ("end", r#"1,"elapsed_ms":1234,"why":null,"wait_ms":null,"attempt_ms":null,"status":403,"request_id":"q\"7","kind":"forbidden","maybe_executed":false,"counts":{"asked":1,"succeeded":0,"failed":1,"unreported":0,"unknown":0}}"#),
        ]) {
            let common = format!(r#"{{"name":"{name}","call":{call},"operation":"xpanse.update_incident","tenant":"/xpanse","attempt":"#);
            assert_eq!(*line, common + rest);
        }
        Ok(())
    }
}
