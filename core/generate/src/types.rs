//! The page of typed incidents and alerts: a section for each type, with its fields.

use std::fmt::Write;

use soarwire::catalogue::{FieldType, TYPES, TypeInfo};

use crate::{
    docs::SPELLING,
    output::{COMMAND, Output},
    prose::{camel, paragraphs},
};

pub(crate) fn outputs() -> Vec<Output> {
    vec![Output { path: "docs/types.md", text: page() }]
}

fn page() -> String {
    let mut out = format!(
        "# Typed incidents and alerts\n\n\
         <!-- Generated from the core's declarations by `{COMMAND}`: do not edit. -->\n\n\
         A page gives its items as objects of these types, with the same fields in every language; TypeScript spells them in\n\
         camelCase. Every field may be absent (`None` in Rust and Python, `null` in TypeScript): the vendor's value is missing, null\n\
         or of another type. The vendor's own object, with everything that the type does not know, is always at hand: `item()` in\n\
         Rust, `item` in Python and TypeScript.\n\n\
         | type | Rust | Python | TypeScript | the vendor's value |\n| --- | --- | --- | --- | --- |\n"
    );
    for (of, rust, python, typescript, vendor) in KINDS {
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "| {} | `{rust}` | `{python}` | `{typescript}` | {vendor} |", type_text(of));
    }
    TYPES.iter().for_each(|info| section(&mut out, info));
    out
}

type Kind = (FieldType, &'static str, &'static str, &'static str, &'static str);

const KINDS: [Kind; 9] = [
    (FieldType::Text, "Cow<str>", "str", "string", "a string"),
    (FieldType::Id, "Cow<str>", "str", "string", "a string, or a number, which is read as text"),
    (FieldType::Integer, "i64", "int", "number", "a whole number"),
    (FieldType::Flag, "bool", "bool", "boolean", "`true` or `false`"),
    (
        FieldType::Time,
        "i64",
        "datetime",
        "Date",
        "milliseconds since 1970, UTC, from the year 1 to 9999; Rust has the number, Python a `datetime` in UTC",
    ),
    (FieldType::Texts, "Vec<Cow<str>>", "list[str]", "string[]", "an array of strings, or one string with commas"),
    (FieldType::Integers, "Vec<i64>", "list[int]", "number[]", "an array of whole numbers, or one"),
    (FieldType::Times, "Vec<i64>", "list[datetime]", "Date[]", "an array of such milliseconds, or one"),
    (FieldType::Json, "&str", "Any", "Json", "any JSON but null; Rust has its text"),
];

fn section(out: &mut String, info: &TypeInfo) {
    let TypeInfo { shape, page, doc, docs, .. } = info;
    let name = format!("{}::{}", shape.vendor, shape.name);
    let text = paragraphs(doc, &[], SPELLING).join("\n\n");
    let operations: Vec<String> = shape.operations.iter().map(|id| format!("`{id}`")).collect();
    let _ = write!(
        out,
        "\n## `{vendor}.{}`\n\n{text}\n\n\
         | | |\n| --- | --- |\n\
         | listed by | {} |\n\
         | vendor's page | {page} |\n\
         | Rust | `{name}` |\n\
         | Python | `{vendor}.{short}` |\n\
         | TypeScript | `{vendor}.{short}` |\n\n\
         | field | in TypeScript | type | the vendor's | meaning |\n| --- | --- | --- | --- | --- |\n",
        shape.name,
        operations.join(", "),
        vendor = shape.vendor,
        short = shape.name,
    );
    for (field, doc) in shape.fields.iter().zip(*docs) {
        let keys: Vec<String> = field.keys.iter().map(|key| format!("`{key}`")).collect();
        let meaning = paragraphs(doc, &[], SPELLING).join(" ");
        let _ = writeln!(
            out,
            "| `{}` | `{}` | {} | {} | {meaning} |",
            field.name,
            camel(field.name),
            type_text(field.of),
            keys.join(", ")
        );
    }
}

fn type_text(of: FieldType) -> String {
    match of {
        FieldType::Text => "text",
        FieldType::Id => "id",
        FieldType::Integer => "whole number",
        FieldType::Flag => "boolean",
        FieldType::Time => "time",
        FieldType::Texts => "list of texts",
        FieldType::Integers => "list of whole numbers",
        FieldType::Times => "list of times",
        FieldType::Json => "JSON",
        other => return format!("{other:?}").to_lowercase(),
    }
    .to_owned()
}
