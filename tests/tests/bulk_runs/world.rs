//! A driver of one run, a disk, a network and the two tenants, in virtual time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::{prelude::*, test_runner::TestCaseError};
use soarwire::{
    Attempt, Error, Pacer, Request, Response, TransportError,
    bulk::{BulkReport, BulkStep, Journal, JournalReader, Run},
    sandbox::{Answer, Incoming, Sandbox},
};

use super::{
    faults::is_refusal,
    plan::{Case, Disk, START_MS, Way},
    truth::{Sent, Truth, effects},
};

const NONCE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The kinds of errors that say of a request that it was not carried out, and of those before it nothing.
const KINDS: [&str; 12] = [
    "bad_request",
    "connect",
    "dns",
    "forbidden",
    "license_required",
    "not_found",
    "not_sent",
    "rate_limited",
    "tls",
    "too_large",
    "unauthenticated",
    "unprocessable",
];

/// How many things may happen in one run.
const MOST_EVENTS: u64 = 60_000;

pub(super) fn fail(error: impl ToString) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

/// A request on its way to the server.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    flight: u32,
    attempt: Attempt,
    request: Request,
    way: Way,
    until_ms: u64,
    /// Its place in the truth; none for one that reads.
    sent: Option<usize>,
}

enum Event {
    Reaches(Box<Letter>),
    Arrives { flight: u32, attempt: Attempt, arrival: Arrival, sent: Option<usize> },
    Written(Disk),
    Acquired { flight: u32 },
    Cancel,
}

enum Arrival {
    Answer(Response<'static>),
    Lost(TransportError),
}

/// A moment at which the program may be killed: what was on disk, what was being written, and what the tenants had done.
#[derive(Clone)]
pub(super) struct Moment {
    pub(super) now_ms: u64,
    pub(super) disk: usize,
    pub(super) sandbox: Sandbox,
    pub(super) truth: Truth,
    pub(super) on_the_way: Vec<Letter>,
}

pub(super) struct World {
    pub(super) case: Case,
    pub(super) sandbox: Sandbox,
    pub(super) truth: Truth,
    pub(super) run: Run,
    pub(super) now_ms: u64,
    /// What is on disk.
    pub(super) disk: Vec<u8>,
    /// What is being written.
    writing: Option<String>,
    is_full: bool,
    is_journaled: bool,
    agenda: BTreeMap<(u64, u64), Event>,
    decided: u64,
    wake_ms: u64,
    begun_ms: u64,
    ids: Vec<String>,
    network: VecDeque<Way>,
    writes: VecDeque<Disk>,
    limiter: VecDeque<u64>,
    /// The calls that have a permit for an attempt, and those for which one is being got.
    permitted: BTreeSet<u32>,
    asked: BTreeSet<u32>,
    in_flight: BTreeMap<(u32, u64), u64>,
    withdrawn: u32,
    sends_ms: Vec<u64>,
    not_before_ms: u64,
    cancelled_ms: Option<u64>,
    /// What happened at each place when it was told last.
    told: BTreeMap<u32, usize>,
    /// Kept if moments are recorded.
    pub(super) moments: Option<Vec<Moment>>,
}

/// Reads a journal.
pub(super) fn read(bytes: &[u8]) -> Result<Journal, Error> {
    let mut reader = JournalReader::new();
    reader.feed(bytes);
    reader.finish()
}

fn pacer(case: &Case) -> Result<Pacer, TestCaseError> {
    Pacer::new(case.rate).map_err(fail)
}

impl World {
    /// A new run.
    pub(super) fn new(case: &Case) -> Result<World, TestCaseError> {
        let (plan, tenant) = (case.plan().map_err(fail)?, case.tenant().map_err(fail)?);
        let run = Run::new(plan, tenant, pacer(case)?, case.options(), "run-1", 7).map_err(fail)?;
        let run = if case.disk.is_empty() { run } else { run.journaled(START_MS) };
        let mut sandbox = super::truth::sandbox(case);
        sandbox.script(case.faults.clone());
        let mut world = World::with(case, run, sandbox, Truth::default(), START_MS);
        world.is_journaled = !case.disk.is_empty();
        Ok(world)
    }

