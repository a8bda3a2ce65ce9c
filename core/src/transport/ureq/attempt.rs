//! State shared between an attempt and the connection code that works for it.
//!
//! ureq keeps connections for longer than an attempt lasts, so a connection can hold neither the deadline nor the hook of
//! an attempt. Both are in a thread-local, since an attempt runs on one thread from beginning to end.

use std::{
    borrow::Cow,
    cell::RefCell,
    io,
    time::{Duration, Instant},
};

use super::redact;
use crate::{
    transport::client::{Interrupt, Phase, Progress, Stop, process_id},
    wire::HeaderValue,
};

/// The longest time that anything blocks without checking the deadline and the hook.
const SLICE: Duration = Duration::from_millis(50);

/// One attempt, from the search for a connection to the last byte of the body.
#[derive(Debug)]
pub(super) struct Attempt {
    deadline: Instant,
    connect_timeout: Duration,
    interrupt: Option<Interrupt>,
    progress: Progress,
    /// The process that makes the attempt.
    process: u32,
    /// The connect deadline. Connecting nests: to a proxy, and through it.
    connect_by: Option<Instant>,
    connecting: u32,
    /// Credentials that are still asterisks in the request.
    redacted: Vec<(Cow<'static, str>, HeaderValue)>,
    pub(super) phase: Phase,
    /// Whether the connection was opened for this attempt, rather than reused, and no response has begun on it.
    pub(super) fresh: bool,
    /// Whether any byte of the request was sent.
    pub(super) sent: bool,
    pub(super) stop: Option<Stop>,
    /// Whether the server closed the connection.
    ended: bool,
    /// The error, if it was not closed cleanly: ureq takes a reset for the end of a body without a length.
    pub(super) reset: Option<io::ErrorKind>,
}

thread_local! {
    static CURRENT: RefCell<Option<Attempt>> = const { RefCell::new(None) };
}

impl Attempt {
    /// An attempt of this process.
    pub(super) fn new(
        deadline: Instant,
        connect_timeout: Duration,
        interrupt: Option<Interrupt>,
        progress: Progress,
    ) -> Self {
        Attempt::of(process_id(), deadline, connect_timeout, interrupt, progress)
    }

    /// The same where the id of this process is known.
    pub(super) fn of(
        process: u32,
        deadline: Instant,
        connect_timeout: Duration,
        interrupt: Option<Interrupt>,
        progress: Progress,
    ) -> Self {
        Attempt {
            deadline,
            connect_timeout,
            interrupt,
            progress,
            process,
            connect_by: None,
            connecting: 0,
            redacted: Vec::new(),
            phase: Phase::Exchanging,
            fresh: false,
            sent: false,
            stop: None,
            ended: false,
            reset: None,
        }
    }

