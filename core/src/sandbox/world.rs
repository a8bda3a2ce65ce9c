//! The state of both tenants: what endpoints read and change.

use super::config::{Config, D3Config};
use super::d3_case::D3Case;
use super::d3_incident::D3Incident;
use super::effects::Effects;
use super::generate;
use super::incidents::{Snapshot, Table, XpanseIncident};

/// Everything that requests change.
#[derive(Clone)]
pub(super) struct World {
    pub(super) d3: Table<D3Incident>,
    pub(super) d3_cases: Table<D3Case>,
    pub(super) xpanse: Table<XpanseIncident>,
    pub(super) effects: Effects,
}

impl World {
    /// The configured incidents, followed by the generated ones.
    pub(super) fn new(config: &Config) -> Self {
        let Config { seed, d3, xpanse, .. } = config;
        let xpanse_generated = generate::xpanse_incidents(*seed, xpanse.generate, &xpanse.users);
        Self {
            d3: d3_incidents(d3, *seed),
            d3_cases: Table::new(d3.cases.iter().map(D3Case::new)),
            xpanse: Table::new(xpanse.incidents.iter().cloned().chain(xpanse_generated)),
            effects: Effects::default(),
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            d3: self.d3.rows().to_vec(),
            xpanse: self.xpanse.rows().to_vec(),
            d3_cases: self.d3_cases.rows().to_vec(),
        }
    }
}

/// The incidents of the D3 tenant, with what they leave to the tenant.
fn d3_incidents(config: &D3Config, seed: u64) -> Table<D3Incident> {
    let generated = generate::d3_incidents(seed, config.generate, &config.owners, &config.sites);
    let site = config.sites.first().cloned().unwrap_or_default();
    let mut links = Vec::new();
    let rows = config.incidents.iter().cloned().chain(generated).map(|mut incident| {
        if incident.site.is_empty() {
            incident.site.clone_from(&site);
        }
        incident.modification_time = incident.modification_time.max(incident.creation_time);
        links.extend(incident.linked_incidents.iter().map(|linked| (linked.clone(), incident.number.clone())));
        incident
    });
    let mut incidents = Table::new(rows);
    for (linked, number) in links {
        if let Some(incident) = incidents.get_mut(&linked) {
            incident.link(&number);
        }
    }
    incidents
}
