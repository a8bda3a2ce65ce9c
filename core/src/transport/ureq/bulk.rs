//! Runs plans: a few threads, each with one request at a time, around one state machine.

use std::{
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use http::Uri;

use super::{
    agents::Agents,
    attempt::{Attempt, after},
    client::Client,
    driver::Driver,
    round_trip::round_trip,
};
use crate::{
    bulk::{BulkOptions, BulkReport, BulkStep, OwnedRow, Plan, Run},
    error::{Error, TransportError},
    ffi::AnyTenant,
    operation::Target,
    transport::{
        client::{Acquire, BulkControl, BulkRun, ClientConfig, Failure, Interrupt, Progress, Session, process_id},
        system::{JournalFile, nonce},
    },
    wire::{Request, Response},
};

/// How often the calling thread looks at the run.
const TICK: Duration = Duration::from_millis(100);

impl<T: Target + Into<AnyTenant>> Client<T> {
    /// Runs a plan to its end. It begins at once; a run that is stopped gives its report, too.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), soarwire::Error> {
    /// # let client = soarwire::Client::new(soarwire::d3::Tenant::new("https://soc.example.com", "Admin", "SOC")?);
    /// use soarwire::{BulkRun, bulk::Plan, d3};
    ///
    /// let numbers = (1..=40_000).map(|number| format!("20261103-{number}"));
    /// let plan = Plan::new(d3::CloseIncidents::new(numbers, true).conclusion("Contained."))?;
    /// println!("{plan}");
    /// let report = client.run_bulk(plan, &BulkRun::default().journal("close.journal"))?;
    /// println!("{report}");
    /// if report.stopped().is_some() {
    ///     let report = client.resume("close.journal", &BulkRun::default())?;
    ///     println!("{report}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Run::new`] and [`JournalFile::create`]: nothing is sent then. What ends a run later is in [`BulkReport::stopped`].
    pub fn run_bulk(&self, plan: Plan, bulk: &BulkRun<'_>) -> Result<BulkReport, Error> {
        self.driver()?.run_bulk(self.tenant().clone().into(), plan, bulk)
    }

    /// Goes on with the run of a journal, see [`Run::resume`]. The journal alone is enough; of `bulk` the journal is not used.
    ///
    /// # Errors
    /// As [`Run::resume`] and [`JournalFile::open`]: nothing is sent then.
    pub fn resume(&self, journal: impl AsRef<Path>, bulk: &BulkRun<'_>) -> Result<BulkReport, Error> {
        self.driver()?.resume(self.tenant().clone().into(), journal, bulk)
    }

    /// Reads back the incidents of a report that are unknown or unreported, see [`BulkReport::settle`], and writes down what comes of it
    /// in the run's journal, if that is given.
    ///
    /// # Errors
    /// As [`Client::settle`] and [`BulkReport::take_into`]; the report is as it was then.
    pub fn settle_bulk(&self, report: &mut BulkReport, journal: Option<&Path>) -> Result<(), Error> {
        let Some(settle) = report.settle()? else { return Ok(()) };
        let settlement = self.settle(settle)?;
        report.take_into(&settlement, journal)
    }
}

impl Driver {
    /// Runs a plan for a tenant to its end, as [`Client::run_bulk`] does.
    ///
    /// # Errors
    /// As [`Client::run_bulk`].
    pub fn run_bulk(&self, tenant: AnyTenant, plan: Plan, bulk: &BulkRun<'_>) -> Result<BulkReport, Error> {
        let session = self.session();
        let options = self.options(bulk);
        let id: String = nonce()?.chars().take(16).collect::<String>().to_lowercase();
        let run = Run::new(plan, tenant, session.pacer.clone(), options, id, session.next_seed())?;
        let file = bulk.journal.as_ref().map(JournalFile::create).transpose()?;
        let run = if file.is_some() { run.journaled(session.era().now_ms()) } else { run };
        self.drive(run, file, bulk)
    }

    /// Goes on with the run of a journal, as [`Client::resume`] does.
    ///
    /// # Errors
    /// As [`Client::resume`].
    pub fn resume(
        &self,
        tenant: AnyTenant,
        journal: impl AsRef<Path>,
        bulk: &BulkRun<'_>,
    ) -> Result<BulkReport, Error> {
        let (file, journal) = JournalFile::open(journal)?;
        let session = self.session();
        let options = self.options(bulk);
        let (pacer, seed, now_ms) = (session.pacer.clone(), session.next_seed(), session.era().now_ms());
        self.drive(Run::resume(journal, tenant, pacer, options, seed, now_ms)?, Some(file), bulk)
    }

    fn options(&self, bulk: &BulkRun<'_>) -> BulkOptions {
        bulk.options.clone().policy(self.config().policy).acquires(bulk.acquire.is_some())
    }

    fn drive(&self, mut run: Run, file: Option<JournalFile>, bulk: &BulkRun<'_>) -> Result<BulkReport, Error> {
        self.config().on_event.iter().chain(&bulk.on_event).for_each(|observer| run.observe(observer.clone()));
        // One more writes the journal.
        let count = run.concurrency().min(run.plan().request_count().max(1)) + usize::from(file.is_some());
        let crew = Arc::new(Crew {
            needs_nonce: run.needs_nonce(),
            run: Mutex::new(run),
            changed: Condvar::new(),
            ended: Condvar::new(),
            session: self.session(),
            config: self.config(),
            file,
            acquire: bulk.acquire.clone(),
            control: bulk.control.clone(),
        });
        let mut hands = Hands { crew: Arc::clone(&crew), threads: Vec::new(), process: process_id() };
        for _ in 0..count {
            let crew = Arc::clone(&crew);
            let spawned = thread::Builder::new().name("soarwire-bulk".to_owned()).spawn(move || crew.work());
            match spawned {
                Ok(thread) => hands.threads.push(thread),
                // Fewer threads do it, too.
                Err(_) if !hands.threads.is_empty() => break,
                Err(error) => {
                    let reason = format!("allows no thread: {error}");
                    return Err(Error::invalid("concurrency", reason).with_source(Arc::new(error)));
                }
            }
        }
        hands.watch(bulk)
    }
}

/// The threads of a run, which end with it.
struct Hands {
    crew: Arc<Crew>,
    threads: Vec<JoinHandle<()>>,
    process: u32,
}

/// A hook that panics stops the run; nothing goes on unseen.
impl Drop for Hands {
    fn drop(&mut self) {
        if self.process != process_id() {
            // The threads stayed in the parent, and so did the file.
            return std::mem::forget(Arc::clone(&self.crew));
        }
        let mut run = self.crew.lock();
        run.cancel(self.crew.now_ms());
        drop(run);
        self.crew.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread of ours that panicked is seen in the report: its request has no answer.
            let _ = thread.join();
        }
    }
}

