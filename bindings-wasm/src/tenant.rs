//! Tenants and the requests that they make.

use soarwire::{
    Pacer as CorePacer, Request, Secret,
    ffi::{AnyTenant, TenantConfig},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{error::Failure, operation::Operation};

/// A tenant of either vendor.
#[wasm_bindgen]
pub struct Tenant(pub(crate) AnyTenant);

#[wasm_bindgen]
impl Tenant {
    /// From its settings as JSON text, which is wiped.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: String) -> Result<Tenant, Failure> {
        let settings = Secret::new(settings);
        Ok(Tenant(TenantConfig::from_json(settings.expose())?.tenant()?))
    }

    /// The base URL as it is used.
    pub fn base_url(&self) -> String {
        self.0.base_url()
    }

    /// The pace that the vendor documents.
    pub fn requests_per_second(&self) -> u32 {
        self.0.requests_per_second()
    }

    /// A request, signed if the tenant has credentials and there is a time to sign with; see `text`.
    pub fn request(&self, operation: &Operation, nonce: &str, now_ms: Option<f64>) -> Result<String, Failure> {
        let request = match now_ms {
            Some(now_ms) => self.0.sign_with(&operation.0, nonce, now_ms as u64),
            None => self.0.build(&operation.0),
        };
        Ok(text(&request?))
    }
}

/// A request in lines, which none of its parts can break: the URL; for each header its name and its value, `*` before the
/// name of a credential; an empty line; the body.
pub(crate) fn text(request: &Request) -> String {
    let mut out = String::with_capacity(256 + request.body().len());
    out.push_str(request.url());
    for (name, value) in request.headers() {
        for part in ["\n", if value.is_secret() { "*" } else { "" }, name, "\n", value.expose()] {
            out.push_str(part);
        }
    }
    out.push_str("\n\n");
    out.push_str(std::str::from_utf8(request.body()).unwrap_or_default());
    out
}

/// The pace and the cooldown that the calls of a tenant share.
#[wasm_bindgen]
pub struct Pacer(pub(crate) CorePacer);

#[wasm_bindgen]
impl Pacer {
    /// At most so many requests a second; 0 turns pacing off.
    #[wasm_bindgen(constructor)]
    pub fn new(requests_per_second: f64) -> Result<Pacer, Failure> {
        Ok(Pacer(CorePacer::new(requests_per_second)?))
    }

    /// Learns that the clock of its calls was set.
    pub fn clock_set(&self, from_ms: f64, to_ms: f64) {
        self.0.clock_set(from_ms as u64, to_ms as u64);
    }
}
