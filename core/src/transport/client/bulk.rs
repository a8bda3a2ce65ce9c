//! Limits and hooks of a bulk run.

use std::{
    fmt,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use crate::{
    bulk::{BulkOptions, BulkProgress, BulkRow},
    call::Observer,
    error::Error,
};

/// How a client runs a plan.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct BulkRun<'a> {
    /// The limits of the run. The policy of each call is the client's.
    pub options: BulkOptions,
    /// Where the journal is kept; none by default. There must be no such file yet.
    pub journal: Option<PathBuf>,
    /// Stops the run from any thread.
    pub control: BulkControl,
    /// Told how far the run has come, by the calling thread, at most ten times a second, and at the end.
    pub on_progress: Option<&'a (dyn Fn(&BulkProgress) + Sync)>,
    /// Told each incident's outcome once it is known, and on disk if there is a journal, by the calling thread. An incident that is read
    /// back later is told again.
    pub on_outcome: Option<&'a (dyn Fn(&BulkRow<'_>) + Sync)>,
    /// Asked before each request, by the thread that sends it: it returns when so many requests may be sent, for a limiter that
    /// machines share. An error stops the run. The wait counts in
    /// the call's deadline, not in the time of the attempt.
    pub acquire: Option<Acquire>,
    /// Told what happens to each call, beside the client's own observer, by the thread that works for it.
    pub on_event: Option<Observer>,
    /// Called by the calling thread at least every 100 ms.
    pub on_tick: Option<&'a (dyn Fn() + Sync)>,
}

/// A limiter that machines share; see [`BulkRun::acquire`].
pub type Acquire = Arc<dyn Fn(u32) -> Result<(), Error> + Send + Sync>;

impl<'a> BulkRun<'a> {
    setters! {
        options: BulkOptions = options,
        control: BulkControl = control,
        on_progress: &'a (dyn Fn(&BulkProgress) + Sync) = Some(on_progress),
        on_outcome: &'a (dyn Fn(&BulkRow<'_>) + Sync) = Some(on_outcome),
        acquire: Acquire = Some(acquire),
        on_event: Observer = Some(on_event),
        on_tick: &'a (dyn Fn() + Sync) = Some(on_tick),
    }

    /// Sets where the journal is kept, [`BulkRun::journal`].
    #[must_use]
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.journal = Some(path.into());
        self
    }
}

/// Stops a run; clones stop the same one.
#[derive(Clone, Default)]
pub struct BulkControl(Arc<AtomicU8>);

const CANCELLED: u8 = 1;
const ABANDONED: u8 = 2;

impl BulkControl {
    /// One that stops nothing yet.
    pub fn new() -> Self {
        BulkControl::default()
    }

    /// Lets what is in flight finish, and sends nothing more.
    pub fn cancel(&self) {
        self.0.fetch_max(CANCELLED, Ordering::SeqCst);
    }

    /// Does not even wait for what is in flight: its incidents are unknown.
    pub fn abandon(&self) {
        self.0.fetch_max(ABANDONED, Ordering::SeqCst);
    }

    /// Whether the run is to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= CANCELLED
    }

    /// Whether not even the answers in flight are waited for.
    pub fn is_abandoned(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= ABANDONED
    }
}

impl fmt::Debug for BulkControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkControl").field("cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
