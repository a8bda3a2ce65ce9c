//! Simulated D3 and Xpanse tenants with real state: given a request and a time, they return an answer.
//!
//! The sandbox enforces what the vendors enforce and answers in their shapes. Scripted [`Fault`]s make it fail, in the
//! same way for the same seed, and [`Effects`] count what was really done. It does no I/O; `transport::serve` serves it
//! on a loopback port.
//!
//! ```
//! use soarwire::sandbox::{Config, Incoming, Sandbox};
//!
//! let mut sandbox = Sandbox::new(Config::default());
//! let answer = sandbox.handle(1_793_696_706_789, &Incoming {
//!     method: "POST",
//!     path: "/MainApp/VSOC/api/Command/CloseIncident",
//!     headers: &[("d3key", "sandbox-d3-key")],
//!     body: br#"{"Username": "Admin", "Site": "Security Operations", "CommandParams": {"Incident Note": "Done."}}"#,
//! });
//! assert_eq!(answer.status, 200);
//! assert_eq!(sandbox.effects().incident("20261031-12").unwrap().notes, ["Done."]);
//! ```
//!
//! # Independence
//!
//! The sandbox is the oracle that the client is tested against, so it reads requests with code of its own: nothing in this
//! module uses any other module of the crate (`tests/tests/oracle` proves both).

// How to add an endpoint, say D3's `ReopenIncidents`:
//
// 1. Its file, `d3/reopen_incidents.rs`: copy the nearest one. It declares `ENDPOINT` (the ids, the item faults that can
//    apply, a rate limit of its own) and holds the function that reads the parameters, changes `World`, records what it
//    did (a `SimEffect` of a new name needs no declaration) and answers. A function that reads only records nothing.
// 2. Its line, `reopen_incidents,`, in the table of `d3/mod.rs`.
//
// The module, routing, keys, rate limits, faults with their `on`, the log and the counters of requests follow from the
// table. What several endpoints share is in files beside them: `item.rs` for commands with an outcome for each incident,
// `params.rs` and `fields.rs` for reading, `answers.rs` for the shapes of answers, `listing.rs` and `rules.rs` for Xpanse's
// lists. New state goes to `world.rs`.
//
// Files import downwards: visit and world, then the vendors' helpers and `tenant.rs`, `endpoint.rs`, the endpoints, the
// table (`endpoints.rs`), the script, and this file.

mod alerts;
mod config;
mod config_json;
mod d3;
mod d3_case;
mod d3_incident;
mod d3_moves;
mod dates;
mod demo;
mod effects;
mod endpoint;
mod endpoints;
mod exchange;
mod exposures;
mod fault_fields;
mod fault_json;
mod faults;
#[cfg(test)]
mod frame_tests;
mod generate;
mod incidents;
mod limits;
mod log;
mod moves;
mod nearest;
mod plan;
mod random;
mod rate;
mod record;
mod script;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod trace;
mod vendor;
mod visit;
mod world;
mod xpanse;

use std::fmt;

pub use alerts::XpanseAlert;
pub use config::{ApiKey, Config, D3Config, XpanseConfig};
pub use d3_case::D3Case;
pub use d3_incident::D3Incident;
pub use effects::{Duplicate, Effects, IncidentEffects, OperationEffects, Totals};
pub use exchange::{Answer, Cut, Incoming};
pub use faults::{Change, Fault, Pick, What};
pub use incidents::{Snapshot, User, XpanseIncident};
pub use log::RequestRecord;
pub use visit::Sha256Hex;

use endpoint::Endpoint;
use endpoints::Endpoints;
use limits::Limits;
use log::Log;
use script::Script;
use trace::Trace;
use visit::Visit;
use world::World;

/// The two tenants, their faults, and the record of what was done to them.
#[derive(Clone)]
pub struct Sandbox {
    config: Config,
    endpoints: Endpoints,
    sha256_hex: Option<Sha256Hex>,
    state: State,
}

/// Everything that a reset makes new.
#[derive(Clone)]
struct State {
    world: World,
    limits: Limits,
    script: Script,
    log: Log,
}

impl State {
    fn new(config: &Config) -> Self {
        Self {
            world: World::new(config),
            limits: Limits::new(config),
            script: Script::new(config.seed),
            log: Log::new(config),
        }
    }
}

