//! `seeds VECTORS OUT`: makes seeds from the vectors, `OUT/<target>/*`. The seeds in `tests/fuzz/seeds` are written by hand.

use std::{
    collections::{BTreeMap, HashSet},
    env, fs,
    path::Path,
    process::ExitCode,
};

use soarwire::{AnyAnswer, Effect, Item, Response, ffi::AnyOperation};
use soarwire_fuzz::read_vectors::{self, Answer, Vector};

/// A mutator does more with small inputs; what is large in a vector (100,000 brackets) it grows by itself.
const LARGEST: usize = 1200;

/// The seeds of each target, by their names.
type Seeds = BTreeMap<String, BTreeMap<String, Vec<u8>>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, out] = arguments.as_slice() else {
        eprintln!("usage: seeds VECTORS OUT");
        return ExitCode::from(2);
    };
    let mut seeds = Seeds::new();
    for vector in read_vectors::read(Path::new(folder)) {
        add(&mut seeds, &vector);
    }
    if let Err(error) = write(&seeds, Path::new(out)) {
        eprintln!("{out}: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn add(seeds: &mut Seeds, vector: &Vector) {
    let mut put = |target: &str, seed: Vec<u8>| {
        seeds.entry(target.to_owned()).or_default().insert(vector.name(), seed);
    };
    let about = vector.path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(base_url) = &vector.base_url
        && ["url-", "unsigned-", "refused-"].iter().any(|prefix| about.starts_with(prefix))
    {
        put("base_url", base_url.clone().into_bytes());
    }
    let Some(answer) = vector.answer.as_ref().filter(|answer| answer.body.len() <= LARGEST) else { return };
    let Some(first) = first_line(vector, answer) else { return };
    let vendor = vector.operation.split('.').next().unwrap_or_default();
    if answer.status == 200 {
        put(&format!("{vendor}_reply"), [first.as_bytes(), b"\n", &answer.body].concat());
    }
    if let Some(objects) = objects(vector, answer) {
        put("typed", format!("{}\n{objects}", vector.operation).into_bytes());
    }
    if vector.fails {
        let headers = answer.headers.iter().filter_map(|(name, value)| Some(format!("{name}: {}\n", value.as_str()?)));
        let head: String = [first].into_iter().chain(headers).collect();
        put("error_body", [head.as_bytes(), b"\n", &with_marks(&answer.body)].concat());
    }
    if vector.path.starts_with("hostile") {
        put("json", answer.body.clone());
    }
}

/// The first line of an input that is an operation and its answer, as `case.rs` reads it; `None` for parameters that are
/// refused.
fn first_line(vector: &Vector, answer: &Answer) -> Option<String> {
    let operation = AnyOperation::from_params(&vector.operation, vector.params.clone()).ok()?;
    let appends = if operation.effect() == Effect::Appends { "+" } else { "" };
    let ids = Some(operation.asked().ids().join(",")).filter(|ids| !ids.is_empty()).unwrap_or_else(|| "1".to_owned());
    Some(format!("{}{appends} {} {ids}\n", vector.operation, answer.status))
}

/// The objects of an answer that lists them.
fn objects(vector: &Vector, answer: &Answer) -> Option<String> {
    let operation = AnyOperation::from_params(&vector.operation, vector.params.clone()).ok()?;
    let Ok(AnyAnswer::Page(page)) = operation.parse(Response::new(answer.status, answer.body.as_slice())) else {
        return None;
    };
    let objects: Vec<&str> = page.items().map(Item::as_json).collect();
    (!objects.is_empty()).then(|| objects.join(", "))
}

/// An `@` at the beginning of the first two texts: the target puts its canary there.
fn with_marks(body: &[u8]) -> Vec<u8> {
    const OPENING: &[u8] = b"\": \"";
    let mut marked = Vec::new();
    let (mut rest, mut left) = (body, 2);
    while let Some(at) = rest.windows(OPENING.len()).position(|window| window == OPENING).filter(|_| left > 0) {
        let (before, behind) = rest.split_at(at + OPENING.len());
        marked.extend_from_slice(before);
        marked.push(b'@');
        (rest, left) = (behind, left - 1);
    }
    marked.extend_from_slice(rest);
    marked
}

/// Writes them in place of those that are there; of equal ones the first.
fn write(seeds: &Seeds, out: &Path) -> std::io::Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    for (target, files) in seeds {
        let folder = out.join(target);
        fs::create_dir_all(&folder)?;
        let mut seen = HashSet::new();
        for (name, seed) in files.iter().filter(|(_, seed)| seen.insert(*seed)) {
            fs::write(folder.join(name), seed)?;
        }
    }
    Ok(())
}
