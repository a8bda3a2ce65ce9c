//! `bulk.limit`, `bulk.journal` and `bulk.wrk`: 20,000 Xpanse updates by `Client::run_bulk`, 16 at once, to a sandbox server.

use std::{
    cell::Cell,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use serde_json::{Value, json};
use soarwire::{
    BulkRun, Client, ClientConfig, Request, Tenant,
    bulk::{BulkOptions, Plan},
    xpanse,
};

use crate::{Settings, compare, seconds};

/// How many incidents the server has to generate.
const UPDATES: usize = 20_000;
const AT_ONCE: usize = 16;
const ROUNDS: usize = 7;

/// What the rows have in common.
pub(crate) struct Updates {
    client: Client<xpanse::Tenant>,
    plan: Plan,
    /// The requests of the plan.
    requests: Vec<Request>,
    folder: PathBuf,
    /// How many updates did not succeed.
    wrong: Cell<usize>,
}

impl Updates {
    pub(crate) fn new(settings: &Settings, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let auth = xpanse::Auth::standard(settings.key_id.as_str(), settings.key.as_str());
        let tenant = xpanse::Tenant::at(&settings.url)?.with_auth(auth)?;
        let first: usize = settings.first_generated.parse()?;
        let ids: Vec<String> = (first..first + UPDATES).map(|id| id.to_string()).collect();
        let update = |id: &String| xpanse::UpdateIncident::new(id).status("under_investigation");
        let requests = ids.iter().map(|id| tenant.sign_with(&update(id), "", 0)).collect::<Result<_, _>>()?;
        Ok(Updates {
            plan: Plan::over(xpanse::UpdateIncident::new("1").status("under_investigation"), &ids)?,
            client: Client::with_config(tenant, ClientConfig::default().requests_per_second(0.0))?,
            requests,
            folder: folder.to_owned(),
            wrong: Cell::new(0),
        })
    }

    /// Without a journal, against threads that send the same bytes.
    pub(crate) fn limit(&self) -> Result<Value, Box<dyn Error>> {
        let agents: Vec<_> = (0..AT_ONCE).map(|_| ureq::Agent::new_with_defaults()).collect();
        let bare = || self.by_ureq(&agents);
        self.checked(compare(ROUNDS, || seconds(|| self.run(None)), || seconds(bare), "16 threads of bare ureq"))
    }

    /// With a journal, against without.
    pub(crate) fn journal(&self) -> Result<Value, Box<dyn Error>> {
        let path = self.folder.join("bench.journal");
        let journaled = || {
            let elapsed = seconds(|| self.run(Some(&path)));
            // One that cannot be removed is in the way of the next run, which fails then.
            let _ = fs::remove_file(&path);
            elapsed
        };
        let _ = fs::remove_file(&path);
        self.checked(compare(ROUNDS, journaled, || seconds(|| self.run(None)), "without a journal"))
    }

    /// Against wrk with as many connections; what it sends is one of the updates, again and again.
    pub(crate) fn wrk(&self) -> Result<Value, Box<dyn Error>> {
        let script = self.folder.join("wrk.lua");
        let request = self.requests.first().ok_or("there are no requests")?;
        fs::write(&script, wrk_script(request)?)?;
        let name = "wrk, 16 connections";
        match wrk(&script, request.url()) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let ours = seconds(|| self.run(None)) * 1e6;
                let reason = "skipped: wrk is not installed";
                return Ok(json!({
                    "ours": ours.round(), "peer": null, "ratio": null, "unit": "us", "peer_name": reason,
                }));
            }
            Err(error) => return Err(error.into()),
        }
        let failed = Cell::new(None);
        let peer = || {
            let each = wrk(&script, request.url());
            each.unwrap_or_else(|error| {
                failed.set(Some(error));
                f64::NAN
            }) * UPDATES as f64
        };
        let row = self.checked(compare(ROUNDS, || seconds(|| self.run(None)), peer, name));
        failed.take().map_or(row, |error| Err(error.into()))
    }

    fn run(&self, journal: Option<&Path>) {
        let bulk = BulkRun::default().options(BulkOptions::default().concurrency(AT_ONCE));
        let bulk = journal.into_iter().fold(bulk, BulkRun::journal);
        let succeeded = self.client.run_bulk(self.plan.clone(), &bulk).map_or(0, |report| report.counts().succeeded);
        self.wrong.set(self.wrong.get() + UPDATES - succeeded);
    }

    /// Each thread has an agent of its own, so that none waits for another.
    fn by_ureq(&self, agents: &[ureq::Agent]) {
        let (requests, next) = (&self.requests, AtomicUsize::new(0));
        thread::scope(|scope| {
            for agent in agents {
                scope.spawn(|| {
                    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let mut call = agent.post(request.url());
                        for (name, value) in request.headers() {
                            call = call.header(name.as_ref(), value.expose());
                        }
                        let _ = call.send(request.body()).map(|mut answer| answer.body_mut().read_to_vec());
                    }
                });
            }
        });
    }

    fn checked(&self, row: Value) -> Result<Value, Box<dyn Error>> {
        match self.wrong.take() {
            0 => Ok(row),
            wrong => Err(format!("{wrong} updates did not succeed").into()),
        }
    }
}

/// A script that has wrk send this request. Strings of JSON are strings of Lua for all that stands in them.
fn wrk_script(request: &Request) -> Result<String, Box<dyn Error>> {
    let body = serde_json::to_string(std::str::from_utf8(request.body())?)?;
    let mut script = format!("wrk.method = \"POST\"\nwrk.body = {body}\n");
    for (name, value) in request.headers() {
        let (name, value) = (serde_json::to_string(name.as_ref())?, serde_json::to_string(value.expose())?);
        script.push_str(&format!("wrk.headers[{name}] = {value}\n"));
    }
    Ok(script)
}

/// Seconds a request, over about a second.
fn wrk(script: &Path, url: &str) -> io::Result<f64> {
    let began = Instant::now();
    let output = Command::new("wrk").args(["-t1", "-c16", "-d1s", "-s"]).arg(script).arg(url).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let wrong = || io::Error::other(format!("wrk failed after {:?}: {text}", began.elapsed()));
    if !output.status.success() || text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(wrong());
    }
    // `Requests/sec:  12345.67`
    let rate =
        text.lines().find_map(|line| line.strip_prefix("Requests/sec:")).and_then(|rate| rate.trim().parse().ok());
    rate.map(|rate: f64| 1.0 / rate).ok_or_else(wrong)
}
