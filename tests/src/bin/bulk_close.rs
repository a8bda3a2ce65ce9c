//! `bulk_close begin|resume URL JOURNAL NUMBERS`: closes the incidents in a file, one number a line, with a conclusion, or goes on with
//! that, and prints the report as JSON: what a test kills.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program")]

use std::{env, fs, process::ExitCode};

use soarwire::{
    BulkRun, Client, ClientConfig,
    bulk::{BulkReport, Plan},
    d3,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [verb, url, journal, numbers] = arguments.as_slice() else {
        eprintln!("usage: bulk_close begin|resume URL JOURNAL NUMBERS");
        return ExitCode::from(2);
    };
    match close(verb, url, journal, numbers) {
        Ok(report) => {
            println!("{}", report.to_json());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn close(verb: &str, url: &str, journal: &str, numbers: &str) -> Result<BulkReport, Box<dyn std::error::Error>> {
    let tenant =
        d3::Tenant::new(url, "Admin", "Security Operations")?.with_auth(d3::Auth::api_key("sandbox-d3-key"))?;
    let client = Client::with_config(tenant, ClientConfig::default().requests_per_second(0.0))?;
    if verb == "resume" {
        return Ok(client.resume(journal, &BulkRun::default())?);
    }
    let numbers = fs::read_to_string(numbers)?;
    let close = d3::CloseIncidents::new(numbers.lines(), true).conclusion("Contained.");
    Ok(client.run_bulk(Plan::new(close)?.chunk(10)?, &BulkRun::default().journal(journal))?)
}
