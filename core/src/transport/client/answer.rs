//! An answer as it arrived.

use std::borrow::Cow;

use http::{HeaderMap, StatusCode};

use crate::wire::Response;

/// The answer with all its headers: which of them matter is decided where it is read.
pub(crate) fn answer(status: StatusCode, headers: &HeaderMap, body: Vec<u8>) -> Response<'static> {
    let mut response = Response::new(status.as_u16(), body);
    response.headers.extend(headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (Cow::Owned(name.as_str().to_owned()), Cow::Owned(value))
    }));
    response
}
