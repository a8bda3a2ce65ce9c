//! The documentation.

use std::fmt::Write;

use crate::{
    families::FAMILIES,
    output::{COMMAND, Output},
};

pub(crate) fn outputs() -> Vec<Output> {
    vec![Output { path: "docs/errors.md", text: errors() }]
}

/// The page of errors: a table for each family.
fn errors() -> String {
    // Writing to a String cannot fail, here and below.
    let mut out = format!(
        "# Errors\n\n\
         <!-- Generated from the core's catalogue by `{COMMAND}`: do not edit. -->\n\n\
         Every error has a *kind*, the same in every language, and belongs to one of four families. *May have been carried\n\
         out* says whether the server may have done what was asked; *may be sent again* is whether repeating the very same\n\
         request is safe and can help (a request is idempotent unless it carries a conclusion, a note or a comment).\n"
    );
    for family in &FAMILIES {
        let _ = write!(
            out,
            "\n## `{}`: {} in Python\n\n{}\n\n\
             | kind | class in Python | HTTP status | may have been carried out | may be sent again | what it means | what to do |\n\
             | --- | --- | --- | --- | --- | --- | --- |\n",
            family.family.as_str(),
            family.class,
            family.meaning
        );
        for entry in family.entries() {
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
