//! The state machine of one logical call.

use soarwire::{AnyAnswer, Attempt, Call as CoreCall, DEFAULT_BODY_LIMIT, Policy, Step, TransportError};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    answer::Answer,
    error::Failure,
    operation::{Operation, response},
    tenant::{Pacer, Tenant, text},
};

/// One logical call, driven by `run`.
#[wasm_bindgen]
pub struct Call {
    call: CoreCall<AnyAnswer>,
    step: Option<Step<AnyAnswer>>,
}

#[wasm_bindgen]
impl Call {
    /// A call that has not begun; a limit that is not given is the default.
    #[wasm_bindgen(constructor)]
    pub fn new(
        tenant: &Tenant,
        operation: &Operation,
        pacer: &Pacer,
        timeout_ms: Option<f64>,
        attempt_timeout_ms: Option<f64>,
        max_attempts: Option<u32>,
        seed: f64,
    ) -> Result<Call, Failure> {
        let mut policy = Policy::default().overridden(timeout_ms.map(|ms| ms as u64), max_attempts);
        policy.attempt_timeout_ms = attempt_timeout_ms.map_or(policy.attempt_timeout_ms, |ms| ms as u64);
        let prepared = tenant.0.prepare(&operation.0)?;
        Ok(Call { call: CoreCall::new(prepared, pacer.0.clone(), policy, seed as u64), step: None })
    }

    /// What to do next: `send`, `done`, or what is waited for.
    pub fn poll(&mut self, now_ms: f64, nonce: &str) -> String {
        let step = self.call.poll(now_ms as u64, nonce);
        let name = match &step {
            Step::Send { .. } => "send",
            Step::Wait { why, .. } => why.as_str(),
            _ => "done",
        };
        self.step = Some(step);
        name.to_owned()
    }

    /// Until when to wait, or when the answer no longer counts.
    pub fn until_ms(&self) -> f64 {
        match &self.step {
            Some(Step::Send { until_ms, .. } | Step::Wait { until_ms, .. }) => *until_ms as f64,
            _ => 0.0,
        }
    }

    /// The request to send, in lines.
    pub fn request(&self) -> String {
        match &self.step {
            Some(Step::Send { request, .. }) => text(request),
            _ => String::new(),
        }
    }

    /// The result, once it is done.
    pub fn result(&self) -> Result<Option<Answer>, Failure> {
        match &self.step {
            Some(Step::Done(Ok(answer))) => Ok(Some(Answer(answer.clone()))),
            Some(Step::Done(Err(error))) => Err(error.clone().into()),
            _ => Ok(None),
        }
    }

    /// How often the request was sent so far.
    pub fn attempts(&self) -> u32 {
        self.call.attempts()
    }

    /// The name of the attempt to send; 0, which is none, where there is none.
    pub fn attempt(&self) -> f64 {
        match &self.step {
            Some(Step::Send { attempt, .. }) => attempt.number() as f64,
            _ => 0.0,
        }
    }

    /// Takes the answer to an attempt.
    pub fn on_response(&mut self, now_ms: f64, attempt: f64, status: u16, headers: &str, body: Vec<u8>) {
        self.call.on_response(now_ms as u64, named(attempt), response(status, headers, body));
    }

    /// Reports that no answer to an attempt came, with a reason if the transport knows one; an unknown class is `interrupted`.
    pub fn on_transport_error(&mut self, now_ms: f64, attempt: f64, class: &str, reason: Option<String>) {
        let class = TransportError::from_name(class).unwrap_or(TransportError::Interrupted);
        let reason = reason.unwrap_or_else(|| class.to_string());
        self.call.on_transport_failure(now_ms as u64, named(attempt), class, reason);
    }

    /// Takes an attempt back that was not sent after all.
    pub fn withdraw(&mut self, attempt: f64) {
        self.call.withdraw(named(attempt));
    }

    /// Ends the call now.
    pub fn cancel(&mut self, now_ms: f64) {
        self.call.cancel(now_ms as u64);
    }
}

fn named(attempt: f64) -> Attempt {
    Attempt::from_number(attempt as u64)
}

/// The largest answer that is read.
#[wasm_bindgen]
pub fn default_body_limit() -> u32 {
    DEFAULT_BODY_LIMIT as u32
}
