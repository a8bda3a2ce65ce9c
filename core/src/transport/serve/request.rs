//! HTTP/1.1 requests: head and body off the wire.

use std::io;
use std::ops::Range;

use super::reader::Reader;

/// The most header fields a request may have.
pub(super) const MAX_HEADERS: usize = 100;
const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 64 * 1024 * 1024;
/// How long a chunk's size line or the trailers may be.
const MAX_CHUNK_LINE: usize = 4 * 1024;

/// Why a request cannot be answered by the sandbox.
#[derive(Debug)]
pub(super) enum Problem {
    /// The peer has disconnected, or the server stops.
    Gone,
    /// The request is not acceptable: a status, and why.
    Refused(u16, &'static str),
}

impl From<io::Error> for Problem {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// A request's head; method, path and headers are borrowed from the reader's buffer.
#[derive(Debug)]
pub(super) struct Head<'h> {
    pub(super) method: &'h str,
    pub(super) path: &'h str,
    pub(super) header_count: usize,
    pub(super) keep_alive: bool,
    /// Whether the client waits for a `100 Continue` before it sends the body.
    pub(super) expects_continue: bool,
    length: Length,
}

impl Head<'_> {
    /// Where the body is in what was received, `received` bytes in all; `None` if it has not arrived as a whole, or in chunks.
    pub(super) fn body_within(&self, head_length: usize, received: usize) -> Option<Range<usize>> {
        match self.length {
            Length::Known(length) if length <= MAX_BODY && head_length + length <= received => {
                Some(head_length..head_length + length)
            }
            Length::Known(_) | Length::Chunked => None,
        }
    }
}

/// How the end of the body is indicated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Known(usize),
    Chunked,
}

/// Where the parts of a received request lie in the reader's unread bytes.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) head_length: usize,
    pub(super) body: Body,
    /// How much to consume once the request is answered.
    pub(super) total: usize,
}

/// Where a body is.
#[derive(Debug)]
pub(super) enum Body {
    /// In the reader's unread bytes.
    InPlace(Range<usize>),
    /// Put together from chunks, in the buffer given for them.
    Assembled,
}

/// Reads until the head is complete, and returns its length; `None` if the peer closed before a request began.
pub(super) fn read_head(reader: &mut Reader<'_>) -> Result<Option<usize>, Problem> {
    let mut searched = 0usize;
    loop {
        let unread = reader.unread();
        // A TLS handshake or other noise never ends a head: tell its sender now.
        if unread.first().is_some_and(|byte| !byte.is_ascii_alphabetic()) {
            return Err(Problem::Refused(400, "this is not an HTTP request: the sandbox supports http, not https"));
        }
        let rest = unread.get(searched..).unwrap_or_default();
        if let Some(at) = find(rest, b"\r\n\r\n") {
            return Ok(Some(searched + at + 4));
        }
        if unread.len() > MAX_HEAD {
            return Err(Problem::Refused(431, "the request's head is too large"));
        }
        searched = unread.len().saturating_sub(3);
        if !reader.more()? {
            return if reader.unread().is_empty() { Ok(None) } else { Err(Problem::Gone) };
        }
    }
}

/// Takes a complete head apart, its header fields into `headers`.
pub(super) fn parse_head<'h>(
    head: &'h [u8],
    headers: &mut [(&'h str, &'h str); MAX_HEADERS],
) -> Result<Head<'h>, Problem> {
    let mut fields = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Err(Problem::Refused(400, "the request's head is incomplete")),
        Err(httparse::Error::TooManyHeaders) => return Err(Problem::Refused(431, "the request has too many headers")),
        Err(_) => return Err(Problem::Refused(400, "the request's head is malformed")),
    }
    let mut parsed = Head {
        method: request.method.unwrap_or_default(),
        path: request.path.unwrap_or_default(),
        header_count: request.headers.len(),
        keep_alive: request.version == Some(1),
        expects_continue: false,
        length: Length::Known(0),
    };
    let mut known_length = None;
    let mut chunked = false;
    for (header, field) in headers.iter_mut().zip(request.headers.iter()) {
        let value = std::str::from_utf8(field.value)
            .map_err(|_| Problem::Refused(400, "a header's value is not UTF-8"))?
            .trim_end();
        let name = field.name;
        *header = (name, value);
        if name.eq_ignore_ascii_case("content-length") {
            let length = decimal(value).ok_or(Problem::Refused(400, "content-length is not a number"))?;
            if known_length.is_some_and(|known| known != length) {
                return Err(Problem::Refused(400, "there are two different content-lengths"));
            }
            known_length = Some(length);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            if !value.eq_ignore_ascii_case("chunked") {
                return Err(Problem::Refused(501, "the only supported transfer-encoding is chunked"));
            }
            chunked = true;
        } else if name.eq_ignore_ascii_case("connection") {
            for word in value.split(',').map(str::trim) {
                if word.eq_ignore_ascii_case("close") {
                    parsed.keep_alive = false;
                } else if word.eq_ignore_ascii_case("keep-alive") {
                    parsed.keep_alive = true;
                }
            }
        } else if name.eq_ignore_ascii_case("expect") {
            parsed.expects_continue = value.eq_ignore_ascii_case("100-continue");
        }
    }
    parsed.length = match (known_length, chunked) {
        (Some(_), true) => return Err(Problem::Refused(400, "content-length and chunked cannot be combined")),
        (None, true) => Length::Chunked,
        (Some(length), false) => Length::Known(length),
        (None, false) => Length::Known(0),
    };
    Ok(parsed)
}

