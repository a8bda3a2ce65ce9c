//! The Python package.

mod docstring;
mod errors;
mod fields;
mod operations;
mod options;
mod types;

pub(crate) use docstring::SPELLING;

use crate::output::Output;

pub(crate) fn outputs() -> Vec<Output> {
    let mut outputs = operations::outputs();
    outputs.extend(fields::outputs());
    outputs.push(errors::output());
    outputs.push(options::output());
    outputs
}

/// `__all__` of a module.
fn all(mut names: Vec<&str>) -> String {
    names.sort_unstable_by_key(|name| order(name));
    let lines: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    format!("__all__ = [\n{lines}]\n")
}

/// What names are sorted by: constants come first, as linters have it.
fn order(name: &str) -> (bool, &str) {
    (name.bytes().any(|byte| byte.is_ascii_lowercase()), name)
}
