//! One call between its state machine and whatever carries the bytes.

use std::{error::Error as StdError, sync::Arc, time::Duration};

use http::Uri;

use super::{config::ClientConfig, era::Era, failure::Failure, options::Wait, progress::Progress, session::Session};
use crate::{
    answer::Answer,
    call::{self, Call, Observer, Step, whole_ms},
    error::{Error, TransportError},
    kind::Family,
    operation::Prepared,
    transport::system::nonce,
    wire::{Request, Response},
};

/// What a conversation needs next.
pub(crate) enum Turn<A> {
    /// Send this once, then report the result with [`Conversation::finish`].
    Send(Outgoing),
    /// Ask again once this is over.
    Wait(Wait),
    /// The call is over.
    Done(Result<A, Error>),
}

/// One attempt that is to be made.
pub(crate) struct Outgoing {
    pub(crate) uri: Uri,
    pub(crate) request: Request,
    /// How long the attempt may take.
    pub(crate) time: Duration,
    pub(crate) progress: Progress,
}

/// One call, with the time, nonces and retry limits that it was begun with.
pub(crate) struct Conversation<A: Answer> {
    uri: Uri,
    needs_nonce: bool,
    era: Era,
    call: Call<A>,
    /// The deadline of the whole call.
    #[cfg(feature = "ureq")]
    until_ms: u64,
    /// The attempt in flight, and how far it has come.
    in_flight: Option<(call::Attempt, Progress)>,
    /// What the system said about the latest failure.
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl<A: Answer> Conversation<A> {
    /// Begins a call; its deadline counts from now.
    ///
    /// # Errors
    /// `invalid_request` for a tenant whose base URL is a path.
    pub(crate) fn begin<C>(
        session: &Session<C>,
        config: &ClientConfig,
        prepared: Prepared<A>,
        (timeout, max_attempts): (Option<Duration>, Option<u32>),
    ) -> Result<Self, Error> {
        let uri: Option<Uri> = prepared.request.url().parse().ok();
        let Some(uri) = uri.filter(|uri| uri.host().is_some()) else {
            let reason =
                "is a path, which only a page in a browser can resolve, or too long: pass a full URL with https://";
            return Err(Error::invalid("base_url", reason));
        };
        let needs_nonce = prepared.needs_nonce();
        let era = session.era();
        let policy = config.policy.overridden(timeout.map(whole_ms), max_attempts);
        let mut call = Call::new(prepared, session.pacer.clone(), policy, session.next_seed());
        call.start(era.now_ms());
        config.on_event.iter().for_each(|observer| call.observe(observer.clone()));
        Ok(Conversation {
            uri,
            needs_nonce,
            era,
            call,
            #[cfg(feature = "ureq")]
            until_ms: era.now_ms().saturating_add(policy.deadline_ms),
            in_flight: None,
            source: None,
        })
    }

    /// Has another observer told what happens to the call.
    pub(crate) fn observe(&mut self, observer: Observer) {
        self.call.observe(observer);
    }

    /// Whether code of others runs while it is polled: observers, or functions that give credentials.
    #[cfg(feature = "ureq")]
    pub(crate) fn calls_others(&self) -> bool {
        self.call.calls_others()
    }

    /// The time of the call, in epoch milliseconds.
    #[cfg(feature = "ureq")]
    pub(crate) fn now_ms(&self) -> u64 {
        self.era.now_ms()
    }

    /// How many milliseconds are left until the deadline of the whole call.
    #[cfg(feature = "ureq")]
    pub(crate) fn left_ms(&self) -> u64 {
        self.until_ms.saturating_sub(self.era.now_ms())
    }

    /// What to do now.
    pub(crate) fn poll(&mut self) -> Turn<A> {
        let nonce = match self.needs_nonce.then(nonce).transpose() {
            Ok(nonce) => nonce.unwrap_or_default(),
            Err(error) if self.call.attempts() == 0 => return Turn::Done(Err(error)),
            // Then the call says how its last attempt ended.
            Err(_) => String::new(),
        };
        match self.call.poll(self.era.now_ms(), &nonce) {
            Step::Send { attempt, request, until_ms } => Turn::Send(self.outgoing(attempt, request, until_ms)),
            Step::Wait { until_ms, why } => {
                let ms = until_ms.saturating_sub(self.era.now_ms());
                Turn::Wait(Wait { why, ms, attempts: self.call.attempts() })
            }
            Step::Done(result) => Turn::Done(result.map_err(|error| match self.source.clone() {
                Some(source) if error.family() == Family::Transport => error.with_source(source),
                _ => error,
            })),
        }
    }

    fn outgoing(&mut self, attempt: call::Attempt, request: Request, until_ms: u64) -> Outgoing {
        let progress = self.in_flight.insert((attempt, Progress::default())).1.clone();
        let time = Duration::from_millis(until_ms.saturating_sub(self.era.now_ms()));
        Outgoing { uri: self.uri.clone(), request, time, progress }
    }

    /// Reports what came of the attempt. After [`Conversation::cancel`] it is ignored.
    pub(crate) fn finish(&mut self, result: Result<Response<'static>, Failure>) {
        let Some((attempt, _)) = self.in_flight.take() else { return };
        let now_ms = self.era.now_ms();
        match result {
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

    /// Ends the call now, as `interrupted`. A request in flight of which nothing was sent is not sent any more; any other
    /// may have been carried out.
    pub(crate) fn cancel(&mut self) {
        if let Some((attempt, _)) = self.in_flight.take().filter(|(_, progress)| progress.cancel()) {
            self.call.withdraw(attempt);
        }
        self.call.cancel(self.era.now_ms());
    }
}

/// A call that nobody drives any longer has ended, which its observers are told. One that is done keeps its result.
impl<A: Answer> Drop for Conversation<A> {
    fn drop(&mut self) {
        self.cancel();
    }
}
