//! The table of outcomes: the same wherever outcomes are explained.

use crate::region::Region;

const NAME: &str = "outcomes";

/// An outcome, what is known about its incident, and what may be done next.
const ROWS: [[&str; 3]; 4] = [
    ["`succeeded`", "The answer states that it was done.", "Nothing."],
    [
        "`failed`",
        "The answer states that it failed, and why. In the outcomes of an error: nothing was carried out, and the reason is the \
         kind of the error.",
        "Remove the cause, then send it again for these incidents alone.",
    ],
    [
        "`unreported`",
        "The answer leaves the incident out: it may have been done, or not.",
        "Read the incident back. Without reading back, send it again only if its effect is idempotent: a conclusion, a note or a \
         comment would be added twice.",
    ],
    [
        "`unknown`",
        "No readable answer came: it may have been done, or not, or may still be carried out.",
        "The same as for `unreported`.",
    ],
];

pub(crate) fn regions() -> Vec<Region> {
    let lines = || {
        let line = |cells: [&str; 3]| format!("| {} |", cells.join(" | "));
        let head = [line(["outcome", "what is known", "what may be done next"]), "| --- | --- | --- |".to_owned()];
        head.into_iter().chain(ROWS.map(line))
    };
    let table: String = lines().map(|line| line + "\n").collect();
    let comment: String = lines().map(|line| format!("/// {line}\n")).collect();
    let pages = ["README.md", "bindings-py/README.md", "bindings-wasm/README.md", "docs/outcomes.md"];
    let region = |path, text| Region { path, name: NAME, text };
    let pages = pages.map(|path| region(path, table.clone()));
    pages.into_iter().chain([region("core/src/answer/outcome.rs", comment)]).collect()
}
