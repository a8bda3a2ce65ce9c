//! The incidents of the D3 tenant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::table::Identified;

/// When an incident was created that does not say it: 2026-11-02T12:00:00Z.
const CREATED_MS: u64 = 1_793_620_800_000;

/// An incident of the D3 tenant. In JSON only `number` is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct D3Incident {
    /// Opaque text, such as `20261103-104`.
    pub number: String,
    /// One line.
    #[serde(default)]
    pub title: String,
    /// The owner's name.
    #[serde(default)]
    pub owner: String,
    /// `Open`, `In Progress`, `On Hold` or `Closed`; any other word is accepted.
    #[serde(default = "status")]
    pub status: String,
    /// `Critical` to `Informational`; any other word is accepted.
    #[serde(default = "severity")]
    pub severity: String,
    /// Grows by a line with every conclusion that a command appends.
    #[serde(default)]
    pub conclusion: String,
    /// Whether a close needs `Bypass Required Pending Tasks`.
    #[serde(default)]
    pub required_tasks_pending: bool,
    /// Whether a close needs `Bypass All Required Fields`.
    #[serde(default)]
    pub required_fields_missing: bool,
    /// The notes that commands left.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The cases it is linked to.
    #[serde(default)]
    pub cases: Vec<String>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// When it was closed, in D3's date format.
    #[serde(default)]
    pub close_date: Option<String>,
    /// Who closed it.
    #[serde(default)]
    pub closed_by: Option<String>,
    /// On whose behalf a command last changed it; none if no command did.
    #[serde(default)]
    pub modified_by: Option<String>,
    /// Its site; if empty, the tenant's first.
    #[serde(default)]
    pub site: String,
    /// Its type, such as `Phishing`.
    #[serde(default)]
    pub incident_type: String,
    /// May be HTML. Grows by a line with every description that a command appends.
    #[serde(default)]
    pub description: String,
    /// What it turned out to be.
    #[serde(default)]
    pub disposition: String,
    /// Who created it.
    #[serde(default = "creator")]
    pub creator: String,
    /// When it was created, in epoch milliseconds; 2026-11-02T12:00:00Z if not given.
    #[serde(default = "creation_time")]
    pub creation_time: u64,
    /// When it was last changed, in epoch milliseconds; never before it was created.
    #[serde(default)]
    pub modification_time: u64,
    /// The incidents it is linked to. A link that one of two incidents has, the other gets.
    #[serde(default)]
    pub linked_incidents: Vec<String>,
    /// The playbooks that ran on it, oldest first, one entry for each run.
    #[serde(default)]
    pub playbooks: Vec<String>,
    /// Its other fields, by their names in commands, such as `DueDate` and `CustomAssetId`.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Its dynamic fields, by section and name.
    #[serde(default)]
    pub dynamic_fields: BTreeMap<String, BTreeMap<String, Value>>,
    /// What it was made from.
    #[serde(default)]
    pub raw_data: Option<Map<String, Value>>,
}

impl D3Incident {
    /// An open incident of medium severity, created at 2026-11-02T12:00:00Z, everything else empty.
    #[must_use]
    pub fn new(number: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            title: String::new(),
            owner: String::new(),
            status: status(),
            severity: severity(),
            conclusion: String::new(),
            required_tasks_pending: false,
            required_fields_missing: false,
            notes: Vec::new(),
            cases: Vec::new(),
            tags: Vec::new(),
            close_date: None,
            closed_by: None,
            modified_by: None,
            site: String::new(),
            incident_type: String::new(),
            description: String::new(),
            disposition: String::new(),
            creator: creator(),
            creation_time: creation_time(),
            modification_time: 0,
            linked_incidents: Vec::new(),
            playbooks: Vec::new(),
            fields: BTreeMap::new(),
            dynamic_fields: BTreeMap::new(),
            raw_data: None,
        }
    }

    /// Closes it. Closing a closed incident succeeds again: no source says that D3 refuses it.
    pub(super) fn close(&mut self, date: &str, by: &str) {
        "Closed".clone_into(&mut self.status);
        self.close_date = Some(date.to_owned());
        self.closed_by = Some(by.to_owned());
    }

    /// Notes who changed it, and when.
    pub(super) fn touch(&mut self, by: &str, now_ms: u64) {
        self.modified_by = Some(by.to_owned());
        self.modification_time = now_ms.max(self.creation_time);
    }

    /// Links it to an incident, unless it is.
    pub(super) fn link(&mut self, incident: &str) {
        if !self.linked_incidents.iter().any(|linked| linked == incident) {
            self.linked_incidents.push(incident.to_owned());
        }
    }

    /// Removes its link to an incident.
    pub(super) fn unlink(&mut self, incident: &str) {
        self.linked_incidents.retain(|linked| linked != incident);
    }
}

impl Identified for D3Incident {
    fn id(&self) -> &str {
        &self.number
    }
}

fn status() -> String {
    "Open".to_owned()
}

fn severity() -> String {
    "Medium".to_owned()
}

fn creator() -> String {
    "System".to_owned()
}

fn creation_time() -> u64 {
    CREATED_MS
}
