//! `POST …/api/Command/LinkIncidentsToNewCase`
//!
//! Vendor page: D3 API docs, "Link Incidents to New Case".

use super::created;
use crate::operation::declare::operation;

operation! {
    /// Creates a case and links incidents to it; the answer has the number of the case. The request appends: it is never sent
    /// again once it may have been carried out, as it would create another case.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let link = d3::LinkToNewCase::new(["20261103-104", "20261103-105"]).case_type("Investigation").case_priority("3");
    /// let body = br#"{"error": "", "returnData": "20261103-7", "contextData": [
    ///     {"IncidentNumber": "20261103-104", "LinkedCaseNumber": "20261103-7"}]}"#;
    /// let created = link.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(created.id().as_deref(), Some("20261103-7"));
    /// assert_eq!(created.items().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    LinkToNewCase {
        id: "d3.link_to_new_case",
        page: "D3 API docs, \"Link Incidents to New Case\"",
        path: "/api/Command/LinkIncidentsToNewCase",
        answer: Created,
        reading: created::A_CASE,
        effect: Appends,
        asked: |call| call.incident_numbers.0.asked(),
    }
    required {
        /// The incident numbers: text, matched exactly. Duplicates are sent once.
        incident_numbers: ids => "Incident Numbers",
    }
    optional {
        /// The site that owns the case.
        case_owner_site: optional text => "Case Owner's Site",
        /// The type of the case.
        case_type: optional text => "Case Type",
        /// When the case was reported, in the vendor's form.
        case_reported_date: optional text => "Case Reported Date",
        /// The lead investigators.
        lead_investigators: optional text => "Case Lead Investigators",
        /// The priority, such as `3`.
        case_priority: optional text => "Case Priority",
        /// The time zone of the case.
        case_timezone: optional text => "Case Timezone",
        /// Whether to copy the forms of the incidents into the case.
        copy_form_data: optional flag => "Copy Form Data",
        /// The user who performs the command when a playbook runs it automatically.
        acting_username: optional text => "Username",
    }
}
