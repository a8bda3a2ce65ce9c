//! Bulk runs against a faulty sandbox for a long time: memory stays flat, and no thread, socket or file handle is left behind.
//! `SOARWIRE_SOAK_SECONDS` says for how long; without it only a few seconds, which show that it works.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "numbers for those who watch it")]

use std::{
    env,
    error::Error,
    fs,
    time::{Duration, Instant},
};

use serde_json::json;
use soarwire::{
    BulkRun, Client, ClientConfig, Policy,
    bulk::{BulkOptions, Guard, Plan},
    d3,
    sandbox::{Config, Fault, Sandbox},
    transport::serve::{ServeOptions, Server},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What this process holds.
#[derive(Clone, Copy, Debug)]
struct Held {
    resident_kib: u64,
    threads: u64,
    handles: usize,
}

fn held() -> Outcome<Held> {
    let status = fs::read_to_string("/proc/self/status")?;
    let number = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
    };
    let handles = fs::read_dir("/proc/self/fd")?.count();
    Ok(Held { resident_kib: number("VmRSS:"), threads: number("Threads:"), handles })
}

fn faults() -> Outcome<Vec<Fault>> {
    Ok(Fault::list_from_json(
        br#"[{"kind": "cut_before", "times": null, "probability": 0.02}, {"kind": "cut_after", "times": null, "probability": 0.02},
            {"kind": "cut_mid_body", "times": null, "probability": 0.02}, {"kind": "server_error", "times": null, "probability": 0.02},
            {"kind": "rate_limited", "retry_after": 0, "times": null, "probability": 0.05},
            {"kind": "truncated_json", "times": null, "probability": 0.02}, {"kind": "delay", "ms": 5, "times": null, "probability": 0.1},
            {"kind": "status", "status": 400, "times": null, "probability": 0.02},
            {"kind": "left_out", "times": null, "probability": 0.02}]"#,
    )?)
}

/// One run with a journal, and going on with it.
fn turn(client: &Client<d3::Tenant>, numbers: &[String], turn: u64, folder: &std::path::Path) -> Outcome {
    let journal = folder.join("soak.journal");
    let plan = match turn % 3 {
        0 => Plan::new(d3::CloseIncidents::new(numbers, true).conclusion(format!("Turn {turn}.")))?,
        1 => Plan::new(d3::UpdateOwner::new(numbers, "Li Wen"))?,
        _ => Plan::new(d3::UpdateOwner::new(numbers, "Li Wen"))?.guard(Guard::new().is_not_in("status", ["Nothing"])?),
    };
    let options = BulkOptions::default().concurrency(8).breaker(0);
    let bulk = BulkRun::default().journal(&journal).options(options.clone());
    let report = client.run_bulk(plan.chunk(10)?, &bulk)?;
    let mut resumed = client.resume(&journal, &BulkRun::default().options(options))?;
    assert_eq!(report.len(), resumed.len());
    // A reading may fail, too.
    let _ = client.settle_bulk(&mut resumed, Some(&journal));
    fs::remove_file(&journal)?;
    Ok(())
}

#[test]
fn nothing_is_left_behind() -> Outcome {
    let seconds = env::var("SOARWIRE_SOAK_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(4);
    let numbers: Vec<String> = (0..200).map(|number| format!("20261103-{number:03}")).collect();
    let incidents: Vec<_> = numbers.iter().map(|number| json!({ "number": number })).collect();
    let d3 = json!({ "generate": 0, "rate_limit": null, "incidents": incidents, "owners": ["Li Wen"] });
    let config: Config = serde_json::from_value(json!({ "log_capacity": 10, "d3": d3 }))?;
    let server = Server::start(Sandbox::new(config), ServeOptions::default())?;
    let tenant = d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key("sandbox-d3-key"))?;
    let policy = Policy::default().max_attempts(3).backoff_base_ms(1).backoff_cap_ms(5).attempt_timeout_ms(5_000);
    let client = Client::with_config(tenant, ClientConfig::default().requests_per_second(0.0).policy(policy))?;
    let folder = env::temp_dir().join(format!("soarwire-soak-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let begun = Instant::now();
    let whole = Duration::from_secs(seconds);
    let (mut turns, mut early) = (0, None);
    while begun.elapsed() < whole || turns < 10 {
        turn(&client, &numbers, turns, &folder)?;
        turns += 1;
        // The tenants, whose conclusions and counters grow, begin anew.
        server.sandbox().reset();
        server.sandbox().script(faults()?);
        if early.is_none() && begun.elapsed() > whole / 5 {
            early = Some(held()?);
            println!("after {turns} runs: {early:?}");
        }
    }
    let (early, late) = (early.ok_or("no time")?, held()?);
    println!("after {turns} runs in {} s: {late:?}", begun.elapsed().as_secs());
    fs::remove_dir_all(&folder)?;
    assert!(late.resident_kib < early.resident_kib + early.resident_kib / 4 + 4_096, "{early:?}, then {late:?}");
    // The sandbox has a thread and a socket for each connection.
    assert!(late.threads <= early.threads + 16 && late.handles <= early.handles + 32, "{early:?}, then {late:?}");
    Ok(())
}
