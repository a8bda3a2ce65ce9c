//! `bulk.overhead`: the work of the core alone, in a run of a million incidents in virtual time.

use std::{collections::VecDeque, error::Error, hint::black_box, time::Instant};

use serde_json::{Value, json};
use soarwire::{
    Attempt, Pacer, Response,
    bulk::{BulkOptions, BulkStep, Run},
    d3,
};

use crate::million::{INCIDENTS, plan};
use crate::replies::{close_reply, numbers_in};

const TENTH: usize = INCIDENTS / 10;
const ROUNDS: usize = 3;
const START_MS: u64 = 1_793_696_706_000;
/// How long an answer takes.
const ANSWER_MS: u64 = 80;

/// Nanoseconds an incident for the last tenth, compared with the first: the work grows with the incidents, and no faster. With a
/// journal, at the default pace.
pub(crate) fn row() -> Result<Value, Box<dyn Error>> {
    let mut rounds = (0..=ROUNDS).map(|_| round()).collect::<Result<Vec<_>, _>>()?;
    // The first round warms up.
    rounds.remove(0);
    let median = |part: &dyn Fn(&Spent) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(part).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let ns = |seconds: f64, incidents: usize| (seconds * 1e9 / incidents as f64).round();
    let (first, last) = (median(&|spent| spent.tenths[0]), median(&|spent| spent.tenths[9]));
    let all = median(&|spent| spent.tenths.iter().sum());
    let opening = median(&|spent| spent.opening);
    let (all, opening) = (ns(all, INCIDENTS), ns(opening, INCIDENTS));
    let name = format!("the last tenth against the first; {all} ns an incident, and {opening} to write down the plan");
    Ok(json!({
        "ours": ns(last, TENTH), "peer": ns(first, TENTH), "ratio": (last / first * 1e3).round() / 1e3, "unit": "ns",
        "peer_name": name,
    }))
}

/// Seconds in the core.
#[derive(Default)]
struct Spent {
    /// Until the first request.
    opening: f64,
    /// For each tenth of the incidents.
    tenths: [f64; 10],
}

struct Clock {
    spent: Spent,
    has_sent: bool,
    settled: usize,
}

impl Clock {
    fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        let elapsed = began.elapsed().as_secs_f64();
        if !self.has_sent {
            self.spent.opening += elapsed;
        } else if let Some(tenth) = self.spent.tenths.get_mut((self.settled / TENTH).min(9)) {
            *tenth += elapsed;
        }
        done
    }
}

/// An answer on its way.
struct Arriving {
    at_ms: u64,
    flight: u32,
    attempt: Attempt,
    body: String,
}

fn round() -> Result<Spent, Box<dyn Error>> {
    let tenant = d3::Tenant::new("https://soc.example.com", "Admin", "SOC")?.with_auth(d3::Auth::api_key("key"))?;
    let mut clock = Clock { spent: Spent::default(), has_sent: false, settled: 0 };
    let (plan, pacer) = (plan()?, Pacer::new(50.0)?);
    let mut run = Run::new(plan, tenant.into(), pacer, BulkOptions::default(), "run", 7)?.journaled(START_MS);
    let mut arriving: VecDeque<Arriving> = VecDeque::new();
    let mut now_ms = START_MS;
    loop {
        match clock.time(|| run.poll(now_ms, "")) {
            BulkStep::Write { text } => {
                black_box(text);
                clock.time(|| run.on_written(Ok(())));
                clock.settled += clock.time(|| run.take_settled()).len();
            }
            BulkStep::Send { flight, attempt, request, .. } => {
                clock.has_sent = true;
                let body = close_reply(&numbers_in(request.body()));
                arriving.push_back(Arriving { at_ms: now_ms + ANSWER_MS, flight, attempt, body });
            }
            BulkStep::Wait { until_ms, .. } => {
                let arrives = arriving.front().is_some_and(|next| next.at_ms <= until_ms);
                if let Some(answer) = arrives.then(|| arriving.pop_front()).flatten() {
                    let Arriving { at_ms, flight, attempt, body } = answer;
                    now_ms = at_ms;
                    clock.time(|| run.on_response(now_ms, flight, attempt, Response::new(200, body.as_bytes())));
                } else {
                    now_ms = until_ms;
                }
            }
            BulkStep::Done => break,
            _ => return Err("a step that no driver knows".into()),
        }
    }
    if clock.settled == INCIDENTS { Ok(clock.spent) } else { Err(format!("{} were settled", clock.settled).into()) }
}
