//! The state machine of one logical call, and the pace and cooldown that the calls of a tenant share.

use soarwire::{Attempt, Call, DEFAULT_BODY_LIMIT, Pacer, Policy, Step, TransportError, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    answer,
    crossing::{Code, enter},
    numbers::push_number,
    operation::with_response,
    places::places,
    text::{push, text},
    wire,
};

/// Creates a call and returns its number; a limit that is NaN has its default.
#[wasm_bindgen]
pub fn call(
    tenant: u32,
    operation: u32,
    pacer: u32,
    timeout_ms: f64,
    attempt_timeout_ms: f64,
    max_attempts: f64,
    seed: f64,
) -> u32 {
    enter(0, &mut |_, out| {
        places(|places| {
            let given = |limit: f64| (!limit.is_nan()).then_some(limit as u64);
            let max_attempts = (!max_attempts.is_nan()).then_some(max_attempts as u32);
            let mut policy = Policy::default().overridden(given(timeout_ms), max_attempts);
            policy.attempt_timeout_ms = given(attempt_timeout_ms).unwrap_or(policy.attempt_timeout_ms);
            let operation = places.operation(operation)?;
            let (prepared, asked) = (places.tenant(tenant)?.prepare(operation)?, operation.asked());
            let pacer = places.pacers.get(pacer)?.clone();
            push_number(out, places.calls.put((Call::new(prepared, pacer, policy, seed as u64), asked)).into());
            Ok(Code::Text)
        })
    })
}

/// The next step, in lines: what is waited for; the end of the wait, or the deadline for the response; the attempt to send;
/// how often the request was sent; the request, as `wire::write` encodes it. Or the result. The argument is the nonce.
#[wasm_bindgen]
pub fn call_poll(call: u32, now_ms: f64, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        places(|places| {
            let (call, asked) = places.calls.get(call)?;
            let step = call.poll(now_ms as u64, text(&input));
            let attempts = call.attempts();
            let (code, why, until_ms, attempt, request) = match step {
                Step::Done(result) => return Ok(answer::write(&result?, asked, out)),
                Step::Send { attempt, request, until_ms } => {
                    (Code::Send, "", until_ms, attempt.number(), Some(request))
                }
                Step::Wait { until_ms, why } => (Code::Wait, why.as_str(), until_ms, 0, None),
                // There are no others.
                _ => return Ok(Code::Text),
            };
            push(out, why);
            for number in [until_ms, attempt, attempts.into()] {
                out.push(b'\n');
                push_number(out, number);
            }
            if let Some(request) = request {
                out.push(b'\n');
                wire::write(&request, out);
            }
            Ok(code)
        })
    })
}

/// Reports an event: a response to an attempt (0; the argument is as for `parse`), no response (1; the argument is the class of
/// the failure, where an unknown one means `interrupted`, then a line break and the reason, if the transport knows one), the
/// attempt was not sent (2), the call ends now (3), there is no credential for an attempt (4; the argument is the setting that it is
/// for, then a line break and what is wrong with what was given, if anything was). The result of the first two says how the attempt failed, if it did: the kind
/// of the error, then whether the request may have been carried out.
#[wasm_bindgen]
pub fn call_event(call: u32, event: u32, now_ms: f64, attempt: f64, status: u16, body_len: u32, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        places(|places| {
            let (call, _) = places.calls.get(call)?;
            let (now_ms, attempt) = (now_ms as u64, Attempt::from_number(attempt as u64));
            match event {
                0 => with_response(status, body_len, input, |response| call.on_response(now_ms, attempt, response)),
                1 => {
                    let (class, reason) = text(&input).split_once('\n').unwrap_or((text(&input), ""));
                    let class = TransportError::from_name(class).unwrap_or(TransportError::Interrupted);
                    match reason {
                        "" => call.on_transport_error(now_ms, attempt, class),
                        _ => call.on_transport_failure(now_ms, attempt, class, reason.to_owned()),
                    }
                }
                2 => call.withdraw(attempt),
                4 => {
                    let (field, reason) = text(&input).split_once('\n').unwrap_or_default();
                    let error = if reason.is_empty() { ffi::no_credential(field) } else { ffi::invalid(field, reason) };
                    call.refuse(now_ms, attempt, error);
                }
                _ => call.cancel(now_ms),
            }
            if let Some((kind, maybe_executed)) = call.attempt_failure().filter(|_| event < 2) {
                push(out, kind.as_str());
                push(out, if maybe_executed { "\ntrue" } else { "" });
            }
            Ok(Code::Text)
        })
    })
}

/// Drops a call.
#[wasm_bindgen]
pub fn call_free(call: u32) {
    places(|places| places.calls.free(call));
}

/// Creates a pacer and returns its number: the argument is the maximum number of requests a second; 0 disables pacing.
#[wasm_bindgen]
pub fn pacer(requests_per_second: f64) -> u32 {
    enter(0, &mut |_, out| {
        let pacer = Pacer::new(requests_per_second)?;
        push_number(out, places(|places| places.pacers.put(pacer)).into());
        Ok(Code::Text)
    })
}

/// Tells a pacer that the system clock was changed.
#[wasm_bindgen]
pub fn clock_set(pacer: u32, from_ms: f64, to_ms: f64) {
    places(|places| {
        if let Ok(pacer) = places.pacers.get(pacer) {
            pacer.clock_set(from_ms as u64, to_ms as u64);
        }
    });
}

/// Drops a pacer.
#[wasm_bindgen]
pub fn pacer_free(pacer: u32) {
    places(|places| places.pacers.free(pacer));
}

/// The largest answer that is read.
#[wasm_bindgen]
pub fn default_body_limit() -> u32 {
    DEFAULT_BODY_LIMIT as u32
}
