//! `POST …/api/Command/CloseIncidentInBulk`
//!
//! Vendor page: D3 API docs, "Close Incidents in Bulk".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Closes incidents. The answer has one item per incident. With a conclusion the request appends: it is never sent again
    /// once it may have been carried out.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
    /// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true).conclusion("Contained.");
    /// assert_eq!(close.effect(), soarwire::Effect::Appends);
    /// let body = String::from_utf8_lossy(tenant.build(&close)?.body()).into_owned();
    /// assert!(body.contains(r#""Bypass Required Pending Tasks":"Yes""#));
    ///
    /// let body = br#"{"error": "", "contextData": [
    ///     {"Incident Number": "20261103-104", "Result": "Failed", "Error message": "A required task is pending"}]}"#;
    /// let report = close.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(report.counts().failed, 1);
    /// assert_eq!(report.unreported().collect::<Vec<_>>(), ["20261103-105"]);
    /// # Ok(())
    /// # }
    /// ```
    CloseIncidents {
        id: "d3.close_incidents",
        page: "D3 API docs, \"Close Incidents in Bulk\"",
        path: "/api/Command/CloseIncidentInBulk",
        answer: Report,
        reading: reply::BY_ITEMS,
        effect: Idempotent,
        asked: |call| call.incident_numbers.0.asked(),
    }
    required {
        /// The incident numbers: text, matched exactly. Duplicates are sent once.
        incident_numbers: ids => "Incident Numbers",
        /// Whether to close incidents even if required tasks are pending.
        bypass_required_tasks: flag => "Bypass Required Pending Tasks",
    }
    optional {
        /// Whether to close incidents even if fields that are required on close are empty.
        bypass_required_fields: optional flag => "Bypass All Required Fields",
        /// The user who performs the command when a playbook runs it automatically.
        acting_username: optional text => "Username",
        /// Text to append to the conclusion of each incident.
        conclusion: optional text => "Conclusion" => appends,
    }
}
