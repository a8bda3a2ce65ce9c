//! Reads the vectors' parameters, base URLs and answers for fuzzing.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, value::RawValue};

/// One vector, as far as it matters here.
pub struct Vector {
    /// Its path below the folder of vectors, without the ending.
    pub path: PathBuf,
    pub operation: String,
    pub params: Map<String, Value>,
    pub base_url: Option<String>,
    pub answer: Option<Answer>,
    /// Whether it expects an error.
    pub fails: bool,
}

/// What a server answered.
pub struct Answer {
    pub status: u16,
    pub headers: Map<String, Value>,
    pub body: Vec<u8>,
}

impl Vector {
    /// `d3-close_incidents-reply-cut`, a file name.
    pub fn name(&self) -> String {
        self.path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("-")
    }
}

/// All vectors below a folder, by their paths; one that cannot be read is a fault of ours.
pub fn read(folder: &Path) -> Vec<Vector> {
    let mut paths = Vec::new();
    find(folder, &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "no vectors in {}", folder.display());
    paths.iter().map(|path| read_one(folder, path)).collect()
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a folder's entry").path();
        if path.is_dir() {
            find(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
}

fn read_one(folder: &Path, path: &Path) -> Vector {
    let fault = |error: &dyn std::fmt::Display| -> ! { panic!("{}: {error}", path.display()) };
    let text = fs::read_to_string(path).unwrap_or_else(|error| fault(&error));
    // Members that stay raw may hold what a `Value` cannot.
    let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(&text).unwrap_or_else(|error| fault(&error));
    let mut member = |name: &str| {
        let raw = members.remove(name).map_or("null", RawValue::get);
        serde_json::from_str::<Value>(raw).unwrap_or_else(|error| fault(&error))
    };
    let text_of = |value: &Value| value.as_str().map(str::to_owned);
    Vector {
        operation: text_of(&member("operation")).unwrap_or_else(|| fault(&"no operation")),
        params: member("params").as_object().cloned().unwrap_or_default(),
        base_url: member("tenant").get("base_url").and_then(text_of),
        answer: member("response").as_object().map(|response| {
            let text = |name: &str| response.get(name).and_then(Value::as_str);
            let encoded = text("body_base64").map(|encoded| STANDARD.decode(encoded));
            Answer {
                status: response
                    .get("status")
                    .and_then(Value::as_u64)
                    .and_then(|status| status.try_into().ok())
                    .unwrap_or(200),
                headers: response.get("headers").and_then(Value::as_object).cloned().unwrap_or_default(),
                body: encoded
                    .transpose()
                    .unwrap_or_else(|error| fault(&error))
                    .unwrap_or_else(|| text("body").unwrap_or_default().as_bytes().to_vec()),
            }
        }),
        fails: members.remove("error").is_some_and(|raw| raw.get() != "null"),
        path: path.strip_prefix(folder).unwrap_or(path).with_extension(""),
    }
}
