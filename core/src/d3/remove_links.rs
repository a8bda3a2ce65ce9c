//! `POST …/api/Command/RemoveLinkedIncidents`
//!
//! Vendor page: D3 API docs, "Remove Linked Incidents".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Removes the links between an incident and others. The report is about the linked ones: those that the answer lists as errors
    /// failed; under partial success the others are unreported unless an item of their own says more.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let unlink = d3::RemoveLinks::new("20261103-104", ["20261103-105", "20261103-106"]);
    /// let body = br#"{"error": "", "returnData": {"Status": "Partially Successful",
    ///     "ErrorData": [{"Incident Number": "20261103-106", "Error message": "not linked"}]}}"#;
    /// let report = unlink.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(report.counts().failed, 1);
    /// # Ok(())
    /// # }
    /// ```
    RemoveLinks {
        id: "d3.remove_links",
        page: "D3 API docs, \"Remove Linked Incidents\"",
        path: "/api/Command/RemoveLinkedIncidents",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Idempotent,
        asked: |call| call.linked_incident_numbers.0.asked(),
    }
    required {
        /// The number of the incident that the others are linked to.
        source_incident_number: text => "Source Incident Number",
        /// The numbers of the linked incidents. Duplicates are sent once.
        linked_incident_numbers: ids => "Linked Incident Numbers to be Removed",
    }
    optional {}
}
