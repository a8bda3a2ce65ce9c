//! The source of the sandbox uses nothing from the rest of the crate: an oracle that shared the client's code would share
//! its mistakes.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The lines on which a source file names something outside the sandbox. `depth` is how often `super` may be said in it:
/// 0 in the folder's `mod.rs`, 1 in a file beside it, 2 in a file of a folder below.
fn ways_out(source: &str, mut depth: usize) -> Vec<&str> {
    let mut found = Vec::new();
    for line in source.lines() {
        let code = line.split("//").next().unwrap_or_default();
        if code.trim_start().starts_with("mod tests {") {
            depth += 1;
        }
        let leads_out = paths(code, "crate").any(|rest| !rest.starts_with("sandbox"))
            || paths(code, "super").any(|rest| 1 + climbs(rest) > depth)
            || ["{super", "soarwire::", "extern crate", "use crate as", "include!", "#[path"]
                .iter()
                .any(|way| code.contains(way));
        if leads_out {
            found.push(line);
        }
    }
    found
}

/// What follows each path that starts with this word.
fn paths<'c>(code: &'c str, root: &'c str) -> impl Iterator<Item = &'c str> {
    let starts = code.match_indices(root).filter(|(at, _)| {
        let before = code.get(..*at).unwrap_or_default();
        !before.ends_with("::") && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    });
    starts.filter_map(move |(at, _)| code.get(at + root.len()..)?.strip_prefix("::"))
}

/// How many more times a path says `super`.
fn climbs(path: &str) -> usize {
    path.split("::").take_while(|&part| part == "super").count()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_sandbox_shares_no_code_with_the_client() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/sandbox");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 30, "only {} files found", files.len());
    for file in files {
        let source = fs::read_to_string(&file).unwrap_or_default();
        assert!(!source.is_empty(), "{}", file.display());
        let below = file.strip_prefix(&root).map_or(0, |below| below.components().count());
        let depth = below - usize::from(file.ends_with("mod.rs"));
        assert_eq!(ways_out(&source, depth), Vec::<&str>::new(), "{}", file.display());
    }
}

#[test]
fn every_way_out_is_seen() {
    for line in [
        "use crate::json::Object;",
        "use crate::{error::Error, sandbox::Config};",
        "    let x = crate::d3::yes_no(true);",
        "use super::super::super::wire::Request;",
        "use super::{super::super::wire::Request};",
        "pub use soarwire::json;",
        "#[path = \"../json/mod.rs\"]",
        "include!(\"../json/mod.rs\");",
    ] {
        assert_eq!(ways_out(line, 2), [line]);
    }
    assert_eq!(ways_out("use super::json;", 0), ["use super::json;"]);
    assert_eq!(ways_out("mod tests {\n    use super::super::json;\n}", 0), ["    use super::super::json;"]);
}

#[test]
fn what_stays_inside_is_let_be() {
    for line in [
        "use crate::sandbox::config::Config;",
        "use super::super::log::Log;",
        "/// See [`crate::d3::CloseIncidents`].",
        "$crate::sandbox::endpoint::Endpoint",
        "mod tests {\n    use super::super::super::log::Log;\n}",
    ] {
        assert_eq!(ways_out(line, 2), Vec::<&str>::new());
    }
}