impl Hands {
    /// The calling thread: tells how far the run has come, and asks whether it is to stop.
    fn watch(&self, bulk: &BulkRun<'_>) -> Result<BulkReport, Error> {
        let crew = &self.crew;
        loop {
            if self.process != process_id() {
                return Err(Error::invalid("run", "was left to the parent: the process was forked during it"));
            }
            let mut run = crew.lock();
            let is_over = run.is_over();
            // Taken in any case: what nobody takes is kept.
            let settled = run.take_settled().into_iter().filter(|_| bulk.on_outcome.is_some());
            let told: Vec<OwnedRow> = settled.map(|place| OwnedRow::of(&run.row(place))).collect();
            let progress = run.progress(crew.now_ms());
            drop(run);
            if let Some(on_outcome) = bulk.on_outcome {
                told.iter().for_each(|told| on_outcome(&told.row()));
            }
            if let Some(on_progress) = bulk.on_progress {
                on_progress(&progress);
            }
            if is_over {
                return Ok(crew.lock().report());
            }
            if let Some(on_tick) = bulk.on_tick {
                on_tick();
            }
            if self.process != process_id() {
                continue;
            }
            let mut run = crew.lock();
            if crew.control.is_cancelled() {
                run.cancel(crew.now_ms());
                crew.changed.notify_all();
            }
            if !run.is_over() {
                drop(crew.ended.wait_timeout(run, TICK));
            }
        }
    }
}

/// What the threads of a run share.
struct Crew {
    run: Mutex<Run>,
    needs_nonce: bool,
    /// Something may be done that could not be before.
    changed: Condvar,
    /// The run is over.
    ended: Condvar,
    session: Arc<Session<Agents>>,
    config: Arc<ClientConfig>,
    file: Option<JournalFile>,
    acquire: Option<Acquire>,
    control: BulkControl,
}