    /// The run of a journal goes on at this moment, with what is on disk; requests that were on their way may still arrive.
    pub(super) fn resume(case: &Case, moment: &Moment, disk: &[u8], late: bool) -> Result<World, TestCaseError> {
        let journal = read(disk).map_err(fail)?;
        let sound = usize::try_from(journal.sound_bytes()).unwrap_or_default();
        let mut truth = moment.truth.clone();
        truth.forget(&journal.report());
        let now_ms = moment.now_ms + 1_000;
        let tenant = case.tenant().map_err(fail)?;
        let run = Run::resume(journal, tenant, pacer(case)?, case.options(), 9, now_ms).map_err(fail)?;
        let mut world = World::with(case, run, moment.sandbox.clone(), truth, now_ms);
        world.disk = disk.get(..sound).unwrap_or_default().to_vec();
        world.is_journaled = true;
        if late {
            for letter in &moment.on_the_way {
                let at_ms = now_ms + 40 * (1 + letter.attempt.number() % 7);
                // Its answer is nobody's.
                world.decide(at_ms, Event::Reaches(Box::new(Letter { flight: u32::MAX, ..letter.clone() })));
            }
        }
        Ok(world)
    }

    fn with(case: &Case, run: Run, sandbox: Sandbox, truth: Truth, now_ms: u64) -> World {
        World {
            case: case.clone(),
            sandbox,
            truth,
            run,
            now_ms,
            disk: Vec::new(),
            writing: None,
            is_full: false,
            is_journaled: false,
            agenda: BTreeMap::new(),
            decided: 0,
            wake_ms: now_ms,
            begun_ms: now_ms,
            ids: case.ids(),
            network: case.network.iter().copied().collect(),
            writes: case.disk.iter().copied().collect(),
            limiter: case.limiter.iter().copied().collect(),
            permitted: BTreeSet::new(),
            asked: BTreeSet::new(),
            in_flight: BTreeMap::new(),
            withdrawn: 0,
            sends_ms: Vec::new(),
            not_before_ms: 0,
            cancelled_ms: None,
            told: BTreeMap::new(),
            moments: None,
        }
    }

    fn decide(&mut self, at_ms: u64, event: Event) {
        self.decided += 1;
        self.agenda.insert((at_ms, self.decided), event);
    }

    /// Until the run is over, and everything has arrived; `events` ends it before, as a kill would.
    pub(super) fn run(&mut self, events: u64) -> Result<bool, TestCaseError> {
        if let Some(ms) = self.case.cancel_ms {
            self.decide(self.begun_ms + ms, Event::Cancel);
        }
        let mut happened = 0;
        while !self.pump()? {
            happened += 1;
            if happened > events {
                return Ok(false);
            }
            prop_assert!(happened < MOST_EVENTS, "it never ends");
            match self.agenda.first_key_value() {
                Some(((at_ms, _), _)) if *at_ms <= self.wake_ms => self.happen()?,
                _ => self.now_ms = self.now_ms.max(self.wake_ms),
            }
        }
        let ended_ms = self.now_ms;
        prop_assert!(ended_ms - self.begun_ms < self.longest_ms(), "it takes {} ms", ended_ms - self.begun_ms);
        while !self.agenda.is_empty() {
            self.happen()?;
        }
        self.now_ms = ended_ms;
        let spacing_ms = if self.case.rate > 0.0 { (1_000.0 / self.case.rate).ceil() as u64 } else { 0 };
        let apart = self.sends_ms.windows(2).all(|pair| pair[1] - pair[0] >= spacing_ms);
        prop_assert!(apart, "faster than {spacing_ms} ms: {:?}", self.sends_ms);
        Ok(true)
    }

    /// More than any run may take: each incident alone, each attempt as long as it may be, each fault with its cooldown.
    fn longest_ms(&self) -> u64 {
        let requests = 4 * self.case.count as u64 + 20;
        let spacing_ms = if self.case.rate > 0.0 { (1_000.0 / self.case.rate) as u64 } else { 0 };
        let cooldowns = 60_000 * (4 * self.case.faults.len() as u64 + 10);
        requests * 5 * (self.case.policy.deadline_ms + 4 * spacing_ms + 4_000) + cooldowns
    }

