//! `POST …/api/Command/UpdateIncidentOwnerInBulk`
//!
//! Vendor page: D3 API docs, "Update Incidents' Owner In Bulk".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Assigns incidents to a new owner. The answer has one item per incident.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
    /// let assign = d3::UpdateOwner::new(["20261103-104"], "Mira Osei");
    /// assert!(tenant.build(&assign)?.url().ends_with("/api/Command/UpdateIncidentOwnerInBulk"));
    ///
    /// let body = br#"{"error": "", "contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}"#;
    /// assert!(assign.parse(Response::new(200, &body[..]))?.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    UpdateOwner {
        id: "d3.update_owner",
        page: "D3 API docs, \"Update Incidents' Owner In Bulk\"",
        path: "/api/Command/UpdateIncidentOwnerInBulk",
        answer: Report,
        reading: reply::BY_ITEMS,
        effect: Idempotent,
        asked: |call| call.incident_numbers.0.asked(),
    }
    required {
        /// The incident numbers: text, matched exactly. Duplicates are sent once.
        incident_numbers: ids => "Incident Numbers",
        /// The name of the new owner, as D3 shows it.
        owner: text => "Owner",
    }
    optional {
        /// The user who performs the command when a playbook runs it automatically.
        acting_username: optional text => "Username",
    }
}
