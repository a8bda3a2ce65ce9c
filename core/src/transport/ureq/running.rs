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
    answer::{Answer, Report},
    call::{self, Call, Observer, Step, WaitReason},
    error::{Detail, Error, TransportError},
    kind::{Family, Kind},
    operation::{Prepared, parse},
    reply_context::ReplyContext,
    wire::{Request, Response},
};

/// A wait that a call is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// What is waited for.
    pub why: WaitReason,
    /// How long, in milliseconds.
    pub ms: u64,
    /// How often the request was sent so far.
    pub attempts: u32,
}

/// What a [`Running`] call needs next.
#[derive(Debug)]
#[non_exhaustive]
pub enum Next<A = Report> {
    /// Run this exchange, on any thread, then hand what it gives to [`Running::finish`].
    Send(Exchange),
    /// Ask again once this is over.
    Wait(Wait),
    /// The call is over; asking again gives the same.
    Done(Result<A, Error>),
}

/// One call, driven step by step. [`Driver::run`](super::Driver::run) drives it on the calling thread; an event loop
/// waits in its own way and runs only exchanges on threads.
///
/// It belongs to the process that began it. In a forked child it is over, as `interrupted`: the parent goes on with it.
pub struct Running<A: Answer = Report> {
    process: u32,
    context: ReplyContext,
    /// Always there; an option so that a child can leave it undropped.
    state: Option<State<A>>,
}

struct State<A> {
    session: Arc<Session>,
    config: Arc<ClientConfig>,
    uri: Uri,
    needs_nonce: bool,
    era: Era,
    call: Call<A>,
    /// The deadline of the whole call.
    until_ms: u64,
    /// The attempt in flight, and how far it has come.
    in_flight: Option<(call::Attempt, Progress)>,
    /// What the system said about the latest failure.
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl<A: Answer> Running<A> {
    pub(super) fn begin(
        session: Arc<Session>,
        config: Arc<ClientConfig>,
        prepared: Prepared<A>,
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
        let context = prepared.context.clone();
        let until_ms = era.now_ms().saturating_add(policy.deadline_ms);
        let mut call = Call::new(prepared, session.pacer.clone(), policy, session.next_seed());
        call.start(era.now_ms());
        config.on_event.iter().for_each(|observer| call.observe(observer.clone()));
        let state = State { session, config, uri, needs_nonce, era, call, until_ms, in_flight: None, source: None };
        Ok(Running { process: process::id(), context, state: Some(state) })
    }

    /// Has another observer told what happens to the call. Events of the past are not told again.
    pub fn observe(&mut self, observer: Observer) {
        if let Some(state) = self.state() {
            state.call.observe(observer);
        }
    }

    /// What to do now.
    pub fn poll(&mut self) -> Next<A> {
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
            if let Some((attempt, _)) = state.in_flight.take().filter(|(_, progress)| progress.cancel()) {
                state.call.withdraw(attempt);
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
    fn state(&mut self) -> Option<&mut State<A>> {
        self.state.as_mut().filter(|_| self.process == process::id())
    }

    fn forked(&self) -> Error {
        let reason = "the process was forked during the call, which goes on in the parent".to_owned();
        parse::error(&self.context, Kind::Interrupted, Detail::Transport(reason))
    }
}

impl<A: Answer> Drop for Running<A> {
    fn drop(&mut self) {
        if self.process != process::id() {
            // The locks behind it may be held for ever.
            mem::forget(self.state.take());
        }
    }
}

impl<A: Answer> State<A> {
    fn poll(&mut self) -> Next<A> {
        let nonce = match self.needs_nonce.then(random::nonce).transpose() {
            Ok(nonce) => nonce.unwrap_or_default(),
            Err(error) if self.call.attempts() == 0 => return Next::Done(Err(error)),
            // Then the call says how its last attempt ended.
            Err(_) => String::new(),
        };
        match self.call.poll(self.era.now_ms(), &nonce) {
            Step::Send { attempt, request, until_ms } => Next::Send(self.exchange(attempt, request, until_ms)),
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

    fn exchange(&mut self, attempt: call::Attempt, request: Request, until_ms: u64) -> Exchange {
        let progress = self.in_flight.insert((attempt, Progress::default())).1.clone();
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
        let Some((attempt, _)) = self.in_flight.take() else { return };
        let now_ms = self.era.now_ms();
        match exchanged.0 {
            Ok(response) => {
                self.source = None;
                self.call.on_response(now_ms, attempt, response);
            }
            Err(failure) => {
                self.source = failure.source;
                if !failure.interrupted {
                    return self.call.on_transport_failure(now_ms, attempt, failure.class, failure.reason);
                }
                // Whether anything was sent decides what a cancelled call leaves open.
                if matches!(failure.class, TransportError::Dns | TransportError::Connect) {
                    self.call.withdraw(attempt);
                }
                self.call.cancel(now_ms);
            }
        }
    }
}

impl<A: Answer> fmt::Debug for Running<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("operation", &self.context.operation).finish_non_exhaustive()
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
