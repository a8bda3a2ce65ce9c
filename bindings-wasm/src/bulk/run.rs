//! Runs.

use soarwire::{
    AnyOperation, AnyTenant, Attempt, Error, Policy, Response, Secret, TransportError, WaitReason,
    bulk::{self, BulkOptions, BulkStep},
    ffi::{self, TenantConfig},
};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Journal, Pacer, Plan, Report, events::Events, refusal};
use crate::{
    text::text,
    wire::{with_headers, write},
};

/// A plan being run. A step leaves its details here.
#[wasm_bindgen]
pub struct Run {
    run: bulk::Run,
    events: Events,
    text: String,
    until_ms: f64,
    flight: u32,
    attempt: f64,
}

#[wasm_bindgen]
impl Run {
    /// Of a plan; the tenant is its settings as JSON text, and `limits` are numbers, NaN for the default: the concurrency, the deadline,
    /// the breaker, and of each call the time, the time of an attempt and the number of attempts. Without `journal_ms` there is no
    /// journal.
    #[wasm_bindgen(constructor)]
    pub fn new(
        plan: &Plan,
        tenant: String,
        pacer: &Pacer,
        limits: &[f64],
        id: &str,
        seed: f64,
        journal_ms: Option<f64>,
    ) -> Result<Run, String> {
        let made = tenant_of(tenant).and_then(|tenant| {
            bulk::Run::new(plan.0.clone(), tenant, pacer.0.clone(), options(limits), id, seed as u64)
        });
        let run = made.map_err(refusal)?;
        Ok(Run::of(match journal_ms {
            Some(now_ms) => run.journaled(now_ms as u64),
            None => run,
        }))
    }

    /// That goes on from a journal.
    pub fn resume(
        journal: Journal,
        tenant: String,
        pacer: &Pacer,
        limits: &[f64],
        seed: f64,
        now_ms: f64,
    ) -> Result<Run, String> {
        let resumed = tenant_of(tenant).and_then(|tenant| {
            bulk::Run::resume(journal.0, tenant, pacer.0.clone(), options(limits), seed as u64, now_ms as u64)
        });
        resumed.map(Run::of).map_err(refusal)
    }

    fn of(run: bulk::Run) -> Run {
        Run { run, events: Events::default(), text: String::new(), until_ms: 0.0, flight: 0, attempt: 0.0 }
    }

    /// Whether signing needs a nonce for every poll.
    pub fn needs_nonce(&self) -> bool {
        self.run.needs_nonce()
    }

    /// What to do: over (0), write `text` (1), send the request in `text` (2), wait until `until_ms` (3), get a permit for `flight` (4).
    pub fn poll(&mut self, now_ms: f64, nonce: &str) -> u32 {
        match self.run.poll(now_ms as u64, nonce) {
            BulkStep::Write { text } => {
                self.text = text;
                1
            }
            BulkStep::Send { flight, attempt, request, until_ms } => {
                let mut lines = Vec::new();
                write(&request, &mut lines);
                (self.flight, self.attempt, self.until_ms) = (flight, attempt.number() as f64, until_ms as f64);
                text(&lines).clone_into(&mut self.text);
                2
            }
            BulkStep::Wait { until_ms, .. } => {
                self.until_ms = until_ms as f64;
                3
            }
            BulkStep::Acquire { flight } => {
                self.flight = flight;
                4
            }
            // There are no others but the end.
            _ => 0,
        }
    }

    /// What to write, or to send; it is given once.
    pub fn text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The end of the wait, or the deadline of the attempt.
    pub fn until_ms(&self) -> f64 {
        self.until_ms
    }

    /// The call of the attempt.
    pub fn flight(&self) -> u32 {
        self.flight
    }

    /// The number of the attempt.
    pub fn attempt(&self) -> f64 {
        self.attempt
    }

    /// What was to be written is on disk; or it may not be, for a reason.
    pub fn on_written(&mut self, failed: Option<String>) {
        self.run.on_written(failed.map_or(Ok(()), |reason| Err(ffi::invalid("journal", &reason))));
    }

    /// The answer to an attempt; the headers are names and values, one per line.
    pub fn on_response(&mut self, now_ms: f64, flight: u32, attempt: f64, status: u16, headers: &str, body: Vec<u8>) {
        let response = with_headers(Response::new(status, body), headers);
        self.run.on_response(now_ms as u64, flight, Attempt::from_number(attempt as u64), response);
    }

