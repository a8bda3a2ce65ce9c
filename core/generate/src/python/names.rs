//! The names of a module, sorted.

/// `__all__` of a module.
pub(super) fn all(mut names: Vec<&str>) -> String {
    names.sort_unstable_by_key(|name| order(name));
    let lines: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    format!("__all__ = [\n{lines}]\n")
}

/// What names are sorted by: constants come first, as linters have it.
pub(super) fn order(name: &str) -> (bool, &str) {
    (name.bytes().any(|byte| byte.is_ascii_lowercase()), name)
}
