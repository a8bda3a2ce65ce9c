//! The interface for language bindings: any operation by its id, with its parameters as JSON.

mod answer_json;
mod any_operation;
mod conditions;
#[cfg(feature = "events")]
mod event_json;
mod facts;
mod json_ref;
mod params_serde;
pub(crate) mod rebuilt;
mod row_diff;
mod serde_impls;
mod snapshot;
mod tenant_config;

use sha2::{Digest, Sha256};

pub use crate::wire::NotYet;
use crate::{error::Error, text::push_hex, wire::Request};
pub use crate::{
    operation::{Frame, Param, Params},
    typed::{Field, FieldType, FieldValue, Shape, TypedItem, TypedList},
};

pub use answer_json::{push_failed, push_made, push_strings};
pub use any_operation::AnyOperation;
pub use conditions::{condition, filter};
#[cfg(feature = "events")]
pub use event_json::push_event;
pub use facts::{kind_lines, rows_json};
pub use json_ref::{Build, Part, build, elements, members};
pub use row_diff::RowDiff;
pub(crate) use serde_impls::{JsonText, from_json};
pub use snapshot::{restore, snapshot};
pub use tenant_config::{AnyTenant, AuthConfig, TenantConfig};

/// The typed views of the vendors' objects.
pub const SHAPES: [&Shape; 3] =
    [&crate::xpanse::incident::SHAPE, &crate::xpanse::alert::SHAPE, &crate::d3::incident::SHAPE];

/// An `invalid_request` error for an argument that a binding cannot convert. `reason` says what is wrong and how to fix it.
pub fn invalid(field: &str, reason: &str) -> Error {
    Error::invalid(field, reason)
}

/// The error of a call whose credential for the setting `field` a binding asked for in vain.
pub fn no_credential(field: &str) -> Error {
    Error::no_credential(field, None)
}

/// Restores an unsigned request from its stored URL and JSON body.
pub fn unsigned_request(url: String, body: Vec<u8>) -> Request {
    Request::post(url, body)
}

/// The SHA-256 of `bytes` in lower-case hex. The sandbox checks the digests of advanced keys with it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    Sha256::digest(bytes).iter().for_each(|byte| push_hex(&mut hex, *byte));
    hex
}
