//! Both clients against every row of `tests/behaviours/events.json`, which Python's clients and `run` are held to too.

use std::{
    error::Error,
    fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{Value, json};
use soarwire::{
    AsyncClient, Client, ClientConfig, Event, Observer, Proxy, RunOptions, d3,
    sandbox::{Config, Fault, Sandbox},
    transport::serve::{ServeOptions, Server},
};

/// What the table can ask of an event.
fn field(event: &Event, name: &str) -> Value {
    match name {
        "name" => json!(event.name.as_str()),
        "attempt" => json!(event.attempt),
        "status" => json!(event.status),
        "kind" => json!(event.kind.map(|kind| kind.as_str())),
        "why" => json!(event.why.map(|why| why.as_str())),
        "maybe_executed" => json!(event.maybe_executed),
        "counts" => json!(event.counts),
        count => json!(event.counts).get(count).cloned().unwrap_or_default(),
    }
}

/// Whether the call fails is in the events.
async fn call(asynchronously: bool, row: &Value, client: (d3::Tenant, ClientConfig), options: &RunOptions<'_>) {
    let (tenant, config) = client;
    let assign = d3::UpdateOwner::new(["20261103-104"], "Maria Keller");
    let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
    let assigns = row.get("operation").is_some_and(|operation| operation == "assign");
    let _ = match (asynchronously, assigns) {
        (false, true) => Client::with_config(tenant, config).and_then(|client| client.run_with(&assign, options)),
        (false, false) => Client::with_config(tenant, config).and_then(|client| client.run_with(&close, options)),
        (true, assigns) => match AsyncClient::with_config(tenant, config) {
            Ok(client) if assigns => client.run_with(&assign, options).await,
            Ok(client) => client.run_with(&close, options).await,
            Err(error) => Err(error),
        },
    };
}

async fn told(row: &Value, asynchronously: bool) -> Result<Vec<Event>, Box<dyn Error>> {
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
    let options = RunOptions::default().on_event(observer);
    call(asynchronously, row, (tenant, config), &options).await;
    let events = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(events)
}

#[test]
fn events_are_those_of_every_language() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("behaviours/events.json");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    assert!(rows.len() >= 6);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for (row, asynchronously) in rows.iter().flat_map(|row| [(row, false), (row, true)]) {
        let events = runtime.block_on(told(row, asynchronously))?;
        let expected = row.get("events").and_then(Value::as_array).ok_or("a row without events")?;
        let told: Vec<Value> = events
            .iter()
            .zip(expected)
            .map(|(event, expected)| {
                let names = expected.as_object().into_iter().flatten().map(|(name, _)| name);
                names.map(|name| (name.clone(), field(event, name))).collect()
            })
            .collect();
        assert_eq!((&told, events.len()), (expected, expected.len()), "{}", row.get("name").unwrap_or(row));
    }
    Ok(())
}
