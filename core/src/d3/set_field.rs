//! `POST …/api/Command/SetIncidentField`
//!
//! Vendor page: D3 utility command docs, "Set Incident Field".

use super::{reply, title};
use crate::{operation::declare::operation, reply_context::Asked};

operation! {
    /// Sets one field of an incident. The envelope of the answer decides for the incident, unless an item in the answer does.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let set = d3::SetField::new("20261103-104", "Severity", "High");
    /// let report = set.parse(Response::new(200, &br#"{"error": "", "returnData": "Successful"}"#[..]))?;
    /// assert!(report.all_succeeded());
    ///
    /// let title = d3::SetField::new("20261103-104", "Title", "x".repeat(101));
    /// assert_eq!(title.validate().err().and_then(|error| error.field().map(str::to_owned)).as_deref(), Some("value"));
    /// # Ok(())
    /// # }
    /// ```
    SetField {
        id: "d3.set_field",
        page: "D3 utility command docs, \"Set Incident Field\"",
        path: "/api/Command/SetIncidentField",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Idempotent,
        asked: |call| Asked::new(vec![call.incident_number.0.clone()]),
        check: |call| title::check("value", &call.field.0, &call.value.0),
    }
    required {
        /// The incident number: text, matched exactly.
        incident_number: text => "Incident Number",
        /// The name of the field, such as `Severity`.
        field: text => "Field Name",
        /// The new value. Times as `yyyy-MM-dd HH:mm:ss`.
        value: json => "Field Value",
    }
    optional {}
}
