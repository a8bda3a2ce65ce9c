//! Writes `bindings-wasm/ts/kinds.ts` from the core's catalogue of errors: the types that the npm package tells errors
//! apart by.
//!
//! `cargo run -p soarwire-tests --bin generate_ts`; with `--check` nothing is written, and a difference is an error.

use std::{env, fmt::Write, fs, path::Path, process::ExitCode};

use soarwire::{CATALOGUE, Entry, Family};

const FAMILIES: [(Family, &str, &str, &str); 4] = [
    (
        Family::Build,
        "BuildError",
        "Before anything was sent: the parameters or the credentials do not do.",
        "field: string; readonly reason: string; readonly status: null; readonly maybeExecuted: false; readonly report: null",
    ),
    (Family::Service, "ServiceError", "The server answered, and refused.", "status: number; readonly body: ErrorBody"),
    (
        Family::Decode,
        "DecodeError",
        "The server answered HTTP 200 with something that cannot be read.",
        "reason: string; readonly status: null",
    ),
    (
        Family::Transport,
        "TransportError",
        "No whole answer arrived, or no attempt was made.",
        "reason: string; readonly status: null",
    ),
];

fn main() -> ExitCode {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings-wasm/ts/kinds.ts");
    let text = text();
    if fs::read_to_string(&file).is_ok_and(|found| found == text) {
        return ExitCode::SUCCESS;
    }
    if !env::args().any(|argument| argument == "--check") && fs::write(&file, text).is_ok() {
        return ExitCode::SUCCESS;
    }
    complain();
    ExitCode::FAILURE
}

#[allow(clippy::print_stderr)]
fn complain() {
    eprintln!("not up to date: bindings-wasm/ts/kinds.ts; run `cargo run -p soarwire-tests --bin generate_ts`");
}

fn entries(family: Family) -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.iter().filter(move |entry| entry.family == family)
}

/// `RateLimitedError`, and `ServerError` as it is.
fn type_name(entry: &Entry) -> String {
    format!("{}Error", entry.class.trim_end_matches("Error"))
}

fn text() -> String {
    let mut out = String::from(
        "// Generated from the core's catalogue by `cargo run -p soarwire-tests --bin generate_ts`: do not edit.\n\n\
         import type { ErrorBody, SoarwireError } from \"./errors.js\";\n\n\
         /** A vendor. */\nexport type Vendor = \"d3\" | \"xpanse\";\n\n\
         /** Where an error arose. */\nexport type Family = \"build\" | \"service\" | \"decode\" | \"transport\";\n\n\
         /** What kind of error it is: stable, and the same in every language. */\nexport type Kind =\n",
    );
    // Writing to a String cannot fail, here and below.
    for (index, entry) in CATALOGUE.iter().enumerate() {
        let end = if index + 1 == CATALOGUE.len() { ";" } else { "" };
        let _ = writeln!(out, "  | \"{}\"{end}", entry.name);
    }
    for (family, class, meaning, fields) in FAMILIES {
        let _ = write!(
            out,
            "\n/** {meaning} */\nexport interface {class}<K extends Kind> extends SoarwireError {{\n  \
             readonly kind: K;\n  readonly family: \"{}\";\n",
            family.as_str()
        );
        for field in fields.split("; readonly ") {
            let _ = writeln!(out, "  readonly {field};");
        }
        out.push_str("}\n");
        for entry in entries(family) {
            let Entry { name, meaning, remedy, .. } = entry;
            let kind = type_name(entry);
            let _ =
                write!(out, "\n/** {meaning} {remedy} */\nexport interface {kind} extends {class}<\"{name}\"> {{}}\n");
        }
    }
    out.push_str("\n/** The error of each kind. */\nexport interface ErrorOfKind {\n");
    for entry in CATALOGUE {
        let _ = writeln!(out, "  readonly {}: {};", entry.name, type_name(entry));
    }
    out.push_str("}\n");
    out
}
