//! Simulated D3 and Xpanse tenants with real state: a request in, an answer out, given a time.
//!
//! The sandbox enforces what the vendors enforce and answers in their shapes. [`Fault`]s make it misbehave by script,
//! the same way for the same seed, and [`Effects`] count what was really done. It does no I/O: `transport::serve` puts
//! it on a loopback port.
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

mod config;
mod d3;
mod dates;
mod demo;
mod effects;
mod exchange;
mod fault_json;
mod faults;
mod generate;
mod incidents;
mod log;
mod operation;
mod random;
mod rate;
mod script;
#[cfg(test)]
mod tests;
mod text;
mod xpanse;

use std::fmt;

pub use config::{ApiKey, Config, D3Config, XpanseConfig};
pub use effects::{Duplicate, Effects, IncidentEffects, OperationEffects, Totals};
pub use exchange::{Answer, Cut, Incoming};
pub use faults::{Fault, Pick, What};
pub use incidents::{D3Incident, Snapshot, User, XpanseIncident};
pub use log::RequestRecord;

use incidents::Table;
use log::Log;
use operation::{Operation, Vendor};
use rate::Bucket;
use script::Script;

/// A function that gives the SHA-256 of some bytes as 64 lower-case hex digits.
pub type Sha256Hex = fn(&[u8]) -> String;

/// The two tenants, their faults, and the account of what was done to them.
#[derive(Clone)]
pub struct Sandbox {
    config: Config,
    sha256_hex: Option<Sha256Hex>,
    world: World,
}

/// All that changes, and that a reset makes new.
#[derive(Clone)]
struct World {
    d3: Table<D3Incident>,
    d3_rate: Bucket,
    xpanse: Table<XpanseIncident>,
    xpanse_rate: Bucket,
    script: Script,
    effects: Effects,
    log: Log,
}

impl World {
    fn new(config: &Config) -> Self {
        let Config { seed, d3, xpanse, log_capacity } = config;
        let d3_generated = generate::d3_incidents(*seed, d3.generate, &d3.owners);
        let xpanse_generated = generate::xpanse_incidents(*seed, xpanse.generate, &xpanse.users);
        Self {
            d3: Table::new(d3.incidents.iter().cloned().chain(d3_generated)),
            d3_rate: Bucket::new(d3.rate_limit),
            xpanse: Table::new(xpanse.incidents.iter().cloned().chain(xpanse_generated)),
            xpanse_rate: Bucket::new(xpanse.rate_limit),
            script: Script::new(*seed),
            effects: Effects::default(),
            log: Log::new(*log_capacity),
        }
    }
}

impl Sandbox {
    /// Two tenants as configured, untouched, without faults.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let world = World::new(&config);
        Self { config, sha256_hex: None, world }
    }

    /// The same, checking the digest of advanced keys too. Without it their shape is all that is checked.
    #[must_use]
    pub fn with_sha256(mut self, sha256_hex: Sha256Hex) -> Self {
        self.sha256_hex = Some(sha256_hex);
        self
    }

    /// Deals with a request that came at `now_ms` (epoch milliseconds).
    pub fn handle(&mut self, now_ms: u64, request: &Incoming<'_>) -> Answer {
        let operation = Operation::of_path(&self.config, request.path);
        let strike = self.world.script.next(operation, request.path);
        let result = self.carry_out(now_ms, request, operation, strike.what.as_ref());
        let executed = result.is_ok();
        let (Ok(mut answer) | Err(mut answer)) = result;
        answer.delay_ms = strike.delay_ms;

        let world = &mut self.world;
        if let Some(operation) = operation {
            world.effects.count(operation, executed);
        }
        world.log.record(now_ms, request, &answer, &strike.kinds);
        answer
            .header("date", dates::http_date(now_ms))
            .header("x-request-id", format!("{now_ms}-{}", world.log.received()))
    }

    /// What a fault gives in the tenant's place, or makes of the tenant's answer; `Ok` when the command was carried out.
    fn carry_out(
        &mut self,
        now_ms: u64,
        request: &Incoming<'_>,
        operation: Option<Operation>,
        fault: Option<&What>,
    ) -> Result<Answer, Answer> {
        let vendor = operation.map_or_else(|| Vendor::of_path(request.path), Operation::vendor);
        if let Some(answer) = fault.and_then(|fault| script::instead(fault, vendor)) {
            return Err(answer);
        }
        let result = self.ask_tenant(now_ms, request, operation, fault);
        let Some(fault) = fault else { return result };
        let reshape = |answer| script::reshape(fault, vendor, answer);
        result.map(reshape).map_err(reshape)
    }

    fn ask_tenant(
        &mut self,
        now_ms: u64,
        request: &Incoming<'_>,
        operation: Option<Operation>,
        fault: Option<&What>,
    ) -> Result<Answer, Answer> {
        let world = &mut self.world;
        match operation {
            None => Err(Answer::html(404, "Not Found")),
            Some(Operation::UpdateIncident) => {
                if !world.xpanse_rate.take(now_ms) {
                    return Err(xpanse::rate_limited());
                }
                let mut tenant = xpanse::Tenant {
                    config: &self.config.xpanse,
                    incidents: &mut world.xpanse,
                    effects: &mut world.effects,
                    sha256_hex: self.sha256_hex,
                    now_ms,
                };
                tenant.answer(request)
            }
            Some(command) => {
                if !world.d3_rate.take(now_ms) {
                    return Err(d3::rate_limited());
                }
                let mut tenant = d3::Tenant {
                    config: &self.config.d3,
                    incidents: &mut world.d3,
                    effects: &mut world.effects,
                    fault,
                    now_ms,
                };
                tenant.answer(command, request)
            }
        }
    }

    /// Appends faults to the script.
    pub fn script(&mut self, faults: Vec<Fault>) {
        self.world.script.append(faults);
    }

    /// Drops the faults that are still to strike.
    pub fn clear_faults(&mut self) {
        self.world.script.clear();
    }

    /// How many faults are not used up.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.world.script.pending()
    }

    /// What was really done.
    #[must_use]
    pub fn effects(&self) -> &Effects {
        &self.world.effects
    }

    /// The latest requests, oldest first, without their secrets.
    pub fn requests(&self) -> impl Iterator<Item = &RequestRecord> {
        self.world.log.records()
    }

    /// The incidents as they are now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { d3: self.world.d3.rows().to_vec(), xpanse: self.world.xpanse.rows().to_vec() }
    }

    /// What the tenants were made of.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Back to the start: incidents, effects, log, rate limits, faults and their seed.
    pub fn reset(&mut self) {
        self.world = World::new(&self.config);
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("config", &self.config).finish_non_exhaustive()
    }
}
