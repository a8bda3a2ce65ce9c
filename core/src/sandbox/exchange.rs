//! The sandbox's HTTP messages: a request as it was received, and the answer to send.

use serde::Serialize;

/// A request, borrowed from the transport that received it.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// `POST`, `GET`, … in upper case.
    pub method: &'a str,
    /// The path, with its query if there is one.
    pub path: &'a str,
    /// Header names and values; names in any letter case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The whole body, with any transfer coding already removed.
    pub body: &'a [u8],
}

impl Incoming<'_> {
    /// The value of a header, its name in any letter case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|&(_, value)| value)
    }

    /// 405 for any other method.
    pub(super) fn require_post(&self) -> Result<(), Answer> {
        match self.method {
            "POST" => Ok(()),
            _ => Err(Answer::html(405, "Method Not Allowed").header("allow", "POST")),
        }
    }
}

/// What to send back, and how.
///
/// A transport applies `delay_ms` first and `cut` next; status, headers and body matter only if an answer is sent at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status; 0 when `cut` is [`Cut::BeforeEffect`].
    pub status: u16,
    /// Header names (lower case) and values. `content-length` and `connection` are left to the transport.
    pub headers: Vec<(String, String)>,
    /// The whole body, even if only half of it is to be sent.
    pub body: Vec<u8>,
    /// How long to hold the answer back, in milliseconds; [`u64::MAX`] means forever.
    pub delay_ms: u64,
    /// Where to cut the connection; `None` sends the whole answer.
    pub cut: Option<Cut>,
}

/// Where a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing was done: close without an answer.
    BeforeEffect,
    /// The command took effect: close without an answer.
    AfterEffect,
    /// The command took effect: announce the whole body, send half of it, and close.
    MidBody,
}

impl Answer {
    pub(super) fn json(status: u16, body: &impl Serialize) -> Self {
        // Maps with text keys and plain structs: serialising them cannot fail.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::with_type(status, "application/json; charset=utf-8", body)
    }

    pub(super) fn html(status: u16, title: &str) -> Self {
        let body = format!(
            "<!DOCTYPE html>\n<html><head><title>{status} {title}</title></head>\n\
             <body><h1>{title}</h1><p>The sandbox has no better answer.</p></body></html>\n"
        );
        Self::with_type(status, "text/html; charset=utf-8", body.into_bytes())
    }

    /// A given body; its content type is guessed from the first character.
    pub(super) fn raw(status: u16, body: &str) -> Self {
        let content_type = match body.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => "application/json; charset=utf-8",
            Some(b'<') => "text/html; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        Self::with_type(status, content_type, body.as_bytes().to_vec())
    }

    /// A status without headers or a body.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), delay_ms: 0, cut: None }
    }

    fn with_type(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { body, ..Self::empty(status) }.header("content-type", content_type)
    }

    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn cut(mut self, cut: Cut) -> Self {
        self.cut = Some(cut);
        self
    }
}
