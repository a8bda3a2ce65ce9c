//! Requests and responses as plain data, which every language and transport takes as they are.

mod base_url;
mod http_date;
#[cfg(feature = "http")]
mod http_types;
mod raw_json;
mod request;
mod response;
pub(crate) mod retry_after;
mod secret;

pub(crate) use base_url::{BaseUrl, check_header_name, split_scheme};
pub(crate) use raw_json::raw_json;
pub use request::{HeaderValue, Request};
pub use response::Response;
pub use secret::Secret;

/// The largest reply body that is read, unless a client is told otherwise: 64 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 64 << 20;

/// Not for use: the strict base-URL parser, opened to the fuzzer that holds it against the `url` crate. Gives the
/// scheme (empty for a path), host, port and path that were understood.
#[doc(hidden)]
pub fn fuzz_base_url(text: &str) -> Option<(String, String, Option<u16>, String)> {
    BaseUrl::parse(text).ok().map(BaseUrl::into_parts)
}
