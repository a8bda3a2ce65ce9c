//! Whether a key is valid.

use std::fmt;

use super::document::{Document, document};

/// Whether the tenant's key is valid: the answer of `xpanse.validate_key`. A key that the vendor refuses is an error,
/// `unauthenticated`.
///
/// Its canonical JSON is `{valid, …}`.
///
/// ```
/// use soarwire::{Operation, Response, xpanse};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// assert!(xpanse::ValidateKey::new().parse(Response::new(200, &b"true"[..]))?.valid());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "it says whether the key is valid"]
pub struct Validity(pub(crate) Document);

document!(Validity);

impl Validity {
    /// Whether the key is valid.
    pub fn valid(&self) -> bool {
        self.0.json_of("valid").as_deref() == Some("true")
    }
}

impl fmt::Debug for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validity").field("valid", &self.valid()).finish()
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.valid() { "the key is valid" } else { "the key is not valid" })
    }
}
