//! Imports go downward only.

#![allow(clippy::indexing_slicing, reason = "every index is that of a module that was put there")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

mod core;
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

/// What imports each other, round about, and what imports that.
fn entangled(mut imports: Imports) -> Vec<String> {
    loop {
        let free: Vec<String> = imports
            .iter()
            .filter(|(_, used)| !used.iter().any(|name| imports.contains_key(name)))
            .map(|(module, _)| module.clone())
            .collect();
        if free.is_empty() {
            return imports.into_keys().collect();
        }
        imports.retain(|module, _| !free.contains(module));
    }
}
