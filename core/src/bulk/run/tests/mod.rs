//! Each rule of a run by itself, in virtual time.

mod ahead;
#[cfg(feature = "events")]
mod events;
mod guards;
mod journals;
mod limits;
mod reading;
mod records;
mod told;

use super::{super::journal::JournalReader, *};
use crate::{
    bulk::{BulkOutcome, BulkReport, Guard, Journal},
    call::{Attempt, Policy},
    d3,
    error::TransportError,
    wire::Response,
};

const NOW: u64 = 1_793_696_706_000;

type Outcome = Result<(), Error>;

/// A run with the driver's part played by hand.
struct Stage {
    run: Run,
    now_ms: u64,
    disk: String,
}

/// A request that is to be answered.
#[derive(Clone, Debug)]
struct Sent {
    flight: u32,
    attempt: Attempt,
    numbers: Vec<String>,
    body: String,
    at_ms: u64,
}

fn tenant() -> Result<AnyTenant, Error> {
    Ok(d3::Tenant::new("/soar", "Admin", "Security Operations")?.into())
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("n{number:03}")).collect()
}

/// A close in bulk with a conclusion: it appends.
fn close(count: usize, chunk: usize) -> Result<Plan, Error> {
    Plan::new(d3::CloseIncidents::new(numbers(count), true).conclusion("Done."))?.chunk(chunk)
}

/// A change of owners: it can be repeated.
fn owner(count: usize, chunk: usize) -> Result<Plan, Error> {
    Plan::new(d3::UpdateOwner::new(numbers(count), "m.okoye"))?.chunk(chunk)
}

fn options() -> BulkOptions {
    BulkOptions::default().concurrency(1).policy(Policy::default().max_attempts(1).backoff_base_ms(100))
}

impl Stage {
    fn new(plan: Plan, rate: f64, options: BulkOptions) -> Result<Stage, Error> {
        let run = Run::new(plan, tenant()?, Pacer::new(rate)?, options, "run-1", 7)?;
        Ok(Stage { run, now_ms: NOW, disk: String::new() })
    }

    fn journaled(mut self) -> Self {
        self.run = self.run.journaled(NOW);
        self
    }

    fn resume(disk: &str, options: BulkOptions, now_ms: u64) -> Result<Stage, Error> {
        let run = Run::resume(read(disk)?, tenant()?, Pacer::new(0.0)?, options, 8, now_ms)?;
        Ok(Stage { run, now_ms, disk: disk.to_owned() })
    }

    /// Writes what is to be written, and gives the next request, or what else there is to do now.
    fn step(&mut self) -> BulkStep {
        loop {
            match self.run.poll(self.now_ms, "") {
                BulkStep::Write { text } => {
                    self.disk.push_str(&text);
                    self.run.on_written(Ok(()));
                }
                step => return step,
            }
        }
    }

    /// The next request, after any wait; `None` if the run is over, or waits for answers alone.
    fn next(&mut self) -> Option<Sent> {
        for _ in 0..100_000 {
            match self.step() {
                BulkStep::Send { flight, attempt, request, .. } => {
                    let body = String::from_utf8_lossy(request.body()).into_owned();
                    let numbers = numbers(1_000).into_iter().filter(|number| body.contains(number)).collect();
                    return Some(Sent { flight, attempt, numbers, body, at_ms: self.now_ms });
                }
                BulkStep::Wait { why: Some(WaitReason::Answer), .. } | BulkStep::Done => return None,
                BulkStep::Wait { until_ms, .. } => self.now_ms = until_ms,
                BulkStep::Acquire { flight } => self.run.on_acquired(self.now_ms, flight, Ok(())),
                BulkStep::Write { .. } => {}
            }
        }
        None
    }

    fn answer(&mut self, sent: &Sent, response: Response<'_>) {
        self.run.on_response(self.now_ms, sent.flight, sent.attempt, response);
    }

    fn refuse(&mut self, sent: &Sent, status: u16) {
        self.answer(sent, Response::new(status, &b"{}"[..]));
    }

    fn succeed(&mut self, sent: &Sent) {
        let item = |number: &String| format!(r#"{{"Incident Number": "{number}", "Result": "Successful"}}"#);
        let items: Vec<String> = sent.numbers.iter().map(item).collect();
        let body = format!(r#"{{"error": "", "contextData": [{}]}}"#, items.join(","));
        self.answer(sent, Response::new(200, body.as_bytes()));
    }

    /// The reading of a guard, in which all incidents have this status.
    fn give(&mut self, sent: &Sent, status: &str) {
        let item = |number: &String| format!(r#"{{"IR Number": "{number}", "Status": "{status}"}}"#);
        let items: Vec<String> = sent.numbers.iter().map(item).collect();
        let body = format!(r#"{{"error": "", "rawData": {{"incidents": [{}]}}}}"#, items.join(","));
        self.answer(sent, Response::new(200, body.as_bytes()));
    }

    fn lose(&mut self, sent: &Sent, class: TransportError) {
        self.run.on_transport_failure(self.now_ms, sent.flight, sent.attempt, class, "lost");
    }

    /// Answers all that is still to come with success.
    fn finish(&mut self) -> BulkReport {
        while let Some(sent) = self.next() {
            self.succeed(&sent);
        }
        self.run.report()
    }

    /// The outcomes, by their names.
    fn names(&self) -> Vec<&'static str> {
        self.run.report().rows().map(|row| row.outcome.name()).collect()
    }
}

fn read(disk: &str) -> Result<Journal, Error> {
    let mut reader = JournalReader::new();
    reader.feed(disk.as_bytes());
    reader.finish()
}

fn guard() -> Result<Guard, Error> {
    Guard::new().is_in("status", ["Open"])
}
