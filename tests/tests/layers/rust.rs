//! No module of a crate imports one that imports it, by whatever way round: neither the folders directly below `src`, nor files.
//! What a macro makes of names that it is given is not followed.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{Imports, entangled, sources};

/// The names of a path, and the name that it is given, if any.
type Named<'s> = (Vec<&'s str>, Option<&'s str>);

/// Adds the paths that a `use` tree lists to `found`: `a::{b, c::d as e}` lists `a::b` and `a::c::d`. Returns the text behind the
/// tree.
fn expand<'s>(source: &'s str, before: &[&'s str], found: &mut Vec<Named<'s>>) -> &'s str {
    let mut names = before.to_vec();
    let mut rest = source.trim_start();
    loop {
        if let Some(group) = rest.strip_prefix('{') {
            rest = group;
            loop {
                rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
                match rest.strip_prefix('}') {
                    Some(behind) => return behind,
                    None if rest.is_empty() => return rest,
                    None => {
                        let behind = expand(rest, &names, found);
                        // Something else than a name, such as a part of a macro.
                        let skipped = rest.chars().next().map_or(0, char::len_utf8);
                        rest = if behind.len() < rest.len() { behind } else { &rest[skipped..] };
                    }
                }
            }
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '*')).unwrap_or(rest.len());
        if end == 0 {
            return rest;
        }
        names.push(&rest[..end]);
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(behind) => rest = behind.trim_start(),
            None => break,
        }
    }
    let given = rest.trim_start().strip_prefix("as ");
    let given = given.map(|rest| &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]);
    found.push((names, given));
    rest
}

/// What a source file says, without comments and tests.
fn code(source: &str) -> String {
    let lines = source.lines().take_while(|line| *line != "mod tests {");
    lines.map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules of a crate by their paths, such as `d3::row`; that of the crate is empty.
struct Crate {
    modules: BTreeMap<String, Module>,
}

#[derive(Default)]
struct Module {
    /// The paths that it uses.
    used: Vec<Vec<String>>,
    /// What it gives on under a name, or under `*`.
    given: BTreeMap<String, Vec<Vec<String>>>,
}

impl Module {
    /// `children`: the names of the modules directly below it, with which paths begin.
    fn of(source: &str, children: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let mut module = Module::default();
        let source = code(source);
        let mut rest = source.as_str();
        let mut before = "";
        let mut body = String::new();
        while let Some(letter) = rest.chars().next() {
            // Where a name begins.
            let is_start = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
            let statement = is_start.then(|| rest.strip_prefix("use ")).flatten();
            let is_path = is_start
                && !before.ends_with("(in ")
                && ["crate", "super", "self"]
                    .iter()
                    .chain(children)
                    .any(|start| rest.strip_prefix(start).is_some_and(|behind| behind.starts_with("::")));
            let mut found = Vec::new();
            let behind = match statement {
                Some(path) => expand(path, &[], &mut found),
                None if is_path => expand(rest, &[], &mut found),
                None => {
                    body.push(letter);
                    &rest[letter.len_utf8()..]
                }
            };
            // `pub`, or `pub(crate)` and the like.
            let is_public = statement.is_some() && ["pub", ")"].iter().any(|end| before.trim_end().ends_with(end));
            for (names, name) in found {
                if is_public {
                    let last = names.last().copied().unwrap_or_default();
                    module.given.entry(name.unwrap_or(last).to_owned()).or_default().push(owned(&names));
                } else {
                    module.used.push(owned(&names));
                }
            }
            before = &source[..source.len() - behind.len()];
            rest = behind;
        }
        // What it gives on it may use, too.
        let words: BTreeSet<&str> = body.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let also = module.given.iter().filter(|(name, _)| words.contains(name.as_str()));
        module.used.extend(also.flat_map(|(_, paths)| paths.iter().cloned()));
        module
    }
}

impl Crate {
    fn of<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let name = |path: &str| {
            let path = path.trim_end_matches(".rs").replace('/', "::");
            let path = path.strip_suffix("::mod").unwrap_or(&path).to_owned();
            if path == "lib" || path == "main" { String::new() } else { path }
        };
        let sources: BTreeMap<String, &str> = files.into_iter().map(|(path, source)| (name(path), source)).collect();
        let children = |parent: &str| -> Vec<&str> {
            let below = sources.keys().filter_map(|name| match parent {
                "" => Some(name.as_str()),
                parent => name.strip_prefix(parent)?.strip_prefix("::"),
            });
            below.filter(|name| !name.is_empty() && !name.contains("::")).collect()
        };
        let modules = sources.iter().map(|(name, source)| (name.clone(), Module::of(source, &children(name))));
        Crate { modules: modules.collect() }
    }

    /// The module that a path leads to, as the module `from` says it; `None` for another crate's.
    fn find(&self, from: &str, path: &[String], depth: u32) -> Option<String> {
        let mut here: Vec<&str> = from.split("::").filter(|name| !name.is_empty()).collect();
        let mut names = path.iter().map(String::as_str).peekable();
        let child = |here: &[&str], name: &str| [here, &[name]].concat().join("::");
        match names.peek() {
            Some(&"crate") => {
                here.clear();
                names.next();
            }
            Some(&"self") => drop(names.next()),
            Some(&"super") => {
                while names.next_if_eq(&"super").is_some() {
                    here.pop();
                }
            }
            Some(name) if !self.modules.contains_key(&child(&here, name)) => return None,
            _ => {}
        }
        while let Some(name) = names.next() {
            if self.modules.contains_key(&child(&here, name)) {
                here.push(name);
                continue;
            }
            let given = &self.modules.get(&here.join("::"))?.given;
            let rest: Vec<String> = names.map(str::to_owned).collect();
            let named = given.get(name).into_iter().flatten().map(|path| [path.clone(), rest.clone()].concat());
            let all = given.get("*").into_iter().flatten();
            let all = all.map(|path| [&path[..path.len() - 1], &[name.to_owned()], &rest].concat());
            let here = here.join("::");
            let mut found =
                named.chain(all).filter(|_| depth > 0).filter_map(|path| self.find(&here, &path, depth - 1));
            return Some(found.next().unwrap_or(here));
        }
        Some(here.join("::"))
    }

    /// What each file imports. The crate's root imports everything.
    fn imports(&self) -> Imports {
        let below = self.modules.iter().filter(|(name, _)| !name.is_empty());
        let of = |(name, module): (&String, &Module)| {
            let found = module.used.iter().filter_map(|path| self.find(name, path, 8));
            (name.clone(), found.filter(|found| found != name && !found.is_empty()).collect())
        };
        below.map(of).collect()
    }
}

