//! The types that tell errors apart.

use std::fmt::Write;

use soarwire::{CATALOGUE, Entry, Family};

use crate::{
    families::{FAMILIES, FamilyText},
    output::{COMMAND, Output},
};

pub(crate) fn outputs() -> Vec<Output> {
    vec![Output { path: "bindings-wasm/ts/kinds.ts", text: kinds() }]
}

/// The types that tell errors apart.
fn kinds() -> String {
    // Writing to a String cannot fail, here and below.
    let mut out = format!(
        "// Generated from the core's catalogue by `{COMMAND}`: do not edit.\n\n\
         import type {{ ErrorBody, SoarwireError }} from \"./soarwire-error.js\";\n\n\
         /** A vendor. */\nexport type Vendor = \"d3\" | \"xpanse\";\n\n\
         /** Where an error arose. */\nexport type Family = \"build\" | \"service\" | \"decode\" | \"transport\";\n\n\
         /** The kind of an error: stable, and the same in every language. */\nexport type Kind =\n"
    );
    for (index, entry) in CATALOGUE.iter().enumerate() {
        let end = if index + 1 == CATALOGUE.len() { ";" } else { "" };
        let _ = writeln!(out, "  | \"{}\"{end}", entry.name);
    }
    for family in &FAMILIES {
        let FamilyText { class, meaning, family: name } = family;
        let _ = write!(
            out,
            "\n/** {meaning} */\nexport interface {class}<K extends Kind> extends SoarwireError {{\n  \
             readonly kind: K;\n  readonly family: \"{}\";\n",
            name.as_str()
        );
        for member in members(*name) {
            let _ = writeln!(out, "  readonly {member};");
        }
        out.push_str("}\n");
        for entry in family.entries() {
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

/// The members that errors of this family have, and that others lack or have as `null`.
fn members(family: Family) -> &'static [&'static str] {
    match family {
        Family::Build => &["field: string", "reason: string", "status: null", "maybeExecuted: false", "report: null"],
        Family::Service => &["status: number", "body: ErrorBody"],
        _ => &["reason: string", "status: null"],
    }
}

/// `RateLimitedError`, and `ServerError` as it is.
fn type_name(entry: &Entry) -> String {
    format!("{}Error", entry.class.trim_end_matches("Error"))
}
