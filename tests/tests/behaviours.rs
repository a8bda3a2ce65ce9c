//! The blocking client and the asynchronous one against every row of `tests/behaviours/table.json`.

use std::{error::Error, fs, path::PathBuf, thread, time::Duration};

use serde_json::{Value, json};
use soarwire::{AsyncClient, Client, ClientConfig, Policy, Proxy, Report, d3};
use soarwire_tests::raw_server::{Authority, Call, Row, Served, serve, table};

type Failed = Box<dyn Error + Send + Sync>;
type Outcome<T> = Result<T, Box<dyn Error>>;

fn tenant(url: &str) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new(url, "Admin", "Security Operations")?.with_auth(d3::Auth::api_key("4b5e3a9c/0d1f+7a=="))
}

fn config(row: &Row, ca_file: &PathBuf) -> ClientConfig {
    let settings = &row.settings;
    let mut policy = Policy::default().deadline_ms(20_000).backoff_base_ms(10);
    policy.max_attempts = settings.max_attempts.unwrap_or(1);
    policy.attempt_timeout_ms = settings.attempt_timeout_ms.unwrap_or(policy.attempt_timeout_ms);
    let mut config =
        ClientConfig::default().policy(policy).requests_per_second(0.0).proxy(Proxy::None).ca_file(ca_file);
    config.body_limit = settings.body_limit.unwrap_or(config.body_limit);
    config.connect_timeout = settings.connect_timeout_ms.map_or(config.connect_timeout, Duration::from_millis);
    config.reuse_connections = settings.reuse_connections.unwrap_or(true);
    config
}

fn operation(call: Call) -> d3::CloseIncidents {
    let close = d3::CloseIncidents::new(["a"], true);
    match call {
        Call::Append => close.conclusion("Contained."),
        Call::Repeat => close,
    }
}

fn told(result: Result<Report, soarwire::Error>) -> Value {
    match result {
        Ok(report) if report.all_succeeded() => json!("succeeded"),
        Ok(report) => json!(report.failed().next().map_or(report.to_string(), |failed| failed.reason.into_owned())),
        Err(error) => json!({
            "kind": error.kind().as_str(), "maybe_executed": error.maybe_executed(), "reason": error.reason(),
        }),
    }
}

/// Removes the members that the table does not specify.
fn asked(mut told: Value, expected: &Value) -> Value {
    if let Some(told) = told.as_object_mut().filter(|_| expected.get("reason").is_none()) {
        told.remove("reason");
    }
    told
}

/// What came of the calls of a row.
type Calls = fn(&Row, &Served, &PathBuf) -> Result<Vec<Value>, Failed>;

fn blocking(row: &Row, served: &Served, ca_file: &PathBuf) -> Result<Vec<Value>, Failed> {
    let client = Client::with_config(tenant(&served.url)?, config(row, ca_file))?;
    let mut outcomes = Vec::new();
    for (nth, call) in row.calls.iter().enumerate() {
        if nth > 0 {
            thread::sleep(Duration::from_millis(row.pause_ms));
        }
        outcomes.push(told(client.run(&operation(*call))));
    }
    Ok(outcomes)
}

fn asynchronous(row: &Row, served: &Served, ca_file: &PathBuf) -> Result<Vec<Value>, Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = AsyncClient::with_config(tenant(&served.url)?, config(row, ca_file))?;
        let mut outcomes = Vec::new();
        for (nth, call) in row.calls.iter().enumerate() {
            if nth > 0 {
                tokio::time::sleep(Duration::from_millis(row.pause_ms)).await;
            }
            outcomes.push(told(client.run(&operation(*call)).await));
        }
        Ok(outcomes)
    })
}

/// How many rows run at once: some are about fractions of a second, which a busy machine does not have.
const AT_ONCE: usize = 10;

/// Every row of which `client` does something else than the table says.
fn wrong(client: &str, calls: Calls) -> Outcome<Vec<String>> {
    let authority = Authority::new()?;
    let ca_file =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("behaviours-{client}-{}.pem", std::process::id()));
    fs::write(&ca_file, authority.pem())?;
    let rows = table()?;
    assert!(rows.len() > 60);
    let mut wrong = Vec::new();
    for rows in rows.chunks(AT_ONCE) {
        wrong.extend(wrong_of(rows, client, calls, &authority, &ca_file)?);
    }
    Ok(wrong)
}

fn wrong_of(
    rows: &[Row],
    client: &str,
    calls: Calls,
    authority: &Authority,
    ca_file: &PathBuf,
) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    thread::scope(|scope| -> Outcome<()> {
        let mut running = Vec::new();
        for row in rows {
            let Some(expected) = row.expected_of(client)? else { continue };
            let served = serve(row, authority)?;
            running.push((row, expected, scope.spawn(move || (calls(row, &served, ca_file), served.seen))));
        }
        for (row, expected, thread) in running {
            let (outcomes, seen) = thread.join().map_err(|_| "a call panicked")?;
            let outcomes: Vec<Value> = outcomes
                .map_err(|error| error.to_string())?
                .into_iter()
                .zip(&expected.outcomes)
                .map(|(told, expected)| asked(told, expected))
                .collect();
            let made = expected.made.unwrap_or(seen.connections());
            if (&outcomes, seen.requests(), seen.connections()) != (&expected.outcomes, expected.requests, made) {
                wrong.push(format!("{}: {} and {seen:?}", row.name, json!(outcomes)));
            }
        }
        Ok(())
    })?;
    Ok(wrong)
}

#[test]
fn the_clients_do_as_the_table_says() -> Outcome<()> {
    for (client, calls) in [("ureq", blocking as Calls), ("reqwest", asynchronous)] {
        let wrong = wrong(client, calls)?;
        assert!(wrong.is_empty(), "{client}:\n{}", wrong.join("\n"));
    }
    Ok(())
}
