//! Requests.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};

use super::{raw_json, secret::Secret};
use crate::json::Object;

/// The value of a request header: plain, or a credential that prints as `***`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// A value that may be printed.
    Plain(Cow<'static, str>),
    /// A credential.
    Secret(Secret),
}

impl HeaderValue {
    /// The value to send, in plain text even if it is a credential.
    pub fn expose(&self) -> &str {
        match self {
            HeaderValue::Plain(value) => value,
            HeaderValue::Secret(secret) => secret.expose(),
        }
    }

    /// Whether the value is a credential.
    pub fn is_secret(&self) -> bool {
        matches!(self, HeaderValue::Secret(_))
    }
}

/// Prints the value, or `***` for a credential.
impl fmt::Display for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeaderValue::Plain(value) => f.write_str(value),
            HeaderValue::Secret(secret) => secret.fmt(f),
        }
    }
}

/// One HTTP request, ready to be sent by any HTTP client: always a `POST` with a JSON body.
///
/// `Debug` prints the length of the body and `***` for credentials; serialising writes the body and `***`. To send the
/// request, read [`Request::headers`] explicitly. The client must not follow redirects: see
/// [`Tenant::sign_with`](crate::Tenant::sign_with).
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) url: String,
    pub(crate) headers: Vec<(Cow<'static, str>, HeaderValue)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn post(url: String, body: Vec<u8>) -> Self {
        let json = |name| (Cow::Borrowed(name), HeaderValue::Plain(Cow::Borrowed("application/json")));
        // Room for the credentials of either vendor.
        let mut headers = Vec::with_capacity(6);
        headers.extend([json("content-type"), json("accept")]);
        Request { url, headers, body }
    }

    /// The method: `POST`.
    pub fn method(&self) -> &'static str {
        "POST"
    }

    /// The absolute URL, or an absolute path for a tenant whose base URL is a path.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The header names, in lower case, with their values.
    pub fn headers(&self) -> &[(Cow<'static, str>, HeaderValue)] {
        &self.headers
    }

    /// The value of a header, in plain text even if it is a credential; `None` if there is no such header. The case of `name`
    /// does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.expose())
    }

    /// The JSON body, as UTF-8 bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The JSON body, by value.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// `{method, url, headers, body}` as JSON text: credentials as `***`, the body as a JSON value.
    pub fn to_json(&self) -> String {
        let headers = self.headers.iter().fold(Object::new(), |headers, (name, value)| match value {
            HeaderValue::Plain(value) => headers.text(name, value),
            HeaderValue::Secret(_) => headers.text(name, "***"),
        });
        // The body was written by this crate: JSON in UTF-8.
        let body = std::str::from_utf8(&self.body).unwrap_or("null");
        let request = Object::new().text("method", self.method()).text("url", &self.url);
        request.raw("headers", &headers.finish()).raw("body", body).finish()
    }

    /// Whether the request has credentials.
    pub fn is_signed(&self) -> bool {
        self.headers.iter().any(|(_, value)| value.is_secret())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        f.debug_struct("Request")
            .field("method", &self.method())
            .field("url", &self.url)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// `{method, url, headers, body}`, credentials as `***`, the body as JSON.
impl Serialize for Request {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}
