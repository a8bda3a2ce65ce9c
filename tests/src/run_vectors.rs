//! Runs vectors: `tests/vectors/**/*.json`, one case per file.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};
use soarwire::{
    AnyAnswer, Error, Request, Response,
    ffi::{AnyOperation, AnyTenant, TenantConfig},
};

use crate::compare::{equal, equal_raw};

type Members = BTreeMap<String, Box<RawValue>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// For people; the path names a case.
    #[serde(rename = "name")]
    _name: String,
    operation: String,
    tenant: Option<Box<RawValue>>,
    params: Box<RawValue>,
    request: Option<ExpectedRequest>,
    response: Option<CaseResponse>,
    error: Option<Map<String, Value>>,
    // What the operation answers with, by the kind of answer.
    report: Option<Members>,
    page: Option<Members>,
    details: Option<Members>,
    created: Option<Members>,
    validity: Option<Members>,
    reply: Option<Members>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedRequest {
    method: Option<String>,
    url: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
}

/// The nonce and time of a tenant whose auth names some.
#[derive(Deserialize, Default)]
struct Moment {
    nonce: Option<String>,
    now_ms: Option<u64>,
}

/// What one case gave.
#[derive(Default)]
pub struct Ran {
    /// What differs from the case, one line each.
    pub mismatches: Vec<String>,
    /// The canonical texts: request, report and error, each `null` when there is none.
    pub canonical: String,
}

