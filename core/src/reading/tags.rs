//! The tags of an incident that was read: a list, a text with commas, or a list as JSON in a text.

use super::{
    found::{ANOTHER_FORM, Found},
    markup::{Held, decoded, folded, held, is_marked},
};
use crate::json::{Value, View};

/// What the tags of an incident should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// All of these, and maybe others.
    All,
    /// None of these.
    None,
    /// These, and no others.
    Exactly,
}

/// Whether the tags that were read are as the rule wants them.
pub(super) fn compare(rule: Rule, tags: &[String], value: View<'_>) -> Found {
    let Some(read) = read(value) else { return Found::Unclear(ANOTHER_FORM) };
    let tags: Vec<String> = tags.iter().map(|tag| folded(tag)).collect();
    let has = |tag: &String| read.contains(tag);
    // A tag that was not found may be a part of one that was, if the vendor separates them in another way.
    let may_have = |tag: &String| {
        is_marked(tag)
            || tag.contains(',')
            || read.iter().any(|read| !tags.contains(read) && held(tag, read) == Held::Yes)
    };
    let is_same = match rule {
        Rule::All => tags.iter().all(has),
        Rule::None => !tags.iter().any(has),
        Rule::Exactly => tags.iter().all(has) && read.iter().all(|read| tags.contains(read)),
    };
    // A tag that should be gone and is there is there, whatever the others are.
    let is_certain = rule == Rule::None && !is_same || !tags.iter().filter(|tag| !has(tag)).any(may_have);
    match (is_certain, is_same) {
        (false, _) => Found::Unclear(ANOTHER_FORM),
        (true, true) => Found::Same,
        (true, false) => Found::Other,
    }
}

/// The tags of a value; `None` if it is written in another form.
fn read(value: View<'_>) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    match value.value() {
        Value::Null => {}
        Value::Array(_) => {
            let mut is_plain = true;
            value.elements(&mut |tag| match tag.word() {
                Some(tag) => tags.push(folded(&decoded(&tag))),
                None => is_plain &= tag.is_null(),
            });
            if !is_plain {
                return None;
            }
        }
        _ => {
            let text = value.word()?;
            if text.trim_start().starts_with(['[', '{']) {
                let list = View::parse(&text, 0).ok()?;
                return if matches!(list.value(), Value::Array(_)) { read(list) } else { None };
            }
            tags.extend(text.split(',').map(|tag| folded(&decoded(tag))));
        }
    }
    tags.retain(|tag| !tag.is_empty());
    Some(tags)
}
