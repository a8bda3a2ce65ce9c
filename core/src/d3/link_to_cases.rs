//! `POST …/api/Command/LinkIncidentToExistingCases`
//!
//! Vendor page: D3 API docs, "Link Incident to Existing Cases".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Links incidents to existing cases. The vendor documents no items: the envelope of the answer decides for all incidents.
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
        /// The incident numbers: text, matched exactly. Duplicates are sent once.
        incident_numbers: ids => "Incident ID List",
        /// The numbers of the cases to link to: text. Duplicates are sent once.
        case_numbers: ids => "Case Numbers",
    }
    optional {
        /// The user who performs the command when a playbook runs it automatically.
        acting_username: optional text => "Username",
    }
}
