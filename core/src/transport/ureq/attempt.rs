//! What the connection code has to know of the attempt that it works for, and what the attempt has to know of it.
//!
//! ureq keeps connections for longer than an attempt lasts, so they can hold neither its deadline nor its hook; both
//! are reached through the thread, on which an attempt runs from its beginning to its end.

use std::{
    borrow::Cow,
    cell::RefCell,
    io,
    time::{Duration, Instant},
};

use super::{interrupt::Interrupt, process, progress::Progress, redact};
use crate::wire::HeaderValue;

/// How long anything blocks before it looks at the clock and the hook.
const SLICE: Duration = Duration::from_millis(50);

/// How far an attempt has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Resolving,
    Connecting,
    /// A connection is there.
    Exchanging,
}

/// Why an attempt was stopped from our side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    TimedOut,
    Interrupted,
}

/// One attempt, from the search for a connection to the last byte of the body.
#[derive(Debug)]
pub(super) struct Attempt {
    deadline: Instant,
    connect_timeout: Duration,
    interrupt: Option<Interrupt>,
    progress: Progress,
    /// The process that makes the attempt.
    process: u32,
    /// While a connection is made; to a proxy and through it, one within the other.
    connect_by: Option<Instant>,
    connecting: u32,
    /// The credentials that the request still shows as asterisks.
    redacted: Vec<(Cow<'static, str>, HeaderValue)>,
    pub(super) phase: Phase,
    /// Whether the connection was made for this attempt, rather than reused.
    pub(super) fresh: bool,
    /// Whether a byte of the request went out.
    pub(super) sent: bool,
    pub(super) stop: Option<Stop>,
    /// Whether the server ended the connection.
    ended: bool,
    /// How, if not in an orderly way: ureq takes that for the end of a body without a length.
    pub(super) reset: Option<io::ErrorKind>,
}

thread_local! {
    static CURRENT: RefCell<Option<Attempt>> = const { RefCell::new(None) };
}

impl Attempt {
    pub(super) fn new(
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
            process: process::id(),
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

    /// With the credentials that are to be put into the request on its way out.
    pub(super) fn with_credentials(mut self, redacted: Vec<(Cow<'static, str>, HeaderValue)>) -> Self {
        self.redacted = redacted;
        self
    }

    /// Runs `work` as this attempt, and gives the attempt back with what was noted.
    pub(super) fn run<R>(self, work: impl FnOnce() -> R) -> (R, Attempt) {
        /// Puts the attempt of an outer call back, even when a hook panics.
        struct Restore(Option<Attempt>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let spare = Attempt::new(self.deadline, self.connect_timeout, None, Progress::default());
        let restore = Restore(CURRENT.replace(Some(self)));
        let result = work();
        let attempt = CURRENT.take().unwrap_or(spare);
        drop(restore);
        (result, attempt)
    }

    fn left(&self) -> Duration {
        let until = self.connect_by.map_or(self.deadline, |by| by.min(self.deadline));
        until.saturating_duration_since(Instant::now())
    }
}

/// `now + wait`, or as good as never.
pub(super) fn after(wait: Duration) -> Instant {
    const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + wait.min(NEVER)
}

fn with<R>(look: impl FnOnce(&mut Attempt) -> R) -> Option<R> {
    CURRENT.with_borrow_mut(|current| current.as_mut().map(look))
}

/// Ends the attempt. What the error says does not matter, as `stop` is looked at first; but ureq must not take it for
/// the end of a body, nor std for a reason to try again.
fn stop(why: Stop) -> ureq::Error {
    with(|attempt| attempt.stop = Some(why));
    ureq::Error::Timeout(ureq::Timeout::Global)
}

/// How long to block now.
pub(super) fn slice() -> Result<Duration, ureq::Error> {
    match with(|attempt| attempt.left()) {
        Some(left) if left.is_zero() => Err(stop(Stop::TimedOut)),
        // A socket takes no timeout of zero, which is what some systems round less to.
        Some(left) => Ok(left.clamp(Duration::from_millis(1), SLICE)),
        None => Ok(SLICE),
    }
}

/// How much time there is for what cannot be sliced.
pub(super) fn left() -> Duration {
    with(|attempt| attempt.left()).unwrap_or(SLICE)
}

/// Whether there is a hook.
pub(super) fn has_interrupt() -> bool {
    with(|attempt| attempt.interrupt.is_some()).unwrap_or_default()
}

/// Asks the hook, if there is one.
pub(super) fn ask() -> Result<(), ureq::Error> {
    // Asked without a borrow: it may make calls of its own.
    let interrupt = with(|attempt| attempt.interrupt.clone()).flatten();
    if interrupt.is_some_and(|interrupt| interrupt.says_stop()) {
        return Err(stop(Stop::Interrupted));
    }
    // The hook may have forked. The connection is the parent's, which goes on with the attempt.
    let forked = with(|attempt| attempt.process != process::id()).unwrap_or_default();
    if forked { Err(stop(Stop::Interrupted)) } else { Ok(()) }
}

/// Asks whether the first byte of the request may go out: not once the attempt was cancelled.
pub(super) fn begin_sending() -> Result<(), ureq::Error> {
    let allowed = with(|attempt| attempt.connecting > 0 || attempt.sent || attempt.progress.begin_sending());
    if allowed == Some(false) { Err(stop(Stop::Interrupted)) } else { Ok(()) }
}

/// Runs `work` as the making of a connection: what is sent meanwhile is no part of the request.
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

/// Runs `work` as the search for an address.
pub(super) fn resolving<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    with(|attempt| attempt.phase = Phase::Resolving);
    let found = work()?;
    with(|attempt| attempt.phase = Phase::Connecting);
    Ok(found)
}

/// Notes that bytes went out.
pub(super) fn wrote() {
    with(|attempt| attempt.sent |= attempt.connecting == 0);
}

/// Puts credentials in the place of their asterisks, in what is about to go out.
pub(super) fn restore_credentials(head: &mut [u8]) {
    with(|attempt| {
        if attempt.connecting == 0 {
            attempt.redacted.retain(|(name, value)| !redact::restore(head, name, value));
        }
    });
}

/// Whether a byte of the request went out.
pub(super) fn was_sent() -> bool {
    with(|attempt| attempt.sent).unwrap_or_default()
}

/// Notes that the server ended the connection.
pub(super) fn ended(reset: Option<io::ErrorKind>) {
    with(|attempt| {
        attempt.ended = true;
        attempt.reset = reset;
    });
}

/// Whether the server ended the connection.
pub(super) fn has_ended() -> bool {
    with(|attempt| attempt.ended).unwrap_or_default()
}
