//! `POST …/api/Command/SetIncidentFieldHTML`
//!
//! Vendor page: D3 API docs, "Set Incident Field HTML".

use super::reply;
use crate::{operation::declare::operation, reply_context::Asked};

operation! {
    /// Writes HTML into a field of an incident, such as a note. The request appends: it is never sent again once it may have been
    /// carried out.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let note = d3::SetHtml::new("20261103-104", "Note", "<p>Contained.</p>");
    /// assert_eq!(note.effect(), soarwire::Effect::Appends);
    /// let report = note.parse(Response::new(200, &br#"{"error": "", "returnData": "Successful"}"#[..]))?;
    /// assert!(report.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    SetHtml {
        id: "d3.set_html",
        page: "D3 API docs, \"Set Incident Field HTML\"",
        path: "/api/Command/SetIncidentFieldHTML",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Appends,
        asked: |call| Asked::new(vec![call.incident_number.0.clone()]),
    }
    required {
        /// The incident number: text, matched exactly.
        incident_number: text => "Incident Number",
        /// The name of the field: `Note`, `Description` or `Conclusion`.
        field: text => "Field Name",
        /// The HTML.
        html: text => "HTML Content",
    }
    optional {}
}
