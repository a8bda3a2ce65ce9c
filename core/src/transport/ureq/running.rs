//! One call, driven step by step: the caller decides how to wait and on which thread a request is sent.

use std::{
    error::Error as StdError,
    fmt, mem,
    sync::Arc,
    time::{Duration, Instant},
};

use ureq::http::Uri;

use super::{
    attempt::{Attempt, after},
    classify::Failure,
    clock::Era,
    config::ClientConfig,
    interrupt::Interrupt,
    process,
    progress::Progress,
    random,
    round_trip::round_trip,
    session::Session,
};
use crate::{
    call::{Call, Step, Why},
    error::{Detail, Error, TransportError},
    kind::{Family, Kind},
    operation::{Prepared, Question},
    outcome::Report,
    wire::{Request, Response},
};

/// A wait that a call is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What is waited for.
    pub why: Why,
    /// How long, in milliseconds.
    pub ms: u64,
    /// How often the request was sent so far.
    pub attempts: u32,
}

/// What a [`Running`] call needs next.
#[derive(Debug)]
#[non_exhaustive]
pub enum Next {
    /// Run this exchange, on any thread, then hand what it gives to [`Running::finish`].
    Send(Exchange),
    /// Ask again once this is over.
    Wait(Wait),
    /// The call is over; asking again gives the same.
    Done(Result<Report, Error>),
}

/// One call, driven step by step. [`Driver::run`](super::Driver::run) drives it on the calling thread; an event loop
/// waits in its own way and runs only exchanges on threads.
///
/// It belongs to the process that began it. In a forked child it is over, as `interrupted`: the parent goes on with it.
pub struct Running {
    process: u32,
    question: Question,
    /// Always there; an option so that a child can leave it undropped.
    state: Option<State>,
}

struct State {
    session: Arc<Session>,
    config: Arc<ClientConfig>,
    uri: Uri,
    needs_nonce: bool,
    era: Era,
    call: Call,
    /// The deadline of the whole call.
    until_ms: u64,
    /// How far the attempt in flight has come.
    progress: Option<Progress>,
    /// What the system said about the latest failure.
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Running {
    pub(super) fn begin(
        session: Arc<Session>,
        config: Arc<ClientConfig>,
        prepared: Prepared,
        (timeout_ms, max_attempts): (Option<u64>, Option<u32>),
    ) -> Result<Self, Error> {
        let uri: Option<Uri> = prepared.request.url().parse().ok();
        let Some(uri) = uri.filter(|uri| uri.host().is_some()) else {
            let reason =
                "is a path, which only a page in a browser can resolve, or too long: pass a full URL with https://";
            return Err(Error::invalid("base_url", reason));
        };
        let needs_nonce = prepared.signer.is_fresh_each_time();
        let era = session.era();
        let policy = config.policy.overridden(timeout_ms, max_attempts);
        let question = prepared.question.clone();
        let until_ms = era.now_ms().saturating_add(policy.deadline_ms);
        let mut call = Call::new(prepared, era.governor.clone(), policy, session.next_seed());
        call.start(era.now_ms());
        let state = State { session, config, uri, needs_nonce, era, call, until_ms, progress: None, source: None };
        Ok(Running { process: process::id(), question, state: Some(state) })
    }

    /// What to do now.
    pub fn poll(&mut self) -> Next {
        match self.state() {
            Some(state) => state.poll(),
            None => Next::Done(Err(self.forked())),
        }
    }

    /// Reports what came of the exchange. After [`Running::cancel`] it is ignored.
    pub fn finish(&mut self, exchanged: Exchanged) {
        if let Some(state) = self.state() {
            state.finish(exchanged);
        }
    }

    /// Ends the call now, as `interrupted`. A request in flight of which nothing was sent is not sent any more; any other
    /// may have been carried out. The exchange ends soon if its interrupt is [`Exchange::when_cancelled`].
    pub fn cancel(&mut self) {
        if let Some(state) = self.state() {
            if state.progress.take().is_some_and(|progress| progress.cancel()) {
                state.call.withdraw();
            }
            state.call.cancel(state.era.now_ms());
        }
    }

    /// How many milliseconds are left until the deadline of the whole call.
    pub fn left_ms(&mut self) -> u64 {
        self.state().map_or(0, |state| state.until_ms.saturating_sub(state.era.now_ms()))
    }

    /// The time of the call, in epoch milliseconds. Waits of a call that is not ours are over.
    pub(super) fn now_ms(&self) -> u64 {
        self.state.as_ref().map_or(u64::MAX, |state| state.era.now_ms())
    }

    /// The state, unless it is the parent's.
    fn state(&mut self) -> Option<&mut State> {
        self.state.as_mut().filter(|_| self.process == process::id())
    }

    fn forked(&self) -> Error {
        let reason = "the process was forked during the call, which goes on in the parent".to_owned();
        let error = self.question.error(Kind::Interrupted, Detail::Transport(reason));
        error.with_executed(true, |why| Report::unknown(&self.question, why))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.process != process::id() {
            // The locks behind it may be held for ever.
            mem::forget(self.state.take());
        }
    }
}

impl State {
    fn poll(&mut self) -> Next {
        let nonce = if self.needs_nonce { random::nonce() } else { String::new() };
        match self.call.poll(self.era.now_ms(), &nonce) {
            Step::Send { request, until_ms } => Next::Send(self.exchange(request, until_ms)),
            Step::Wait { until_ms, why } => {
                let ms = until_ms.saturating_sub(self.era.now_ms());
                Next::Wait(Wait { why, ms, attempts: self.call.attempts() })
            }
            Step::Done(result) => Next::Done(result.map_err(|error| match self.source.clone() {
                Some(source) if error.family() == Family::Transport => error.with_source(source),
                _ => error,
            })),
        }
    }

