//! `POST …/api/Command/GetLinkedIncidentsOfAnIncident`
//!
//! Vendor page: D3 API docs, "Get Linked Incidents of an Incident".

use super::page;
use crate::{operation::declare::operation, reply_context::Asked};

operation! {
    /// Lists the incidents that are linked to an incident, directly or through others (D3 follows links to a depth of 10), and the incident itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let linked = d3::GetLinkedIncidents::new("20261103-104");
    /// let body = br#"{"error": "", "contextData": [{"IncidentNumber": "20261103-104"}, {"IncidentNumber": "20261103-105"}]}"#;
    /// assert_eq!(linked.parse(Response::new(200, &body[..]))?.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    GetLinkedIncidents {
        id: "d3.get_linked_incidents",
        page: "D3 API docs, \"Get Linked Incidents of an Incident\"",
        path: "/api/Command/GetLinkedIncidentsOfAnIncident",
        answer: Page,
        reading: page::INCIDENTS,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
    }
    required {
        /// The incident number: text, matched exactly.
        incident_number: text => "Incident Number",
    }
    optional {}
}
