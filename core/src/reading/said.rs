//! What an incident that was read says of a field, compared with what was asked for.

use std::borrow::Cow;

use super::{
    found::{ANOTHER_FORM, Found, NOT_READ},
    markup::{Held, folded, held, is_marked, rendered},
    tags::{self, Rule},
};
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
    /// Tags as the rule says.
    Tags(Rule, Vec<String>),
    /// The status of an alert, which the vendor spells in three ways.
    AlertStatus(String),
}

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
        let is_container = matches!(value.value(), Value::Array(_) | Value::Object(_));
        let said = if is_container || value.is_null() { "".into() } else { value.shown(usize::MAX) };
        match self {
            Wanted::Tags(rule, tags) => tags::compare(*rule, tags, value),
            _ if is_container => Found::Unclear(ANOTHER_FORM),
            Wanted::Nothing => compare_with_nothing(&said),
            Wanted::Text(text) => compare_texts(text, &said),
            Wanted::Holding(text) => compare_with_held(text, &said),
            Wanted::Value(wanted) => compare_values(wanted, &said),
            Wanted::AlertStatus(status) => compare_statuses(status, &said),
        }
    }
}

fn compare_with_nothing(said: &str) -> Found {
    match folded(said).as_str() {
        "" => Found::Same,
        // The vendor's word for no severity, which may be an owner's name.
        "none" => Found::Unclear(ANOTHER_FORM),
        _ if rendered(said).is_empty() => Found::Unclear(ANOTHER_FORM),
        _ => Found::Other,
    }
}

fn compare_texts(text: &str, said: &str) -> Found {
    if is_blank(text) {
        return compare_with_nothing(said);
    }
    // Of two texts that are nothing but markup, one says nothing about the other.
    let seen = rendered(text);
    if folded(text) == folded(said) || !seen.is_empty() && seen == rendered(said) { Found::Same } else { differs(text) }
}

fn compare_with_held(text: &str, said: &str) -> Found {
    if is_blank(text) {
        // What is added is nothing: whether it is there cannot be seen if something else is.
        return if is_blank(said) { Found::Same } else { Found::Unclear(ANOTHER_FORM) };
    }
    // What stands in a tag is not said. Only where the text itself may be markup is it looked for as it stands.
    let as_it_stands = if is_marked(text) { held(&folded(text), &folded(said)) } else { Held::No };
    match (as_it_stands, held(&rendered(text), &rendered(said))) {
        (Held::Yes, _) | (_, Held::Yes) => Found::Same,
        (Held::InWord, _) | (_, Held::InWord) => Found::Unclear(ANOTHER_FORM),
        _ => differs(text),
    }
}

fn compare_values(wanted: &Param, said: &str) -> Found {
    let text = match wanted {
        Param::Text(text) | Param::Number(text) => Cow::Borrowed(text.as_str()),
        Param::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        _ => return Found::Unclear(ANOTHER_FORM),
    };
    match compare_texts(&text, said) {
        // The vendor writes times in eight ways, and numbers and flags in several.
        Found::Other if !matches!(wanted, Param::Text(_)) || text.starts_with(|first: char| first.is_ascii_digit()) => {
            Found::Unclear(ANOTHER_FORM)
        }
        found => found,
    }
}

/// A text that has markup of its own may come back in another form.
fn differs(wanted: &str) -> Found {
    if is_marked(wanted) { Found::Unclear(ANOTHER_FORM) } else { Found::Other }
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
