//! One connection: requests in, answers out, until either side closes it.

use std::io::{ErrorKind, Read, Write};
use std::mem;
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::reader::Reader;
use super::request::{Body, Head, MAX_HEADERS, Problem, parse_head, read_body, read_head};
use super::writer::write_answer;
use super::{admin, shared::Shared};
use crate::sandbox::{Answer, Cut, Incoming};

/// How often a delayed answer checks whether the peer is still connected.
const PEER_CHECK: Duration = Duration::from_millis(250);
/// How long a refused client may continue to send before the connection is closed.
const LINGER: Duration = Duration::from_secs(2);
/// A larger output buffer is freed after its answer.
const KEPT_OUTPUT: usize = 1024 * 1024;

pub(super) fn run(stream: &TcpStream, shared: &Shared) {
    // Answers go out in one write each: waiting to fill a segment would only delay them.
    let _ = stream.set_nodelay(true);
    let mut connection = Connection { stream, shared, out: Vec::with_capacity(4096), chunks: Vec::new() };
    let mut reader = Reader::new(stream);
    loop {
        match connection.serve_one(&mut reader) {
            Ok(true) => {}
            Ok(false) | Err(Problem::Gone) => break,
            Err(Problem::Refused(status, why)) => {
                connection.refuse(status, why);
                break;
            }
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

struct Connection<'c> {
    stream: &'c TcpStream,
    shared: &'c Shared,
    out: Vec<u8>,
    chunks: Vec<u8>,
}

impl<'c> Connection<'c> {
    /// Handles one request; `Ok(false)` ends the connection.
    fn serve_one(&mut self, reader: &mut Reader<'_>) -> Result<bool, Problem> {
        let Some(head_length) = read_head(reader)? else { return Ok(false) };
        let (go_on, total) = match self.answer_whole(reader.unread(), head_length)? {
            Some(answered) => answered,
            None => self.answer_in_parts(reader, head_length)?,
        };
        reader.consume(total);
        if self.out.capacity() > KEPT_OUTPUT {
            self.out = Vec::new();
        }
        Ok(go_on)
    }

    /// Answers a request that arrived as a whole, as most do; also returns its length. `None` if there is more to be read.
    fn answer_whole(&mut self, unread: &[u8], head_length: usize) -> Result<Option<(bool, usize)>, Problem> {
        let mut headers = [("", ""); MAX_HEADERS];
        let head = parse_head(unread.get(..head_length).unwrap_or_default(), &mut headers)?;
        let Some(body) = head.body_within(head_length, unread.len()) else { return Ok(None) };
        let total = body.end;
        let go_on = self.answer(&head, &headers, unread.get(body).unwrap_or_default())?;
        Ok(Some((go_on, total)))
    }

    /// Reads the rest of a request, and answers it; also returns its length.
    fn answer_in_parts(&mut self, reader: &mut Reader<'_>, head_length: usize) -> Result<(bool, usize), Problem> {
        let mut stream = self.stream;
        let go_ahead = || stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
        let mut chunks = mem::take(&mut self.chunks);
        let received = read_body(reader, head_length, &mut chunks, go_ahead)?;
        let unread = reader.unread();
        let mut headers = [("", ""); MAX_HEADERS];
        let head = parse_head(unread.get(..received.head_length).unwrap_or_default(), &mut headers)?;
        let body = match &received.body {
            Body::InPlace(range) => unread.get(range.clone()).unwrap_or_default(),
            Body::Assembled => chunks.as_slice(),
        };
        let go_on = self.answer(&head, &headers, body)?;
        self.chunks = chunks;
        Ok((go_on, received.total))
    }

    fn answer(&mut self, head: &Head<'_>, headers: &[(&str, &str)], body: &[u8]) -> Result<bool, Problem> {
        let headers = headers.get(..head.header_count).unwrap_or_default();
        if head.method == "OPTIONS" {
            return self.answer_options(head, headers);
        }
        if let Some(route) = admin::route(head.path) {
            let (status, json) = admin::answer(self.shared, head.method, route, body);
            let headers = [("content-type", "application/json")];
            return self.send(head, status, headers.into_iter(), &json, json.len());
        }
        let request = Incoming { method: head.method, path: head.path, headers, body };
        let answer = self.shared.sandbox().handle(now_ms(), &request);
        self.deliver(head, &answer)
    }

    /// Sends an answer with the delay and the cut that the sandbox says.
    fn deliver(&mut self, head: &Head<'_>, answer: &Answer) -> Result<bool, Problem> {
        if !self.wait(answer.delay_ms) {
            return Ok(false);
        }
        let whole = answer.body.len();
        let body = match answer.cut {
            Some(Cut::BeforeEffect | Cut::AfterEffect) => return Ok(false),
            Some(Cut::MidBody) => answer.body.get(..whole / 2).unwrap_or_default(),
            None => &answer.body,
        };
        let headers = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let go_on = self.send(head, answer.status, headers, body, whole)?;
        Ok(go_on && answer.cut.is_none())
    }

    /// What a browser asks before it calls from another origin.
    fn answer_options(&mut self, head: &Head<'_>, headers: &[(&str, &str)]) -> Result<bool, Problem> {
        let asked = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("access-control-request-headers"));
        let preflight = asked.map(|&(_, names)| {
            [
                ("access-control-allow-methods", "GET, POST, DELETE"),
                ("access-control-allow-headers", names),
                ("access-control-max-age", "600"),
            ]
        });
        let preflight = preflight.filter(|_| self.shared.cors_origin.is_some());
        self.send(head, 204, preflight.into_iter().flatten(), b"", 0)
    }

    /// Sends a status, headers and a body, of which `whole` is the length announced.
    fn send<'h>(
        &mut self,
        head: &Head<'_>,
        status: u16,
        headers: impl Iterator<Item = (&'h str, &'h str)>,
        body: &[u8],
        whole: usize,
    ) -> Result<bool, Problem>
    where
        'c: 'h,
    {
        let cors = self.shared.cors_origin.as_deref().map(|origin| {
            [
                ("access-control-allow-origin", origin),
                ("access-control-expose-headers", "date, retry-after, x-request-id, x-sandbox-why"),
                ("vary", "origin"),
            ]
        });
        let headers = headers.chain(cors.into_iter().flatten());
        let body = if head.method == "HEAD" { b"" } else { body };
        self.out.clear();
        write_answer(&mut self.out, status, headers, body, whole, head.keep_alive);
        let mut stream = self.stream;
        stream.write_all(&self.out)?;
        Ok(head.keep_alive)
    }

    /// Answers a request that could not be read, and drains what its sender continues to send: closing at once would reset the
    /// connection and lose the answer.
    fn refuse(&mut self, status: u16, why: &str) {
        self.out.clear();
        let json = admin::error(why);
        let headers = [("content-type", "application/json")];
        write_answer(&mut self.out, status, headers.into_iter(), &json, json.len(), false);
        let mut stream = self.stream;
        if stream.write_all(&self.out).is_err() || stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        let until = Instant::now() + LINGER;
        let _ = stream.set_read_timeout(Some(LINGER));
        let mut waste = [0; 16 * 1024];
        while Instant::now() < until && matches!(stream.read(&mut waste), Ok(1..)) {}
    }

    /// Delays an answer; false if the server stops or the peer disconnects meanwhile.
    fn wait(&self, delay_ms: u64) -> bool {
        if delay_ms == 0 {
            return true;
        }
        // `None`: without end, or longer than the clock can represent.
        let until = Instant::now().checked_add(Duration::from_millis(delay_ms));
        loop {
            let check = Instant::now() + PEER_CHECK;
            self.shared.sleep_until(until.map_or(check, |until| until.min(check)));
            if self.shared.is_stopping() {
                return false;
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                return true;
            }
            if self.peer_is_gone() {
                return false;
            }
        }
    }

    fn peer_is_gone(&self) -> bool {
        let _ = self.stream.set_nonblocking(true);
        let peeked = self.stream.peek(&mut [0]);
        let _ = self.stream.set_nonblocking(false);
        match peeked {
            Ok(count) => count == 0,
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        }
    }
}

/// The only clock of the sandbox.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
