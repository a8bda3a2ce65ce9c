//! The types of filters, conditions and sort orders: each documented field with its operators. The functions that make them are in
//! `ts/filters.ts`.

use std::fmt::Write;

use soarwire::catalogue::{
    CONDITION_OPERATORS, FIELD_KINDS, FieldKind, FilterField, FilterType, LISTS, ListFields, Operand,
};

use super::operations::{SPELLING, comment};
use crate::{
    filters::known_words,
    output::{COMMAND, Output},
    prose::paragraphs,
};

pub(super) fn outputs() -> Vec<Output> {
    vec![
        Output { path: "bindings-wasm/ts/generated/xpanse-filters.ts", text: xpanse() },
        Output { path: "bindings-wasm/ts/generated/d3-conditions.ts", text: d3() },
    ]
}

fn head() -> String {
    format!("// Generated from the core's declarations by `{COMMAND}`: do not edit.\n\n")
}

fn xpanse() -> String {
    let mut out = head();
    out.push_str("import type { Json } from \"../json.js\";\n");
    for kind in FIELD_KINDS {
        write_kind(&mut out, kind);
    }
    for list in LISTS {
        write_list(&mut out, list);
    }
    out
}

/// Whether fields of this kind hold words, of which some may be documented.
fn has_words(kind: &FieldKind) -> bool {
    kind.operators.iter().any(|operator| matches!(operator.of, FilterType::Text | FilterType::Texts))
}

fn write_kind(out: &mut String, kind: &FieldKind) {
    let words = if has_words(kind) { "<Known extends string = string>" } else { "" };
    out.push('\n');
    comment(out, "", &paragraphs(kind.doc, &[], SPELLING));
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(out, "export interface {}Field{words} {{", kind.name);
    for operator in kind.operators {
        comment(out, "  ", &paragraphs(operator.doc, &[], SPELLING));
        let _ = writeln!(out, "  readonly {}: {};", operator.wire_name, type_of(operator.of));
    }
    out.push_str("}\n");
}

fn type_of(of: FilterType) -> &'static str {
    match of {
        FilterType::Integer => "number | Date",
        FilterType::Flag => "boolean",
        FilterType::Text => "Known | (string & {})",
        FilterType::Texts => "readonly (Known | (string & {}))[]",
        FilterType::Integers => "readonly number[]",
        FilterType::Any => "Json",
        other => unknown(other),
    }
}

#[allow(clippy::panic, reason = "a program for developers: a new type needs a new line above")]
fn unknown(of: FilterType) -> ! {
    panic!("the type {of:?} has no counterpart in TypeScript: add it to core/generate/src/typescript/fields.rs")
}

fn write_list(out: &mut String, list: &ListFields) {
    out.push('\n');
    comment(out, "", &paragraphs(list.filter_doc, &[], SPELLING));
    let _ = writeln!(out, "export interface {}Fields {{", list.filter);
    for field in list.fields {
        comment(out, "  ", &paragraphs(&format!("{}{}", field.doc, known_words(field)), &[], SPELLING));
        let _ = writeln!(out, "  readonly {}: {};", field.name, field_type(field));
    }
    out.push_str("}\n\n");
    comment(out, "", &paragraphs(list.sort_doc, &[], SPELLING));
    let names: Vec<String> = list.sorts.iter().map(|field| format!("\"{}\"", field.name)).collect();
    let _ = writeln!(out, "export type {}Field = {};", list.sort, names.join(" | "));
}

fn field_type(field: &FilterField) -> String {
    let words: Vec<String> = field.words.iter().map(|word| format!("\"{word}\"")).collect();
    let words = if words.is_empty() { String::new() } else { format!("<{}>", words.join(" | ")) };
    format!("{}Field{words}", field.kind.name)
}

fn d3() -> String {
    let mut out = head();
    out.push_str("/** The operators of conditions, and what each takes. */\nexport interface ConditionOperators {\n");
    for operator in CONDITION_OPERATORS {
        comment(&mut out, "  ", &paragraphs(operator.doc, &[], SPELLING));
        let operand = match operator.operand {
            Operand::Nothing => "",
            Operand::Ordered => "value: string | number",
            Operand::Text => "value: string",
            _ => "value: string | number | boolean",
        };
        let _ = writeln!(out, "  readonly \"{}\": [{operand}];", operator.wire_name);
    }
    out.push_str("}\n");
    out
}
