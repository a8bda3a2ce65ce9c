//! The loop around [`Call`].

use std::{
    error::Error as StdError,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use ureq::http::Uri;

use super::{
    agents::Agents,
    clock::{self, Era},
    config::ClientConfig,
    exchange::exchange,
    random,
    watch::{Attempt, Interrupt, after},
};
use crate::{
    answer::Answer,
    call::{self, Call, Pacer, Step, WaitReason},
    error::{Error, TransportError},
    kind::Family,
    operation::Prepared,
    wire::Request,
};

/// Limits and hooks of one call. The default leaves all to the client's [`Policy`](crate::Policy).
#[derive(Clone, Default)]
pub struct RunOptions<'a> {
    /// The time for the whole call, waits included, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// How often the request may be sent.
    pub max_attempts: Option<u32>,
    /// Asked at least every 100 ms while the call waits or a request is in flight; ends the call when it says so. A request
    /// that is out then may have been carried out, and the error says that.
    pub interrupt: Option<Interrupt>,
    /// Told about every wait before it begins.
    pub on_wait: Option<&'a dyn Fn(Wait)>,
}

/// A wait that a call is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What is waited for.
    pub why: WaitReason,
    /// How long, in milliseconds.
    pub ms: u64,
    /// How often the request was sent so far.
    pub attempts: u32,
}

/// Runs prepared calls of one tenant over HTTP. Clones share connections, pace and retry budget; threads may too.
#[derive(Clone)]
pub struct Driver(Arc<Shared>);

struct Shared {
    agents: Agents,
    config: ClientConfig,
    pacer: Pacer,
    era: Mutex<Era>,
    seed: AtomicU64,
}

impl Driver {
    /// A driver for one tenant; `requests_per_second` is its documented rate, which the configuration may override.
    ///
    /// # Errors
    /// `invalid_request`, naming the setting: `ca_file`, `proxy`, `user_agent` or `requests_per_second`.
    pub fn new(requests_per_second: f64, config: ClientConfig) -> Result<Self, Error> {
        let agents = Agents::new(&config)?;
        let requests_per_second = config.requests_per_second.unwrap_or(requests_per_second);
        let pacer = Pacer::new(requests_per_second)?;
        let era = Mutex::new(Era::begin(clock::now_ms()));
        let seed = AtomicU64::new(random::seed());
        Ok(Driver(Arc::new(Shared { agents, config, pacer, era, seed })))
    }

    /// Runs a call to its end.
    ///
    /// # Errors
    /// Whatever ended the call. An error that says `maybe_executed` has a report in which every incident is unknown.
    pub fn run<A: Answer>(&self, prepared: Prepared<A>, options: &RunOptions<'_>) -> Result<A, Error> {
        let uri: Option<Uri> = prepared.request.url().parse().ok();
        let Some(uri) = uri.filter(|uri| uri.host().is_some()) else {
            let reason =
                "is a path, which only a page in a browser can resolve, or too long: pass a whole URL with https://";
            return Err(Error::invalid("base_url", reason));
        };
        let needs_nonce = prepared.signer.is_fresh_each_time();
        let era = self.era();
        let policy = self.0.config.policy.overridden(options.timeout_ms, options.max_attempts);
        let mut call = Call::new(prepared, self.0.pacer.clone(), policy, self.0.seed.fetch_add(1, Ordering::Relaxed));
        let mut source = None;
        loop {
            let nonce = match needs_nonce.then(random::nonce).transpose() {
                Ok(nonce) => nonce.unwrap_or_default(),
                Err(error) if call.attempts() == 0 => return Err(error),
                // Then the call says how its last attempt ended.
                Err(_) => String::new(),
            };
            match call.poll(era.now_ms(), &nonce) {
                Step::Send { attempt, request, until_ms } => {
                    source = self.send(&mut call, &era, attempt, (&uri, request, until_ms), options);
                }
                Step::Wait { until_ms, why } => {
                    let ms = until_ms.saturating_sub(era.now_ms());
                    if let Some(on_wait) = options.on_wait {
                        on_wait(Wait { why, ms, attempts: call.attempts() });
                    }
                    if !pause(&era, until_ms, options.interrupt.as_ref()) {
                        call.cancel(era.now_ms());
                    }
                }
                Step::Done(result) => {
                    return result.map_err(|error| match source {
                        Some(source) if error.family() == Family::Transport => error.with_source(source),
                        _ => error,
                    });
                }
            }
        }
    }

    /// Makes one attempt and tells the call what came of it; gives what the system said about a failure.
    fn send<A: Answer>(
        &self,
        call: &mut Call<A>,
        era: &Era,
        name: call::Attempt,
        (uri, request, until_ms): (&Uri, Request, u64),
        options: &RunOptions<'_>,
    ) -> Option<Arc<dyn StdError + Send + Sync>> {
        let config = &self.0.config;
        let left = Duration::from_millis(until_ms.saturating_sub(era.now_ms()));
        let connect_timeout = Duration::from_millis(config.connect_timeout_ms);
        let attempt = Attempt::new(after(left), connect_timeout, options.interrupt.clone());
        match exchange(&self.0.agents, uri, request, attempt, config.body_limit) {
            Ok(response) => {
                call.on_response(era.now_ms(), name, response);
                None
            }
            Err(failure) if failure.interrupted => {
                // Whether anything was sent decides what a cancelled call leaves open.
                if matches!(failure.class, TransportError::Dns | TransportError::Connect) {
                    call.withdraw(name);
                }
                call.cancel(era.now_ms());
                failure.source
            }
            Err(failure) => {
                call.on_transport_failure(era.now_ms(), name, failure.class, failure.reason);
                failure.source
            }
        }
    }

    /// The present era, a new one if the machine's clock was set.
    fn era(&self) -> Era {
        // A panic cannot leave half an era behind.
        let mut era = self.0.era.lock().unwrap_or_else(PoisonError::into_inner);
        let wall_ms = clock::now_ms();
        if era.is_over(wall_ms) {
            // Places and cooldowns stay where they are.
            self.0.pacer.clock_set(era.now_ms(), wall_ms);
            *era = Era::begin(wall_ms);
        }
        *era
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver").field("config", &self.0.config).finish_non_exhaustive()
    }
}

/// How long a wait goes on before its hook is asked.
const SLICE_MS: u64 = 50;

/// Waits; false when the hook ended it.
fn pause(era: &Era, until_ms: u64, interrupt: Option<&Interrupt>) -> bool {
    loop {
        let left = until_ms.saturating_sub(era.now_ms());
        if left == 0 {
            return true;
        }
        if interrupt.is_some_and(Interrupt::says_stop) {
            return false;
        }
        thread::sleep(Duration::from_millis(if interrupt.is_some() { left.min(SLICE_MS) } else { left }));
    }
}
