//! `run_vectors DIR [--dump FILE]`: runs every case below DIR, prints each mismatch and `rust: N passed, N failed`.
//! With `--dump`, writes a line for each case: its path, and the canonical request, report and error.
#![allow(clippy::print_stdout, reason = "a command line program")]

use std::{env, fs, path::Path, process::ExitCode};

use soarwire_tests::run_vectors;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (folder, dump) = match arguments.as_slice() {
        [folder] => (folder, None),
        [folder, flag, file] if flag == "--dump" => (folder, Some(file)),
        _ => {
            println!("usage: run_vectors DIR [--dump FILE]");
            return ExitCode::from(2);
        }
    };
    match run(Path::new(folder), dump.map(Path::new)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("{folder}: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path, dump: Option<&Path>) -> std::io::Result<bool> {
    let (mut passed, mut failed, mut lines) = (0, 0, String::new());
    for path in run_vectors::find(folder)? {
        let ran = run_vectors::run(&path);
        let name = path.strip_prefix(folder).unwrap_or(&path).display();
        for mismatch in &ran.mismatches {
            println!("{name}: {mismatch}");
        }
        if ran.mismatches.is_empty() {
            passed += 1;
        } else {
            failed += 1;
        }
        lines.push_str(&format!("{name}\t{}\n", ran.canonical));
    }
    if let Some(dump) = dump {
        fs::write(dump, lines)?;
    }
    println!("rust: {passed} passed, {failed} failed");
    Ok(failed == 0 && passed > 0)
}
