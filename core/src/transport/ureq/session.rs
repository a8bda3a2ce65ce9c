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
use crate::error::Error;

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
        Ok(Settings { config: Arc::new(config), blueprint, requests_per_second })
    }
}

pub(super) struct Session {
    pub(super) agents: Agents,
    requests_per_second: f64,
    era: Mutex<Era>,
    seed: AtomicU64,
}

impl Session {
    pub(super) fn new(settings: &Settings) -> Self {
        let requests_per_second = settings.requests_per_second;
        Session {
            agents: settings.blueprint.agents(),
            requests_per_second,
            era: Mutex::new(Era::begin(clock::now_ms(), requests_per_second)),
            seed: AtomicU64::new(random::seed()),
        }
    }

    /// The present era, a new one if the machine's clock was set.
    pub(super) fn era(&self) -> Era {
        // A panic cannot leave half an era behind.
        let mut era = self.era.lock().unwrap_or_else(PoisonError::into_inner);
        let wall_ms = clock::now_ms();
        if era.is_over(wall_ms) {
            *era = Era::begin(wall_ms, self.requests_per_second);
        }
        era.clone()
    }

    /// The seed of the next call's jitter.
    pub(super) fn next_seed(&self) -> u64 {
        self.seed.fetch_add(1, Ordering::Relaxed)
    }
}
