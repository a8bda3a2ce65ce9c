//! Booleans as D3's samples send them.

use serde::{Serialize, Serializer};

/// Goes out as `"Yes"` or `"No"`.
pub(super) struct YesNo(pub(super) bool);

impl Serialize for YesNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0 { "Yes" } else { "No" })
    }
}
