//! Whether a request was sent, agreed upon between the thread that sends it and one that cancels it.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

const UNSENT: u8 = 0;
/// The request is going out, or has gone out.
const SENT: u8 = 1;
/// Cancelled before anything was sent: nothing will be.
const WITHDRAWN: u8 = 2;
/// Cancelled after sending began.
const ABANDONED: u8 = 3;

/// How far one attempt has come. Exactly one side wins: either sending begins, or the attempt is withdrawn and no byte of
/// it goes out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

impl Progress {
    /// Asks for permission to send the first byte.
    pub(crate) fn begin_sending(&self) -> bool {
        self.0.compare_exchange(UNSENT, SENT, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// Whether sending began.
    #[cfg(feature = "reqwest")]
    pub(crate) fn is_sent(&self) -> bool {
        matches!(self.0.load(Ordering::SeqCst), SENT | ABANDONED)
    }

    /// Cancels the attempt; true if nothing was sent, and nothing will be.
    pub(crate) fn cancel(&self) -> bool {
        match self.0.compare_exchange(UNSENT, WITHDRAWN, Ordering::SeqCst, Ordering::SeqCst) {
            Ok(_) | Err(WITHDRAWN) => true,
            Err(_) => {
                self.0.store(ABANDONED, Ordering::SeqCst);
                false
            }
        }
    }

    /// Whether somebody cancelled the attempt.
    #[cfg(feature = "ureq")]
    pub(crate) fn is_cancelled(&self) -> bool {
        matches!(self.0.load(Ordering::SeqCst), WITHDRAWN | ABANDONED)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_was_sent_cannot_be_withdrawn_and_what_was_withdrawn_cannot_be_sent() {
        let sent = Progress::default();
        assert!(sent.begin_sending());
        assert!(!sent.cancel() && !sent.cancel());
        let withdrawn = Progress::default();
        assert!(withdrawn.cancel() && withdrawn.cancel());
        assert!(!withdrawn.begin_sending());
    }

    #[cfg(feature = "ureq")]
    #[test]
    fn a_cancelled_attempt_says_so() {
        for begun in [false, true] {
            let progress = Progress::default();
            assert_eq!(begun && progress.begin_sending(), begun);
            assert!(!progress.is_cancelled(), "{begun}");
            progress.cancel();
            assert!(progress.is_cancelled(), "{begun}");
        }
    }

    #[test]
    fn one_side_wins() {
        for _ in 0..200 {
            let progress = Progress::default();
            let sent = thread::scope(|scope| {
                let sender = scope.spawn(|| progress.begin_sending());
                let withdrawn = progress.cancel();
                sender.join().is_ok_and(|sent| sent != withdrawn)
            });
            assert!(sent);
        }
    }
}
