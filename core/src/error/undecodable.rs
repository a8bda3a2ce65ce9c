//! A body under HTTP 200 that cannot be read.

use std::{borrow::Cow, fmt};

use crate::{
    json::{Bad, cut},
    kind::Kind,
    text::join,
    wire::Response,
};

/// How much is kept of the body.
const LIMIT: usize = 2 << 10;

/// How much is kept of the content type.
const TYPE_LIMIT: usize = 256;

/// What a body was that cannot be decoded, and where reading it ended.
///
/// `Debug` prints neither the body nor its type.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undecodable {
    /// The offset in bytes at which the body could not be decoded.
    pub offset: usize,
    /// What was expected there.
    pub expected: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// The `content-type` of the answer, at most 256 bytes; `None` if it had none.
    pub content_type: Option<String>,
    /// The length of the body in bytes; `None` if the transport could not decompress it.
    pub length: Option<usize>,
    /// The first 2 KiB of the body. They can contain anything: show them to people, do not log them unchecked.
    pub beginning: Vec<u8>,
}

impl Undecodable {
    /// What is kept of a body.
    pub(crate) fn beginning_of(body: &[u8]) -> &[u8] {
        body.get(..LIMIT).unwrap_or(body)
    }

    /// What is known of an answer of which only the beginning and the length of the body are left.
    pub(crate) fn of(response: &Response<'_>, length: usize, bad: &Bad) -> Self {
        Undecodable {
            offset: bad.offset(),
            expected: Cow::Borrowed(bad.expected()),
            status: response.status,
            content_type: response.values("content-type").next().map(|value| cut(value.into(), TYPE_LIMIT)),
            // A transport hands over nothing of a body that it cannot decompress.
            length: Some(length).filter(|length| *length > 0 || !is_encoded(response)),
            beginning: response.body.to_vec(),
        }
    }

    pub(super) fn reason(&self) -> String {
        if self.expected.is_empty() {
            return Kind::Undecodable.meaning().trim_end_matches('.').to_owned();
        }
        if self.length == Some(0) {
            return join(&["the body is empty, expected ", &*self.expected], "");
        }
        join(&["at byte ", &self.offset.to_string(), " of the body, expected ", &self.expected], "")
    }
}

fn is_encoded(response: &Response<'_>) -> bool {
    response.values("content-encoding").next().is_some()
}

impl fmt::Debug for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecodable")
            .field("offset", &self.offset)
            .field("expected", &self.expected)
            .field("status", &self.status)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
