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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        call::{Call, Policy, Step},
        operation::Tenant,
        xpanse,
    };

    const HOUR_MS: u64 = 60 * 60 * 1_000;

    #[test]
    fn a_clock_that_is_set_leaves_the_pace_as_it_was() -> Result<(), Error> {
        let prepared =
            xpanse::Tenant::at("http://127.0.0.1:9")?.prepare(&xpanse::UpdateIncident::new("1").status("new"))?;
        for showed_ms in [clock::now_ms() - HOUR_MS, clock::now_ms() + HOUR_MS] {
            let session = Session::new(&Settings::new(0.1, ClientConfig::default())?);
            let mut first = Call::new(prepared.clone(), session.pacer.clone(), Policy::default(), 1);
            assert!(matches!(first.poll(showed_ms, ""), Step::Send { .. }));
            *session.era.lock().unwrap_or_else(PoisonError::into_inner) = Era::begin(showed_ms);
            let now_ms = session.era().now_ms();
            assert!(now_ms.abs_diff(clock::now_ms()) < HOUR_MS / 2, "still the old era");
            let mut second = Call::new(prepared.clone(), session.pacer.clone(), Policy::default(), 1);
            let step = second.poll(now_ms, "");
            let Step::Wait { until_ms, .. } = step else { return Err(Error::invalid("step", format!("{step:?}"))) };
            // What passed in between is a moment.
            assert!((5_000..=10_000).contains(&(until_ms - now_ms)), "{}", until_ms - now_ms);
        }
        Ok(())
    }
}