/// What came of an attempt.
enum Sent {
    Ended(Result<Response<'static>, Failure>),
    /// It was not sent, and the run stops: for an error, or since it was abandoned.
    Withdrawn(Option<Error>),
}

impl Crew {
    fn lock(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> u64 {
        self.session.era().now_ms()
    }

    /// One thread: does what the run says until it is over.
    fn work(&self) {
        let mut target: Option<(String, Uri)> = None;
        let mut has_waited = false;
        let mut run = self.lock();
        loop {
            let nonce = if self.needs_nonce { nonce().unwrap_or_default() } else { String::new() };
            let now_ms = self.now_ms();
            let step = run.poll(now_ms, &nonce);
            // One wakes the next: all at once would only wait for each other.
            if matches!(step, BulkStep::Write { .. } | BulkStep::Acquire { .. } | BulkStep::Send { .. })
                && run.needs_another(has_waited)
            {
                self.changed.notify_one();
            }
            has_waited = matches!(step, BulkStep::Wait { .. });
            match step {
                BulkStep::Write { text } => {
                    drop(run);
                    let written = self.file.as_ref().map_or(Ok(()), |file| file.append(&text));
                    run = self.lock();
                    run.on_written(written);
                }
                BulkStep::Acquire { flight } => {
                    drop(run);
                    let acquired = self.acquire.as_ref().map_or(Ok(()), |acquire| acquire(1));
                    run = self.lock();
                    run.on_acquired(self.now_ms(), flight, acquired);
                }
                BulkStep::Send { flight, attempt, request, until_ms } => {
                    drop(run);
                    let left = Duration::from_millis(until_ms.saturating_sub(now_ms));
                    let sent = self.send(&mut target, request, after(left));
                    run = self.lock();
                    self.report(&mut run, flight, attempt, sent);
                }
                BulkStep::Wait { until_ms, .. } => {
                    let wait = Duration::from_millis(until_ms.saturating_sub(self.now_ms()));
                    run = match self.changed.wait_timeout(run, wait) {
                        Ok((run, _)) => run,
                        Err(poisoned) => poisoned.into_inner().0,
                    };
                }
                BulkStep::Done => {
                    self.changed.notify_all();
                    self.ended.notify_all();
                    return;
                }
            }
        }
    }

    fn send(&self, target: &mut Option<(String, Uri)>, request: Request, until: Instant) -> Sent {
        if self.control.is_abandoned() {
            return Sent::Withdrawn(None);
        }
        if target.as_ref().is_none_or(|(url, _)| url != request.url()) {
            let uri: Option<Uri> = request.url().parse().ok().filter(|uri: &Uri| uri.host().is_some());
            *target = uri.map(|uri| (request.url().to_owned(), uri));
        }
        let Some((_, uri)) = target else {
            let reason =
                "is a path, which only a page in a browser can resolve, or too long: pass a full URL with https://";
            return Sent::Withdrawn(Some(Error::invalid("base_url", reason)));
        };
        let control = self.control.clone();
        let interrupt = Interrupt::new(move || control.is_abandoned());
        let attempt = Attempt::new(until, self.config.connect_timeout, Some(interrupt), Progress::default());
        Sent::Ended(round_trip(&self.session.connections, uri, request, attempt, &self.config))
    }

    fn report(&self, run: &mut Run, flight: u32, attempt: crate::call::Attempt, sent: Sent) {
        let now_ms = self.now_ms();
        match sent {
            Sent::Ended(Ok(response)) => run.on_response(now_ms, flight, attempt, response),
            Sent::Ended(Err(failure)) => {
                let is_unsent = matches!(failure.class, TransportError::Dns | TransportError::Connect);
                if failure.interrupted && is_unsent {
                    run.withdraw(now_ms, flight, attempt);
                } else {
                    run.on_transport_failure(now_ms, flight, attempt, failure.class, failure.reason);
                }
            }
            Sent::Withdrawn(error) => {
                match error {
                    Some(error) => run.halt(error),
                    None => run.cancel(now_ms),
                }
                run.withdraw(now_ms, flight, attempt);
            }
        }
    }
}
