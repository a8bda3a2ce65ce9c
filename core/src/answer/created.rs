//! What a call created.

use std::{borrow::Cow, fmt};

use super::{
    document::{Document, document},
    item::Item,
};

/// What was created: the answer of `d3.create_incident` and of `d3.link_to_new_case`.
///
/// Its canonical JSON is `{id, items, …}`.
///
/// ```
/// use soarwire::{Operation, Response, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let body = br#"{"error": "", "returnData": {"Status": "Successful", "Data": {"Incident Number": "20261103-104"}}}"#;
/// let created = d3::CreateIncident::new("Phishing").parse(Response::new(200, &body[..]))?;
/// assert_eq!(created.id().as_deref(), Some("20261103-104"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "it says what was created"]
pub struct Created(pub(crate) Document);

document!(Created);

impl Created {
    /// The number of what was created; `None` if the answer states success and names none.
    pub fn id(&self) -> Option<Cow<'_, str>> {
        self.0.get("id")?.string()
    }

    /// The vendor's own items, including unknown fields.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        self.0.items("items")
    }
}

impl fmt::Debug for Created {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Created").field("operation", &self.operation()).field("id", &self.id()).finish()
    }
}

impl fmt::Display for Created {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id() {
            Some(id) => write!(f, "{}: created {id}", self.operation()),
            None => write!(f, "{}: created, number not given", self.operation()),
        }
    }
}
