//! The answer of a command that names no incidents.

use std::{borrow::Cow, fmt};

use super::{
    document::{Document, document},
    item::Item,
};

/// What a command says that has no incidents to report on: the answer of `d3.command` without `incident_numbers`.
///
/// Its canonical JSON is `{status_text, items, return_data, raw_data, key_fields, output_data, …}`, the last four being the vendor's JSON or
/// null.
///
/// ```
/// use soarwire::{AnyAnswer, Operation, Response, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let body = br#"{"error": "", "returnData": "Successful", "rawData": {"users": 3}}"#;
/// let answer = d3::Command::new("GetUsersBySite").parse(Response::new(200, &body[..]))?;
/// let AnyAnswer::Reply(reply) = answer else { return Ok(()) };
/// assert_eq!(reply.status_text().as_deref(), Some("Successful"));
/// assert_eq!(reply.raw_data().as_deref(), Some(r#"{"users":3}"#));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "the reply says whether the command succeeded"]
pub struct Reply(pub(crate) Document);

document!(Reply);

impl Reply {
    /// The word of the envelope, such as `Successful`; `None` if it has none.
    pub fn status_text(&self) -> Option<Cow<'_, str>> {
        self.0.get("status_text")?.string()
    }

    /// The vendor's own items, of `contextData` and of `returnData`.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        self.0.items("items")
    }

    /// `returnData` as JSON text.
    pub fn return_data(&self) -> Option<String> {
        self.0.json_of("return_data")
    }

    /// `rawData` as JSON text.
    pub fn raw_data(&self) -> Option<String> {
        self.0.json_of("raw_data")
    }

    /// `keyFields` as JSON text.
    pub fn key_fields(&self) -> Option<String> {
        self.0.json_of("key_fields")
    }

    /// `outputData` as JSON text.
    pub fn output_data(&self) -> Option<String> {
        self.0.json_of("output_data")
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut reply = f.debug_struct("Reply");
        reply.field("operation", &self.operation()).field("status_text", &self.status_text());
        reply.field("items", &self.items().len()).finish()
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status_text() {
            Some(word) => write!(f, "{}: {word}", self.operation()),
            None => write!(f, "{}: {} items", self.operation(), self.items().len()),
        }
    }
}
