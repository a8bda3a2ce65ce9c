//! Reading the fields of a fault. Every error names the field and says what it must be.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::text;

/// The fields not read yet. A field that is null is absent.
pub(super) struct FaultFields {
    unread: Map<String, Value>,
    /// The names asked for: the fields that the kind has.
    asked: Vec<&'static str>,
}

impl FaultFields {
    pub(super) fn new(json: Value) -> Result<Self, String> {
        match json {
            Value::Object(unread) => Ok(Self { unread, asked: Vec::new() }),
            _ => Err("a fault must be an object with a `kind`".to_owned()),
        }
    }

    /// Whether a field is there, even if it is null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.unread.contains_key(name)
    }

    fn remove(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        self.unread.remove(name)
    }

    /// Takes a field and converts it; `None` from the conversion is an error.
    fn take<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        convert: impl FnOnce(Value) -> Option<T>,
    ) -> Result<Option<T>, String> {
        match self.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => convert(value).map(Some).ok_or_else(|| format!("`{name}` must be {expected}")),
        }
    }

    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<String>, String> {
        self.take(name, "a string", as_string)
    }

    pub(super) fn required_text(&mut self, name: &'static str) -> Result<String, String> {
        self.text(name)?.ok_or_else(|| format!("`{name}` is missing: every fault needs one"))
    }

    pub(super) fn text_or_number(&mut self, name: &'static str) -> Result<Option<String>, String> {
        self.take(name, "a string or a number", |value| text::as_text(&value))
    }

    /// False if absent.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<bool, String> {
        Ok(self.take(name, "true or false", |value| value.as_bool())?.unwrap_or(false))
    }

    pub(super) fn integer(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Result<Option<u64>, String> {
        let (first, last) = (*range.start(), *range.end());
        let upper = if last < u64::from(u32::MAX) { format!(" to {last}") } else { String::new() };
        let expected = format!("a whole number from {first}{upper}");
        self.take(name, &expected, |value| value.as_u64().filter(|number| range.contains(number)))
    }

    /// From 0 to 1.
    pub(super) fn fraction(&mut self, name: &'static str) -> Result<Option<f64>, String> {
        self.take(name, "a number from 0 to 1", |value| value.as_f64().filter(|number| (0.0..=1.0).contains(number)))
    }

    pub(super) fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>, String> {
        self.take(name, "a list of strings", |value| match value {
            Value::Array(values) => values.into_iter().map(as_string).collect(),
            _ => None,
        })
    }

    pub(super) fn object(&mut self, name: &'static str) -> Result<Option<Map<String, Value>>, String> {
        self.take(name, "an object", |value| match value {
            Value::Object(object) => Some(object),
            _ => None,
        })
    }

    /// A string as it is, any other value as JSON.
    pub(super) fn json_text(&mut self, name: &'static str) -> Option<String> {
        match self.remove(name)? {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        }
    }

    /// Refuses a field that nobody read.
    pub(super) fn finish(self, kind: &str) -> Result<(), String> {
        let Some(name) = self.unread.keys().next() else { return Ok(()) };
        let known = self.asked.join(", ");
        Err(format!("`{name}` is not a field of the kind `{kind}`, which has {known}: remove it"))
    }
}

fn as_string(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
