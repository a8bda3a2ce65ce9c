//! From an answer to its meaning: the HTTP status first, then the body as each vendor writes it.

use std::{borrow::Cow, mem};

use crate::{
    answer::{AnyAnswer, Made, RowKeys},
    error::{Detail, Error, TransportError, Undecodable, service_error},
    json::{Bad, Source, View},
    kind::Kind,
    reply_context::{Effect, ReplyContext},
    text::is_blank,
    wire::{Response, request_id},
};

/// How an operation's answer is read: what a vendor's modules provide for the operations that they declare.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Reads a body under HTTP 200.
    pub(crate) read: fn(&ReplyContext, String) -> Result<AnyAnswer, Refused>,
    /// Whether a JSON body is an error in a shape that the vendor documents.
    pub(crate) is_error: fn(View<'_>) -> bool,
    /// For operations that answer with a page: what its rows are made of.
    pub(crate) rows: Option<&'static RowKeys>,
    /// The names of the types that it gives.
    pub(crate) answers: &'static [&'static str],
}

/// Why a body under HTTP 200 is not the answer that was asked for.
pub(crate) enum Refused {
    /// It cannot be read.
    Undecodable(Bad),
    /// It states that the call failed.
    CommandFailed {
        /// The body.
        text: String,
        /// The error's message, if the body as a whole is not JSON.
        message: Option<String>,
    },
}

impl From<Bad> for Refused {
    fn from(bad: Bad) -> Self {
        Refused::Undecodable(bad)
    }
}

/// Reads an answer.
pub(crate) fn parse(context: &ReplyContext, reading: Reading, response: Response<'_>) -> Result<AnyAnswer, Error> {
    let mut made = Made::once(request_id::of(&response));
    match read(context, reading, response) {
        Ok(answer) => Ok(answer.made(&mut |slot| mem::swap(slot, &mut made))),
        Err((kind, detail)) => Err(ended(context, kind, detail, made)),
    }
}

fn read(context: &ReplyContext, reading: Reading, response: Response<'_>) -> Result<AnyAnswer, (Kind, Detail)> {
    if response.body.len() > Source::MAX_BODY {
        return Err((Kind::BodyTooLarge, Detail::Transport("the body is larger than 1 GiB".to_owned())));
    }
    let service = |response: Response<'_>| service_error::read(response, reading.is_error);
    if response.status != 200 {
        let kind = Kind::from_status(response.status);
        return Err((kind, Detail::Service(Box::new(service(response)))));
    }
    let (headers, length) = (response.headers, response.body.len());
    // Reading takes the body: its beginning is copied only if it is not borrowed.
    let beginning = match &response.body {
        Cow::Borrowed(bytes) => Cow::Borrowed(Undecodable::beginning_of(bytes)),
        Cow::Owned(bytes) => Cow::Owned(Undecodable::beginning_of(bytes).to_vec()),
    };
    let read = match text(response.body) {
        Ok(text) => (reading.read)(context, text),
        Err(bad) => Err(bad.into()),
    };
    read.map_err(|refused| match refused {
        Refused::Undecodable(bad) => {
            let head = Response { status: 200, headers, body: beginning };
            (Kind::Undecodable, Detail::Decode(Box::new(Undecodable::of(&head, length, &bad))))
        }
        Refused::CommandFailed { text, message } => {
            let body = Response { status: 200, headers, body: Cow::Owned(text.into_bytes()) };
            let mut service = service(body);
            service.message = service.message.filter(|message| !is_blank(message)).or(message);
            (Kind::CommandFailed, Detail::Service(Box::new(service)))
        }
    })
}

/// An error of a call; if it may have been carried out, with the report in which everything is unknown.
pub(crate) fn error(context: &ReplyContext, kind: Kind, detail: Detail) -> Error {
    ended(context, kind, detail, Made::once(None))
}

#[inline(never)]
fn ended(context: &ReplyContext, kind: Kind, detail: Detail, made: Made) -> Error {
    let error = Error::new(kind, detail, Some(context.effect)).about(context).made(|slot| *slot = made);
    let executed = error.maybe_executed() && context.effect != Effect::Reads;
    error.with_executed(executed)
}

/// The error of a call whose answer was lost.
pub(crate) fn lost(context: &ReplyContext, class: TransportError, reason: String) -> Error {
    error(context, class.kind(), Detail::Transport(reason))
}

/// The body as text. A byte order mark is skipped later, so that offsets stay those of the body.
fn text(body: Cow<'_, [u8]>) -> Result<String, Bad> {
    let bad = |error: std::str::Utf8Error| Bad::new(error.valid_up_to(), "UTF-8");
    match body {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(str::to_owned).map_err(bad),
        Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|error| bad(error.utf8_error())),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, Operation, Response, d3::CloseIncident};

    #[test]
    fn what_cannot_be_decoded_is_kept_and_not_printed() {
        let page = "<html>secret words</html>".repeat(200);
        let answer = Response::new(200, page.as_bytes()).with_header("Content-Type", "text/html; secret");
        let error = CloseIncident::new().parse(answer).err();
        let kept = error.as_ref().and_then(|error| error.undecodable());
        assert_eq!(kept.map(|kept| (kept.status, kept.offset, kept.length)), Some((200, 0, Some(page.len()))));
        assert_eq!(kept.and_then(|kept| kept.content_type.as_deref()), Some("text/html; secret"));
        assert_eq!(kept.map(|kept| &kept.beginning[..]), page.as_bytes().get(..2048));
        let printed = error.as_ref().map(|error| format!("{error} {error:?}")).unwrap_or_default();
        assert!(printed.contains("at byte 0 of the body") && !printed.contains("secret"), "{printed}");
        let printed = kept.map(|kept| format!("{kept:?}")).unwrap_or_default();
        assert!(printed.contains("expected: \"a JSON object\", status: 200, length: Some(5000)"), "{printed}");
        assert!(!printed.contains("secret"), "{printed}");
    }

    #[test]
    fn an_empty_body_is_said_to_be_empty() {
        let error = CloseIncident::new().parse(Response::new(200, vec![])).err();
        let reason = error.as_ref().and_then(|error| error.reason());
        assert_eq!(reason.as_deref(), Some("the body is empty, expected a JSON object"));
        // What a transport could not decompress is not empty.
        let packed = Response::new(200, vec![]).with_header("Content-Encoding", "gzip");
        let error = CloseIncident::new().parse(packed).err();
        assert_eq!(error.as_ref().and_then(|error| error.undecodable()).map(|kept| kept.length), Some(None));
        let reason = error.as_ref().and_then(|error| error.reason());
        assert_eq!(reason.as_deref(), Some("at byte 0 of the body, expected a JSON object"));
        // One that it decompressed has a length, though the header is still there.
        let unpacked = Response::new(200, b"none".to_vec()).with_header("Content-Encoding", "gzip");
        let error = CloseIncident::new().parse(unpacked).err();
        assert_eq!(error.as_ref().and_then(|error| error.undecodable()).map(|kept| kept.length), Some(Some(4)));
    }

    /// Zeroed pages that were never written use no memory, and are invalid JSON from the first byte.
    #[test]
    fn a_body_of_a_gibibyte_is_read_and_a_longer_one_is_not() {
        for (length, kind) in [(1 << 30, Kind::Undecodable), ((1 << 30) + 1, Kind::BodyTooLarge)] {
            let parsed = CloseIncident::new().parse(Response::new(200, vec![0; length]));
            assert_eq!(parsed.err().map(|error| error.kind()), Some(kind));
        }
    }
}
