//! A body as it arrives: decompressed if it says so, and never over the limit.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

use crate::transport::client;

/// Takes the chunks of a body.
pub(super) enum Gathered {
    Plain(Capped),
    Gzip(Box<MultiGzDecoder<Capped>>),
    /// It is not encoded as its header says. The status still counts; the body is dropped.
    Broken,
}

/// What has arrived so far.
pub(super) struct Capped {
    bytes: Vec<u8>,
    limit: usize,
}

/// The body is over the limit.
pub(super) struct TooLarge;

impl Gathered {
    pub(super) fn new(is_gzip: bool, told: Option<u64>, limit: usize) -> Result<Self, TooLarge> {
        if is_gzip {
            return Ok(Gathered::Gzip(Box::new(MultiGzDecoder::new(Capped { bytes: Vec::new(), limit }))));
        }
        let bytes = client::room_for(told, limit).ok_or(TooLarge)?;
        Ok(Gathered::Plain(Capped { bytes, limit }))
    }

    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), TooLarge> {
        let result = match self {
            Gathered::Plain(capped) => capped.write_all(chunk),
            Gathered::Gzip(decoder) => decoder.write_all(chunk),
            Gathered::Broken => Ok(()),
        };
        self.settle(result)
    }

    /// The whole body.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, TooLarge> {
        let result = match &mut self {
            Gathered::Gzip(decoder) => decoder.try_finish(),
            _ => Ok(()),
        };
        self.settle(result)?;
        Ok(match self {
            Gathered::Plain(capped) => capped.bytes,
            Gathered::Gzip(mut decoder) => std::mem::take(&mut decoder.get_mut().bytes),
            Gathered::Broken => Vec::new(),
        })
    }

    fn settle(&mut self, result: io::Result<()>) -> Result<(), TooLarge> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Err(TooLarge),
            Err(_) => {
                *self = Gathered::Broken;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

impl Write for Capped {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        if chunk.len() > self.limit - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(chunk);
        Ok(chunk.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        encoder.finish()
    }

    /// `None` when it is over the limit.
    fn gathered(is_gzip: bool, body: &[u8], limit: usize) -> Option<Vec<u8>> {
        let mut gathered = Gathered::new(is_gzip, None, limit).ok()?;
        for chunk in body.chunks(7) {
            gathered.push(chunk).ok()?;
        }
        gathered.finish().ok()
    }

    #[test]
    fn bodies_up_to_the_limit_arrive_whole() -> io::Result<()> {
        let body = vec![b' '; 1_000];
        for (is_gzip, sent) in [(false, body.clone()), (true, gzip(&body)?)] {
            assert_eq!(gathered(is_gzip, &sent, 1_000).as_deref(), Some(&*body));
            assert_eq!(gathered(is_gzip, &sent, 999), None);
        }
        assert!(Gathered::new(false, Some(11), 10).is_err());
        assert!(Gathered::new(false, Some(10), 10).is_ok());
        Ok(())
    }

    #[test]
    fn what_is_not_gzip_is_dropped() -> io::Result<()> {
        let mut cut = gzip(&[b'x'; 100])?;
        cut.truncate(cut.len() - 3);
        for broken in [b"not gzip".to_vec(), cut] {
            assert_eq!(gathered(true, &broken, 1_000).as_deref(), Some(&b""[..]));
        }
        Ok(())
    }
}
