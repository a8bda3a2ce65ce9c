//! `POST …/api/Command/LinkIncidentToExistingCases`
//!
//! Vendor page: D3 API docs, "Link Incident to Existing Cases".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Links incidents to cases that exist. No items are documented: the answer's envelope speaks for all incidents.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
    /// let link = d3::LinkToCases::new(["20261103-104"], ["20260930-7"]);
    /// assert!(tenant.build(&link)?.url().ends_with("/api/Command/LinkIncidentToExistingCases"));
    ///
    /// let body = br#"{"error": "", "returnData": "Successful"}"#;
    /// assert!(link.parse(Response::new(200, &body[..]))?.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    LinkToCases {
        id: "d3.link_to_cases",
        page: "D3 API docs, \"Link Incident to Existing Cases\"",
        path: "/api/Command/LinkIncidentToExistingCases",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Idempotent,
        asked: |call| call.incident_numbers.0.asked(),
    }
    required {
        /// The incidents, by number: text, matched exactly; one given twice is sent once.
        incident_numbers: ids => "Incident ID List",
        /// The cases that they are linked to, by number.
        case_numbers: ids => "Case Numbers",
    }
    optional {
        /// The user who performs it, where a playbook runs it automatically.
        acting_username: optional text => "Username",
    }
}
