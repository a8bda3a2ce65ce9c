//! `POST …/api/Command/RemoveIncidentTags`
//!
//! Vendor page: D3 API docs, "Remove Incident Tags".

use super::reply;
use crate::{
    error::Error,
    json::Object,
    operation::{declare::operation, slot::Slot},
    reply_context::Asked,
};

operation! {
    /// Removes tags from an incident: those listed, or all of them. The envelope of the answer decides for the incident, unless an
    /// item in the answer does.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let some = d3::RemoveTags::new("20261103-104").tags(["vip"]);
    /// let all = d3::RemoveTags::new("20261103-104").all_tags(true);
    /// assert!(all.validate().is_ok());
    /// // D3 takes a request without tags for one about all of them, so that this has to be said.
    /// let none = d3::RemoveTags::new("20261103-104").validate();
    /// assert_eq!(none.err().and_then(|error| error.field().map(str::to_owned)).as_deref(), Some("tags"));
    ///
    /// let report = some.parse(Response::new(200, &br#"{"error": "", "returnData": {"Status": "Successful"}}"#[..]))?;
    /// assert!(report.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    RemoveTags {
        id: "d3.remove_tags",
        page: "D3 API docs, \"Remove Incident Tags\"",
        path: "/api/Command/RemoveIncidentTags",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Idempotent,
        asked: |call| Asked::new(vec![call.incident_number.0.clone()]),
        check: RemoveTags::check_tags,
        content: RemoveTags::write,
    }
    required {
        /// The incident number: text, matched exactly.
        incident_number: text => "Incident Number",
    }
    optional {
        /// The tags to remove.
        tags: optional texts => "Tags",
        /// Whether to remove all tags; cannot be combined with `tags`.
        all_tags: optional flag => "Tags",
    }
}

impl RemoveTags {
    fn check_tags(&self) -> Result<(), Error> {
        match (&self.tags, self.all_tags == Some(true)) {
            (Some(_), false) | (None, true) => Ok(()),
            (Some(_), true) => Err(Error::invalid("tags", "cannot be combined with `all_tags`: pass one of them")),
            (None, false) => {
                Err(Error::invalid("tags", "is missing: pass the tags to remove, or `all_tags` to remove all of them"))
            }
        }
    }

    /// Without tags the command removes all.
    fn write(&self) -> String {
        let body = self.incident_number.write(Object::new(), "Incident Number");
        self.tags.write(body, "Tags").finish()
    }
}
