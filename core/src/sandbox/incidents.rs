//! The incidents of the Xpanse tenant and the people they are assigned to, and tables of what has an id.

use serde::{Deserialize, Serialize};

use super::alerts::XpanseAlert;
use super::d3_case::D3Case;
use super::d3_incident::D3Incident;
use super::table::Identified;
use super::text;

/// An incident of the Xpanse tenant. In JSON only `incident_id` is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct XpanseIncident {
    /// Decimal text; JSON may give it as a number.
    #[serde(deserialize_with = "text::text_or_number")]
    pub incident_id: String,
    /// One line.
    #[serde(default)]
    pub name: String,
    /// The severity that Xpanse found.
    #[serde(default = "xpanse_severity")]
    pub severity: String,
    /// The severity that a person set over it.
    #[serde(default)]
    pub manual_severity: Option<String>,
    /// `new`, `under_investigation` or `resolved`; any other word is accepted.
    #[serde(default = "xpanse_status")]
    pub status: String,
    /// The person it is assigned to.
    #[serde(default)]
    pub assignee: Option<User>,
    /// The comment on its resolution; a new one replaces it.
    #[serde(default)]
    pub resolve_comment: Option<String>,
    /// The comments, oldest first; each one is appended.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Whether it is marked with a star.
    #[serde(default)]
    pub starred: bool,
    /// When it was created, in epoch milliseconds.
    #[serde(default)]
    pub creation_time: u64,
    /// When it was last updated, in epoch milliseconds.
    #[serde(default)]
    pub modification_time: u64,
}

impl XpanseIncident {
    /// A new incident of medium severity, everything else empty.
    #[must_use]
    pub fn new(incident_id: impl Into<String>) -> Self {
        Self {
            incident_id: incident_id.into(),
            name: String::new(),
            severity: xpanse_severity(),
            manual_severity: None,
            status: xpanse_status(),
            assignee: None,
            resolve_comment: None,
            comments: Vec::new(),
            starred: false,
            creation_time: 0,
            modification_time: 0,
        }
    }
}

fn xpanse_status() -> String {
    "new".to_owned()
}

fn xpanse_severity() -> String {
    "medium".to_owned()
}

/// A person in the Xpanse tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct User {
    /// The email address, which identifies the person.
    pub mail: String,
    /// The name that is displayed.
    #[serde(default)]
    pub pretty_name: String,
}

impl User {
    /// A person with an email address and a name.
    #[must_use]
    pub fn new(mail: impl Into<String>, pretty_name: impl Into<String>) -> Self {
        Self { mail: mail.into(), pretty_name: pretty_name.into() }
    }
}

/// The incidents of both tenants at one moment, in the order in which they were configured and generated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// Those of the D3 tenant.
    pub d3: Vec<D3Incident>,
    /// Those of the Xpanse tenant.
    pub xpanse: Vec<XpanseIncident>,
    /// The alerts of the Xpanse tenant.
    pub xpanse_alerts: Vec<XpanseAlert>,
    /// The cases of the D3 tenant.
    pub d3_cases: Vec<D3Case>,
}

impl Identified for XpanseIncident {
    fn id(&self) -> &str {
        &self.incident_id
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ids_may_be_written_as_numbers() {
        let incident: XpanseIncident = serde_json::from_str(r#"{"incident_id": 5471}"#).unwrap();
        assert_eq!(incident.incident_id, "5471");
        assert_eq!(incident.status, "new");
    }
}