    /// An attempt got no answer; an unknown class is `interrupted`.
    pub fn on_failure(&mut self, now_ms: f64, flight: u32, attempt: f64, class: &str, reason: String) {
        let class = TransportError::from_name(class).unwrap_or(TransportError::Interrupted);
        self.run.on_transport_failure(now_ms as u64, flight, Attempt::from_number(attempt as u64), class, reason);
    }

    /// An attempt was not sent.
    pub fn withdraw(&mut self, now_ms: f64, flight: u32, attempt: f64) {
        self.run.withdraw(now_ms as u64, flight, Attempt::from_number(attempt as u64));
    }

    /// What a call in flight asks for, as JSON text.
    pub fn operation(&self, flight: u32) -> String {
        self.run.operation_of(flight).as_ref().map(AnyOperation::to_json).unwrap_or_default()
    }

    /// There is no credential for an attempt, which was not sent: for a setting, and what is wrong with what was given, if anything
    /// was. The run stops.
    pub fn refuse(&mut self, now_ms: f64, flight: u32, attempt: f64, field: &str, reason: &str) {
        let error = if reason.is_empty() { ffi::no_credential(field) } else { ffi::invalid(field, reason) };
        self.run.end_unsigned(now_ms as u64, flight, Attempt::from_number(attempt as u64), error);
    }

    /// A call has its permit; or the run stops, since there is none.
    pub fn on_acquired(&mut self, now_ms: f64, flight: u32, has_failed: bool) {
        let failed = if has_failed { Err(ffi::invalid("acquire", "let no request go")) } else { Ok(()) };
        self.run.on_acquired(now_ms as u64, flight, failed);
    }

    /// What is in flight finishes, and nothing more is sent.
    pub fn cancel(&mut self, now_ms: f64) {
        self.run.cancel(now_ms as u64);
    }

    /// Keeps what happens to each call from now on, for `take_events`.
    pub fn observe(&mut self) {
        self.run.observe(self.events.observer());
    }

    /// What has happened to calls since this was last asked, as a JSON array.
    pub fn take_events(&self) -> String {
        self.events.take()
    }

    /// Incidents that got an outcome since this was last asked: rows as a JSON array.
    pub fn take_settled(&mut self) -> String {
        let mut rows = String::from("[");
        for place in self.run.take_settled() {
            if rows.len() > 1 {
                rows.push(',');
            }
            rows.push_str(&self.run.row(place).to_json());
        }
        rows.push(']');
        rows
    }

    /// How far it has come: the counts in the order of the documentation, how many have an outcome, were sent and are in flight, the
    /// time in milliseconds, the rate, what is left, and until when it waits; NaN for none.
    pub fn progress(&self, now_ms: f64) -> Vec<f64> {
        let progress = self.run.progress(now_ms as u64);
        let mut numbers: Vec<f64> = progress.counts.named().iter().map(|(_, count)| *count as f64).collect();
        numbers.extend([
            progress.settled as f64,
            progress.sent as f64,
            progress.in_flight as f64,
            progress.elapsed_ms as f64,
            progress.rate,
            progress.left_ms.map_or(f64::NAN, |ms| ms as f64),
            progress.waiting.map_or(f64::NAN, |(_, until_ms)| until_ms as f64),
        ]);
        numbers
    }

    /// What it waits for; empty for nothing.
    pub fn waiting(&self, now_ms: f64) -> String {
        let waiting = self.run.progress(now_ms as u64).waiting;
        waiting.map_or("", |(why, _): (WaitReason, u64)| why.as_str()).to_owned()
    }

    /// The error that stopped it, in lines; empty for none.
    pub fn error(&self) -> String {
        self.run.error().cloned().map(refusal).unwrap_or_default()
    }

    /// What happened to each incident.
    pub fn report(&self) -> Report {
        Report(self.run.report())
    }
}

fn tenant_of(settings: String) -> Result<AnyTenant, Error> {
    TenantConfig::from_json(Secret::new(settings).expose())?.tenant()
}

fn options(limits: &[f64]) -> BulkOptions {
    let limit = |index: usize| limits.get(index).copied().filter(|limit| !limit.is_nan());
    let mut policy = Policy::default().overridden(limit(3).map(|ms| ms as u64), limit(5).map(|most| most as u32));
    policy.attempt_timeout_ms = limit(4).map_or(policy.attempt_timeout_ms, |ms| ms as u64);
    let mut options = BulkOptions::default().policy(policy);
    options.concurrency = limit(0).map(|most| most as usize);
    options.deadline_ms = limit(1).map(|ms| ms as u64);
    options.breaker = limit(2).map_or(options.breaker, |most| most as u32);
    options.acquires = limit(6).is_some();
    options
}
