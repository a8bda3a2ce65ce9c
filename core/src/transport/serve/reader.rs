//! Bytes from a socket, kept until they are consumed.

use std::io::{self, Read};
use std::net::TcpStream;

/// Room for a usual request; larger ones grow the buffer.
const INITIAL: usize = 16 * 1024;
/// A larger buffer is freed after its request.
const KEPT: usize = 1024 * 1024;

/// A growing buffer in front of a socket.
pub(super) struct Reader<'s> {
    stream: &'s TcpStream,
    /// Initialised throughout; what was received and not consumed lies from `start` to `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(stream: &'s TcpStream) -> Self {
        Self { stream, buffer: vec![0; INITIAL], start: 0, end: 0 }
    }

    /// What was received and not consumed.
    pub(super) fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads once more; false at the end of the stream.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.end == self.buffer.len() {
            self.make_room(self.end - self.start + 1);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let count = self.stream.read(room)?;
        self.end += count;
        Ok(count > 0)
    }

    /// Reads until `length` bytes are unread.
    pub(super) fn until(&mut self, length: usize) -> io::Result<()> {
        if self.start + length > self.buffer.len() {
            self.make_room(length);
        }
        while self.end - self.start < length {
            if !self.more()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    pub(super) fn consume(&mut self, length: usize) {
        self.start = (self.start + length).min(self.end);
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
            if self.buffer.len() > KEPT {
                self.buffer = vec![0; INITIAL];
            }
        }
    }

    /// Moves the unread bytes to the front, and grows the buffer to hold at least `length` bytes.
    fn make_room(&mut self, length: usize) {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if length > self.buffer.len() {
            self.buffer.resize(length.max(self.buffer.len() * 2), 0);
        }
    }
}
