//! Runs calls on the calling thread.

use std::{fmt, sync::Arc, thread, time::Duration};

use super::{
    agents::{Agents, Blueprint},
    running::{Next, Running},
};
use crate::{
    answer::Answer,
    error::Error,
    operation::Prepared,
    transport::client::{ClientConfig, Interrupt, RunOptions, Session, Sessions},
};

/// Runs prepared calls of one tenant over HTTP. Clones share connections, pace and retry budget; threads may too.
///
/// A forked child that goes on using it begins anew, with connections, pace and retry budget of its own: nothing of the
/// parent's is read, written or closed, and no lock of the parent's is waited for. A call that was under way on the
/// thread that forked stays the parent's; in the child it ends as `interrupted`.
#[derive(Clone)]
pub struct Driver(Arc<Sessions<Blueprint>>);

impl Driver {
    /// A driver for one tenant; `requests_per_second` is its documented rate, which the configuration may override.
    ///
    /// # Errors
    /// `invalid_request`, naming the setting: `ca_file`, `proxy`, `user_agent` or `requests_per_second`.
    pub fn new(requests_per_second: f64, config: ClientConfig) -> Result<Self, Error> {
        Ok(Driver(Arc::new(Sessions::new(requests_per_second, config)?)))
    }

    /// Runs a call to its end.
    ///
    /// # Errors
    /// Whatever ended the call. An error that says `maybe_executed` has a report in which every incident is unknown.
    pub fn run<A: Answer>(&self, prepared: Prepared<A>, options: &RunOptions<'_>) -> Result<A, Error> {
        let mut running = self.begin_here(prepared, options.timeout, options.max_attempts)?;
        options.on_event.iter().for_each(|observer| running.observe(observer.clone()));
        running.driven_by_this_thread();
        loop {
            match running.poll() {
                Next::Send(exchange) => {
                    let exchanged = exchange.run(options.interrupt.clone());
                    running.others_ran();
                    running.finish(exchanged);
                }
                Next::Wait(wait) => {
                    let until_ms = running.now_ms().saturating_add(wait.ms);
                    if let Some(on_wait) = options.on_wait {
                        on_wait(wait);
                    }
                    let is_over = pause(&running, until_ms, options.interrupt.as_ref());
                    running.others_ran();
                    if !is_over {
                        running.cancel();
                    }
                }
                Next::Done(result) => return result,
            }
        }
    }

    /// What its calls share in this process.
    pub(super) fn session(&self) -> Arc<Session<Agents>> {
        Arc::clone(self.0.get())
    }

