//! `POST …/api/Command/UpdateIncidentSiteInBulk`
//!
//! Vendor page: D3 API docs, "Update Incidents' Site in Bulk".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Moves incidents to another site. The answer has one item per incident.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let site = d3::UpdateSite::new(["20261103-104"], "Branch Office");
    /// let body = br#"{"error": "", "contextData": [{"Incident Number": "20261103-104", "Incident Owner": "Branch Office", "Result": "Successful"}]}"#;
    /// assert!(site.parse(Response::new(200, &body[..]))?.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    UpdateSite {
        id: "d3.update_site",
        page: "D3 API docs, \"Update Incidents' Site in Bulk\"",
        path: "/api/Command/UpdateIncidentSiteInBulk",
        answer: Report,
        reading: reply::BY_ITEMS,
        effect: Idempotent,
        asked: |call| call.incident_numbers.0.asked(),
    }
    required {
        /// The incident numbers: text, matched exactly. Duplicates are sent once.
        incident_numbers: ids => "Incident Numbers",
        /// The new site.
        site: text => "Site",
    }
    optional {
        /// The user who performs the command when a playbook runs it automatically.
        acting_username: optional text => "Username",
    }
}
