//! Imports go downward only.

#![allow(clippy::indexing_slicing, reason = "every index is that of a module that was put there")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

mod rust;
mod typescript;

/// What each module, or file, imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The files in a folder whose names `wanted` takes: their paths below it, and what they say.
fn sources(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&entry.file_name().to_string_lossy()) {
                let below = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                found.push((below, fs::read_to_string(&path).unwrap_or_default()));
            }
        }
    }
    found
}

/// The modules that are part of a circle of imports, or that lie on a way between two circles.
fn entangled(mut imports: Imports) -> Vec<String> {
    loop {
        let used: BTreeSet<String> = imports.values().flatten().cloned().collect();
        let before = imports.len();
        let here: BTreeSet<String> = imports.keys().cloned().collect();
        imports.retain(|name, using| used.contains(name) && using.iter().any(|name| here.contains(name)));
        if imports.len() == before {
            return imports.into_keys().collect();
        }
    }
}
