//! `POST …/api/Command/SetIncidentFieldsInBulk`
//!
//! Vendor page: D3 API docs, "Set Incident Fields In Bulk".

use super::{changes::Changes, reply};
use crate::operation::declare::operation;

operation! {
    /// Sets fields of incidents, each with values of its own. The envelope of the answer decides for the incidents, unless an item in the
    /// answer does.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let set = d3::SetFields::new([
    ///     d3::FieldChanges::new("20261103-104").set("Severity", "High").set("Tags", "phishing,vip"),
    ///     d3::FieldChanges::new("20261103-105").set("Severity", "Low"),
    /// ]);
    /// let report = set.parse(Response::new(200, &br#"{"error": "", "returnData": "Successful"}"#[..]))?;
    /// assert_eq!(report.counts().succeeded, 2);
    /// # Ok(())
    /// # }
    /// ```
    SetFields {
        id: "d3.set_fields",
        page: "D3 API docs, \"Set Incident Fields In Bulk\"",
        path: "/api/Command/SetIncidentFieldsInBulk",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Idempotent,
        asked: |call| call.changes.0.asked(),
    }
    required {
        /// What to change: for each incident its number, and the new values of fields by name. Times as `yyyy-MM-dd HH:mm:ss`; tags
        /// as one text, separated by commas.
        changes: Changes => "Input",
    }
    optional {}
}
