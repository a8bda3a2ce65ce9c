//! The cases of the D3 tenant.

use serde::Serialize;

use super::table::Identified;

/// A case of the D3 tenant: one of the configured ones, of which only the number is known, or one that a command made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct D3Case {
    /// Opaque text, such as `20261102-7`.
    pub number: String,
    /// The site of its owner.
    pub owner_site: String,
    /// Its type.
    pub case_type: String,
    /// When it was reported, as it was given.
    pub reported_date: String,
    /// Who leads the investigation, as it was given.
    pub lead_investigators: String,
    /// Its priority, as it was given.
    pub priority: String,
    /// Its time zone, as it was given.
    pub timezone: String,
    /// Whether the forms of the incidents were copied into it.
    pub copy_form_data: bool,
    /// The incidents that a command linked to it, in order, each once.
    pub incidents: Vec<String>,
}

impl D3Case {
    pub(super) fn new(number: impl Into<String>) -> Self {
        Self { number: number.into(), ..Self::default() }
    }

    /// Links an incident, unless it is linked.
    pub(super) fn link(&mut self, incident: &str) {
        if !self.incidents.iter().any(|linked| linked == incident) {
            self.incidents.push(incident.to_owned());
        }
    }
}

impl Identified for D3Case {
    fn id(&self) -> &str {
        &self.number
    }
}
