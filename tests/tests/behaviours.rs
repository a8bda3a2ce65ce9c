//! The blocking client against every row of `tests/behaviours/table.json`.

use std::{error::Error, fs, path::PathBuf, thread, time::Duration};

use serde_json::{Value, json};
use soarwire::{Client, ClientConfig, Policy, Proxy, Report, d3};
use soarwire_tests::raw_server::{Authority, Call, Row, Served, serve, table};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn client(row: &Row, url: &str, ca_file: &PathBuf) -> Result<Client<d3::Tenant>, soarwire::Error> {
    let tenant = d3::Tenant::new(url, "Admin", "Security Operations")?.with_auth(d3::Auth::api_key("k"))?;
    let settings = &row.settings;
    let mut policy = Policy::default().deadline_ms(20_000).backoff_base_ms(10);
    policy.max_attempts = settings.max_attempts.unwrap_or(1);
    policy.attempt_timeout_ms = settings.attempt_timeout_ms.unwrap_or(policy.attempt_timeout_ms);
    let mut config =
        ClientConfig::default().policy(policy).requests_per_second(0.0).proxy(Proxy::None).ca_file(ca_file);
    config.body_limit = settings.body_limit.unwrap_or(config.body_limit);
    config.connect_timeout_ms = settings.connect_timeout_ms.unwrap_or(config.connect_timeout_ms);
    config.reuse_connections = settings.reuse_connections.unwrap_or(true);
    Client::with_config(tenant, config)
}

fn told(result: Result<Report, soarwire::Error>) -> Value {
    match result {
        Ok(report) if report.all_succeeded() => json!("succeeded"),
        Ok(report) if report.failed().any(|failed| failed.reason == "denied") => json!("denied"),
        Ok(report) => json!(report.to_string()),
        Err(error) => json!({
            "kind": error.kind().as_str(), "maybe_executed": error.maybe_executed(), "reason": error.reason(),
        }),
    }
}

/// Removes the members that the table does not specify.
fn asked(mut told: Value, expected: Option<&Value>) -> Value {
    if let Some(told) =
        told.as_object_mut().filter(|_| expected.is_none_or(|expected| expected.get("reason").is_none()))
    {
        told.remove("reason");
    }
    told
}

fn calls(row: &Row, served: &Served, ca_file: &PathBuf) -> Result<Vec<Value>, soarwire::Error> {
    let client = client(row, &served.url, ca_file)?;
    let mut outcomes = Vec::new();
    for (nth, call) in row.calls.iter().enumerate() {
        if nth > 0 {
            thread::sleep(Duration::from_millis(row.pause_ms));
        }
        let close = d3::CloseIncidents::new(["a"], true);
        let told = told(client.run(&match call {
            Call::Append => close.conclusion("Contained."),
            Call::Repeat => close,
        }));
        outcomes.push(asked(told, row.expected.outcomes.get(nth)));
    }
    Ok(outcomes)
}

#[test]
fn the_client_does_as_the_table_says() -> Outcome<()> {
    let authority = Authority::new()?;
    let ca_file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("behaviours-{}.pem", std::process::id()));
    fs::write(&ca_file, authority.pem())?;
    let rows = table()?;
    let mut wrong = Vec::new();
    thread::scope(|scope| -> Outcome<()> {
        let mut running = Vec::new();
        for row in &rows {
            let served = serve(row, &authority)?;
            let ca_file = &ca_file;
            running.push((row, scope.spawn(move || (calls(row, &served, ca_file), served.seen))));
        }
        for (row, thread) in running {
            let (outcomes, seen) = thread.join().map_err(|_| "a call panicked")?;
            let outcomes = outcomes?;
            let expected = &row.expected;
            let made = expected.made.unwrap_or(seen.connections());
            if (&outcomes, seen.requests(), seen.connections()) != (&expected.outcomes, expected.requests, made) {
                wrong.push(format!("{}: {} and {seen:?}", row.name, json!(outcomes)));
            }
        }
        Ok(())
    })?;
    assert!(rows.len() > 60 && wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
