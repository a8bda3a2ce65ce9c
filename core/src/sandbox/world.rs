//! The state of both tenants: what endpoints read and change.

use super::config::Config;
use super::effects::Effects;
use super::generate;
use super::incidents::{D3Incident, Snapshot, Table, XpanseIncident};

/// Everything that requests change.
#[derive(Clone)]
pub(super) struct World {
    pub(super) d3: Table<D3Incident>,
    pub(super) xpanse: Table<XpanseIncident>,
    pub(super) effects: Effects,
}

impl World {
    /// The configured incidents, followed by the generated ones.
    pub(super) fn new(config: &Config) -> Self {
        let Config { seed, d3, xpanse, .. } = config;
        let d3_generated = generate::d3_incidents(*seed, d3.generate, &d3.owners);
        let xpanse_generated = generate::xpanse_incidents(*seed, xpanse.generate, &xpanse.users);
        Self {
            d3: Table::new(d3.incidents.iter().cloned().chain(d3_generated)),
            xpanse: Table::new(xpanse.incidents.iter().cloned().chain(xpanse_generated)),
            effects: Effects::default(),
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot { d3: self.d3.rows().to_vec(), xpanse: self.xpanse.rows().to_vec() }
    }
}
