//! The state of both tenants: what endpoints read and change.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use super::alerts::XpanseAlert;
use super::config::{Config, D3Config};
use super::d3_case::D3Case;
use super::d3_incident::D3Incident;
use super::effects::Effects;
use super::generate;
use super::incidents::{Snapshot, XpanseIncident};
use super::plan::XpansePlan;
use super::store::{Store, generated_index};
use super::table::Table;

/// Everything that requests change.
#[derive(Clone)]
pub(super) struct World {
    pub(super) d3: Table<D3Incident>,
    pub(super) d3_cases: Table<D3Case>,
    pub(super) xpanse: Store<XpanseIncident>,
    pub(super) alerts: Store<XpanseAlert>,
    pub(super) effects: Effects,
    xpanse_plan: Arc<XpansePlan>,
}

impl World {
    /// The configured incidents, followed by the generated ones.
    pub(super) fn new(config: &Config) -> Self {
        let Config { seed, d3, xpanse, .. } = config;
        let (incidents, alerts) = (u64::from(xpanse.generate), u64::from(xpanse.generate_alerts));
        let plan = Arc::new(XpansePlan { seed: *seed, incidents, alerts, users: xpanse.users.clone() });
        Self {
            d3: d3_incidents(d3, *seed),
            d3_cases: Table::new(d3.cases.iter().map(D3Case::new)),
            xpanse: Store::new(Arc::clone(&plan), xpanse.incidents.iter().cloned()),
            alerts: Store::new(Arc::clone(&plan), xpanse.alerts.iter().cloned()),
            effects: Effects::default(),
            xpanse_plan: plan,
        }
    }

    /// The D3 incidents, newest first; those of one moment in their order.
    pub(super) fn d3_newest_first(&self) -> Vec<&D3Incident> {
        let mut rows: Vec<&D3Incident> = self.d3.rows().iter().collect();
        rows.sort_by_key(|incident| Reverse(incident.creation_time));
        rows
    }

    /// The alerts of an Xpanse incident.
    pub(super) fn alerts_of(&self, incident_id: &str) -> Vec<Cow<'_, XpanseAlert>> {
        let case_id = incident_id.parse().ok();
        let outside = self.alerts.outside().filter(|alert| case_id.is_some() && alert.case_id == case_id);
        let index = generated_index::<XpanseIncident>(&self.xpanse_plan, incident_id);
        let generated = index.map_or(0..0, |index| self.xpanse_plan.alerts_of(index));
        let generated = generated.filter_map(|index| self.alerts.generated(index));
        outside.map(Cow::Borrowed).chain(generated).collect()
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            d3: self.d3.rows().to_vec(),
            xpanse: self.xpanse.rows().map(Cow::into_owned).collect(),
            xpanse_alerts: self.alerts.rows().map(Cow::into_owned).collect(),
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
