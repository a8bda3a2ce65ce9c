//! Requests and responses as plain data, for every language and transport.

mod base_url;
mod http_date;
#[cfg(feature = "http")]
mod http_types;
pub(crate) mod kept_headers;
mod raw_json;
mod request;
pub(crate) mod request_id;
mod response;
pub(crate) mod retry_after;
mod secret;
mod secret_source;

pub(crate) use base_url::{BaseUrl, check_header_name, split_scheme};
pub(crate) use http_date::parse_plain;
pub(crate) use raw_json::raw_json;
pub use request::{HeaderValue, Request};
pub use response::Response;
pub use secret::Secret;
pub use secret_source::{NotYet, SecretSource};

/// The default limit for the body of an answer, in bytes after decompression: 64 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 64 << 20;

/// Not for use: the strict base-URL parser, public for the fuzz target that compares it with the `url` crate. Returns the
/// scheme (empty for a path), host, port and path.
#[doc(hidden)]
pub fn fuzz_base_url(text: &str) -> Option<(String, String, Option<u16>, String)> {
    BaseUrl::parse(text).ok().map(BaseUrl::into_parts)
}
