//! The top-level modules of the core import downward only: no module imports one that imports it, by whatever way round.

use std::{collections::BTreeMap, path::Path};

use crate::{Imports, entangled, sources};

/// The names behind `path`, which may be a group in braces: of `{answer::Page, text}` `answer` and `text`.
fn names(path: &str) -> Vec<&str> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let Some(group) = path.strip_prefix('{') else { return path.get(..word(path)).into_iter().collect() };
    let (mut found, mut depth, mut is_first) = (Vec::new(), 0, true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_first = true,
            letter if is_first && letter.is_alphabetic() => {
                let rest = group.get(at..).unwrap_or_default();
                found.extend(rest.get(..word(rest)));
                is_first = false;
            }
            _ => {}
        }
    }
    found
}

/// What a source file says, without comments and tests.
fn code(source: &str) -> String {
    let lines = source.lines().take_while(|line| *line != "mod tests {");
    lines.map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Which module the crate's root takes each name from.
fn owners(root: &str) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for export in code(root).split("pub use ").skip(1) {
        let Some((module, rest)) = export.split(';').next().and_then(|path| path.split_once("::")) else { continue };
        owners.extend(names(rest).into_iter().map(|name| (name.to_owned(), module.to_owned())));
    }
    owners
}

/// The modules that each module imports. Files are given by their path below `src`.
fn imports<'f>(root: &str, files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Imports {
    let owners = owners(root);
    let mut imports = Imports::new();
    for (path, source) in files {
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let source = code(source);
        let used = source.split("crate::").skip(1).flat_map(names);
        let used = used.map(|name| owners.get(name).map_or(name, String::as_str).to_owned());
        imports.entry(module.to_owned()).or_default().extend(used.filter(|name| name != module));
    }
    imports
}

#[test]
fn no_module_imports_one_that_imports_it() {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"), |name| {
        name.ends_with(".rs") && !name.ends_with("tests.rs")
    });
    assert!(files.len() > 200, "only {} files found", files.len());
    let root = files.iter().find(|(path, _)| path == "lib.rs").map_or("", |(_, source)| source);
    let modules = files.iter().filter(|(path, _)| path != "lib.rs");
    let imports = imports(root, modules.map(|(path, source)| (path.as_str(), source.as_str())));
    assert!(imports["reading"].contains("answer") && imports["error"].contains("wire"), "{imports:?}");
    assert_eq!(entangled(imports), [""; 0]);
}

#[test]
fn every_way_of_importing_is_seen() {
    let root = "pub use wire::Secret;\npub use answer::{Page, row::{Row}};\n// pub use error::Row;";
    let files = [
        (
            "wire/request.rs",
            "use crate::{\n    json::Object,\n    error::{Error, kinds},\n};\n#[cfg(test)]\nmod tests {\n    use crate::d3;\n}",
        ),
        ("error/mod.rs", "fn of(page: crate::Page) {} // crate::d3::of"),
        ("answer/page.rs", "macro_rules! m { () => { $crate::Secret } }"),
        ("json.rs", "use super::text;"),
    ];
    let imports = imports(root, files);
    let of = |module: &str| imports[module].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        (of("wire"), of("error"), of("answer"), of("json")),
        (vec!["error", "json"], vec!["answer"], vec!["wire"], vec![])
    );
    assert_eq!(entangled(imports), ["answer", "error", "wire"]);
}
