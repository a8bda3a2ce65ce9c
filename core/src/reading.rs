//! From an answer to a report: the HTTP status first, then the body as each vendor writes it.

use std::borrow::Cow;

use crate::{
    d3,
    error::{Detail, Error},
    failure,
    json::{Bad, Node},
    kind::Kind,
    operation::Question,
    outcome::Report,
    wire::Response,
    xpanse,
};

/// How an operation's answer is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// D3: an item for each incident; what has none is unreported.
    D3Items,
    /// D3: no items documented; the envelope speaks for all.
    D3Envelope,
    /// D3: the request names no incident, the answer does.
    D3Named,
    /// Xpanse: one boolean.
    Xpanse,
}

/// Why a body under HTTP 200 is no report.
pub(crate) enum Refused {
    /// It cannot be read.
    Undecodable(Bad),
    /// It says that the call failed.
    CommandFailed {
        /// The body.
        text: String,
        /// What the error says, where the body as a whole is no JSON.
        message: Option<String>,
    },
}

impl From<Bad> for Refused {
    fn from(bad: Bad) -> Self {
        Refused::Undecodable(bad)
    }
}

impl Question {
    /// Reads an answer.
    pub(crate) fn parse(&self, response: Response<'_>) -> Result<Report, Error> {
        // Offsets are kept in 32 bits.
        if u32::try_from(response.body.len()).is_err() {
            let reason = Detail::Transport("the body is over 4 GiB".to_owned());
            return Err(self.error(Kind::BodyTooLarge, reason));
        }
        if response.status != 200 {
            let kind = Kind::from_status(response.status);
            return Err(self.error(kind, Detail::Service(Box::new(failure::read(&response, self.reading)))));
        }
        let read = match text(response.body) {
            Ok(text) => self.read(text),
            Err(bad) => Err(bad.into()),
        };
        read.map_err(|refused| match refused {
            Refused::Undecodable(bad) => {
                self.error(Kind::Undecodable, Detail::Decode { offset: bad.offset(), expected: bad.expected() })
            }
            Refused::CommandFailed { text, message } => {
                let body = Response { status: 200, headers: response.headers, body: Cow::Owned(text.into_bytes()) };
                let mut service = failure::read(&body, self.reading);
                service.message = service.message.or(message);
                self.error(Kind::CommandFailed, Detail::Service(Box::new(service)))
            }
        })
    }

    fn read(&self, text: String) -> Result<Report, Refused> {
        match self.reading {
            Reading::D3Items | Reading::D3Envelope | Reading::D3Named => d3::reply::read(self, text),
            Reading::Xpanse => xpanse::reply::read(self, text),
        }
    }

    /// An error of this call, with the report in which all is unknown where it may have been carried out.
    pub(crate) fn error(&self, kind: Kind, detail: Detail) -> Error {
        let error = Error::new(kind, detail, Some(self.effect));
        let executed = error.maybe_executed();
        error.with_executed(executed, |why| Report::unknown(self, why))
    }
}

/// The body as text; one byte order mark is skipped later, so that offsets stay those of the body.
fn text(body: Cow<'_, [u8]>) -> Result<String, Bad> {
    let bad = |error: std::str::Utf8Error| Bad::new(error.valid_up_to(), "UTF-8");
    match body {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(str::to_owned).map_err(bad),
        Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|error| bad(error.utf8_error())),
    }
}

/// Where the JSON of a body begins: after a byte order mark, if there is one.
pub(crate) fn start_of(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Warnings as a list: strings as they are, other values as JSON.
pub(crate) fn warnings(node: &Node<'_>) -> Vec<String> {
    let text = |node: &Node<'_>| node.string().map_or_else(|| node.to_json(), |string| string.into_owned());
    match node {
        Node::Null => Vec::new(),
        Node::Array(elements) => elements.iter().map(text).collect(),
        other => vec![text(other)],
    }
}