    /// Adds the credentials to put into the request as it is sent.
    pub(super) fn with_credentials(mut self, redacted: Vec<(Cow<'static, str>, HeaderValue)>) -> Self {
        self.redacted = redacted;
        self
    }

    /// Runs `work` as this attempt, and returns the attempt with what was recorded.
    pub(super) fn run<R>(self, work: impl FnOnce() -> R) -> (R, Attempt) {
        /// Restores the attempt of an outer call, even when a hook panics.
        struct Restore(Option<Attempt>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let (process, deadline, connect_timeout) = (self.process, self.deadline, self.connect_timeout);
        let restore = Restore(CURRENT.replace(Some(self)));
        let result = work();
        let spare = || Attempt::of(process, deadline, connect_timeout, None, Progress::default());
        let attempt = CURRENT.take().unwrap_or_else(spare);
        drop(restore);
        (result, attempt)
    }

    fn left(&self) -> Duration {
        let until = self.connect_by.map_or(self.deadline, |by| by.min(self.deadline));
        until.saturating_duration_since(Instant::now())
    }
}

/// `now + wait`, capped at a year.
pub(super) fn after(wait: Duration) -> Instant {
    const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + wait.min(NEVER)
}

fn with<R>(look: impl FnOnce(&mut Attempt) -> R) -> Option<R> {
    CURRENT.with_borrow_mut(|current| current.as_mut().map(look))
}

/// Ends the attempt. The error's text is irrelevant, because `stop` is checked first, but it must be one that ureq does not
/// take for the end of a body and std does not retry.
fn stop(why: Stop) -> ureq::Error {
    with(|attempt| attempt.stop = Some(why));
    ureq::Error::Timeout(ureq::Timeout::Global)
}

/// How long to block next.
pub(super) fn slice() -> Result<Duration, ureq::Error> {
    match with(|attempt| attempt.left()) {
        Some(left) if left.is_zero() => Err(stop(Stop::TimedOut)),
        // A socket timeout must not be zero, and some systems round smaller values down to it.
        Some(left) => Ok(left.clamp(Duration::from_millis(1), SLICE)),
        None => Ok(SLICE),
    }
}

/// The remaining time, for operations that cannot be sliced.
pub(super) fn left() -> Duration {
    with(|attempt| attempt.left()).unwrap_or(SLICE)
}

/// Whether there is a hook.
pub(super) fn has_interrupt() -> bool {
    with(|attempt| attempt.interrupt.is_some()).unwrap_or_default()
}

/// Checks the hook, if there is one.
pub(super) fn ask() -> Result<(), ureq::Error> {
    // Called without a borrow: the hook may make calls of its own.
    let interrupt = with(|attempt| attempt.interrupt.clone()).flatten();
    if interrupt.is_some_and(|interrupt| interrupt.says_stop()) {
        return Err(stop(Stop::Interrupted));
    }
    // The hook may have forked. The connection is the parent's, which goes on with the attempt.
    let forked = with(|attempt| attempt.process != process_id()).unwrap_or_default();
    if forked { Err(stop(Stop::Interrupted)) } else { Ok(()) }
}

/// Checks that the request may still be sent; not once the attempt was cancelled.
pub(super) fn begin_sending() -> Result<(), ureq::Error> {
    let allowed = with(|attempt| attempt.connecting > 0 || attempt.sent || attempt.progress.begin_sending());
    if allowed == Some(false) { Err(stop(Stop::Interrupted)) } else { Ok(()) }
}

/// Runs `work` as the connect phase: bytes sent meanwhile are not part of the request.
pub(super) fn connecting<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    with(|attempt| {
        attempt.phase = Phase::Connecting;
        attempt.fresh = true;
        attempt.connecting += 1;
        let by = after(attempt.connect_timeout);
        attempt.connect_by.get_or_insert(by);
    });
    let made = work()?;
    with(|attempt| {
        attempt.connecting = attempt.connecting.saturating_sub(1);
        if attempt.connecting == 0 {
            attempt.phase = Phase::Exchanging;
            attempt.connect_by = None;
        }
    });
    Ok(made)
}

/// Runs `work` as the name resolution phase.
pub(super) fn resolving<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    with(|attempt| attempt.phase = Phase::Resolving);
    let found = work()?;
    with(|attempt| attempt.phase = Phase::Connecting);
    Ok(found)
}

/// Records that bytes were sent.
pub(super) fn wrote() {
    with(|attempt| attempt.sent |= attempt.connecting == 0);
}

/// Records that the response began: from here on the connection has carried a request.
pub(super) fn answered() {
    with(|attempt| attempt.fresh &= attempt.connecting > 0);
}

/// Replaces asterisks by their credentials in output that is about to be sent.
pub(super) fn restore_credentials(head: &mut [u8]) {
    with(|attempt| {
        if attempt.connecting == 0 {
            redact::restore(head, &mut attempt.redacted);
        }
    });
}

/// Whether any byte of the request was sent.
pub(super) fn was_sent() -> bool {
    with(|attempt| attempt.sent).unwrap_or_default()
}

/// Records that the server closed the connection.
pub(super) fn ended(reset: Option<io::ErrorKind>) {
    with(|attempt| {
        attempt.ended = true;
        attempt.reset = reset;
    });
}

/// Whether the server closed the connection.
pub(super) fn has_ended() -> bool {
    with(|attempt| attempt.ended).unwrap_or_default()
}
