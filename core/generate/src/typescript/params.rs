//! The types of parameters in TypeScript.

use soarwire::catalogue::{OperationInfo, ParamInfo, ParamType, Presence};

/// The types that `ts/params.ts` declares for the values of parameters.
const DECLARED: [&str; 8] =
    ["Assignee", "Condition", "FieldChanges", "Filter", "JsonObject", "Severity", "Sort", "Status"];

/// Texts whose documented words have a type of their own.
const WORDS: [(&str, &str, &str); 2] =
    [("xpanse.update_incident", "severity", "Severity"), ("xpanse.update_incident", "status", "Status")];

/// The member of an interface that a parameter is.
pub(super) fn member(operation: &OperationInfo, param: &ParamInfo) -> String {
    let name = crate::prose::camel(param.name);
    let of = type_of(operation, param);
    match param.presence {
        Presence::Required => format!("readonly {name}: {of};"),
        Presence::Optional => format!("readonly {name}?: {of} | undefined;"),
        Presence::Clearable => format!("readonly {name}?: {of} | typeof clear | undefined;"),
    }
}

fn type_of(operation: &OperationInfo, param: &ParamInfo) -> &'static str {
    let words = WORDS.iter().find(|(id, name, _)| *id == operation.id && *name == param.name);
    match param.of {
        ParamType::Ids | ParamType::Texts => "readonly string[]",
        ParamType::Text => words.map_or("string", |(_, _, of)| of),
        ParamType::Id => "string | number",
        ParamType::Flag => "boolean",
        ParamType::Integer => "number",
        ParamType::Assignee => "Assignee",
        ParamType::Filters => "readonly Filter[]",
        ParamType::Sort => "Sort",
        ParamType::IdList => "readonly (string | number)[]",
        ParamType::Time => "string",
        ParamType::Object => "JsonObject",
        ParamType::Json => "unknown",
        ParamType::Conditions => "readonly (readonly Condition[])[]",
        ParamType::Changes => "readonly FieldChanges[]",
        ParamType::Effect => "\"reads\" | \"idempotent\" | \"appends\"",
        other => unknown(other),
    }
}

/// The table of the members of a value, or of a list's elements, where they are named otherwise in TypeScript.
pub(super) fn table_of(param: &ParamInfo) -> Option<&'static str> {
    match param.of {
        ParamType::Assignee => Some("ASSIGNEE"),
        ParamType::Changes => Some("CHANGES"),
        _ => None,
    }
}

/// The declared types that the parameters of these operations name.
pub(super) fn imports(operations: &[&OperationInfo]) -> Vec<&'static str> {
    let named = |of: &str| {
        operations.iter().any(|operation| {
            let mut words = operation.params.iter().flat_map(|param| type_of(operation, param).split([' ', '(', '[']));
            words.any(|word| word == of)
        })
    };
    DECLARED.into_iter().filter(|of| named(of)).collect()
}

#[allow(clippy::panic, reason = "a program for developers: a new type needs a new line above")]
fn unknown(of: ParamType) -> ! {
    panic!("the type {of:?} has no counterpart in TypeScript: add it to core/generate/src/typescript/params.rs")
}
