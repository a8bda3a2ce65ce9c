//! The exceptions.

use std::fmt::Write;

use soarwire::{CATALOGUE, Entry, Family};

use super::{docstring::wrap, names::all};
use crate::{
    families::{FAMILIES, FamilyText},
    output::{COMMAND, Output},
};

pub(super) fn output() -> Output {
    Output { path: "bindings-py/python/soarwire/errors.py", text: errors() }
}

/// The exceptions: a class for each family and each kind.
fn errors() -> String {
    // Writing to a String cannot fail, here and below.
    let mut out = format!(
        "\"\"\"The errors, one class for each kind, in four families.\n\n\
         Generated from the core's catalogue by `{COMMAND}`: do not edit.\n\"\"\"\n\n\
         from ._error import Incomplete, SoarwireError\n"
    );
    for family in &FAMILIES {
        let FamilyText { class, meaning, family: name } = family;
        let attributes = attributes(*name);
        let name = name.as_str();
        let _ = write!(
            out,
            "\n\nclass {class}(SoarwireError):\n    \"\"\"{meaning}\n\n{attributes}    \"\"\"\n\n    family = \"{name}\"\n"
        );
        for entry in family.entries() {
            let Entry { name, class: kind, meaning, remedy, .. } = entry;
            let base = builtin_base(entry);
            let _ = write!(
                out,
                "\n\nclass {kind}({class}{base}):\n    \"\"\"{meaning}\n\n    {remedy}\n\n{attributes}    \"\"\"\n\n    \
                 kind = \"{name}\"\n"
            );
        }
    }
    let mut names: Vec<&str> =
        FAMILIES.iter().map(|family| family.class).chain(["Incomplete", "SoarwireError"]).collect();
    names.extend(CATALOGUE.iter().map(|entry| entry.class));
    out.push_str("\n\n");
    out.push_str(&all(names));
    out
}

/// The attributes that say something in the errors of a family, for `help()`; `SoarwireError` explains each.
fn attributes(family: Family) -> String {
    let own: &[&str] = match family {
        Family::Build => &["field", "reason"],
        Family::Service => &[
            "status",
            "code",
            "vendor_message",
            "extra",
            "fields",
            "retry_after_ms",
            "retryable",
            "maybe_executed",
            "report",
            "reason",
            "attempts",
            "elapsed",
            "request_id",
            "headers",
            "body",
        ],
        Family::Decode => &[
            "status",
            "content_type",
            "body",
            "retryable",
            "maybe_executed",
            "report",
            "reason",
            "attempts",
            "elapsed",
            "request_id",
        ],
        Family::Transport => &["retryable", "maybe_executed", "report", "reason", "attempts", "elapsed"],
    };
    let names: Vec<String> =
        ["kind", "family", "operation", "asked"].iter().chain(own).map(|name| format!("`{name}`")).collect();
    wrap(&format!("Attributes, as `SoarwireError` explains them: {}.", names.join(", ")), 4, 0, 0)
}

/// The built-in class that an exception also derives from.
fn builtin_base(entry: &Entry) -> &'static str {
    match entry.class {
        "InvalidRequest" => ", ValueError",
        "Timeout" => ", TimeoutError",
        "Connect" | "Interrupted" => ", ConnectionError",
        _ => "",
    }
}