    fn happen(&mut self) -> Result<(), TestCaseError> {
        let Some(((at_ms, _), event)) = self.agenda.pop_first() else { return Ok(()) };
        self.now_ms = self.now_ms.max(at_ms);
        match event {
            Event::Reaches(letter) => self.reaches(*letter)?,
            Event::Arrives { flight, attempt, arrival, sent } => self.arrives(flight, attempt, arrival, sent),
            Event::Written(disk) => self.written(disk),
            Event::Acquired { flight } => {
                self.asked.remove(&flight);
                self.permitted.insert(flight);
                self.run.on_acquired(self.now_ms, flight, Ok(()));
            }
            Event::Cancel => {
                self.run.cancel(self.now_ms);
                self.cancelled_ms.get_or_insert(self.now_ms);
            }
        }
        Ok(())
    }

    /// Does what the run asks for, until it waits; whether it is over.
    fn pump(&mut self) -> Result<bool, TestCaseError> {
        loop {
            let nonce = if self.run.needs_nonce() { NONCE } else { "" };
            let step = self.run.poll(self.now_ms, nonce);
            self.check_told()?;
            match step {
                BulkStep::Write { text } => {
                    prop_assert!(self.is_journaled && self.writing.is_none(), "two writes at once");
                    self.writing = Some(text);
                    self.record();
                    let disk = self.writes.pop_front().unwrap_or(Disk::Writes { ms: 1 });
                    self.writes.push_back(disk);
                    let (Disk::Writes { ms } | Disk::Full { ms }) = disk;
                    self.decide(self.now_ms + ms, Event::Written(disk));
                }
                BulkStep::Acquire { flight } => {
                    let is_news = !self.permitted.contains(&flight) && self.asked.insert(flight);
                    prop_assert!(is_news, "asks for a permit twice");
                    let ms = self.limiter.pop_front().ok_or_else(|| fail("there is no limiter"))?;
                    self.limiter.push_back(ms);
                    self.decide(self.now_ms + ms, Event::Acquired { flight });
                }
                BulkStep::Send { flight, attempt, request, until_ms } => {
                    self.send(flight, attempt, request, until_ms)?
                }
                BulkStep::Wait { until_ms, .. } => {
                    prop_assert!(until_ms > self.now_ms, "a wait that is over");
                    self.wake_ms = until_ms;
                    return Ok(false);
                }
                BulkStep::Done => {
                    let is_awaited = self.in_flight.values().any(|until_ms| *until_ms > self.now_ms);
                    prop_assert!(self.run.is_over() && !is_awaited && self.writing.is_none(), "over too early");
                    return Ok(true);
                }
                other => return Err(fail(format!("{other:?}"))),
            }
        }
    }

    fn record(&mut self) {
        let on_the_way = self.on_the_way();
        if let Some(moments) = &mut self.moments {
            let (sandbox, truth) = (self.sandbox.clone(), self.truth.clone());
            moments.push(Moment { now_ms: self.now_ms, disk: self.disk.len(), sandbox, truth, on_the_way });
        }
    }

    /// What it looks like if the program is killed now, and a prefix of what is being written.
    pub(super) fn kill(&self, part: f64) -> (Moment, Vec<u8>) {
        let mut disk = self.disk.clone();
        let writing = self.writing.as_deref().unwrap_or_default().as_bytes();
        let kept = ((writing.len() + 1) as f64 * part) as usize;
        disk.extend(writing.iter().take(kept));
        let on_the_way = self.on_the_way();
        (
            Moment {
                now_ms: self.now_ms,
                disk: self.disk.len(),
                sandbox: self.sandbox.clone(),
                truth: self.truth.clone(),
                on_the_way,
            },
            disk,
        )
    }

    fn on_the_way(&self) -> Vec<Letter> {
        let letter = |event: &Event| match event {
            Event::Reaches(letter) => Some((**letter).clone()),
            _ => None,
        };
        self.agenda.values().filter_map(letter).collect()
    }

