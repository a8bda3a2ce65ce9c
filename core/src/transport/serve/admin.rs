//! The admin route: effects, incidents, requests, faults, reset.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::{credentials, shared::Shared};
use crate::sandbox::{ApiKey, Fault, RequestRecord};

/// The part after `/_sandbox/` of an admin path; `None` for any other path.
pub(super) fn route(path: &str) -> Option<&str> {
    let path = path.split('?').next().unwrap_or_default();
    let rest = path.strip_prefix("/_sandbox")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

/// Status and JSON for an admin request.
pub(super) fn answer(shared: &Shared, method: &str, route: &str, body: &[u8]) -> (u16, Vec<u8>) {
    // Copies are made under the lock and serialised without it, so that reading does not delay the tenants.
    match (method, route) {
        ("GET", "") => (200, to_json(&index(shared))),
        ("GET", "credentials") if is_private(shared) => (200, to_json(&credentials::of(shared))),
        ("GET", "effects") => {
            let effects = shared.sandbox().effects().clone();
            (200, to_json(&effects.to_json()))
        }
        ("GET", "incidents") => {
            let snapshot = shared.sandbox().snapshot();
            (200, to_json(&snapshot))
        }
        ("GET", "requests") => {
            let requests: Vec<RequestRecord> = shared.sandbox().requests().cloned().collect();
            (200, to_json(&requests))
        }
        ("POST", "faults") => match Fault::list_from_json(body) {
            Ok(faults) => {
                let mut sandbox = shared.sandbox();
                sandbox.script(faults);
                (200, to_json(&json!({ "pending_faults": sandbox.pending_faults() })))
            }
            Err(why) => (400, error(&why)),
        },
        ("DELETE", "faults") => {
            shared.sandbox().clear_faults();
            (200, to_json(&json!({ "pending_faults": 0 })))
        }
        ("POST", "reset") => {
            shared.sandbox().reset();
            (200, to_json(&json!({ "reset": true })))
        }
        ("GET", "credentials") => (404, error("credentials are shown only on a loopback address: see GET /_sandbox/")),
        (_, "" | "credentials" | "effects" | "incidents" | "requests" | "faults" | "reset") => {
            (405, error(&format!("{method} is not allowed on /_sandbox/{route}: see GET /_sandbox/")))
        }
        _ => (404, error(&format!("/_sandbox/{route} does not exist: see GET /_sandbox/"))),
    }
}

pub(super) fn error(why: &str) -> Vec<u8> {
    to_json(&json!({ "error": why }))
}

/// The tenants' base URLs and, if no other machine can reach the server, their keys.
fn index(shared: &Shared) -> Value {
    let (url, d3_base_url) = (shared.url(), shared.d3_base_url());
    let sandbox = shared.sandbox();
    let (d3, xpanse) = (&sandbox.config().d3, &sandbox.config().xpanse);
    let mut index = json!({
        "sandbox": "soarwire",
        "d3": {
            "base_url": d3_base_url,
            "usernames": d3.usernames,
            "sites": d3.sites,
            "owners": d3.owners,
            "cases": d3.cases,
            "playbooks": d3.playbooks,
            "key_header": d3.key_header,
            "jwt_header": d3.jwt_header,
        },
        "xpanse": { "base_url": url, "users": xpanse.users },
        "pending_faults": sandbox.pending_faults(),
        "admin": [
            "GET /_sandbox/credentials",
            "GET /_sandbox/effects",
            "GET /_sandbox/incidents",
            "GET /_sandbox/requests",
            "POST /_sandbox/faults",
            "DELETE /_sandbox/faults",
            "POST /_sandbox/reset",
        ],
    });
    if is_private(shared) {
        let credentials = json!({
            "d3": { "api_keys": d3.keys, "jwts": d3.jwts, "jwt_secrets": d3.jwt_secrets },
            "xpanse": { "standard_keys": keys(&xpanse.standard_keys), "advanced_keys": keys(&xpanse.advanced_keys) },
        });
        if let Value::Object(index) = &mut index {
            index.insert("credentials".to_owned(), credentials);
        }
    }
    index
}

/// Whether no other machine can reach the server.
fn is_private(shared: &Shared) -> bool {
    shared.address.ip().is_loopback()
}

/// Id to key.
fn keys(keys: &[ApiKey]) -> BTreeMap<&str, &str> {
    keys.iter().map(|key| (key.key_id.as_str(), key.key.as_str())).collect()
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    // Maps with text keys and plain structs: serialising them cannot fail.
    serde_json::to_vec(value).unwrap_or_default()
}
