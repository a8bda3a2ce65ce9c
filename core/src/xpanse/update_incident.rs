//! `POST /public_api/v1/incidents/update_incident/`
//!
//! Vendor page: Cortex Xpanse REST API, "Update an Incident".

use super::{assignee::Assignee, reply};
use crate::{
    error::Error,
    json::Object,
    operation::{Change, declare::operation, slot::Slot, value::Value},
    text::is_blank,
};

operation! {
    /// Changes fields of one incident; what is not named stays as it is. With a comment it appends, and is never repeated
    /// once it may have been carried out.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?;
    /// let update = xpanse::UpdateIncident::new("5471").status("resolved").clear_assignee().comment("Patched.");
    /// assert!(tenant.build(&update)?.url().ends_with("/public_api/v1/incidents/update_incident/"));
    ///
    /// let report = update.parse(Response::new(200, &br#"{"reply": false, "warnings": ["no such user"]}"#[..]))?;
    /// assert_eq!(report.failed().next().map(|failed| failed.reason.into_owned()).as_deref(), Some("no such user"));
    /// # Ok(())
    /// # }
    /// ```
    UpdateIncident {
        id: "xpanse.update_incident",
        page: "Cortex Xpanse REST API, \"Update an Incident\"",
        path: "/public_api/v1/incidents/update_incident/",
        answer: Report,
        reading: reply::BOOLEAN,
        effect: Idempotent,
        asked: |call| call.incident_id.0.asked(),
        check: UpdateIncident::check_changes,
        body: |call, _| call.write(),
    }
    required {
        /// The incident, by id; an integer is taken too.
        incident_id: id => "incident_id",
    }
    optional {
        /// Whom it is assigned to.
        assignee: clearable Assignee by clear_assignee => "assigned_user_mail",
        /// The severity set by hand: `low`, `medium`, `high`, `critical`, or a word that the tenant knows.
        severity: clearable text by clear_severity => "manual_severity",
        /// The status: `new`, `under_investigation`, `resolved`, or a word that the tenant knows.
        status: optional text => "status",
        /// Why it was resolved; replaces what was there.
        resolve_comment: optional text => "resolve_comment",
        /// A comment that is added.
        comment: optional text => "comment" => appends,
    }
}

impl UpdateIncident {
    fn check_changes(&self) -> Result<(), Error> {
        if matches!(&self.severity, Change::Set(severity) if is_blank(severity)) {
            return Err(Error::invalid("severity", "is blank: give a word, or clear the severity explicitly"));
        }
        let changes = [&self.assignee as &dyn Slot, &self.severity, &self.status, &self.resolve_comment, &self.comment];
        if changes.iter().any(|change| change.is_set()) {
            return Ok(());
        }
        let reason =
            "changes nothing: give at least one of `assignee`, `severity`, `status`, `resolve_comment`, `comment`";
        Err(Error::invalid("update", reason))
    }

    fn write(&self) -> Vec<u8> {
        let body = Object::new().enter("request_data");
        let body = self.incident_id.write(body, "incident_id").enter("update_data");
        let body = self.assignee.write(body, "assigned_user_mail");
        let body = self.severity.write(body, "manual_severity");
        let body = self.status.write(body, "status");
        let body = self.resolve_comment.write(body, "resolve_comment");
        let body = match &self.comment {
            // The only action that the vendor knows.
            Some(comment) => comment.write(body.enter("comment").text("comment_action", "add"), "value"),
            None => body,
        };
        body.finish().into_bytes()
    }
}