    fn written(&mut self, disk: Disk) {
        let text = self.writing.take().unwrap_or_default();
        match disk {
            Disk::Writes { .. } => {
                self.disk.extend_from_slice(text.as_bytes());
                self.writing = None;
                self.record();
                self.run.on_written(Ok(()));
            }
            Disk::Full { .. } => {
                self.is_full = true;
                let half = text.len() / 2;
                self.disk.extend_from_slice(text.as_bytes().get(..half).unwrap_or_default());
                // Any error will do.
                self.run.on_written(JournalReader::new().finish().map(drop));
            }
        }
    }

    fn send(&mut self, flight: u32, attempt: Attempt, request: Request, until_ms: u64) -> Result<(), TestCaseError> {
        prop_assert!(!self.run.is_over(), "sent after the end");
        prop_assert!(until_ms > self.now_ms);
        let way = self.network.pop_front().unwrap_or(Way::NeverConnects);
        self.network.push_back(way);
        prop_assert!(self.limiter.is_empty() || self.permitted.contains(&flight), "sent without a permit");
        // A driver that never sends would never end.
        if matches!(way, Way::Withdrawn) && self.withdrawn < 20 {
            self.withdrawn += 1;
            self.run.withdraw(self.now_ms, flight, attempt);
            return Ok(());
        }
        prop_assert!(!self.is_full, "sent after the journal failed");
        prop_assert!(self.now_ms >= self.not_before_ms, "Retry-After was undercut");
        let end_ms = self.case.deadline_ms.map_or(u64::MAX, |ms| self.begun_ms + ms);
        prop_assert!(self.now_ms < end_ms, "sent after the deadline");
        prop_assert!(self.cancelled_ms.is_none(), "sent after it was cancelled");
        self.permitted.remove(&flight);
        self.sends_ms.push(self.now_ms);
        self.in_flight.insert((flight, attempt.number()), until_ms);
        self.in_flight.retain(|_, until_ms| *until_ms > self.now_ms);
        prop_assert!(self.in_flight.len() <= self.case.concurrency, "{} in flight", self.in_flight.len());
        let sent = self.note(&request)?;
        let letter = Letter { flight, attempt, request, way, until_ms, sent };
        match way {
            Way::Works { there_ms, .. } => self.decide(self.now_ms + there_ms, Event::Reaches(Box::new(letter))),
            Way::TooLarge => self.decide(self.now_ms, Event::Reaches(Box::new(letter))),
            Way::NeverConnects | Way::Withdrawn => {
                let arrival = Arrival::Lost(TransportError::Connect);
                self.decide(self.now_ms + 1, Event::Arrives { flight, attempt, arrival, sent });
            }
        }
        Ok(())
    }

    /// Checks a request against the journal, and notes which incidents it is about.
    fn note(&mut self, request: &Request) -> Result<Option<usize>, TestCaseError> {
        if request.url().contains("/Get") || request.url().contains("/get_") {
            return Ok(None);
        }
        let body = String::from_utf8_lossy(request.body());
        let is_about = |(_, id): &(usize, &String)| body.contains(id.as_str());
        let about = self.ids.iter().enumerate().filter(is_about).map(|(place, _)| place as u32);
        let places: BTreeSet<u32> = about.collect();
        prop_assert!(!places.is_empty() && places.len() <= self.case.chunk.max(1), "{body}");
        for place in &places {
            prop_assert!(!self.case.is_held_back(*place as usize), "sent though the guard does not hold");
            if self.case.adds_up() {
                prop_assert!(
                    self.truth.about(*place).all(|sent| !sent.open.contains(place)),
                    "what appends was sent again"
                );
            }
        }
        if self.is_journaled {
            let report = read(&self.disk).map_err(fail)?.report();
            for place in &places {
                let row = report.row(*place as usize).map(|row| (row.outcome.name(), row.outcome.reason()));
                prop_assert_eq!(row, Some(("unknown", Some("interrupted"))), "no intent on disk for {}", place);
            }
        }
        self.truth.sent.push(Sent { places, ..Sent::default() });
        Ok(Some(self.truth.sent.len() - 1))
    }

