//! The alerts of the Xpanse tenant.

use serde::{Deserialize, Serialize};

use super::table::Identified;
use super::text;

/// An alert of the Xpanse tenant. In JSON only `alert_id` is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct XpanseAlert {
    /// Decimal text; JSON may give it as a number.
    #[serde(deserialize_with = "text::text_or_number")]
    pub alert_id: String,
    /// The id of the incident that it belongs to.
    #[serde(default)]
    pub case_id: Option<u64>,
    /// One line.
    #[serde(default)]
    pub name: String,
    /// `low`, `medium`, `high` or `critical`; any other word is accepted.
    #[serde(default = "severity")]
    pub severity: String,
    /// A word that an update can set, such as `new`; any other word is accepted. What is read is spelt differently.
    #[serde(default = "status")]
    pub status: String,
    /// The comments, oldest first; each one is appended.
    #[serde(default)]
    pub comments: Vec<String>,
    /// When it was created, in epoch milliseconds.
    #[serde(default)]
    pub creation_time: u64,
    /// When it was last updated, in epoch milliseconds.
    #[serde(default)]
    pub modification_time: u64,
}

impl XpanseAlert {
    /// A new alert of medium severity that belongs to no incident, everything else empty.
    #[must_use]
    pub fn new(alert_id: impl Into<String>) -> Self {
        Self {
            alert_id: alert_id.into(),
            case_id: None,
            name: String::new(),
            severity: severity(),
            status: status(),
            comments: Vec::new(),
            creation_time: 0,
            modification_time: 0,
        }
    }
}

impl Identified for XpanseAlert {
    fn id(&self) -> &str {
        &self.alert_id
    }
}

fn severity() -> String {
    "medium".to_owned()
}

fn status() -> String {
    "new".to_owned()
}
