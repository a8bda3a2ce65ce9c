//! Runs calls in a tokio runtime.

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::time::{Instant, timeout_at};

use super::{clients::Blueprint, round_trip::round_trip, seen::Seen};
use crate::{
    answer::Answer,
    error::Error,
    operation::Prepared,
    transport::client::{
        ClientConfig, Conversation, Failure, Interrupt, Outgoing, Phase, Progress, RunOptions, Sessions, Stop, Turn,
    },
    wire::Response,
};

/// How long a call goes on before its hook is asked.
const SLICE: Duration = Duration::from_millis(50);

/// Runs prepared calls of one tenant over HTTP, asynchronously. Clones share connections, pace and retry budget; tasks may
/// too.
#[derive(Clone, Debug)]
pub struct Driver(Arc<Sessions<Blueprint>>);

impl Driver {
    /// A driver for one tenant; `requests_per_second` is its documented rate, which the configuration may override.
    ///
    /// # Errors
    /// `invalid_request`, naming the setting: `ca_file`, `proxy`, `user_agent` or `requests_per_second`.
    pub fn new(requests_per_second: f64, config: ClientConfig) -> Result<Self, Error> {
        Ok(Driver(Arc::new(Sessions::new(requests_per_second, config)?)))
    }

    /// Runs a call to its end. Dropping the future cancels it.
    ///
    /// # Errors
    /// Whatever ended the call. An error that says `maybe_executed` has a report in which every incident is unknown.
    ///
    /// # Panics
    /// Outside of a tokio runtime with its time and I/O drivers, as all of tokio does.
    pub async fn run<A: Answer>(&self, prepared: Prepared<A>, options: &RunOptions<'_>) -> Result<A, Error> {
        let session = Arc::clone(self.0.get());
        let config = &self.0.config;
        let limits = (options.timeout, options.max_attempts);
        let mut conversation = Conversation::begin(&session, config, prepared, limits)?;
        options.on_event.iter().for_each(|observer| conversation.observe(observer.clone()));
        loop {
            match conversation.poll() {
                Turn::Send(Outgoing { uri, request, time, progress }) => {
                    let attempt = Attempt { progress, seen: Seen::default() };
                    let clients = &session.connections;
                    let exchange = round_trip(clients, (uri, request), &attempt.progress, &attempt.seen, config);
                    let result = attempt.run(exchange, time, options.interrupt.as_ref()).await;
                    conversation.finish(result);
                }
                Turn::Wait(wait) => {
                    let until = after(wait.duration());
                    if let Some(on_wait) = options.on_wait {
                        on_wait(wait);
                    }
                    let forever = std::future::pending::<()>();
                    if let Err(Stop::Interrupted) = within(forever, until, options.interrupt.as_ref()).await {
                        conversation.cancel();
                    }
                }
                Turn::Done(result) => return result,
            }
        }
    }
}

/// One attempt. Dropping it cancels the attempt: nothing of it begins to be sent after that.
struct Attempt {
    progress: Progress,
    seen: Seen,
}

impl Attempt {
    async fn run(
        &self,
        exchange: impl Future<Output = Result<Response<'static>, Failure>>,
        time: Duration,
        interrupt: Option<&Interrupt>,
    ) -> Result<Response<'static>, Failure> {
        // The runtime looks at its sockets first: hyper then knows of what has arrived unasked.
        let exchange = async {
            tokio::task::yield_now().await;
            exchange.await
        };
        within(self.seen.scope(exchange), after(time), interrupt).await.unwrap_or_else(|why| {
            let sent = !self.progress.cancel();
            Err(Failure::stopped(why, if sent { Phase::Exchanging } else { self.seen.phase() }, sent))
        })
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

/// Runs `work` until then, or until the hook ends it.
async fn within<R>(work: impl Future<Output = R>, until: Instant, interrupt: Option<&Interrupt>) -> Result<R, Stop> {
    let mut work = pin!(work);
    loop {
        let slice = if interrupt.is_some() { until.min(Instant::now() + SLICE) } else { until };
        if let Ok(done) = timeout_at(slice, work.as_mut()).await {
            return Ok(done);
        }
        if Instant::now() >= until {
            return Err(Stop::TimedOut);
        }
        if interrupt.is_some_and(Interrupt::says_stop) {
            return Err(Stop::Interrupted);
        }
    }
}

/// `now + wait`, capped at a year.
fn after(wait: Duration) -> Instant {
    const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + wait.min(NEVER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_that_is_dropped_is_not_sent() {
        let progress = Progress::default();
        drop(Attempt { progress: progress.clone(), seen: Seen::default() });
        assert!(!progress.begin_sending());
    }
}
