//! `POST …/api/Command/CreateAnIncident`
//!
//! Vendor page: D3 API docs, "Create An Incident".

use super::{created, title};
use crate::{operation::declare::operation, reply_context::Asked};

operation! {
    /// Creates an incident. The request appends: it is never sent again once it may have been carried out, as it would create another
    /// incident.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let create = d3::CreateIncident::new("Phishing").title("Suspicious mail").severity("High");
    /// assert_eq!(create.effect(), soarwire::Effect::Appends);
    /// let body = br#"{"error": "", "returnData": "Successful", "contextData": {"IncidentNumber": "20261103-104"}}"#;
    /// let created = create.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(created.id().as_deref(), Some("20261103-104"));
    /// # Ok(())
    /// # }
    /// ```
    CreateIncident {
        id: "d3.create_incident",
        page: "D3 API docs, \"Create An Incident\"",
        path: "/api/Command/CreateAnIncident",
        answer: Created,
        reading: created::AN_INCIDENT,
        effect: Appends,
        asked: |_| Asked::new(Vec::new()),
        check: |call| call.title.as_ref().map_or(Ok(()), |title| title::check_text("title", title)),
    }
    required {
        /// The incident type.
        incident_type: text => "IncidentType",
    }
    optional {
        /// The title, at most 100 characters.
        title: optional text => "Title",
        /// The description.
        description: optional text => "Description",
        /// The severity: `Critical`, `High`, `Medium`, `Low` or `Informational`.
        severity: optional text => "Severity",
        /// The playbook to run.
        playbook: optional text => "Playbook",
        /// The owner, by username. Default `System`.
        owner: optional text => "Owner",
        /// The time zone, such as `(GMT+00:00) Coordinated Universal Time`.
        time_zone: optional text => "TimeZone",
        /// When it is due: `yyyy-MM-dd HH:mm:ss`, not in the past.
        due_date: optional time => "DueDate",
        /// The raw data of the incident.
        raw_data: optional object => "RawData",
    }
}