    /// A request is carried out, or refused.
    fn reaches(&mut self, letter: Letter) -> Result<(), TestCaseError> {
        let Letter { flight, attempt, request, way, until_ms, sent } = letter;
        let (answer, delay_ms, is_cut) = match self.refusal(&request, sent) {
            Some(status) => (Response::new(status, &b"{}"[..]), 0, false),
            None => {
                let Answer { status, headers, body, delay_ms, cut, .. } = self.carry_out(&request, sent);
                let with = |response: Response<'static>, (name, value)| response.with_header(name, value);
                (headers.into_iter().fold(Response::new(status, body), with), delay_ms, cut.is_some())
            }
        };
        let back_ms = match way {
            Way::Works { back_ms, .. } => back_ms,
            _ => 5,
        };
        let at_ms = self.now_ms.saturating_add(delay_ms).saturating_add(back_ms);
        let arrival = match way {
            _ if is_cut => Arrival::Lost(TransportError::Interrupted),
            Way::TooLarge => Arrival::Lost(TransportError::BodyTooLarge),
            _ => Arrival::Answer(answer),
        };
        if at_ms < until_ms {
            self.decide(at_ms, Event::Arrives { flight, attempt, arrival, sent });
            return Ok(());
        }
        if let Some(sent) = sent.and_then(|sent| self.truth.sent.get_mut(sent)) {
            sent.leave_open();
        }
        if self.case.tells_timeouts && until_ms > self.now_ms {
            let lost = Arrival::Lost(TransportError::Timeout);
            self.decide(until_ms, Event::Arrives { flight, attempt, arrival: lost, sent });
        }
        // It arrives anyway, too late to count.
        if at_ms < self.now_ms + 1_000_000 {
            self.decide(at_ms.max(until_ms) + 1, Event::Arrives { flight, attempt, arrival, sent });
        }
        Ok(())
    }

    fn refusal(&self, request: &Request, sent: Option<usize>) -> Option<u16> {
        sent?;
        let body = String::from_utf8_lossy(request.body());
        let poison = self.case.poison.iter();
        let names = |(place, _): &&(usize, u16)| self.ids.get(*place).is_some_and(|id| body.contains(id.as_str()));
        poison.clone().find(names).map(|(_, status)| *status)
    }

    fn carry_out(&mut self, request: &Request, sent: Option<usize>) -> Answer {
        let before = effects(&self.sandbox, &self.case);
        let headers: Vec<(&str, &str)> =
            request.headers().iter().map(|(name, value)| (name.as_ref(), value.expose())).collect();
        let path = request.url().strip_prefix("https://").and_then(|url| url.find('/').and_then(|at| url.get(at..)));
        let path = path.unwrap_or(request.url());
        let incoming = Incoming { method: "POST", path, headers: &headers, body: request.body() };
        let answer = self.sandbox.handle(self.now_ms, &incoming);
        let after = effects(&self.sandbox, &self.case);
        if let Some(sent) = sent.and_then(|sent| self.truth.sent.get_mut(sent)) {
            let changed = before.iter().zip(&after).enumerate().filter(|(_, (before, after))| before != after);
            sent.done.extend(changed.map(|(place, _)| place as u32));
        }
        answer
    }

    fn arrives(&mut self, flight: u32, attempt: Attempt, arrival: Arrival, sent: Option<usize>) {
        // One of an earlier process is nobody's.
        let was_awaited = self.in_flight.remove(&(flight, attempt.number()));
        let counts = was_awaited.is_some_and(|until_ms| self.now_ms < until_ms);
        let sent = sent.and_then(|sent| self.truth.sent.get_mut(sent));
        if !counts && was_awaited.is_none() {
            return;
        }
        match arrival {
            Arrival::Lost(class) => {
                self.run.on_transport_failure(self.now_ms, flight, attempt, class, format!("{class:?}"));
                sent.into_iter().filter(|_| class != TransportError::Connect).for_each(Sent::leave_open);
            }
            Arrival::Answer(response) => {
                if let Some(value) = response.header("retry-after").filter(|_| counts) {
                    self.not_before_ms = self.not_before_ms.max(asked_until_ms(value, self.now_ms, response.status));
                }
                let is_read = serde_json::from_slice::<serde_json::Value>(&response.body)
                    .is_ok_and(|body| !body.is_array() && !body.is_string() && !body.is_number());
                let is_told = response.status == 200 && is_read || is_refusal(response.status);
                self.run.on_response(self.now_ms, flight, attempt, response);
                sent.into_iter().filter(|_| !is_told).for_each(Sent::leave_open);
            }
        }
    }

