//! Strings that JSON may give as numbers, and strings that grow by lines.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// A JSON string, or a number as it is written.
pub(super) fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = Value::deserialize(from)?;
    as_text(&value).ok_or_else(|| de::Error::custom("expected a string or a number"))
}

/// A JSON string or number as text.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Appends a line to a text.
pub(super) fn append_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
