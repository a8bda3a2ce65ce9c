//! A fuzz input as an operation and the answer to it. Inputs are text where possible, so that reproducers and seeds are
//! readable:
//!
//! ```text
//! d3.close_incidents 200 20260114-7,20260114-8
//! retry-after: 7
//!
//! {"error": "", "returnData": "Successful"}
//! ```
//!
//! A mutated first line is still valid: an unknown operation is replaced by one chosen by its length, a status that is not a
//! number is 200, and without ids the id is `1`.

use soarwire::{Response, ffi::AnyOperation};

use crate::params;

/// An operation and the answer to it.
pub struct Case {
    pub operation: AnyOperation,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Case {
    /// Reads an input; `None` when its parameters are refused, as a blank id is.
    pub fn read(input: &[u8]) -> Option<Case> {
        let (first, mut rest) = line(input);
        let first = String::from_utf8_lossy(first);
        let mut words = first.splitn(3, ' ');
        let id = words.next().unwrap_or_default();
        let status = words.next().and_then(|word| word.parse().ok()).unwrap_or(200);
        let ids: Vec<&str> = words.next().unwrap_or("1").split(',').collect();
        let mut headers = Vec::new();
        loop {
            let (header, behind) = line(rest);
            rest = behind;
            let text = String::from_utf8_lossy(header);
            match text.split_once(':') {
                Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
                None => break,
            }
        }
        let operation = operation(id, &ids)?;
        Some(Case { operation, status, headers, body: rest.to_vec() })
    }

    /// Whether the body holds this text, or holds escapes, behind which it may.
    pub fn body_holds(&self, text: &str) -> bool {
        let body = String::from_utf8_lossy(&self.body);
        body.contains('\\') || body.contains(text)
    }

    /// The answer.
    pub fn response(&self) -> Response<'_> {
        let start = Response::new(self.status, self.body.as_slice());
        self.headers.iter().fold(start, |response, (name, value)| response.with_header(name.as_str(), value.as_str()))
    }
}

/// The operation with this id, or one in its place; a `+` behind the id asks for the one that appends, where there is one.
/// `None` when the ids are refused.
pub fn operation(id: &str, ids: &[&str]) -> Option<AnyOperation> {
    let (id, appends) = id.strip_suffix('+').map_or((id, false), |id| (id, true));
    let known = AnyOperation::IDS.iter().find(|known| **known == id);
    let id = known.copied().unwrap_or(AnyOperation::IDS[id.len() % AnyOperation::IDS.len()]);
    params::operation(id, appends, ids)
}

/// The first line, and the rest.
pub fn line(input: &[u8]) -> (&[u8], &[u8]) {
    match input.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&input[..at], &input[at + 1..]),
        None => (input, &[]),
    }
}
