//! `wasm-build IN.wasm OUT_DIR NAME [--names]`: writes `NAME_bg.wasm`, `NAME_bg.js` and their types into OUT_DIR.
//! `--names` keeps the names of functions, for a profile of what takes room.
#![allow(clippy::print_stderr, reason = "a command line program")]

use std::{env, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (input, folder, name, names) = match arguments.as_slice() {
        [input, folder, name] => (input, folder, name, false),
        [input, folder, name, flag] if flag == "--names" => (input, folder, name, true),
        _ => {
            eprintln!("usage: wasm-build IN.wasm OUT_DIR NAME [--names]");
            return ExitCode::from(2);
        }
    };
    let mut bindgen = Bindgen::new();
    let made = bindgen.input_path(input).out_name(name).bundler(true).and_then(|bindgen| {
        bindgen.typescript(true).remove_name_section(!names).remove_producers_section(true).generate(folder)
    });
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-build: {error:#}");
            ExitCode::FAILURE
        }
    }
}
