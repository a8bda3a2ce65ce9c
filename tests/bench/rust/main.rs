//! `bench SETTINGS FOLDER [ROW…]`: the Rust rows of `make bench`, as JSON. SETTINGS is the line that a sandbox server prints that has
//! 20,000 generated incidents; files are made in FOLDER and removed; with ROW… only the rows whose names begin with one of them.
#![allow(clippy::print_stdout, reason = "a command line program")]

use std::{env, error::Error, hint::black_box, path::Path, process::ExitCode, time::Instant};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use soarwire::{Client, ClientConfig, Operation, Response, Tenant, d3, xpanse};
use soarwire_tests::hostile::{Shape, shapes};

mod bulk;
mod bulk_core;
mod incidents;
mod million;
mod pacer;
mod replies;

use replies::{close_reply, numbers};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let printed = match arguments.as_slice() {
        [million, arguments @ ..] if million == "million" => million::work(arguments),
        [settings, folder, wanted @ ..] => rows(settings, Path::new(folder), wanted).map(Value::Object),
        _ => Err("usage: bench SETTINGS FOLDER [ROW…]".into()),
    };
    match printed {
        Ok(value) => {
            println!("{value}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What a sandbox server prints.
#[derive(Deserialize)]
struct Settings {
    url: String,
    key_id: String,
    key: String,
    incident_id: String,
    first_generated: String,
}

/// What measures one row.
type Row<'r> = dyn Fn() -> Result<Value, Box<dyn Error>> + 'r;

fn rows(settings: &str, folder: &Path, wanted: &[String]) -> Result<Map<String, Value>, Box<dyn Error>> {
    let settings: Settings = serde_json::from_str(settings)?;
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|start| name.starts_with(start));
    let updates = bulk::Updates::new(&settings, folder)?;
    let each: [(&str, &Row<'_>); 8] = [
        ("rust.report_10k", &|| Ok(report_10k())),
        ("rust.incidents_10k", &|| Ok(incidents::row())),
        ("rust.http_2k", &|| http_2k(&settings)),
        ("call.pacer_100k", &pacer::row),
        ("bulk.limit", &|| updates.limit()),
        ("bulk.journal", &|| updates.journal()),
        ("bulk.wrk", &|| updates.wrk()),
        ("bulk.overhead", &bulk_core::row),
    ];
    let mut rows = Map::new();
    for (name, row) in each.into_iter().filter(|(name, _)| is_wanted(name)) {
        rows.insert(name.to_owned(), row()?);
    }
    if is_wanted("bulk.memory_1m") || is_wanted("bulk.resume_1m") {
        rows.extend(million::rows(folder)?.map(|(name, row)| (name.to_owned(), row)));
    }
    if is_wanted("hostile") {
        rows.extend(hostile_rows());
    }
    Ok(rows)
}

/// Seconds that some work takes.
fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Seconds of both, round by round in turn, after a round that does not count.
fn interleave(rounds: usize, mut ours: impl FnMut(), mut peer: impl FnMut(), peer_name: &str) -> Value {
    compare(rounds, || seconds(&mut ours), || seconds(&mut peer), peer_name)
}

/// The same for work that tells itself how many seconds it took.
fn compare(rounds: usize, mut ours: impl FnMut() -> f64, mut peer: impl FnMut() -> f64, peer_name: &str) -> Value {
    let (mut mine, mut other) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let pair = (ours(), peer());
        if round > 0 {
            mine.push(pair.0);
            other.push(pair.1);
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    let (ours, peer) = (median(mine), median(other));
    let round = |value: f64, digits: f64| (value * digits).round() / digits;
    json!({
        "ours": round(ours * 1e6, 1e3), "peer": round(peer * 1e6, 1e3), "ratio": round(ours / peer, 1e3),
        "unit": "us", "peer_name": peer_name,
    })
}

/// What a careful program writes by hand: owned strings, because the body is gone by the time they are read.
#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded but never read")]
struct Item {
    #[serde(rename = "Incident Number")]
    number: String,
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "Close Date")]
    closed: String,
    #[serde(rename = "Result")]
    result: String,
    #[serde(rename = "Closed By")]
    closed_by: String,
    #[serde(rename = "Error message")]
    message: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "contextData")]
    items: Vec<Item>,
}