/// All cases below a folder, sorted.
///
/// # Errors
/// If the folder cannot be read.
pub fn find(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(find(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Runs the case in a file.
pub fn run(path: &Path) -> Ran {
    let case = fs::read_to_string(path)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str::<Case>(&text).map_err(|error| error.to_string()));
    match case {
        Ok(case) => run_case(case),
        Err(error) => Ran { mismatches: vec![format!("the case cannot be read: {error}")], ..Ran::default() },
    }
}

fn run_case(case: Case) -> Ran {
    let (request, answer) = carry_out(&case);
    let error = answer.as_ref().and_then(|answer| answer.as_ref().err());
    let found = answer.as_ref().and_then(|answer| match answer {
        Ok(answer) => Some((answer.name(), answer.to_json())),
        Err(error) => error.report().map(|report| ("report", report.to_json())),
    });
    let mut mismatches = Vec::new();
    match (&case.request, &request) {
        (Some(expected), Some(request)) => check_request(expected, request, &mut mismatches),
        (Some(_), None) => mismatches.push("request: none was built".to_owned()),
        (None, _) => {}
    }
    match (&case.error, error) {
        (Some(expected), Some(error)) => check_error(expected, error, &mut mismatches),
        (Some(_), None) => mismatches.push("error: there was none".to_owned()),
        (None, Some(error)) => mismatches.push(format!("error: not expected, got {}", error.to_json())),
        (None, None) => {}
    }
    for (name, expected) in [
        ("report", &case.report),
        ("page", &case.page),
        ("details", &case.details),
        ("created", &case.created),
        ("validity", &case.validity),
        ("reply", &case.reply),
    ] {
        let Some(expected) = expected else { continue };
        match &found {
            Some((kind, canonical)) if *kind == name => check_answer(name, expected, canonical, &mut mismatches),
            _ => mismatches.push(format!("{name}: there was none")),
        }
    }
    let null = || "null".to_owned();
    let request = request.and_then(|request| serde_json::to_string(&request).ok()).unwrap_or_else(null);
    let found = found.map_or_else(null, |(_, canonical)| canonical);
    let error = error.map_or_else(null, Error::to_json);
    Ran { mismatches, canonical: format!("{request}\t{found}\t{error}") }
}

/// Builds what the case asks for and, if that works, reads its response.
fn carry_out(case: &Case) -> (Option<Request>, Option<Result<AnyAnswer, Error>>) {
    let operation = match AnyOperation::from_params_json(&case.operation, case.params.get()) {
        Ok(operation) => operation,
        Err(error) => return (None, Some(Err(error))),
    };
    let request = match case.tenant.as_deref().map(|tenant| sign(tenant, &operation)).transpose() {
        Ok(request) => request,
        Err(error) => return (None, Some(Err(error))),
    };
    let answer = case.response.as_ref().map(|response| {
        let body = match &response.body_base64 {
            Some(encoded) => STANDARD.decode(encoded).unwrap_or_default(),
            None => response.body.clone().unwrap_or_default().into_bytes(),
        };
        let response = response
            .headers
            .iter()
            .fold(Response::new(response.status, body), |response, (name, value)| response.with_header(name, value));
        operation.parse(response)
    });
    (request, answer)
}

fn sign(config: &RawValue, operation: &AnyOperation) -> Result<Request, Error> {
    #[derive(Deserialize)]
    struct WithAuth {
        auth: Option<Moment>,
    }
    let moment = serde_json::from_str::<WithAuth>(config.get()).ok().and_then(|config| config.auth).unwrap_or_default();
    let tenant: AnyTenant = TenantConfig::from_json(config.get())?.tenant()?;
    tenant.sign_with(operation, moment.nonce.as_deref().unwrap_or_default(), moment.now_ms.unwrap_or_default())
}

fn check_request(expected: &ExpectedRequest, request: &Request, mismatches: &mut Vec<String>) {
    let mut text = |what: &str, expected: &str, actual: Option<&str>| {
        if actual != Some(expected) {
            mismatches.push(format!("request.{what}: expected {expected:?}, got {actual:?}"));
        }
    };
    if let Some(method) = &expected.method {
        text("method", method, Some(request.method()));
    }
    if let Some(url) = &expected.url {
        text("url", url, Some(request.url()));
    }
    for (name, value) in &expected.headers {
        text(&format!("headers.{name}"), value, request.header(name));
    }
    if let Some(body) = &expected.body {
        let actual = serde_json::from_slice::<Value>(request.body()).unwrap_or_default();
        if !equal(body, &actual) {
            mismatches.push(format!("request.body: expected {body}, got {actual}"));
        }
    }
}

fn check_error(expected: &Map<String, Value>, error: &Error, mismatches: &mut Vec<String>) {
    let canonical = error.to_json();
    let actual: Members = serde_json::from_str(&canonical).unwrap_or_default();
    for (key, value) in expected {
        let found = actual.get(key).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
        if !found.as_ref().is_some_and(|found| equal(value, found)) {
            mismatches.push(format!("error.{key}: expected {value}, got {found:?}"));
        }
    }
}

/// A list must have exactly the expected entries; any other value is compared as [`covers`] does.
fn check_answer(name: &str, expected: &Members, canonical: &str, mismatches: &mut Vec<String>) {
    let actual: Members = serde_json::from_str(canonical).unwrap_or_default();
    let list = |raw: &RawValue| serde_json::from_str::<Vec<Box<RawValue>>>(raw.get()).ok();
    for (key, expected) in expected {
        let found = actual.get(key);
        let same = found.is_some_and(|found| match (list(expected), list(found)) {
            (Some(wanted), Some(found)) => {
                found.len() == wanted.len() && wanted.iter().zip(&found).all(|(wanted, found)| covers(wanted, found))
            }
            _ => covers(expected, found),
        });
        if !same {
            let found = found.map(|raw| raw.get());
            mismatches.push(format!("{name}.{key}: expected {}, got {found:?}", expected.get()));
        }
    }
}

/// An object is compared by the keys that the case contains, anything else completely.
fn covers(expected: &RawValue, actual: &RawValue) -> bool {
    let members = |raw: &RawValue| serde_json::from_str::<Members>(raw.get()).ok();
    match (members(expected), members(actual)) {
        (Some(expected), Some(actual)) => {
            expected.iter().all(|(key, expected)| actual.get(key).is_some_and(|actual| equal_raw(expected, actual)))
        }
        _ => equal_raw(expected, actual),
    }
}
