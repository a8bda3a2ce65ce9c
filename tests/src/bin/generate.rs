//! Writes what is made from the core's catalogue of errors: the Python exceptions and the page `docs/errors.md`.
//!
//! `cargo run -p soarwire-tests --bin generate`; with `--check` nothing is written, and a difference is an error.

use std::{env, fmt::Write, fs, path::Path, process::ExitCode};

use soarwire::{CATALOGUE, Entry, Family};

const FAMILIES: [(Family, &str, &str); 4] = [
    (Family::Build, "BuildError", "Before anything was sent: the parameters or the credentials do not do."),
    (Family::Service, "ServiceError", "The server answered, and refused."),
    (Family::Decode, "DecodeError", "The server answered HTTP 200 with something that cannot be read."),
    (Family::Transport, "TransportError", "No whole answer arrived, or no attempt was made."),
];

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let check = env::args().any(|argument| argument == "--check");
    let mut stale = Vec::new();
    for (path, text) in [("bindings-py/python/soarwire/errors.py", python()), ("docs/errors.md", page())] {
        let file = root.join(path);
        if fs::read_to_string(&file).is_ok_and(|found| found == text) {
            continue;
        }
        let written = !check
            && file.parent().is_none_or(|folder| fs::create_dir_all(folder).is_ok())
            && fs::write(&file, &text).is_ok();
        if !written {
            stale.push(path);
        }
    }
    if stale.is_empty() {
        return ExitCode::SUCCESS;
    }
    complain(&stale);
    ExitCode::FAILURE
}

#[allow(clippy::print_stderr)]
fn complain(stale: &[&str]) {
    eprintln!("not up to date: {}; run `cargo run -p soarwire-tests --bin generate`", stale.join(", "));
}

fn entries(family: Family) -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.iter().filter(move |entry| entry.family == family)
}

/// The class of Python's own that an exception is besides.
fn python_base(entry: &Entry) -> &'static str {
    match entry.class {
        "InvalidRequest" => ", ValueError",
        "Timeout" => ", TimeoutError",
        "Connect" | "Interrupted" => ", ConnectionError",
        _ => "",
    }
}

fn python() -> String {
    let mut out = String::from(
        "\"\"\"The errors, one class for each kind, in four families.\n\n\
         Generated from the core's catalogue by `cargo run -p soarwire-tests --bin generate`: do not edit.\n\"\"\"\n\n\
         from ._error import SoarwireError\n",
    );
    for (family, class, meaning) in FAMILIES {
        let name = family.as_str();
        // Writing to a String cannot fail, here and below.
        let _ =
            write!(out, "\n\nclass {class}(SoarwireError):\n    \"\"\"{meaning}\"\"\"\n\n    family = \"{name}\"\n");
        for entry in entries(family) {
            let Entry { name, class: kind, meaning, remedy, .. } = entry;
            let base = python_base(entry);
            let _ = write!(
                out,
                "\n\nclass {kind}({class}{base}):\n    \"\"\"{meaning}\n\n    {remedy}\n    \"\"\"\n\n    kind = \"{name}\"\n"
            );
        }
    }
    let mut names: Vec<&str> = FAMILIES.iter().map(|(_, class, _)| *class).chain(["SoarwireError"]).collect();
    names.extend(CATALOGUE.iter().map(|entry| entry.class));
    names.sort_unstable();
    out.push_str("\n\n__all__ = [\n");
    for name in names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    out
}

fn page() -> String {
    let mut out = String::from(
        "# Errors\n\n\
         <!-- Generated from the core's catalogue by `cargo run -p soarwire-tests --bin generate`: do not edit. -->\n\n\
         Every error has a *kind*, the same in every language, and belongs to one of four families. *May have been carried\n\
         out* says whether the server may have done what was asked; *may be sent again* is whether repeating the very same\n\
         request is safe and can help (a request is idempotent unless it carries a conclusion, a note or a comment).\n",
    );
    for (family, class, meaning) in FAMILIES {
        let _ = write!(
            out,
            "\n## `{}`: {class} in Python\n\n{meaning}\n\n\
             | kind | class in Python | HTTP status | may have been carried out | may be sent again | what it means | what to do |\n\
             | --- | --- | --- | --- | --- | --- | --- |\n",
            family.as_str()
        );
        for entry in entries(family) {
            let executed = if entry.maybe_executed { "yes" } else { "no" };
            let statuses = if entry.statuses.is_empty() { "–" } else { entry.statuses };
            let _ = writeln!(
                out,
                "| `{}` | `{}` | {statuses} | {executed} | {} | {} | {} |",
                entry.name,
                entry.class,
                entry.repeat.as_str(),
                entry.meaning,
                entry.remedy
            );
        }
    }
    out
}
