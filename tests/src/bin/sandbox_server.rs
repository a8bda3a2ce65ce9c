//! The sandbox as a process of its own, for benchmarks: prints one line of settings, and serves until its standard input
//! ends.
#![allow(clippy::print_stdout, reason = "a command line program")]

use std::{io, process::ExitCode};

use serde_json::json;
use soarwire::{
    sandbox::{Config, Sandbox},
    transport::serve::{ServeOptions, Server},
};

fn main() -> ExitCode {
    let config = Config::default();
    let key = config.xpanse.standard_keys.first().cloned();
    let incident = config.xpanse.incidents.first().map(|incident| incident.incident_id.clone());
    let (Some(key), Some(incident_id)) = (key, incident) else { return ExitCode::FAILURE };
    match Server::start(Sandbox::new(config), ServeOptions::default()) {
        Ok(server) => {
            let settings =
                json!({ "url": server.url(), "key_id": key.key_id, "key": key.key, "incident_id": incident_id });
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
