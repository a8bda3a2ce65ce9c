//! What crosses a language boundary: any operation by its id, with its parameters as JSON.

mod any_operation;
mod parts;
mod snapshot;
mod tenant_config;

use crate::{error::Error, wire::Request};

pub use any_operation::AnyOperation;
pub use parts::{Part, elements, members};
pub use snapshot::{restore, snapshot};
pub use tenant_config::{AnyTenant, AuthConfig, TenantConfig};

/// The error for an argument that a binding cannot even convert: `invalid_request`, naming the argument.
pub fn invalid(field: &str, reason: &str) -> Error {
    Error::invalid(field, reason)
}

/// An unsigned request that was stored, made again from its parts.
pub fn unsigned_request(url: String, body: Vec<u8>) -> Request {
    Request::post(url, body)
}
