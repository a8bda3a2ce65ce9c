//! What a server said when it refused.

use std::fmt;

/// What a server said when it answered with an error.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// The HTTP status; 0 if the transport hides it.
    pub status: u16,
    /// The vendor's code as text (`err_code`, `code`, `errorCode`), at most 16 KiB.
    pub code: Option<String>,
    /// The vendor's message, at most 16 KiB. It can contain anything: show it to people, do not log it unchecked.
    pub message: Option<String>,
    /// The vendor's `err_extra` (or `details`), as JSON text. If it is longer than 16 KiB, its beginning as a JSON string.
    pub extra: Option<String>,
    /// The messages for each field, by its dotted path; at most 128 KiB, paths included.
    pub fields: Vec<(String, Vec<String>)>,
    /// How long the server asked to wait, in milliseconds; `None` if it did not ask.
    pub retry_after_ms: Option<u64>,
    /// The body, by how much of it is known.
    pub body: Body,
    /// The names, in lower case, and values of the answer's headers, at most 16 KiB; those that hold cookies or credentials are
    /// left out.
    pub headers: Vec<(String, String)>,
}

/// The body of an error response. It prints only as a length.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Body {
    /// There was no body.
    #[default]
    Empty,
    /// JSON text in a shape that the vendor documents.
    Documented(String),
    /// Other JSON text.
    Json(String),
    /// Anything else: the first 64 KiB.
    Raw(Vec<u8>),
}

impl Body {
    /// The stable name, `empty`, `documented`, `json` or `raw`.
    pub fn tier(&self) -> &'static str {
        match self {
            Body::Empty => "empty",
            Body::Documented(_) => "documented",
            Body::Json(_) => "json",
            Body::Raw(_) => "raw",
        }
    }

    /// The body as bytes; of [`Body::Raw`] the first 64 KiB.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Body::Empty => &[],
            Body::Documented(text) | Body::Json(text) => text.as_bytes(),
            Body::Raw(bytes) => bytes,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tier = match self {
            Body::Empty => return f.write_str("Empty"),
            Body::Documented(_) => "Documented",
            Body::Json(_) => "Json",
            Body::Raw(_) => "Raw",
        };
        write!(f, "{tier}({} bytes)", self.as_bytes().len())
    }
}

/// Prints the status and lengths, never the vendor's text.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("status", &self.status)
            .field("retry_after_ms", &self.retry_after_ms)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_lengths_and_never_the_vendors_text() {
        let json = "{\"message\": \"secret words\"}".to_owned();
        let service = Service {
            status: 500,
            code: Some("secret code".to_owned()),
            message: Some("secret words".to_owned()),
            retry_after_ms: Some(7),
            body: Body::Json(json.clone()),
            ..Service::default()
        };
        assert_eq!(
            format!("{service:?}"),
            "Service { status: 500, retry_after_ms: Some(7), body: Json(27 bytes), .. }"
        );
        let bodies = [Body::Empty, Body::Documented(json.clone()), Body::Json(json), Body::Raw(vec![b'x'; 3])];
        let shown = bodies.map(|body| format!("{body:?}"));
        assert_eq!(shown, ["Empty", "Documented(27 bytes)", "Json(27 bytes)", "Raw(3 bytes)"]);
    }
}
