//! One call, driven step by step: the caller decides how to wait and on which thread a request is sent.

use std::{
    fmt, mem,
    sync::Arc,
    time::{Duration, Instant},
};

use ureq::http::Uri;

use super::{
    agents::Agents,
    attempt::{Attempt, after},
    round_trip::round_trip,
};
use crate::{
    answer::{Answer, Report},
    call::Observer,
    error::{Detail, Error},
    kind::Kind,
    operation::{Prepared, parse},
    reply_context::ReplyContext,
    transport::client::{
        ClientConfig, Conversation, Failure, Interrupt, Phase, Progress, Session, Stop, Turn, Wait, process_id,
    },
    wire::{Request, Response},
};

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
    /// Whether this is known to be that process: no code of others, which may have forked, ran since it was looked up.
    is_here: bool,
    /// Whether only code of this crate runs while the call is driven, unless its driver says otherwise.
    is_alone: bool,
    context: ReplyContext,
    /// Always there; an option so that a child can leave it undropped.
    state: Option<State<A>>,
}

struct State<A: Answer> {
    session: Arc<Session<Agents>>,
    config: Arc<ClientConfig>,
    conversation: Conversation<A>,
}

impl<A: Answer> Running<A> {
    pub(super) fn begin(
        process: u32,
        session: Arc<Session<Agents>>,
        config: Arc<ClientConfig>,
        prepared: Prepared<A>,
        limits: (Option<Duration>, Option<u32>),
    ) -> Result<Self, Error> {
        let context = prepared.context.clone();
        let conversation = Conversation::begin(&session, &config, prepared, limits)?;
        let state = Some(State { session, config, conversation });
        Ok(Running { process, is_here: true, is_alone: false, context, state })
    }

    /// For a driver that does not leave this thread until the call is over, and says when others ran: the system is asked which
    /// process this is only where it can have become another one.
    pub(super) fn driven_by_this_thread(&mut self) {
        let calls_others = self.state.as_ref().is_some_and(|state| state.conversation.calls_others());
        self.is_alone = !calls_others;
        self.is_here &= self.is_alone;
    }

    /// Code of others ran on this thread, or another thread goes on with the call.
    pub(super) fn others_ran(&mut self) {
        self.is_here = false;
    }

    /// Has another observer told what happens to the call. Events of the past are not told again.
    pub fn observe(&mut self, observer: Observer) {
        if let Some(state) = self.state() {
            state.conversation.observe(observer);
        }
    }

    /// What to do now.
    pub fn poll(&mut self) -> Next<A> {
        if self.state().is_none() {
            return Next::Done(Err(self.forked()));
        }
        let (process, is_here) = (self.process, self.is_here);
        let Some(state) = self.state.as_mut() else { return Next::Done(Err(self.forked())) };
        match state.conversation.poll() {
            Turn::Send(outgoing) => Next::Send(Exchange {
                process,
                is_here,
                session: Arc::clone(&state.session),
                config: Arc::clone(&state.config),
                until: after(outgoing.time),
                uri: outgoing.uri,
                request: outgoing.request,
                progress: outgoing.progress,
            }),
            Turn::Wait(wait) => Next::Wait(wait),
            Turn::Done(result) => Next::Done(result),
        }
    }

    /// Reports what came of the exchange. After [`Running::cancel`] it is ignored.
    pub fn finish(&mut self, exchanged: Exchanged) {
        if let Some(state) = self.state() {
            state.conversation.finish(exchanged.0);
        }
    }

    /// Ends the call now, as `interrupted`. A request in flight of which nothing was sent is not sent any more; any other
    /// may have been carried out. The exchange ends soon if its interrupt is [`Exchange::when_cancelled`].
    pub fn cancel(&mut self) {
        if let Some(state) = self.state() {
            state.conversation.cancel();
        }
    }

    /// How many milliseconds are left until the deadline of the whole call.
    pub fn left_ms(&mut self) -> u64 {
        self.state().map_or(0, |state| state.conversation.left_ms())
    }

    /// The time of the call, in epoch milliseconds. Waits of a call that is not ours are over.
    pub(super) fn now_ms(&self) -> u64 {
        self.state.as_ref().map_or(u64::MAX, |state| state.conversation.now_ms())
    }

    /// The state, unless it is the parent's.
    fn state(&mut self) -> Option<&mut State<A>> {
        if !self.is_ours() {
            return None;
        }
        self.is_here = self.is_alone;
        self.state.as_mut()
    }

    fn is_ours(&self) -> bool {
        self.is_here || self.process == process_id()
    }

    fn forked(&self) -> Error {
        let reason = "the process was forked during the call, which goes on in the parent".to_owned();
        parse::error(&self.context, Kind::Interrupted, Detail::Transport(reason))
    }
}

impl<A: Answer> Drop for Running<A> {
    fn drop(&mut self) {
        if !self.is_ours() {
            // The locks behind it may be held for ever.
            mem::forget(self.state.take());
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
    /// The process that makes the attempt.
    process: u32,
    /// Whether this is known to be that process.
    is_here: bool,
    session: Arc<Session<Agents>>,
    config: Arc<ClientConfig>,
    uri: Uri,
    request: Request,
    progress: Progress,
    until: Instant,
}

impl Exchange {
    /// Sends the request and reads the whole answer, blocking this thread until then or until the attempt's time is over.
    pub fn run(self, interrupt: Option<Interrupt>) -> Exchanged {
        if !self.is_here && self.process != process_id() {
            // A child would send what the parent is about to send, on a connection of the parent's.
            return Exchanged(Err(Failure::stopped(Stop::Interrupted, Phase::Exchanging, false)));
        }
        let attempt = Attempt::of(self.process, self.until, self.config.connect_timeout, interrupt, self.progress);
        Exchanged(round_trip(&self.session.connections, &self.uri, self.request, attempt, &self.config))
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