    fn exchange(&mut self, request: Request, until_ms: u64) -> Exchange {
        let progress = self.progress.insert(Progress::default()).clone();
        Exchange {
            session: Arc::clone(&self.session),
            config: Arc::clone(&self.config),
            uri: self.uri.clone(),
            request,
            until: after(Duration::from_millis(until_ms.saturating_sub(self.era.now_ms()))),
            progress,
        }
    }

    fn finish(&mut self, exchanged: Exchanged) {
        self.progress = None;
        let now_ms = self.era.now_ms();
        match exchanged.0 {
            Ok(response) => {
                self.source = None;
                self.call.on_response(now_ms, response);
            }
            Err(failure) => {
                self.source = failure.source;
                if !failure.interrupted {
                    return self.call.on_transport_failure(now_ms, failure.class, failure.reason);
                }
                // Whether anything was sent decides what a cancelled call leaves open.
                if matches!(failure.class, TransportError::Dns | TransportError::Connect) {
                    self.call.withdraw();
                }
                self.call.cancel(now_ms);
            }
        }
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("operation", &self.question.operation).finish_non_exhaustive()
    }
}

/// One attempt that is to be made: a request out, an answer in.
pub struct Exchange {
    session: Arc<Session>,
    config: Arc<ClientConfig>,
    uri: Uri,
    request: Request,
    until: Instant,
    progress: Progress,
}

impl Exchange {
    /// Sends the request and reads the whole answer, blocking this thread until then or until the attempt's time is over.
    pub fn run(self, interrupt: Option<Interrupt>) -> Exchanged {
        let connect_timeout = Duration::from_millis(self.config.connect_timeout_ms);
        let attempt = Attempt::new(self.until, connect_timeout, interrupt, self.progress);
        Exchanged(round_trip(&self.session.agents, &self.uri, self.request, attempt, &self.config))
    }

    /// An interrupt that ends the exchange once its call is cancelled, from whichever thread.
    pub fn when_cancelled(&self) -> Interrupt {
        let progress = self.progress.clone();
        Interrupt::new(move || progress.is_cancelled())
    }
}

/// Prints no request: there are credentials in it.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("until", &self.until).finish_non_exhaustive()
    }
}

/// What came of an [`Exchange`].
#[derive(Debug)]
pub struct Exchanged(Result<Response<'static>, Failure>);
