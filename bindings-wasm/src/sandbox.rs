//! The simulated tenants, for a page or a test.

use serde_json::{Value, json};
use soarwire::{
    ffi::sha256_hex,
    sandbox::{self, Config, Cut, Fault, Incoming},
};
use wasm_bindgen::prelude::wasm_bindgen;

/// The simulated tenants. What is refused comes back as text.
#[wasm_bindgen]
pub struct Sandbox(sandbox::Sandbox);

#[wasm_bindgen]
impl Sandbox {
    /// From a config as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str) -> Result<Sandbox, String> {
        let config: Config = serde_json::from_str(config).map_err(|error| error.to_string())?;
        Ok(Sandbox(sandbox::Sandbox::new(config).with_sha256(sha256_hex)))
    }

    /// Deals with a request; `headers` is names and values, a line each.
    pub fn handle(&mut self, now_ms: f64, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let lines: Vec<&str> = headers.split('\n').collect();
        let headers: Vec<(&str, &str)> =
            lines.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect();
        Reply(self.0.handle(now_ms as u64, &Incoming { method, path, headers: &headers, body }))
    }

    /// Appends faults, a list as JSON text.
    pub fn script(&mut self, faults: &str) -> Result<(), String> {
        self.0.script(Fault::list_from_json(faults.as_bytes())?);
        Ok(())
    }

    /// Drops the faults that are still to strike.
    pub fn clear_faults(&mut self) {
        self.0.clear_faults();
    }

    /// How many faults are not used up.
    pub fn pending_faults(&self) -> u32 {
        self.0.pending_faults() as u32
    }

    /// What was really done, as JSON text.
    pub fn effects(&self) -> String {
        self.0.effects().to_json().to_string()
    }

    /// The incidents as they are now, as JSON text.
    pub fn incidents(&self) -> String {
        serde_json::to_string(&self.0.snapshot()).unwrap_or_default()
    }

    /// The latest requests without their secrets, as JSON text.
    pub fn requests(&self) -> String {
        serde_json::to_string(&self.0.requests().collect::<Vec<_>>()).unwrap_or_default()
    }

    /// What opens the tenants and what they know, as JSON text.
    pub fn access(&self) -> String {
        let (d3, xpanse) = (&self.0.config().d3, &self.0.config().xpanse);
        let keys = |keys: &[sandbox::ApiKey]| -> Value {
            keys.iter().map(|key| json!({ "keyId": key.key_id, "key": key.key })).collect()
        };
        json!({
            "prefix": d3.prefix(), "usernames": d3.usernames, "sites": d3.sites, "owners": d3.owners, "cases": d3.cases,
            "playbooks": d3.playbooks, "keyHeader": d3.key_header, "jwtHeader": d3.jwt_header, "keys": d3.keys, "jwts": d3.jwts,
            "jwtSecrets": d3.jwt_secrets,
            "standard": keys(&xpanse.standard_keys), "advanced": keys(&xpanse.advanced_keys),
            "users": xpanse.users, "statuses": xpanse.statuses, "severities": xpanse.severities,
        })
        .to_string()
    }

    /// Back to the start.
    pub fn reset(&mut self) {
        self.0.reset();
    }
}

/// What to answer, and how.
#[wasm_bindgen]
pub struct Reply(sandbox::Answer);

#[wasm_bindgen]
impl Reply {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Names and values, a line each.
    pub fn headers(&self) -> String {
        let lines: Vec<&str> = self.0.headers.iter().flat_map(|(name, value)| [name.as_str(), value]).collect();
        lines.join("\n")
    }

    /// The whole body.
    pub fn body(&self) -> Vec<u8> {
        self.0.body.clone()
    }

    /// How long to hold it back; more than a number can count is for ever.
    pub fn delay_ms(&self) -> f64 {
        if self.0.delay_ms == u64::MAX { f64::INFINITY } else { self.0.delay_ms as f64 }
    }

    /// Where the connection is cut: 0 nowhere, 1 before an answer, 2 in the middle of the body.
    pub fn cut(&self) -> u32 {
        match self.0.cut {
            None => 0,
            Some(Cut::BeforeEffect | Cut::AfterEffect) => 1,
            Some(Cut::MidBody) => 2,
        }
    }
}
