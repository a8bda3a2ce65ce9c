//! The classes of typed incidents and alerts.

use std::fmt::Write;

use soarwire::catalogue::{Field, FieldType, TYPES, TypeInfo};

use super::operations::{SPELLING, comment};
use crate::{
    output::{COMMAND, Output},
    prose::{camel, paragraphs},
};

/// Texts whose documented words have a type of their own.
const WORDS: [(&str, &str, &str); 3] = [
    ("Incident", "status", "Status"),
    ("Incident", "severity", "Severity"),
    ("Incident", "manual_severity", "Severity"),
];

pub(super) fn outputs() -> Vec<Output> {
    let file = |path, vendor| Output { path, text: file(vendor) };
    vec![
        file("bindings-wasm/ts/generated/d3-types.ts", "d3"),
        file("bindings-wasm/ts/generated/xpanse-types.ts", "xpanse"),
    ]
}

/// All types of a vendor.
fn file(vendor: &str) -> String {
    let types: Vec<&TypeInfo> = TYPES.iter().filter(|info| info.shape.vendor == vendor).collect();
    let fields = || types.iter().flat_map(|info| info.shape.fields.iter().map(move |field| (*info, field)));
    let json = if fields().any(|(_, field)| field.of == FieldType::Json) { "Json, JsonObject" } else { "JsonObject" };
    let mut words: Vec<&str> = fields().filter_map(|(info, field)| word(info, field)).collect();
    words.sort_unstable();
    words.dedup();
    // Writing to a String cannot fail, here and below.
    let mut out = format!("// Generated from the core's declarations by `{COMMAND}`: do not edit.\n\n");
    let _ = writeln!(out, "import type {{ {json} }} from \"../json.js\";\nimport type {{ Page }} from \"../page.js\";");
    if !words.is_empty() {
        let _ = writeln!(out, "import type {{ {} }} from \"../params.js\";", words.join(", "));
    }
    out.push_str("import { TypedItem, define, listed } from \"../typed.js\";\n");
    types.iter().for_each(|info| class(&mut out, info));
    out
}

/// The fields are an interface, and a table that defines them: code for each would be most of a page's download.
fn class(out: &mut String, info: &TypeInfo) {
    let TypeInfo { shape, page, doc, docs, .. } = info;
    let name = shape.name;
    let names: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
    let mut text = paragraphs(doc, &names, SPELLING);
    text.push(format!("Vendor page: {page}."));
    out.push('\n');
    comment(out, "", &text);
    let _ = writeln!(out, "export interface {name} {{");
    for (field, doc) in shape.fields.iter().zip(*docs) {
        comment(out, "  ", &paragraphs(doc, &names, SPELLING));
        let _ = writeln!(out, "  readonly {}: {};", camel(field.name), type_of(info, field));
    }
    let operations: Vec<String> = shape.operations.iter().map(|operation| format!("\"{operation}\"")).collect();
    let _ = write!(
        out,
        "}}\n\nexport class {name} extends TypedItem {{\n  \
         /** The objects of this class that a page lists, in the order of the answer; none if it lists others. */\n  \
         static of(page: Page): {name}[] {{\n    \
         return listed(page, [{}]).map((item: JsonObject) => new {name}(item));\n  }}\n}}\n\n",
        operations.join(", ")
    );
    let headline: Vec<String> = shape.headline().map(|field| camel(field.name)).collect();
    let _ = writeln!(out, "define({name}, \"{}\", {{", headline.join(","));
    let mut kinds: Vec<&str> = shape.fields.iter().map(|field| reader(field.of)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let fields = shape.fields.iter().filter(|field| reader(field.of) == kind);
        let _ = writeln!(out, "  {kind}: \"{}\",", fields.map(entry).collect::<Vec<_>>().join(","));
    }
    out.push_str("});\n");
}

/// A field in the table: its key, or its name and its keys.
fn entry(field: &Field) -> String {
    match field.keys {
        [key] if key.to_lowercase().replace(' ', "_") == field.name => (*key).to_owned(),
        keys => format!("{}={}", field.name, keys.join("|")),
    }
}

fn word(info: &TypeInfo, field: &Field) -> Option<&'static str> {
    let is_known = |(of, name, _): &&(&str, &str, &str)| {
        info.shape.vendor == "xpanse" && *of == info.shape.name && *name == field.name
    };
    WORDS.iter().find(is_known).map(|(_, _, word)| *word)
}

fn type_of(info: &TypeInfo, field: &Field) -> String {
    let of = match field.of {
        FieldType::Text | FieldType::Id => word(info, field).unwrap_or("string"),
        FieldType::Integer => "number",
        FieldType::Flag => "boolean",
        FieldType::Time => "Date",
        FieldType::Texts => "string[]",
        FieldType::Integers => "number[]",
        FieldType::Times => "Date[]",
        // It contains null.
        FieldType::Json => return "Json".to_owned(),
        other => unknown(other),
    };
    format!("{of} | null")
}

/// The function that reads a value.
fn reader(of: FieldType) -> &'static str {
    match of {
        FieldType::Text => "text",
        FieldType::Id => "id",
        FieldType::Integer => "integer",
        FieldType::Flag => "flag",
        FieldType::Time => "time",
        FieldType::Texts => "texts",
        FieldType::Integers => "integers",
        FieldType::Times => "times",
        FieldType::Json => "json",
        other => unknown(other),
    }
}

#[allow(clippy::panic, reason = "a program for developers: a new type needs a new line above")]
fn unknown(of: FieldType) -> ! {
    panic!("the type {of:?} has no counterpart in TypeScript: add it to core/generate/src/typescript/types.rs")
}
