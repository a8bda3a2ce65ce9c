//! `POST …/api/Command/AddIncidentTags`
//!
//! Vendor page: D3 utility command docs, "Add Incident Tags".

use super::reply;
use crate::{
    json::Object,
    operation::{declare::operation, slot::Slot},
    reply_context::Asked,
};

operation! {
    /// Adds tags to an incident and keeps its existing tags. The envelope of the answer decides for the incident, unless an
    /// item in the answer does.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
    /// let tag = d3::AddTags::new("20261103-104", ["phishing", "vip"]);
    /// assert!(tenant.build(&tag)?.url().ends_with("/api/Command/AddIncidentTags"));
    ///
    /// let body = br#"{"error": "", "returnData": {"Status": "Successful",
    ///     "Data": {"incidentNumber": "20261103-104", "Tags": "phishing,vip", "result": "Succeed"}}}"#;
    /// assert!(tag.parse(Response::new(200, &body[..]))?.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    AddTags {
        id: "d3.add_tags",
        page: "D3 utility command docs, \"Add Incident Tags\"",
        path: "/api/Command/AddIncidentTags",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Idempotent,
        asked: |call| Asked::new(vec![call.incident_number.0.clone()]),
        content: AddTags::write,
    }
    required {
        /// The incident number: text, matched exactly.
        incident_number: text => "Incident Number",
        /// The tags to add, at least one.
        tags: texts => "Tags",
    }
    optional {}
}

impl AddTags {
    fn write(&self) -> String {
        let body = self.incident_number.write(Object::new(), "Incident Number");
        // The only mode that is documented.
        self.tags.write(body.text("Mode", "Append"), "Tags").finish()
    }
}
