//! What runs tell of their calls, against every row of `tests/behaviours/bulk_events.json`, which Python's and TypeScript's are held to too.

use std::{
    error::Error,
    fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{Map, Value, json};
use soarwire::{
    AnyOperation, BulkRun, Client, ClientConfig, Event, Observer, Proxy,
    bulk::{BulkOptions, Guard, Plan},
    d3,
    sandbox::{Config, Fault, Sandbox},
    transport::serve::{ServeOptions, Server},
};

/// What the table can ask of an event; calls are counted from 1.
fn field(event: &Event, first: u64, name: &str) -> Value {
    match name {
        "call" => json!(event.call - first + 1),
        "name" => json!(event.name.as_str()),
        "operation" => json!(event.operation),
        "attempt" => json!(event.attempt),
        "status" => json!(event.status),
        "kind" => json!(event.kind.map(|kind| kind.as_str())),
        "why" => json!(event.why.map(|why| why.as_str())),
        "maybe_executed" => json!(event.maybe_executed),
        count => json!(event.counts).get(count).cloned().unwrap_or_default(),
    }
}

fn plan(row: &Value) -> Result<Plan, soarwire::Error> {
    let numbers = ["20261103-104", "20261103-105"];
    let operation: AnyOperation = match row.get("operation").and_then(Value::as_str) {
        Some("close") => d3::CloseIncidents::new(numbers, true).conclusion("Contained.").into(),
        _ => d3::UpdateOwner::new(numbers, "Maria Keller").into(),
    };
    let chunk = row.get("chunk").and_then(Value::as_u64).unwrap_or(1);
    let plan = Plan::new(operation)?.chunk(chunk as usize)?;
    if row.get("guard").is_none() {
        return Ok(plan);
    }
    Ok(plan.guard(Guard::new().is_not_in("status", ["Closed"])?))
}

/// The events of a row, and why its run stopped.
fn told(row: &Value) -> Result<(Vec<Event>, Option<String>), Box<dyn Error>> {
    let server = Server::start(Sandbox::new(Config::default()), ServeOptions::default())?;
    if let Some(faults) = row.get("faults") {
        server.sandbox().script(Fault::list_from_json(faults.to_string().as_bytes())?);
    }
    let tenant = d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key("sandbox-d3-key"))?;
    let config = ClientConfig::default().requests_per_second(0.0).proxy(Proxy::None);
    let seen = Arc::<Mutex<Vec<Event>>>::default();
    let kept = Arc::clone(&seen);
    let observer = Observer::new(move |event| kept.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone()));
    let mut bulk = BulkRun::default().options(BulkOptions::default().concurrency(1)).on_event(observer);
    if row.get("acquire").is_some() {
        bulk = bulk.acquire(Arc::new(|_| Err(soarwire::ffi::invalid("acquire", "let no request go"))));
    }
    let report = Client::with_config(tenant, config)?.run_bulk(plan(row)?, &bulk)?;
    let events = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((events, report.stopped().map(str::to_owned)))
}

#[test]
fn events_of_runs_are_those_of_every_language() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("behaviours/bulk_events.json");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    assert!(rows.len() >= 7);
    for row in &rows {
        let (events, stopped) = told(row)?;
        let first = events.first().map_or(1, |event| event.call);
        let expected = row.get("events").and_then(Value::as_array).ok_or("a row without events")?;
        let told: Vec<Value> = events
            .iter()
            .zip(expected)
            .map(|(event, expected)| {
                let names = expected.as_object().into_iter().flat_map(Map::keys);
                names.map(|name| (name.clone(), field(event, first, name))).collect()
            })
            .collect();
        let name = row.get("name").unwrap_or(row);
        assert_eq!((&told, events.len()), (expected, expected.len()), "{name}: {events:?}");
        assert_eq!(json!(stopped), row.get("stopped").cloned().unwrap_or_default(), "{name}");
    }
    Ok(())
}
