//! The functions that make operations, and their parameters.

use std::fmt::Write;

use soarwire::catalogue::{OPERATIONS, OperationInfo, ParamInfo, Presence};

use super::params::{imports, member, table_of};
use crate::{
    output::{COMMAND, Output},
    prose::{Spelling, answer_types, camel, paragraphs, param_names},
};

/// How TypeScript spells what doc comments mention.
pub(super) const SPELLING: Spelling = Spelling { param: camel, operation: |operation| camel(operation.short_id()) };

const WIDTH: usize = 118;

pub(super) fn outputs() -> Vec<Output> {
    let file = |path, vendor| Output { path, text: operations(vendor) };
    vec![file("bindings-wasm/ts/generated/d3.ts", "d3"), file("bindings-wasm/ts/generated/xpanse.ts", "xpanse")]
}

/// All operations of a vendor.
fn operations(vendor: &str) -> String {
    let operations: Vec<&OperationInfo> = OPERATIONS.iter().filter(|operation| operation.vendor() == vendor).collect();
    let mut out = format!("// Generated from the core's declarations by `{COMMAND}`: do not edit.\n\n");
    out.push_str(&header(&operations));
    for operation in operations {
        write_operation(&mut out, operation);
    }
    out
}

/// The imports.
fn header(operations: &[&OperationInfo]) -> String {
    let params = || operations.iter().flat_map(|operation| operation.params);
    let mut names: Vec<&str> = params().filter_map(table_of).collect();
    names.sort_unstable();
    names.dedup();
    if params().any(|param| param.presence == Presence::Clearable) {
        names.extend(["type clear", "clearable"]);
    }
    names.push("declared");
    let mut out = String::new();
    let _ = writeln!(out, "import {{ {} }} from \"../names.js\";", names.join(", "));
    out.push_str("import { Operation } from \"../operation.js\";\n");
    let types = imports(operations);
    if !types.is_empty() {
        let _ = writeln!(out, "import type {{ {} }} from \"../params.js\";", types.join(", "));
    }
    let mut answers: Vec<String> = operations.iter().copied().flat_map(answer_types).collect();
    answers.sort_unstable();
    answers.dedup();
    for answer in answers {
        let _ = writeln!(out, "import type {{ {answer} }} from \"../{}.js\";", answer.to_lowercase());
    }
    out
}

/// The interface of the parameters, the table of their names, and the function.
fn write_operation(out: &mut String, operation: &OperationInfo) {
    let OperationInfo { id, name, params, doc, .. } = operation;
    let answer = answer_types(operation).collect::<Vec<_>>().join(" | ");
    let (function, vendor) = (camel(operation.short_id()), operation.vendor());
    let table = operation.short_id().to_uppercase();
    let names = param_names(operation);

    // Writing to a String cannot fail, here and below.
    let _ = write!(out, "\n/** The parameters of {{@link {function}}}. */\nexport interface {name}Params {{\n");
    for param in *params {
        comment(out, "  ", &paragraphs(param.doc, &names, SPELLING));
        let _ = writeln!(out, "  {}", member(operation, param));
    }
    let _ = write!(out, "}}\n\nconst {table} = declared({{\n");
    for param in *params {
        let _ = writeln!(out, "  {}: {},", camel(param.name), slot(param));
    }
    out.push_str("});\n\n");

    let mut text = paragraphs(doc, &names, SPELLING);
    text.push(
        "@throws {@link SoarwireError} `invalid_request` if a parameter is missing or invalid; `field` names it."
            .to_owned(),
    );
    comment(out, "", &text);
    let default = if params.iter().any(|param| param.presence == Presence::Required) { "" } else { " = {}" };
    let _ = write!(
        out,
        "export function {function}(params: {name}Params{default}): Operation<\"{vendor}\", {answer}> {{\n  \
         return new Operation(\"{vendor}\", \"{id}\", {table}, params);\n}}\n"
    );
}

/// What a table of names says of a parameter.
fn slot(param: &ParamInfo) -> String {
    let name = format!("\"{}\"", param.name);
    let members = table_of(param);
    match (param.presence, members) {
        (Presence::Clearable, None) => format!("clearable({name})"),
        (Presence::Clearable, Some(members)) => format!("clearable({name}, {members})"),
        (_, Some(members)) => format!("{{ name: {name}, members: {members} }}"),
        (_, None) => name,
    }
}

/// A doc comment.
pub(super) fn comment(out: &mut String, indent: &str, paragraphs: &[String]) {
    if let [line] = paragraphs
        && line.len() + indent.len() + 7 <= WIDTH
    {
        let _ = writeln!(out, "{indent}/** {line} */");
        return;
    }
    let _ = writeln!(out, "{indent}/**");
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            let _ = writeln!(out, "{indent} *");
        }
        let mut line = format!("{indent} *");
        for word in paragraph.split(' ') {
            if line.len() + 1 + word.len() > WIDTH {
                let _ = writeln!(out, "{line}");
                line = format!("{indent} *");
            }
            line.push(' ');
            line.push_str(word);
        }
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "{indent} */");
}