fn decimal(text: &str) -> Option<usize> {
    // `parse` would take a sign. What overflows is too large in any case.
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

/// Reads the whole of a request whose head is complete. `go_ahead` is called before more is read, so that it can send a
/// `100 Continue`; a chunked body is put together in `chunks`.
pub(super) fn read_body(
    reader: &mut Reader<'_>,
    head_length: usize,
    chunks: &mut Vec<u8>,
    go_ahead: impl FnOnce() -> io::Result<()>,
) -> Result<Received, Problem> {
    let head = reader.unread().get(..head_length).unwrap_or_default();
    let Head { length, expects_continue, .. } = parse_head(head, &mut [("", ""); MAX_HEADERS])?;
    if matches!(length, Length::Known(length) if length > MAX_BODY) {
        return Err(TOO_LARGE);
    }
    let complete = matches!(length, Length::Known(length) if reader.unread().len() >= head_length + length);
    if expects_continue && !complete {
        go_ahead()?;
    }
    match length {
        Length::Known(length) => {
            let total = head_length + length;
            reader.until(total)?;
            Ok(Received { head_length, body: Body::InPlace(head_length..total), total })
        }
        Length::Chunked => {
            let total = read_chunks(reader, head_length, chunks)?;
            Ok(Received { head_length, body: Body::Assembled, total })
        }
    }
}

const TOO_LARGE: Problem = Problem::Refused(413, "the request's body is larger than 64 MiB");
const BAD_CHUNK: Problem = Problem::Refused(400, "the request's chunks are malformed");

/// Assembles the chunks that start at `at`, and returns where the request ends.
fn read_chunks(reader: &mut Reader<'_>, mut at: usize, chunks: &mut Vec<u8>) -> Result<usize, Problem> {
    chunks.clear();
    loop {
        let (line, size) = read_until(reader, at, |rest| match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete(found)) => Ok(Some(found)),
            Ok(httparse::Status::Partial) => Ok(None),
            Err(_) => Err(BAD_CHUNK),
        })?;
        at += line;
        if size == 0 {
            return Ok(at + read_until(reader, at, |rest| Ok(trailers_end(rest)))?);
        }
        // The raw bytes stay in the buffer until the request is answered, so they are bounded as well.
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > MAX_BODY.saturating_sub(chunks.len()) || at > 2 * MAX_BODY {
            return Err(TOO_LARGE);
        }
        reader.until(at + size + 2)?;
        let chunk = reader.unread().get(at..at + size + 2).unwrap_or_default();
        chunks.extend_from_slice(chunk.strip_suffix(b"\r\n").ok_or(BAD_CHUNK)?);
        at += size + 2;
    }
}

/// Reads until something is found in what lies from `at` on.
fn read_until<T>(
    reader: &mut Reader<'_>,
    at: usize,
    find: impl Fn(&[u8]) -> Result<Option<T>, Problem>,
) -> Result<T, Problem> {
    loop {
        let rest = reader.unread().get(at..).unwrap_or_default();
        if let Some(found) = find(rest)? {
            return Ok(found);
        }
        if rest.len() > MAX_CHUNK_LINE {
            return Err(BAD_CHUNK);
        }
        if !reader.more()? {
            return Err(Problem::Gone);
        }
    }
}

/// How long the trailers are, with the empty line that ends them.
fn trailers_end(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"\r\n") { Some(2) } else { find(rest, b"\r\n\r\n").map(|at| at + 4) }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
