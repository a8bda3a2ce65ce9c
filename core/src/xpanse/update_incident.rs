//! `POST /public_api/v1/incidents/update_incident/`
//!
//! Vendor page: Cortex Xpanse REST API, "Update an Incident".

use super::{assignee::Assignee, reply};
use crate::{
    error::Error,
    json::Object,
    operation::{
        Change,
        declare::operation,
        slot::{Omissible, Slot},
        value::Value,
    },
    text::is_blank,
};

operation! {
    /// Changes fields of one incident and leaves the others as they are. With a comment the request appends: it is never sent
    /// again once it may have been carried out.
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
        content: UpdateIncident::write,
    }
    required {
        /// The incident id; an integer is accepted too.
        incident_id: id => "incident_id",
    }
    optional {
        /// The user to assign the incident to.
        assignee: clearable Assignee by clear_assignee => "assigned_user_mail",
        /// The manual severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts.
        severity: clearable text by clear_severity => "manual_severity",
        /// The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts.
        status: optional text => "status",
        /// Why the incident was resolved; replaces the previous text.
        resolve_comment: optional text => "resolve_comment",
        /// A comment to add.
        comment: optional text => "comment" => appends,
    }
}

impl UpdateIncident {
    fn check_changes(&self) -> Result<(), Error> {
        if matches!(&self.severity, Change::Set(severity) if is_blank(severity)) {
            return Err(Error::invalid("severity", "is blank: pass a severity, or clear it explicitly"));
        }
        let changes =
            [&self.assignee as &dyn Omissible, &self.severity, &self.status, &self.resolve_comment, &self.comment];
        if changes.iter().any(|change| change.is_set()) {
            return Ok(());
        }
        let reason =
            "changes nothing: pass at least one of `assignee`, `severity`, `status`, `resolve_comment`, `comment`";
        Err(Error::invalid("update", reason))
    }

    fn write(&self) -> String {
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
        body.finish()
    }
}
