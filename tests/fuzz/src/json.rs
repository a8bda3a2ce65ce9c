//! JSON as serde_json reads it, to compare with.

use std::{borrow::Cow, collections::HashMap};

use serde_json::value::RawValue;

/// The deepest nesting that soarwire reads.
pub const MAX_DEPTH: usize = 128;

/// The text of a body in which serde_json finds exactly one JSON value, a byte order mark skipped.
pub fn valid(body: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(body).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    is_json(text).then_some(text)
}

pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// How deep valid JSON nests.
pub fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
    }
    deepest
}

/// The members of an object.
pub struct Members<'a> {
    /// In the order of the text, duplicates included.
    pub all: Vec<(String, &'a RawValue)>,
    /// The last value of each key, as it compares.
    last: HashMap<String, &'a RawValue>,
}

impl<'a> Members<'a> {
    /// `None` for what serde_json cannot hold (half a surrogate pair in a key).
    pub fn of(object: &'a str) -> Option<Self> {
        struct All;
        impl<'de> serde::de::Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        let all = serde::Deserializer::deserialize_map(&mut serde_json::Deserializer::from_str(object), All).ok()?;
        let last = all.iter().map(|(key, value)| (plain(key), *value)).collect();
        Some(Members { all, last })
    }

    /// The last value of a key, which compares without case, spaces or `_`.
    pub fn last(&self, key: &str) -> Option<&'a RawValue> {
        self.last.get(&plain(key)).copied()
    }
}

/// A key as it compares.
pub fn plain(key: &str) -> String {
    key.replace([' ', '_'], "").to_ascii_lowercase()
}

/// What a string says, or how a number or word is spelt; `None` for half a surrogate pair.
pub fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    if value.get().starts_with('"') { serde_json::from_str(value.get()).ok() } else { Some(Cow::Borrowed(value.get())) }
}

/// What a string says, and any other value without white space, of a duplicate key the last member at its place; `None` for half a
/// surrogate pair.
pub fn shown(value: &RawValue) -> Option<String> {
    if value.get().starts_with('"') { text(value).map(Cow::into_owned) } else { written(value) }
}

fn written(value: &RawValue) -> Option<String> {
    let json = value.get();
    if json.starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(json).ok()?;
        let elements: Option<Vec<String>> = elements.into_iter().map(written).collect();
        return Some(format!("[{}]", elements?.join(",")));
    }
    if !json.starts_with('{') {
        return Some(json.to_owned());
    }
    let members = Members::of(json)?.all;
    let places: HashMap<&str, usize> =
        members.iter().enumerate().map(|(place, (key, _))| (key.as_str(), place)).collect();
    let last = members.iter().enumerate().filter(|(place, (key, _))| places.get(key.as_str()) == Some(place));
    let written =
        last.map(|(_, (key, value))| Some(format!("{}:{}", serde_json::to_string(key).ok()?, written(value)?)));
    Some(format!("{{{}}}", written.collect::<Option<Vec<String>>>()?.join(",")))
}
