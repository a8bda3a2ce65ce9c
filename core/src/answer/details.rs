//! Everything about one incident.

use std::{borrow::Cow, fmt};

use super::{
    document::{Document, document, object},
    item::Item,
};

/// An incident with its alerts and artifacts: the answer of `xpanse.get_incident_extra_data`.
///
/// Its canonical JSON is `{incident, alerts, alerts_total, network_artifacts, file_artifacts, …}`.
///
/// ```
/// use soarwire::{Operation, Response, xpanse};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let body = br#"{"reply": {"incident": {"incident_id": "5471", "status": "new"},
///     "alerts": {"total_count": 2, "data": [{"alert_id": "602"}, {"alert_id": "603"}]},
///     "network_artifacts": {"total_count": 0, "data": []}, "file_artifacts": null}}"#;
/// let details = xpanse::GetIncidentExtraData::new("5471").parse(Response::new(200, &body[..]))?;
/// assert_eq!(details.incident().get("status").as_deref(), Some("new"));
/// assert_eq!((details.alerts().len(), details.alerts_total()), (2, Some(2)));
/// assert_eq!(details.file_artifacts().len(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "the details are all that the call was for"]
pub struct Details(pub(crate) Document);

document!(Details);

impl Details {
    /// The vendor's own incident.
    pub fn incident(&self) -> Item<'_> {
        self.0.get("incident").and_then(object).unwrap_or(Item("{}"))
    }

    /// The vendor's own alerts: at most as many as `alerts_limit`.
    pub fn alerts(&self) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        self.0.items("alerts")
    }

    /// How many alerts the incident has, as the vendor counts them; `None` if the answer does not say.
    pub fn alerts_total(&self) -> Option<u64> {
        self.0.get("alerts_total")?.word()?.parse().ok()
    }

    /// The vendor's own network artifacts, such as addresses and domains, each as JSON text.
    pub fn network_artifacts(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> + Clone {
        self.0.values("network_artifacts")
    }

    /// The vendor's own file artifacts, each as JSON text.
    pub fn file_artifacts(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> + Clone {
        self.0.values("file_artifacts")
    }
}

/// Prints counts.
impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut details = f.debug_struct("Details");
        details.field("operation", &self.operation()).field("alerts", &self.alerts().len());
        details.field("alerts_total", &self.alerts_total()).finish()
    }
}

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: an incident with {} alerts", self.operation(), self.alerts().len())
    }
}
