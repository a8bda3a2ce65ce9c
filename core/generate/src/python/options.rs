//! The options of the command line: what a parameter is called there, and its help.

use soarwire::catalogue::{OPERATIONS, OperationInfo, ParamInfo, ParamType, Presence};

use super::docstring::wrap;
use crate::{
    output::{COMMAND, Output},
    prose::{self, Spelling},
};

/// Parameters are options, operations are called by their ids.
const SPELLING: Spelling = Spelling { param: |name| name.to_owned(), operation: |operation| operation.id.to_owned() };

pub(super) fn output() -> Output {
    let mut text = format!(
        "\"\"\"The parameters of operations that change something, as options of the command line.\n\n\
         Generated from the core's catalogue by `{COMMAND}`: do not edit.\n\"\"\"\n\n\
         from __future__ import annotations\n\nfrom ._param import Param\n\n\
         PARAMS: dict[str, dict[str, Param]] = {{\n"
    );
    for info in OPERATIONS.iter().filter(|info| info.answers.contains(&"report")) {
        text.push_str(&format!("    \"{}\": {{\n", info.id));
        info.params.iter().for_each(|param| text.push_str(&entry(info, param)));
        text.push_str("    },\n");
    }
    text.push_str("}\n");
    Output { path: "bindings-py/python/soarwire/cli/_options.py", text }
}

/// A parameter: its option, its type, whether it must be given, and its help, in lines of the length that linters have.
fn entry(info: &OperationInfo, param: &ParamInfo) -> String {
    let presence = match param.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Clearable => "clearable",
    };
    let name = param.name;
    let head = format!("\"{name}\": Param(\"{}\", \"{}\", \"{presence}\", ", option(param), type_of(param));
    let mut lines = help(info, param);
    let quoted = |line: &str| format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""));
    if let [line] = lines.as_mut_slice() {
        let whole = format!("        {head}{}),\n", quoted(line));
        if whole.len() <= 121 {
            return whole;
        }
    }
    // All but the last line end in the space that the next word needs.
    let last = lines.len().saturating_sub(1);
    let spaced = |(at, line): (usize, &String)| if at < last { format!("{line} ") } else { line.clone() };
    let texts = lines.iter().enumerate().map(|each| format!("            {}\n", quoted(&spaced(each))));
    format!("        {}\n{}        ),\n", head.trim_end(), texts.collect::<String>())
}

/// The documentation as plain text.
fn help(info: &OperationInfo, param: &ParamInfo) -> Vec<String> {
    let mut text = prose::paragraphs(param.doc, &[], SPELLING).join(" ");
    for other in info.params {
        text = text.replace(&format!("`{}`", other.name), &format!("--{}", option(other)));
    }
    // Indented for the room of the indentation, the quotes and the space at the end.
    wrap(&text.replace('`', ""), 15, 0, 0).lines().map(|line| line.trim().to_owned()).collect()
}

/// A list is given as one option for each element, which has the name of one: `--case` for `case_numbers`.
fn option(param: &ParamInfo) -> String {
    let name = match param.of {
        ParamType::Ids | ParamType::IdList | ParamType::Texts => {
            let one = |name: &'static str| name.strip_suffix("_numbers").or_else(|| name.strip_suffix("_ids"));
            one(param.name).or_else(|| param.name.strip_suffix('s')).unwrap_or(param.name)
        }
        _ => param.name,
    };
    name.replace('_', "-")
}

fn type_of(param: &ParamInfo) -> &'static str {
    match param.of {
        ParamType::Ids | ParamType::IdList | ParamType::Texts => "texts",
        ParamType::Flag => "flag",
        ParamType::Assignee => "assignee",
        ParamType::Integer => "integer",
        ParamType::Text | ParamType::Id | ParamType::Time | ParamType::Effect => "text",
        // Any JSON can be a text; what has a shape of its own is no option.
        ParamType::Json => "text",
        _ => "other",
    }
}
