//! What the calls of one driver share within one process: connections, pace, retry budget.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{config::ClientConfig, era::Era, per_process::PerProcess};
use crate::{
    call::Pacer,
    error::Error,
    transport::system::{now_ms, seed},
};

/// What connections are made from: read and checked once, without locks or connections, so that a forked child can make
/// connections of its own from it, even where it may not read the files again.
pub(crate) trait Blueprint: Sized {
    /// The connections of one process.
    type Connections;

    /// Reads and checks the settings.
    fn new(config: &ClientConfig) -> Result<Self, Error>;

    /// New connections: none is open yet.
    fn connections(&self) -> Self::Connections;
}

/// The sessions of one driver, one for each process that uses it.
pub(crate) struct Sessions<B: Blueprint> {
    pub(crate) config: Arc<ClientConfig>,
    blueprint: B,
    requests_per_second: f64,
    current: PerProcess<Session<B::Connections>>,
}

impl<B: Blueprint> Sessions<B> {
    /// `requests_per_second` is the tenant's documented rate, which the configuration may override.
    pub(crate) fn new(requests_per_second: f64, config: ClientConfig) -> Result<Self, Error> {
        config.check()?;
        let blueprint = B::new(&config)?;
        let requests_per_second = config.rate(requests_per_second);
        Pacer::check_rate(requests_per_second)?;
        let pacer = config.pacer.clone().unwrap_or_else(|| Pacer::at_checked_rate(requests_per_second));
        let current = PerProcess::new(Session::new(&blueprint, pacer));
        Ok(Sessions { config: Arc::new(config), blueprint, requests_per_second, current })
    }

    /// The session of this process.
    pub(crate) fn get(&self) -> &Arc<Session<B::Connections>> {
        self.get_here().1
    }

    /// The same with the id of this process.
    pub(crate) fn get_here(&self) -> (u32, &Arc<Session<B::Connections>>) {
        // What is the parent's may be locked for ever, its pacer too.
        self.current.get(|| Session::new(&self.blueprint, Pacer::at_checked_rate(self.requests_per_second)))
    }
}

impl<B: Blueprint> fmt::Debug for Sessions<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("config", &self.config).finish_non_exhaustive()
    }
}

pub(crate) struct Session<C> {
    pub(crate) connections: C,
    pub(crate) pacer: Pacer,
    era: Mutex<Era>,
    seed: AtomicU64,
}

impl<C> Session<C> {
    fn new<B: Blueprint<Connections = C>>(blueprint: &B, pacer: Pacer) -> Self {
        Session {
            connections: blueprint.connections(),
            pacer,
            era: Mutex::new(Era::begin(now_ms())),
            seed: AtomicU64::new(seed()),
        }
    }

    /// The present era, a new one if the machine's clock was set.
    pub(crate) fn era(&self) -> Era {
        // A panic cannot leave half an era behind.
        let mut era = self.era.lock().unwrap_or_else(PoisonError::into_inner);
        let wall_ms = now_ms();
        if era.is_over(wall_ms) {
            // Places and cooldowns stay where they are.
            self.pacer.clock_set(era.now_ms(), wall_ms);
            *era = Era::begin(wall_ms);
        }
        *era
    }

    /// The seed of the next call's jitter.
    pub(crate) fn next_seed(&self) -> u64 {
        self.seed.fetch_add(1, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::process::tests::pretend_fork, *};
    use crate::{
        call::{Call, Policy, Step},
        operation::Tenant,
        xpanse,
    };

    struct NoConnections;

    impl Blueprint for NoConnections {
        type Connections = ();

        fn new(_: &ClientConfig) -> Result<Self, Error> {
            Ok(NoConnections)
        }

        fn connections(&self) {}
    }

    const HOUR_MS: u64 = 60 * 60 * 1_000;

    #[test]
    fn a_pacer_that_is_given_is_shared_and_a_child_has_its_own() -> Result<(), Error> {
        let pacer = Pacer::new(7.0)?;
        let sessions = || Sessions::<NoConnections>::new(50.0, ClientConfig::default().pacer(&pacer));
        let (one, two) = (sessions()?, sessions()?);
        assert_eq!((&one.get().pacer, &two.get().pacer), (&pacer, &pacer));
        let alone = Sessions::<NoConnections>::new(50.0, ClientConfig::default())?;
        assert_ne!(alone.get().pacer, pacer);
        pretend_fork();
        for child in [one.get(), two.get()] {
            assert!(child.pacer != pacer && child.pacer.requests_per_second() == 7.0);
        }
        let both = ClientConfig::default().pacer(&pacer).requests_per_second(1.0);
        let error = Sessions::<NoConnections>::new(50.0, both).err();
        assert_eq!(error.as_ref().and_then(Error::field), Some("requests_per_second"));
        Ok(())
    }

    #[test]
    fn a_clock_that_is_set_leaves_the_pace_as_it_was() -> Result<(), Error> {
        let prepared =
            xpanse::Tenant::at("http://127.0.0.1:9")?.prepare(&xpanse::UpdateIncident::new("1").status("new"))?;
        for showed_ms in [now_ms() - HOUR_MS, now_ms() + HOUR_MS] {
            let sessions = Sessions::<NoConnections>::new(0.1, ClientConfig::default())?;
            let session = sessions.get();
            let mut first = Call::new(prepared.clone(), session.pacer.clone(), Policy::default(), 1);
            assert!(matches!(first.poll(showed_ms, ""), Step::Send { .. }));
            *session.era.lock().unwrap_or_else(PoisonError::into_inner) = Era::begin(showed_ms);
            let own_ms = session.era().now_ms();
            assert!(own_ms.abs_diff(now_ms()) < HOUR_MS / 2, "still the old era");
            let mut second = Call::new(prepared.clone(), session.pacer.clone(), Policy::default(), 1);
            let step = second.poll(own_ms, "");
            let Step::Wait { until_ms, .. } = step else { return Err(Error::invalid("step", format!("{step:?}"))) };
            // What passed in between is a moment.
            assert!((5_000..=10_000).contains(&(until_ms - own_ms)), "{}", until_ms - own_ms);
        }
        Ok(())
    }
}
