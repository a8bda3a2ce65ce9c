//! The documentation.

use std::fmt::Write;

use soarwire::{
    Effect,
    catalogue::{OPERATIONS, OperationInfo, ParamInfo, ParamType, Presence},
};

use crate::{
    families::FAMILIES,
    output::{COMMAND, Output},
    prose::{Spelling, answers, camel, paragraphs, param_names},
};

/// How the pages about all languages spell the names that doc comments mention.
pub(crate) const SPELLING: Spelling = Spelling { param: str::to_owned, operation: |operation| operation.id.to_owned() };

pub(crate) fn outputs() -> Vec<Output> {
    vec![Output { path: "docs/errors.md", text: errors() }, Output { path: "docs/operations.md", text: operations() }]
}

/// The page of operations: a section for each, with its parameters.
fn operations() -> String {
    // Writing to a String cannot fail, here and below.
    let mut out = format!(
        "# Operations\n\n\
         <!-- Generated from the core's declarations by `{COMMAND}`: do not edit. -->\n\n\
         Ids and parameters have the same names in every language; TypeScript spells parameters in camelCase. A request with\n\
         a parameter that *appends* accumulates: it is never sent again once it may have been carried out.\n"
    );
    for operation in OPERATIONS {
        let OperationInfo { id, name, page, path, effect, doc, .. } = operation;
        let answers = answers(operation, " or ");
        let vendor = operation.vendor();
        let names = param_names(operation);
        let text = paragraphs(doc, &names, SPELLING).join("\n\n");
        let _ = write!(
            out,
            "\n## `{id}`\n\n{text}\n\n\
             | | |\n| --- | --- |\n\
             | HTTP | `POST {}{path}` |\n\
             | vendor's page | {page} |\n\
             | answer | {answers} |\n\
             | effect | {} |\n\
             | Rust | `{vendor}::{name}` |\n\
             | Python | `{vendor}.{name}` |\n\
             | TypeScript | `{vendor}.{}` |\n",
            if vendor == "d3" { "…" } else { "" },
            effect_text(operation, effect),
            camel(operation.short_id()),
        );
        if operation.params.is_empty() {
            continue;
        }
        out.push_str("\n| parameter | type | | sent as | meaning |\n| --- | --- | --- | --- | --- |\n");
        for param in operation.params {
            let meaning = paragraphs(param.doc, &names, SPELLING).join(" ");
            let appends = if param.appends { "; appends" } else { "" };
            let ParamInfo { name, wire_name, .. } = param;
            let _ = writeln!(
                out,
                "| `{name}` | {} | {}{appends} | `{wire_name}` | {meaning} |",
                type_text(param.of),
                presence(param.presence)
            );
        }
    }
    out
}

/// The effect, and which parameters change it.
fn effect_text(operation: &OperationInfo, effect: &Effect) -> String {
    let appending: Vec<String> =
        operation.params.iter().filter(|param| param.appends).map(|param| format!("`{}`", param.name)).collect();
    match appending.as_slice() {
        [] => effect.as_str().to_owned(),
        names => format!("{}; appends with {}", effect.as_str(), names.join(" or ")),
    }
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Clearable => "optional; can be cleared",
    }
}

fn type_text(of: ParamType) -> String {
    match of {
        ParamType::Ids => "list of numbers as text",
        ParamType::Texts => "list of text values",
        ParamType::Text => "text",
        ParamType::Id => "text or integer",
        ParamType::Flag => "boolean",
        ParamType::Integer => "whole number",
        ParamType::Assignee => "`{ mail, pretty_name? }`",
        ParamType::Filters => "list of `{ field, operator, value }`",
        ParamType::Sort => "`{ field, keyword }`",
        ParamType::IdList => "list of texts or integers",
        ParamType::Time => "text, `yyyy-MM-dd HH:mm:ss`",
        ParamType::Object => "JSON object",
        ParamType::Json => "JSON value",
        ParamType::Conditions => "list of lists of `{ section?, field, operator, value }`",
        ParamType::Changes => "list of `{ incident_number, fields }`",
        ParamType::Effect => "`reads`, `idempotent` or `appends`",
        other => return format!("{other:?}").to_lowercase(),
    }
    .to_owned()
}

/// The page of errors: a table for each family.
fn errors() -> String {
    // Writing to a String cannot fail, here and below.
    let mut out = format!(
        "# Errors\n\n\
         <!-- Generated from the core's catalogue by `{COMMAND}`: do not edit. -->\n\n\
         Every error has a *kind*, the same in every language, and belongs to one of four families. *May have been carried\n\
         out* says whether the server may have executed the request. *May be sent again* says whether repeating the same\n\
         request is safe and can help; a request is idempotent unless it appends: it adds a conclusion, a note or a comment,\n\
         writes HTML into a field, creates an incident or a case, starts a playbook, or is a `d3.command` without another\n\
         `effect`.\n\
         Requests that only read leave nothing open: they count as idempotent, and as not carried out.\n"
    );
    for family in &FAMILIES {
        let _ = write!(
            out,
            "\n## `{}`: {} in Python\n\n{}\n\n\
             | kind | class in Python | HTTP status | may have been carried out | may be sent again | meaning | remedy |\n\
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
