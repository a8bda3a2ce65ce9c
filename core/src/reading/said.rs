//! What an incident that was read says of a field, compared with what was asked for.

use std::borrow::Cow;

use crate::{
    answer::Item,
    json::{Value, View},
    operation::Param,
    text::{is_blank, same_key},
};

/// What a field should say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// This text, when case, surrounding space, markup and runs of white space do not count.
    Text(String),
    /// This value, whatever its type.
    Value(Param),
    /// A text that has this one in it.
    Holding(String),
    /// Nothing: null or blank.
    Nothing,
    /// A list of tags with all of these.
    Tags(Vec<String>),
    /// A list of tags with none of these.
    NoTags(Vec<String>),
    /// The status of an alert, which the vendor spells in three ways.
    AlertStatus(String),
}

/// What comparing gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Same,
    Other,
    /// The field was not read, or is written in a way that cannot be compared.
    Unclear(&'static str),
}

pub(super) const NOT_READ: &str = "the answer does not have the field";
const ANOTHER_FORM: &str = "the field is written in a form that cannot be compared";

impl Wanted {
    /// Compares with the field of an item; `keys` are its names in lower case without spaces or `_`.
    pub(super) fn compare(&self, item: Item<'_>, keys: &[&str]) -> Found {
        let Ok(view) = View::parse(item.as_json(), 0) else { return Found::Unclear(NOT_READ) };
        let mut found = None;
        view.members(&mut |key, value| {
            if keys.iter().any(|plain| same_key(key, plain)) {
                found = Some(value);
            }
        });
        match found {
            Some(value) => self.compare_with(value),
            None => Found::Unclear(NOT_READ),
        }
    }

    fn compare_with(&self, value: View<'_>) -> Found {
        let said = decoded(&plain(&value.shown(usize::MAX)));
        let is = |same: bool| if same { Found::Same } else { Found::Other };
        match self {
            Wanted::Nothing => is(!value.is_stated()),
            Wanted::Text(text) if !value.is_stated() || !spellings(text).contains(&said) => differs(text),
            Wanted::Holding(text) if !spellings(text).iter().any(|text| said.contains(text)) => differs(text),
            Wanted::Text(_) | Wanted::Holding(_) => Found::Same,
            Wanted::Value(wanted) => compare_values(wanted, value, &said),
            Wanted::Tags(tags) => {
                let read = tags_of(value);
                is(tags.iter().all(|tag| read.contains(&plain(tag))))
            }
            Wanted::NoTags(tags) => {
                let read = tags_of(value);
                is(!tags.iter().any(|tag| read.contains(&plain(tag))))
            }
            Wanted::AlertStatus(status) => compare_statuses(status, &said),
        }
    }
}

fn compare_values(wanted: &Param, value: View<'_>, said: &str) -> Found {
    let text = match wanted {
        Param::Text(text) | Param::Number(text) => Cow::Borrowed(text.as_str()),
        Param::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        _ => return Found::Unclear(ANOTHER_FORM),
    };
    if is_blank(&text) {
        return if value.is_stated() { Found::Other } else { Found::Same };
    }
    if value.is_stated() && spellings(&text).iter().any(|text| text == said) {
        return Found::Same;
    }
    // The vendor writes times in eight ways, and numbers and flags in several.
    let is_plain_text = matches!(wanted, Param::Text(_)) && !text.starts_with(|first: char| first.is_ascii_digit());
    if is_plain_text && !matches!(value.value(), Value::Array(_) | Value::Object(_)) {
        return differs(&text);
    }
    Found::Unclear(ANOTHER_FORM)
}

/// A text that has markup of its own may come back in another form.
fn differs(wanted: &str) -> Found {
    if wanted.contains(['<', '&']) { Found::Unclear(ANOTHER_FORM) } else { Found::Other }
}

/// A text as it may come back: with its markup, or without.
fn spellings(text: &str) -> [String; 2] {
    [plain(text), text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")]
}

/// Statuses of alerts: the same word is the same; `resolved` without a reason may stand for one with a reason.
fn compare_statuses(wanted: &str, said: &str) -> Found {
    let (wanted, said) = (status(wanted), status(said));
    let stages = ["new", "under_investigation", "resolved"];
    let stage = |status: &str| stages.iter().position(|stage| status.starts_with(stage));
    match (stage(&wanted), stage(&said)) {
        _ if wanted == said => Found::Same,
        (Some(wanted), Some(said)) if wanted != said => Found::Other,
        // A word for one that was resolved with a reason, or one that the vendor reads as another, such as `reopened`.
        _ => Found::Unclear(ANOTHER_FORM),
    }
}

/// `STATUS_070_RESOLVED_OTHER` and `resolved_-_other` as `resolved_other`.
fn status(word: &str) -> String {
    let word = word.trim().to_ascii_lowercase();
    let number = word.strip_prefix("status_").and_then(|rest| rest.split_once('_'));
    let bare = number.filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit())).map(|(_, rest)| rest);
    bare.unwrap_or(&word).replace("_-_", "_").replace([' ', '-'], "_")
}

/// The tags of a list, or of a text in which they are separated by commas.
fn tags_of(value: View<'_>) -> Vec<String> {
    let mut tags = Vec::new();
    match value.value() {
        Value::Array(_) => value.elements(&mut |tag| tags.push(plain(&tag.shown(usize::MAX)))),
        Value::Null => {}
        _ => tags.extend(value.shown(usize::MAX).split(',').map(plain)),
    }
    tags
}

/// A text in lower case, without markup and with single spaces.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.rfind('>').unwrap_or_default();
    let mut is_markup = false;
    for (at, letter) in text.char_indices() {
        // A tag begins with a letter or a slash; `<` alone is text.
        let next = text.as_bytes().get(at + 1).copied().unwrap_or_default();
        match letter {
            '<' if at < last && (next.is_ascii_alphabetic() || next == b'/') => is_markup = true,
            '>' if is_markup => {
                is_markup = false;
                out.push(' ');
            }
            _ if is_markup => {}
            _ => out.extend(letter.to_lowercase()),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with the usual entities of HTML resolved.
fn decoded(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    let resolved = entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter));
    resolved.split_whitespace().collect::<Vec<_>>().join(" ")
}
