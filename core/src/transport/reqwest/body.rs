//! The body of one attempt, which can be taken for sending once.

use std::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::transport::client::Progress;

/// Asks the attempt for permission when hyper takes it, which it does before any byte of the head is written. So it knows
/// whether anything was sent, and neither a cancelled attempt nor a second sending of the same attempt gets on its way,
/// whatever reqwest and hyper do.
pub(super) struct Gated {
    bytes: Option<Bytes>,
    progress: Progress,
}

impl Gated {
    pub(super) fn new(bytes: Vec<u8>, progress: Progress) -> Self {
        Gated { bytes: Some(bytes.into()), progress }
    }
}

impl Body for Gated {
    type Data = Bytes;
    type Error = Withdrawn;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Withdrawn>>> {
        Poll::Ready(self.bytes.take().map(|bytes| match self.progress.begin_sending() {
            true => Ok(Frame::data(bytes)),
            false => Err(Withdrawn),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// The attempt was cancelled before it was sent, or sent before.
#[derive(Debug)]
pub(super) struct Withdrawn;

impl fmt::Display for Withdrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the attempt was withdrawn")
    }
}

impl Error for Withdrawn {}

#[cfg(test)]
mod tests {
    use std::{pin::pin, task::Waker};

    use super::*;

    fn taken(progress: &Progress) -> bool {
        let mut body = pin!(Gated::new(b"{}".to_vec(), progress.clone()));
        assert!(!body.is_end_stream() && body.size_hint().exact() == Some(2));
        let frame = body.as_mut().poll_frame(&mut Context::from_waker(Waker::noop()));
        assert!(body.is_end_stream());
        matches!(frame, Poll::Ready(Some(Ok(_))))
    }

    #[test]
    fn an_attempt_is_sent_once() {
        let progress = Progress::default();
        assert!(taken(&progress) && progress.is_sent());
        assert!(!taken(&progress), "a second body of the same attempt");
    }

    #[test]
    fn an_attempt_that_was_cancelled_is_not_sent() {
        let progress = Progress::default();
        assert!(progress.cancel());
        assert!(!taken(&progress) && !progress.is_sent());
    }
}
