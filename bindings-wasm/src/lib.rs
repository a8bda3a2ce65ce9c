//! The browser's and Node's way into the core: it converts and does nothing else.

use soarwire::{
    Error, Response,
    contract::{AnyOperation, TenantConfig},
};
use wasm_bindgen::prelude::*;

/// Builds the request of an operation without credentials, for a gateway that adds them.
///
/// Takes the tenant's settings and the parameters as JSON text; gives `{method, url, headers, body}` as JSON text.
///
/// # Errors
/// Throws an `Error` with the sentence of the core for wrong settings or parameters.
#[wasm_bindgen]
pub fn request(tenant: &str, operation: &str, params: &str) -> Result<String, JsError> {
    let request = TenantConfig::from_json(tenant)
        .and_then(TenantConfig::tenant)
        .and_then(|tenant| tenant.build(&read(operation, params)?))
        .map_err(thrown)?;
    Ok(serde_json::to_string(&request)?)
}

/// Reads an answer to an operation; gives the canonical report as JSON text.
///
/// # Errors
/// Throws an `Error` with the sentence of the core for wrong parameters, and for an answer that is no report.
#[wasm_bindgen]
pub fn parse(operation: &str, params: &str, status: u16, body: &[u8]) -> Result<String, JsError> {
    let report = read(operation, params).and_then(|operation| operation.parse(Response::new(status, body)));
    report.map(|report| report.to_json()).map_err(thrown)
}

fn read(operation: &str, params: &str) -> Result<AnyOperation, Error> {
    AnyOperation::from_params_json(operation, params)
}

fn thrown(error: Error) -> JsError {
    JsError::new(&error.to_string())
}