/// What the parts directly below the root import of each other.
fn parts(imports: &Imports) -> Imports {
    let part = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
    let mut parts = Imports::new();
    for (name, used) in imports {
        let used = used.iter().map(|used| part(used)).filter(|used| *used != part(name));
        parts.entry(part(name)).or_default().extend(used);
    }
    parts
}

fn imports_in(folder: &str) -> Imports {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder), |name| {
        name.ends_with(".rs") && !name.ends_with("tests.rs")
    });
    let files = files.iter().filter(|(path, _)| !path.contains("/tests/"));
    Crate::of(files.map(|(path, source)| (path.as_str(), source.as_str()))).imports()
}

#[test]
fn no_module_imports_one_that_imports_it() {
    let imports = imports_in("core/src");
    assert!(imports.len() > 200, "only {} files found", imports.len());
    assert!(
        imports["reading::settle"].contains("answer::report")
            && imports["error::service_error"].contains("wire::response")
    );
    assert_eq!(entangled(parts(&imports)), [""; 0]);
    assert_eq!(entangled(imports), [""; 0]);
}

#[test]
fn no_file_of_a_binding_imports_one_that_imports_it() {
    for (folder, least) in [("bindings-py/src", 50), ("bindings-wasm/src", 20), ("core/generate/src", 20)] {
        let imports = imports_in(folder);
        assert!(imports.len() > least, "only {} files found", imports.len());
        assert_eq!(entangled(imports), [""; 0], "{folder}");
    }
}

#[test]
fn every_way_of_importing_is_seen() {
    let files = [
        (
            "lib.rs",
            "mod wire;\npub use wire::Secret;\npub use answer::{Page, row::{Row as Line}};\n// pub use error::Row;",
        ),
        ("wire/mod.rs", "mod secret;\npub(crate) use secret::*;\nuse request::Request;"),
        (
            "wire/secret.rs",
            "use super::{super::{json::Object, error::{Error, kinds}}, request};\npub(in crate::wire) fn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::d3;\n}",
        ),
        ("wire/request.rs", "use std::fmt;\nfn of() -> self::Request {}"),
        ("error/mod.rs", "fn of(page: crate::Page) {} // crate::d3::of"),
        ("answer/mod.rs", "pub(crate) use page::Page;\nfn of() -> Page { row::of() }"),
        ("answer/page.rs", "macro_rules! m { () => { $crate::Secret } }"),
        ("answer/row.rs", "use crate::Line;\nuse super::page;"),
        ("json.rs", "use super::text;"),
    ];
    let imports = Crate::of(files).imports();
    let of = |module: &str| imports[module].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        (of("wire"), of("wire::secret"), of("wire::request")),
        (vec!["wire::request"], vec!["error", "json", "wire::request"], vec![])
    );
    assert_eq!(
        (of("error"), of("answer"), of("answer::page")),
        (vec!["answer::page"], vec!["answer::page", "answer::row"], vec!["wire::secret"])
    );
    assert_eq!((of("answer::row"), of("json")), (vec!["answer::page"], vec![]));
    assert_eq!(entangled(parts(&imports)), ["answer", "error", "wire"]);
    let circle: BTreeSet<String> = entangled(imports).into_iter().collect();
    assert!(["answer::page", "error", "wire::secret"].iter().all(|name| circle.contains(*name)), "{circle:?}");
}