    pub(super) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0.config)
    }

    /// Begins a call that the caller drives step by step, as an event loop does. `timeout` and `max_attempts` are those
    /// of [`RunOptions`].
    ///
    /// # Errors
    /// `invalid_request` for a tenant whose base URL is a path.
    pub fn begin<A: Answer>(
        &self,
        prepared: Prepared<A>,
        timeout: Option<Duration>,
        max_attempts: Option<u32>,
    ) -> Result<Running<A>, Error> {
        let mut running = self.begin_here(prepared, timeout, max_attempts)?;
        running.others_ran();
        Ok(running)
    }

    fn begin_here<A: Answer>(
        &self,
        prepared: Prepared<A>,
        timeout: Option<Duration>,
        max_attempts: Option<u32>,
    ) -> Result<Running<A>, Error> {
        let (process, session) = self.0.get_here();
        Running::begin(process, Arc::clone(session), Arc::clone(&self.0.config), prepared, (timeout, max_attempts))
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
fn pause<A: Answer>(running: &Running<A>, until_ms: u64, interrupt: Option<&Interrupt>) -> bool {
    loop {
        let left = until_ms.saturating_sub(running.now_ms());
        if left == 0 {
            return true;
        }
        if interrupt.is_some_and(Interrupt::says_stop) {
            return false;
        }
        thread::sleep(Duration::from_millis(if interrupt.is_some() { left.min(SLICE_MS) } else { left }));
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Read, Write},
        net::TcpListener,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use super::*;
    use crate::{EventName, Observer, kind::Kind, operation::Tenant, transport::client::pretend_fork, xpanse};

    /// Answers every request with success, and counts connections.
    fn server() -> io::Result<(u16, Arc<AtomicUsize>)> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (port, count) = (listener.local_addr()?.port(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&count);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || {
                    while stream.read(&mut [0; 4096]).is_ok_and(|amount| amount > 0) {
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"reply\":true}");
                    }
                });
            }
        });
        Ok((port, count))
    }

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn prepared(port: u16) -> Result<Prepared, Error> {
        let operation = xpanse::UpdateIncident::new("1").status("new");
        xpanse::Tenant::at(&format!("http://127.0.0.1:{port}"))?.prepare(&operation)
    }

    fn driver(config: ClientConfig) -> Result<Driver, Error> {
        Driver::new(0.0, config)
    }

    #[test]
    fn a_forked_child_makes_connections_of_its_own() -> Outcome {
        let (port, connections) = server()?;
        let driver = driver(ClientConfig::default())?;
        let run = || driver.run(prepared(port)?, &RunOptions::default()).map(|report| report.all_succeeded());
        assert!(run()? && run()?);
        assert_eq!(connections.load(Ordering::SeqCst), 1);
        pretend_fork();
        assert!(run()? && run()?);
        assert_eq!(connections.load(Ordering::SeqCst), 2);
        Ok(())
    }

    #[test]
    fn a_call_under_way_stays_the_parents() -> Outcome {
        let (port, connections) = server()?;
        let mut running = driver(ClientConfig::default())?.begin(prepared(port)?, None, None)?;
        assert!(matches!(running.poll(), Next::Send(_)));
        pretend_fork();
        running.cancel();
        let Next::Done(Err(error)) = running.poll() else { return Err("it went on".into()) };
        assert_eq!((error.kind(), error.maybe_executed()), (Kind::Interrupted, true));
        assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
        assert_eq!(connections.load(Ordering::SeqCst), 0);
        Ok(())
    }

    #[test]
    fn a_hook_that_forks_ends_the_attempt_in_the_child() -> Outcome {
        let silent = TcpListener::bind("127.0.0.1:0")?;
        let hook = Interrupt::new(|| {
            pretend_fork();
            false
        });
        let options = RunOptions::default().interrupt(hook);
        let error = driver(ClientConfig::default())?.run(prepared(silent.local_addr()?.port())?, &options);
        let error = error.err().ok_or("it was answered")?;
        assert_eq!((error.kind(), error.maybe_executed()), (Kind::Interrupted, true));
        Ok(())
    }

    #[test]
    fn an_observer_that_forks_ends_the_call_in_the_child() -> Outcome {
        for name in [EventName::Begin, EventName::Attempt, EventName::Answer] {
            let (port, connections) = server()?;
            let forks = Observer::new(move |event| {
                if event.name == name {
                    pretend_fork();
                }
            });
            let driver = driver(ClientConfig::default())?;
            let error = driver.run(prepared(port)?, &RunOptions::default().on_event(forks));
            let error = error.err().ok_or("it was answered")?;
            assert_eq!((error.kind(), error.maybe_executed()), (Kind::Interrupted, true), "{name}");
            // What the parent is about to send, the child does not send as well.
            assert_eq!(connections.load(Ordering::SeqCst), usize::from(name == EventName::Answer), "{name}");
        }
        Ok(())
    }

    #[test]
    fn a_credential_that_forks_ends_the_call_in_the_child() -> Outcome {
        let (port, connections) = server()?;
        let auth = xpanse::Auth::standard_from(|| {
            pretend_fork();
            Ok::<_, String>(xpanse::Key::new("7", "key"))
        });
        let tenant = xpanse::Tenant::at(&format!("http://127.0.0.1:{port}"))?.with_auth(auth)?;
        let prepared = tenant.prepare(&xpanse::UpdateIncident::new("1").status("new"))?;
        let error = driver(ClientConfig::default())?.run(prepared, &RunOptions::default());
        let error = error.err().ok_or("it was answered")?;
        assert_eq!((error.kind(), error.maybe_executed()), (Kind::Interrupted, true));
        assert_eq!(connections.load(Ordering::SeqCst), 0);
        Ok(())
    }

    #[test]
    fn a_wait_that_forks_ends_the_call_in_the_child() -> Outcome {
        let (port, connections) = server()?;
        let driver = driver(ClientConfig::default().requests_per_second(0.4))?;
        assert!(driver.run(prepared(port)?, &RunOptions::default())?.all_succeeded());
        let error = driver.run(prepared(port)?, &RunOptions::default().on_wait(&|_| pretend_fork()));
        assert_eq!(error.err().map(|error| error.kind()), Some(Kind::Interrupted));
        assert_eq!(connections.load(Ordering::SeqCst), 1);
        Ok(())
    }

    #[test]
    fn a_connection_that_is_never_reused() -> Outcome {
        let (port, connections) = server()?;
        let driver = driver(ClientConfig::default().reuse_connections(false))?;
        for _ in 0..3 {
            assert!(driver.run(prepared(port)?, &RunOptions::default())?.all_succeeded());
        }
        assert_eq!(connections.load(Ordering::SeqCst), 3);
        Ok(())
    }
}
