//! The tables of operations in the READMEs.

use soarwire::catalogue::{OPERATIONS, OperationInfo, ParamInfo, ParamType, Presence};

use crate::{
    docs,
    prose::{answers, camel, first_sentence, param_names},
    python,
    region::Region,
};

const NAME: &str = "operations";

pub(crate) fn regions() -> Vec<Region> {
    let region = |path, text| Region { path, name: NAME, text };
    vec![
        region("README.md", table(["operation", "vendor call", "what it does"], top)),
        region("bindings-py/README.md", table(["operation", "answer", "what it does"], python_row)),
        region("bindings-wasm/README.md", table(["call", "parameters", "answer"], typescript)),
    ]
}

/// A row for each operation.
fn table(head: [&str; 3], row: fn(&OperationInfo) -> [String; 3]) -> String {
    let line = |cells: [String; 3]| format!("| {} |\n", cells.join(" | "));
    let rows = OPERATIONS.iter().map(|operation| line(row(operation)));
    [line(head.map(str::to_owned)), "| --- | --- | --- |\n".to_owned()].into_iter().chain(rows).collect()
}

fn top(operation: &OperationInfo) -> [String; 3] {
    let vendor = if operation.vendor() == "d3" { "D3" } else { "Xpanse" };
    [
        format!("`{}`", operation.id),
        match operation.wire_name() {
            "" => format!("{vendor}, any command"),
            name => format!("{vendor} `{name}`"),
        },
        first_sentence(operation.doc, &param_names(operation), docs::SPELLING),
    ]
}

/// The call: the required parameters, and an ellipsis for the others.
fn python_row(operation: &OperationInfo) -> [String; 3] {
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    // A flag means nothing without its name.
    let argument = |param: &ParamInfo| match param.of {
        ParamType::Flag => format!("{}=…", param.name),
        _ => param.name.to_owned(),
    };
    let rest = operation.params.iter().any(|param| param.presence != Presence::Required);
    let arguments: Vec<String> = required.map(argument).chain(rest.then(|| "…".to_owned())).collect();
    [
        format!("`{}.{}({})`", operation.vendor(), operation.name, arguments.join(", ")),
        answers(operation, " or "),
        first_sentence(operation.doc, &param_names(operation), python::SPELLING),
    ]
}

fn typescript(operation: &OperationInfo) -> [String; 3] {
    let param = |param: &ParamInfo| {
        let mark = if param.presence == Presence::Required { "" } else { "?" };
        format!("`{}{mark}`", camel(param.name))
    };
    let params: Vec<String> = operation.params.iter().map(param).collect();
    [
        format!("`{}.{}`", operation.vendor(), camel(operation.short_id())),
        if params.is_empty() { "–".to_owned() } else { params.join(", ") },
        answers(operation, " or "),
    ]
}