impl Sandbox {
    /// Two tenants as configured, in their initial state, without faults.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let state = State::new(&config);
        Self { config, endpoints: Endpoints::ALL, sha256_hex: None, state }
    }

    /// The same, checking the digest of advanced keys and the signature of tokens too. Without it only their shape is checked.
    #[must_use]
    pub fn with_sha256(mut self, sha256_hex: Sha256Hex) -> Self {
        self.sha256_hex = Some(sha256_hex);
        self
    }

    /// The same, checking digests with this function if it has none.
    #[cfg(feature = "serve")]
    pub(crate) fn or_sha256(mut self, sha256_hex: Sha256Hex) -> Self {
        self.sha256_hex.get_or_insert(sha256_hex);
        self
    }

    /// The same, serving other endpoints.
    #[cfg(test)]
    fn with_endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Answers a request that was received at `now_ms` (epoch milliseconds).
    pub fn handle(&mut self, now_ms: u64, request: &Incoming<'_>) -> Answer {
        let endpoint = self.endpoints.of_path(&self.config.d3, request.path);
        let applied = self.state.script.next(endpoint, request.path);
        let trace = Trace::default();
        let result = self.carry_out(now_ms, request, endpoint, applied.what.as_ref(), &trace);
        let executed = result.is_ok();
        let (Ok(mut answer) | Err(mut answer)) = result;
        answer.delay_ms = applied.delay_ms;

        let State { world, log, .. } = &mut self.state;
        if let Some(endpoint) = endpoint {
            world.effects.count(endpoint.wire_name, executed);
            for step in &applied.moves {
                world.moves(endpoint.vendor(), step, &self.config, now_ms);
            }
        }
        if let Some(record) = log.record(now_ms, request, &answer, &applied.kinds) {
            let (read, unread) = trace.finish();
            record.read = read;
            record.ignored = if executed { unread } else { Vec::new() };
        }
        answer.header("date", dates::http_date(now_ms)).header("x-request-id", format!("{now_ms}-{}", log.received()))
    }

    /// The tenant's answer with what a fault does to it; `Ok` if the request was carried out.
    fn carry_out(
        &mut self,
        now_ms: u64,
        request: &Incoming<'_>,
        endpoint: Option<&Endpoint>,
        fault: Option<&What>,
        trace: &Trace,
    ) -> Result<Answer, Answer> {
        let vendor = endpoint.map_or_else(|| self.endpoints.vendor_of_path(request.path), Endpoint::vendor);
        if let Some(answer) = fault.and_then(|fault| script::instead(fault, vendor)) {
            return Err(answer);
        }
        let result = self.ask_tenant(now_ms, request, endpoint, fault, trace);
        let Some(fault) = fault else { return result };
        let reshape = |answer| script::reshape(fault, vendor, answer);
        result.map(reshape).map_err(reshape)
    }

    fn ask_tenant(
        &mut self,
        now_ms: u64,
        request: &Incoming<'_>,
        endpoint: Option<&Endpoint>,
        fault: Option<&What>,
        trace: &Trace,
    ) -> Result<Answer, Answer> {
        let Some(endpoint) = endpoint else { return Err(Answer::html(404, "Not Found")) };
        let State { world, limits, .. } = &mut self.state;
        if !limits.take(endpoint, now_ms) {
            return Err(endpoint.vendor().rate_limited());
        }
        let (config, sha256_hex) = (&self.config, self.sha256_hex);
        endpoint.answer(Visit { config, world, sha256_hex, fault, now_ms, request, trace })
    }

    /// Appends faults to the script.
    pub fn script(&mut self, faults: Vec<Fault>) {
        self.state.script.append(faults);
    }

    /// Removes the faults that are not used up.
    pub fn clear_faults(&mut self) {
        self.state.script.clear();
    }

    /// How many faults are not used up.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.state.script.pending()
    }

    /// What was really done.
    #[must_use]
    pub fn effects(&self) -> &Effects {
        &self.state.world.effects
    }

    /// The latest requests, oldest first, without their secrets.
    pub fn requests(&self) -> impl Iterator<Item = &RequestRecord> {
        self.state.log.records()
    }

    /// The incidents as they are now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.state.world.snapshot()
    }

    /// The configuration that the tenants were made from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Restores the initial state: incidents, effects, log, rate limits, faults and their seed.
    pub fn reset(&mut self) {
        self.state = State::new(&self.config);
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("config", &self.config).finish_non_exhaustive()
    }
}
