//! `sandbox_server [INCIDENTS]`: the sandbox as a process of its own, for benchmarks. Prints one line of settings, and serves until
//! its standard input ends. INCIDENTS is how many Xpanse incidents are generated; their ids count up from the `first_generated` of
//! the settings.
#![allow(clippy::print_stdout, reason = "a command line program")]

use std::{env, io, process::ExitCode};

use serde_json::json;
use soarwire::{
    sandbox::{Config, Sandbox},
    transport::serve::{ServeOptions, Server},
};

fn main() -> ExitCode {
    let mut config = Config::default();
    if let Some(count) = env::args().nth(1) {
        let Ok(count) = count.parse() else { return ExitCode::from(2) };
        config.xpanse.generate = count;
    }
    let key = config.xpanse.standard_keys.first().cloned();
    let given = config.xpanse.incidents.len();
    let incident = config.xpanse.incidents.first().map(|incident| incident.incident_id.clone());
    let (Some(key), Some(incident_id)) = (key, incident) else { return ExitCode::FAILURE };
    let sandbox = Sandbox::new(config);
    let first_generated = sandbox.snapshot().xpanse.get(given).map(|incident| incident.incident_id.clone());
    match Server::start(sandbox, ServeOptions::default()) {
        Ok(server) => {
            let settings = json!({
                "url": server.url(), "key_id": key.key_id, "key": key.key, "incident_id": incident_id,
                "first_generated": first_generated,
            });
            println!("{settings}");
            let ended = io::copy(&mut io::stdin(), &mut io::sink());
            server.stop();
            if ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
