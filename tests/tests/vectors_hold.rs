//! Every vector holds in Rust.

use std::path::Path;

use soarwire_tests::run_vectors;

#[test]
fn all_vectors_hold() -> Result<(), std::io::Error> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let cases = run_vectors::find(&folder)?;
    assert!(cases.len() >= 120, "only {} vectors", cases.len());
    let failed: Vec<String> = cases
        .iter()
        .flat_map(|path| {
            let mismatches = run_vectors::run(path).mismatches;
            mismatches.into_iter().map(move |mismatch| format!("{}: {mismatch}", path.display()))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}
