//! What the calls of one driver share within one process: connections, pace, retry budget.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{
    agents::{Agents, Blueprint},
    clock::{self, Era},
    config::ClientConfig,
    random,
};
use crate::{call::Pacer, error::Error};

/// What sessions are made from: checked settings, without locks or connections.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) config: Arc<ClientConfig>,
    blueprint: Blueprint,
    requests_per_second: f64,
}

impl Settings {
    pub(super) fn new(requests_per_second: f64, config: ClientConfig) -> Result<Self, Error> {
        let blueprint = Blueprint::new(&config)?;
        let requests_per_second = config.requests_per_second.unwrap_or(requests_per_second);
        Pacer::check_rate(requests_per_second)?;
        Ok(Settings { config: Arc::new(config), blueprint, requests_per_second })
    }
}

pub(super) struct Session {
    pub(super) agents: Agents,
    pub(super) pacer: Pacer,
    era: Mutex<Era>,
    seed: AtomicU64,
}

impl Session {
    pub(super) fn new(settings: &Settings) -> Self {
        Session {
            agents: settings.blueprint.agents(),
            pacer: Pacer::at_checked_rate(settings.requests_per_second),
            era: Mutex::new(Era::begin(clock::now_ms())),
            seed: AtomicU64::new(random::seed()),
        }
    }

    /// The present era, a new one if the machine's clock was set.
    pub(super) fn era(&self) -> Era {
        // A panic cannot leave half an era behind.
        let mut era = self.era.lock().unwrap_or_else(PoisonError::into_inner);
        let wall_ms = clock::now_ms();
        if era.is_over(wall_ms) {
            // Places and cooldowns stay where they are.
            self.pacer.clock_set(era.now_ms(), wall_ms);
            *era = Era::begin(wall_ms);
        }
        *era
    }

    /// The seed of the next call's jitter.
    pub(super) fn next_seed(&self) -> u64 {
        self.seed.fetch_add(1, Ordering::Relaxed)
    }
}
