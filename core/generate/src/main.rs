//! `cargo run -p soarwire-generate`: writes the files that only repeat what the core declares, one module for each
//! language. With `--check` it writes nothing, and fails if a file differs.
#![allow(clippy::print_stderr, reason = "a command line program")]

use std::{env, path::Path, process::ExitCode};

mod docs;
mod drivers;
mod families;
mod filters;
mod gateway;
mod outcomes;
mod output;
mod prose;
mod python;
mod region;
mod tables;
mod types;
mod typescript;

use output::{Mode, Output};
use region::Region;

/// Every generated file. A module that writes more adds its outputs to its own list.
fn outputs() -> Vec<Output> {
    [python::outputs(), typescript::outputs(), docs::outputs(), types::outputs(), filters::outputs()]
        .into_iter()
        .flatten()
        .collect()
}

/// Every generated part of a file that is otherwise written by hand.
fn regions() -> Vec<Region> {
    [tables::regions(), outcomes::regions(), drivers::regions(), gateway::regions()].into_iter().flatten().collect()
}

fn main() -> ExitCode {
    let mode = match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => Mode::Write,
        [flag] if flag == "--check" => Mode::Check,
        _ => {
            eprintln!("usage: soarwire-generate [--check]");
            return ExitCode::from(2);
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let failures = [output::settle(&root, &outputs(), mode), region::settle(&root, &regions(), mode)].concat();
    for failure in &failures {
        eprintln!("{failure}");
    }
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
