//! Follows TLS records as they arrive, so that a connection on which anything arrived unasked is not reused: what the layers
//! above have not read is neither in the socket nor in ureq's own buffer, the two places that ureq looks at.

use ureq::{
    Error,
    unversioned::transport::{Buffers, ConnectionDetails, Connector, Either, NextTimeout, Transport},
};

/// Goes below TLS, where there is any.
#[derive(Debug)]
pub(super) struct FollowRecords;

impl<In: Transport> Connector<In> for FollowRecords {
    type Out = Either<In, Records<In>>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let follow = |transport: In| {
            if details.needs_tls() && !transport.is_tls() {
                Either::B(Records { inner: transport, framing: Framing::default() })
            } else {
                Either::A(transport)
            }
        };
        Ok(chained.map(follow))
    }
}

#[derive(Debug)]
pub(super) struct Records<T> {
    inner: T,
    framing: Framing,
}

impl<T: Transport> Transport for Records<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let before = self.inner.buffers().input().len();
        let arrived = self.inner.await_input(timeout)?;
        self.framing.follow(self.inner.buffers().input().get(before..).unwrap_or_default());
        Ok(arrived)
    }

    fn is_open(&mut self) -> bool {
        // Neither encrypted data that TLS has not taken, nor the beginning of a record that it has.
        self.inner.buffers().input().is_empty() && self.framing.is_between_records() && self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// Where in a record the data ends that has arrived. A record is a header of five bytes, the last two of which are the
/// length of what follows.
#[derive(Debug, Default)]
struct Framing {
    /// How many bytes of a header there are.
    header: usize,
    /// The high byte of its length.
    high: u8,
    /// How many bytes of a record are still to come.
    left: usize,
}

impl Framing {
    fn follow(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.left > 0 {
                let taken = self.left.min(bytes.len());
                self.left -= taken;
                bytes = bytes.get(taken..).unwrap_or_default();
                continue;
            }
            self.header += 1;
            match self.header {
                4 => self.high = byte,
                5 => {
                    self.left = u16::from_be_bytes([self.high, byte]).into();
                    self.header = 0;
                }
                _ => {}
            }
            bytes = rest;
        }
    }

    fn is_between_records(&self) -> bool {
        self.header == 0 && self.left == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_followed_however_they_are_cut() {
        let mut stream = Vec::new();
        let mut ends = vec![0];
        for length in [1_u16, 0, 300, 16_640, 5] {
            stream.extend([23, 3, 3]);
            stream.extend(length.to_be_bytes());
            stream.extend(vec![0xff; length.into()]);
            ends.push(stream.len());
        }
        for piece in [1, 2, 3, 7, 4_096, stream.len()] {
            let mut framing = Framing::default();
            let mut at = 0;
            for bytes in stream.chunks(piece) {
                framing.follow(bytes);
                at += bytes.len();
                assert_eq!(framing.is_between_records(), ends.contains(&at), "{at} in pieces of {piece}");
            }
        }
    }
}