    /// What is told is on disk, unless the disk is full.
    fn check_told(&mut self) -> Result<(), TestCaseError> {
        let told = self.run.take_settled();
        if told.is_empty() {
            return Ok(());
        }
        let journal =
            if self.is_journaled && !self.is_full { Some(read(&self.disk).map_err(fail)?.report()) } else { None };
        for place in told {
            let row = self.run.row(place);
            let times = self.told.entry(place).or_default();
            *times += 1;
            prop_assert!(*times == 1 || row.settled.is_some(), "{} was told twice", row.id);
            let written = journal.as_ref().and_then(|report| report.row(place as usize));
            if let Some(written) = written.filter(|_| row.outcome.name() != "not_attempted") {
                prop_assert_eq!(written.outcome, row.outcome, "told before it was on disk");
            }
        }
        Ok(())
    }

    /// The report, compared with the truth.
    pub(super) fn check(&self) -> Result<BulkReport, TestCaseError> {
        super::truth::check_texts(&self.sandbox)?;
        let report = self.run.report();
        prop_assert!(report.rows().map(|row| row.id).eq(self.ids.iter().map(String::as_str)));
        let counts = report.counts();
        let sum: usize = counts.named().iter().skip(1).map(|(_, count)| count).sum();
        prop_assert_eq!((sum, counts.planned), (self.ids.len(), self.ids.len()));
        for (name, count) in counts.named().iter().skip(1) {
            prop_assert_eq!(report.rows().filter(|row| row.outcome.name() == *name).count(), *count, "{}", name);
        }
        for (place, row) in (0u32..).zip(report.rows()) {
            self.check_row(place, &row, &report)?;
        }
        if self.is_journaled && !self.is_full {
            let journal = read(&self.disk).map_err(fail)?;
            prop_assert_eq!(journal.sound_bytes() as usize, self.disk.len());
            let written = journal.report();
            prop_assert_eq!(written.stopped(), report.stopped());
            for (written, row) in written.rows().zip(report.rows()) {
                prop_assert_eq!(written, row, "the journal says something else");
            }
        }
        Ok(report)
    }

    fn check_row(
        &self,
        place: u32,
        row: &soarwire::bulk::BulkRow<'_>,
        report: &BulkReport,
    ) -> Result<(), TestCaseError> {
        let done = self.truth.times_done(place);
        let why = row.outcome.reason().unwrap_or_default();
        let is_about = format!("{} is {} {why:?}, done {done} times, {report}", row.id, row.outcome.name());
        let is_open = self.truth.about(place).any(|sent| sent.open.contains(&place));
        match row.outcome.name() {
            "succeeded" => {
                prop_assert!(super::truth::stands(&self.sandbox, &self.case, row.id), "not in effect: {is_about}");
                prop_assert!(done > 0, "{is_about}");
            }
            "failed" => {
                let last = self.truth.about(place).next_back();
                prop_assert!(last.is_none_or(|last| !last.done.contains(&place)), "{is_about}");
                prop_assert!(done == 0 || is_open && !KINDS.contains(&why), "{is_about}");
            }
            "not_attempted" => {
                prop_assert!(done == 0 && !is_open, "{is_about}");
                prop_assert!(why != "done", "{is_about}");
            }
            "skipped" => {
                prop_assert!(done == 0 && !is_open, "{is_about}");
            }
            "unknown" => prop_assert!(self.truth.about(place).next().is_some() || why == "interrupted", "{is_about}"),
            _ => prop_assert!(self.truth.about(place).next().is_some(), "{is_about}"),
        }
        if self.case.adds_up() {
            prop_assert!(done <= 1, "{is_about}");
        }
        Ok(())
    }
}

/// Until when a `Retry-After` asks to wait, where it counts.
fn asked_until_ms(value: &str, now_ms: u64, status: u16) -> u64 {
    if status != 429 && status < 500 {
        return 0;
    }
    let date = || httpdate::parse_http_date(value).ok()?.duration_since(std::time::UNIX_EPOCH).ok();
    match value.parse::<u64>() {
        Ok(seconds) => now_ms + seconds * 1_000,
        Err(_) => date().map_or(0, |at| at.as_millis() as u64),
    }
}
