//! The files of the npm package import values downward only. Types may be imported round about: nothing is left of them when the
//! package runs.

use std::path::Path;

use crate::{Imports, entangled, sources};

/// The names of the files of which `source` imports values, as they stand in it.
fn values(source: &str) -> Vec<&str> {
    let mut rest = source;
    let mut found = Vec::new();
    while !rest.is_empty() {
        // It may go on in the next lines.
        found.extend(imported(rest.split(';').next().unwrap_or_default()));
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    found
}

/// What a statement imports values from, if it imports any.
fn imported(statement: &str) -> Option<&str> {
    let rest = ["import ", "export "].into_iter().find_map(|word| statement.strip_prefix(word))?;
    let (names, path) = rest.rsplit_once('"')?.0.rsplit_once('"')?;
    let names = names.trim();
    if !names.is_empty() && !names.ends_with(" from") {
        return None;
    }
    let is_type = |name: &str| name.trim().is_empty() || name.trim().starts_with("type ");
    let listed = names.strip_prefix('{').and_then(|names| names.split_once('}'));
    let only_types = listed.map_or(names.starts_with("type "), |(names, _)| names.split(',').all(is_type));
    (path.starts_with('.') && !only_types).then_some(path)
}

/// The path that `name`, in the file at `path`, stands for.
fn joined(path: &str, name: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/").replace(".js", ".ts")
}

fn imports(files: &[(String, String)]) -> Imports {
    let of = |(path, source): &(String, String)| {
        (path.clone(), values(source).into_iter().map(|name| joined(path, name)).collect())
    };
    files.iter().map(of).collect()
}

#[test]
fn no_file_imports_values_of_one_that_imports_its_own() {
    let files =
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings-wasm/ts"), |name| name.ends_with(".ts"));
    assert!(files.len() > 100, "only {} files found", files.len());
    let imports = imports(&files);
    assert!(
        imports["errors.ts"].contains("report.ts") && imports["rebuilt/bytes.ts"].contains("refusals.ts"),
        "{imports:?}"
    );
    assert_eq!(entangled(imports), [""; 0]);
}

#[test]
fn every_way_of_importing_values_is_seen() {
    let files = [
        ("a.ts", "// Why.\nimport { type B, b } from \"./in/b.js\";\nimport type { C } from \"./c.js\";\n"),
        ("in/b.ts", "import {\n  c,\n} from \"../c.js\";\nexport { type D } from \"../d.js\";\n"),
        ("c.ts", "const x = 1;\n\nexport * from \"./a.js\";\nimport node from \"node:fs\";\n"),
        ("d.ts", "import \"./a.js\";\nimport * as c from \"./c.js\";\n"),
    ];
    let imports = imports(&files.map(|(path, source)| (path.to_owned(), source.to_owned())));
    let of = |path: &str| imports[path].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(of("a.ts"), ["in/b.ts"]);
    assert_eq!(of("in/b.ts"), ["c.ts"]);
    assert_eq!(of("c.ts"), ["a.ts"]);
    assert_eq!(of("d.ts"), ["a.ts", "c.ts"]);
    assert_eq!(entangled(imports), ["a.ts", "c.ts", "in/b.ts"]);
}
