//! `POST …/api/Command/getIncidentStaticField`
//!
//! Vendor page: D3 API docs, "Get Incident Static Field".

use super::page;
use crate::{operation::declare::operation, reply_context::Asked};

operation! {
    /// Reads one incident: a page of one.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let read = d3::GetIncident::new("20261103-104");
    /// let body = br#"{"error": "", "returnData": {"Status": "Successful", "Data": {"CaseNumber": "20261103-104", "Title": "Phishing", "Status": "Open"}}}"#;
    /// let page = read.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(page.rows().next().and_then(|row| row.status).as_deref(), Some("Open"));
    /// # Ok(())
    /// # }
    /// ```
    GetIncident {
        id: "d3.get_incident",
        page: "D3 API docs, \"Get Incident Static Field\"",
        path: "/api/Command/getIncidentStaticField",
        answer: Page,
        reading: page::ONE,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
    }
    required {
        /// The incident number: text, matched exactly.
        incident_number: text => "Incident Number",
    }
    optional {
        /// The site of the incident.
        site_name: optional text => "Site Name",
        /// The user who performs the command when a playbook runs it automatically.
        acting_username: optional text => "Username",
    }
}
