//! What a server said when it refused.

use std::fmt;

/// What a server said when it refused.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// The HTTP status, 0 where the transport hides it.
    pub status: u16,
    /// The vendor's code as text (`err_code`, `code`, `errorCode`).
    pub code: Option<String>,
    /// The vendor's text. It may hold anything: show it to people, do not log it blindly.
    pub message: Option<String>,
    /// The vendor's `err_extra` (or `details`), as JSON text.
    pub extra: Option<String>,
    /// Messages per field, keyed by a dotted path.
    pub fields: Vec<(String, Vec<String>)>,
    /// How long the server asked to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The body as far as it was understood.
    pub body: Body,
}

/// The body of a refusal, in three tiers. It prints as a length only.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Body {
    /// Nothing came.
    #[default]
    Empty,
    /// A shape that the vendor documents: JSON text.
    Documented(String),
    /// Other JSON text.
    Json(String),
    /// Anything else, the first 64 KiB.
    Raw(Vec<u8>),
}

impl Body {
    /// The body as bytes.
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

/// Prints status and lengths; the vendor's words are fields to be read on purpose.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("status", &self.status)
            .field("retry_after_ms", &self.retry_after_ms)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
