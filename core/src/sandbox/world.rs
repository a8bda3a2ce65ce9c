//! The state of both tenants: what endpoints read and change.

use std::borrow::Cow;
use std::sync::Arc;

use super::alerts::XpanseAlert;
use super::config::Config;
use super::effects::Effects;
use super::generate;
use super::incidents::{D3Incident, Snapshot, Table, XpanseIncident};
use super::plan::XpansePlan;
use super::store::{Store, generated_index};

/// Everything that requests change.
#[derive(Clone)]
pub(super) struct World {
    pub(super) d3: Table<D3Incident>,
    pub(super) xpanse: Store<XpanseIncident>,
    pub(super) alerts: Store<XpanseAlert>,
    pub(super) effects: Effects,
    xpanse_plan: Arc<XpansePlan>,
}

impl World {
    /// The configured incidents, followed by the generated ones.
    pub(super) fn new(config: &Config) -> Self {
        let Config { seed, d3, xpanse, .. } = config;
        let d3_generated = generate::d3_incidents(*seed, d3.generate, &d3.owners);
        let (incidents, alerts) = (u64::from(xpanse.generate), u64::from(xpanse.generate_alerts));
        let plan = Arc::new(XpansePlan { seed: *seed, incidents, alerts, users: xpanse.users.clone() });
        Self {
            d3: Table::new(d3.incidents.iter().cloned().chain(d3_generated)),
            xpanse: Store::new(Arc::clone(&plan), xpanse.incidents.iter().cloned()),
            alerts: Store::new(Arc::clone(&plan), xpanse.alerts.iter().cloned()),
            effects: Effects::default(),
            xpanse_plan: plan,
        }
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
        }
    }
}
