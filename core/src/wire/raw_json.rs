//! JSON text handed to serde as it is.

use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

/// Serialises `json`, which keeps its order and the spelling of its numbers where the format is JSON.
pub(crate) fn raw_json<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(json).map_err(S::Error::custom)?.serialize(serializer)
}
