//! `call.pacer_100k`: calls that queue on one pacer, half of them cancelled, in virtual time.

use std::{error::Error, time::Instant};

use serde_json::{Value, json};
use soarwire::{Call, Pacer, Policy, Response, Step, Tenant, xpanse};

const CALLS: usize = 100_000;
const TENTH: usize = CALLS / 10;
const ROUNDS: usize = 7;
const START_MS: u64 = 1_793_696_706_000;

/// Nanoseconds per call in the last tenth of the queue, compared with the first tenth: the queue is linear.
pub(crate) fn row() -> Result<Value, Box<dyn Error>> {
    let mut rounds = (0..=ROUNDS).map(|_| round()).collect::<Result<Vec<_>, _>>()?;
    // The first round warms up.
    rounds.remove(0);
    let median = |part: &dyn Fn(&[f64; 10]) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(part).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let ns = |seconds: f64, calls: usize| (seconds * 1e9 / calls as f64).round();
    let (first, last) = (median(&|tenths| tenths[0]), median(&|tenths| tenths[9]));
    let all = median(&|tenths| tenths.iter().sum());
    Ok(json!({
        "ours": ns(last, TENTH), "peer": ns(first, TENTH), "ratio": (last / first * 1e3).round() / 1e3, "unit": "ns",
        "peer_name": format!("the last tenth against the first; {} ns a call", ns(all, CALLS)),
    }))
}

/// The seconds that each tenth of the queue takes: queueing up, being cancelled, or being sent and answered.
fn round() -> Result<[f64; 10], Box<dyn Error>> {
    let tenant = xpanse::Tenant::new("acme.example.com")?.with_auth(xpanse::Auth::standard("7", "key"))?;
    let prepared = tenant.prepare(&xpanse::UpdateIncident::new("5471").status("resolved"))?;
    let pacer = Pacer::new(1_000.0)?;
    let policy = Policy::default().deadline_ms(u64::MAX);
    let mut calls = Vec::with_capacity(CALLS);
    let mut due_ms = vec![START_MS; CALLS];
    let mut tenths = [0.0; 10];
    let mut lap = Lap { began: Instant::now(), done: 0 };
    for (index, due_ms) in due_ms.iter_mut().enumerate() {
        let mut call = Call::new(prepared.clone(), pacer.clone(), policy, index as u64);
        // The first would send at once.
        if index > 0 {
            let Step::Wait { until_ms, .. } = call.poll(START_MS, "") else { return Err("it does not queue".into()) };
            *due_ms = until_ms;
        } else if !matches!(call.poll(START_MS, ""), Step::Send { .. }) {
            return Err("it does not send".into());
        }
        calls.push(call);
        lap.add(&mut tenths);
    }
    lap = Lap { began: Instant::now(), done: 0 };
    for (index, call) in calls.iter_mut().enumerate() {
        if index % 2 == 1 {
            call.cancel(START_MS);
        }
        lap.add(&mut tenths);
    }
    lap = Lap { began: Instant::now(), done: 0 };
    for (index, (call, due_ms)) in calls.iter_mut().zip(due_ms).enumerate() {
        if index > 0 && index % 2 == 0 {
            drive(call, due_ms)?;
        }
        lap.add(&mut tenths);
    }
    Ok(tenths)
}

/// Polls as it is told to until it is sent, and answers.
fn drive(call: &mut Call, mut now_ms: u64) -> Result<(), Box<dyn Error>> {
    loop {
        match call.poll(now_ms, "") {
            Step::Wait { until_ms, .. } => now_ms = until_ms,
            Step::Send { attempt, .. } => {
                call.on_response(now_ms, attempt, Response::new(200, &b"{\"reply\": true}"[..]));
            }
            Step::Done(result) => return result.map(drop).map_err(Into::into),
            _ => return Err("a step that no driver knows".into()),
        }
    }
}

/// Adds up the time of each tenth.
struct Lap {
    began: Instant,
    done: usize,
}

impl Lap {
    fn add(&mut self, tenths: &mut [f64; 10]) {
        self.done += 1;
        if self.done.is_multiple_of(TENTH) {
            if let Some(tenth) = tenths.get_mut(self.done / TENTH - 1) {
                *tenth += self.began.elapsed().as_secs_f64();
            }
            self.began = Instant::now();
        }
    }
}