fn report_10k() -> Value {
    let asked = numbers(10_000);
    let body = close_reply(&asked);
    let operation = d3::CloseIncidents::new(asked, true);
    interleave(
        61,
        || {
            let report = operation.parse(Response::new(200, body.as_bytes())).ok();
            if let Some(report) = &report {
                report.failed().for_each(|failed| drop(black_box(failed)));
                black_box(report.counts());
            }
        },
        || {
            let envelope: Option<Envelope> = serde_json::from_slice(body.as_bytes()).ok();
            let failed = envelope.iter().flat_map(|envelope| &envelope.items).filter(|item| item.result == "Failed");
            failed.for_each(|item| {
                black_box(item.number.as_str());
            });
        },
        "serde struct of owned Strings",
    )
}

/// Nanoseconds a byte of hostile answers, read as the vendor's that they are meant for: large ones against small ones of the
/// same shape. In proportion to its size the ratio is 1, whatever the cost.
fn hostile_rows() -> impl Iterator<Item = (String, Value)> {
    const SMALL: usize = 1 << 20;
    const LARGE: usize = 8 << 20;
    shapes().into_iter().map(|shape| {
        let (large, small) = (per_byte(&shape, LARGE), per_byte(&shape, SMALL));
        let round = |value: f64| (value * 1e3).round() / 1e3;
        let row = json!({
            "ours": round(large), "peer": round(small), "ratio": round(large / small), "unit": "ns/B",
            "peer_name": "an eighth of it",
        });
        (format!("hostile.{}", shape.name.replace(' ', "_")), row)
    })
}

/// The slowest of the readers, its best of five rounds.
fn per_byte(shape: &Shape, size: usize) -> f64 {
    let body = shape.body(size);
    let link = d3::LinkToCases::new(["1"], ["2"]);
    let close = d3::CloseIncident::new();
    let update = xpanse::UpdateIncident::new("1").status("new");
    let best = |read: &dyn Fn(Response<'_>)| {
        let rounds = (0..5).map(|_| {
            let start = Instant::now();
            read(Response::new(200, body.as_slice()));
            read(Response::new(500, body.as_slice()));
            start.elapsed().as_nanos() as f64
        });
        rounds.fold(f64::INFINITY, f64::min)
    };
    let readers: [&dyn Fn(Response<'_>); 3] = [
        &|response| drop(black_box(link.parse(response))),
        &|response| drop(black_box(close.parse(response))),
        &|response| drop(black_box(update.parse(response))),
    ];
    readers.into_iter().map(best).fold(0.0, f64::max) / body.len() as f64
}

fn http_2k(settings: &Settings) -> Result<Value, Box<dyn Error>> {
    const CALLS: usize = 2_000;
    let auth = xpanse::Auth::standard(settings.key_id.as_str(), settings.key.as_str());
    let tenant = xpanse::Tenant::at(&settings.url)?.with_auth(auth)?;
    let update = xpanse::UpdateIncident::new(&settings.incident_id).status("under_investigation");
    let request = tenant.sign_with(&update, "", 0)?;
    let client = Client::with_config(tenant, ClientConfig::default().requests_per_second(0.0))?;
    let agent = ureq::Agent::new_with_defaults();
    let mut wrong = 0;
    let row = interleave(
        9,
        || {
            for _ in 0..CALLS {
                wrong += usize::from(!client.run(&update).is_ok_and(|report| report.all_succeeded()));
            }
        },
        || {
            for _ in 0..CALLS {
                let mut call = agent.post(request.url());
                for (name, value) in request.headers() {
                    call = call.header(name.as_ref(), value.expose());
                }
                let _ = call.send(request.body()).map(|mut answer| answer.body_mut().read_to_vec());
            }
        },
        "bare ureq, the same bytes, the answer ignored",
    );
    if wrong > 0 { Err(format!("{wrong} updates did not succeed").into()) } else { Ok(row) }
}
