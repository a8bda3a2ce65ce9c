//! Answers of commands that create something.

use super::{
    body::{Body, member},
    listed::{Listed, Place},
    page::INCIDENT,
    reply::is_error_object,
    role::Role,
};
use crate::{
    answer::{AnyAnswer, Created, Document},
    d3::items::is_success,
    json::{Bad, Object, Scanner, View},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
    text::is_blank,
};

/// The answer names an incident.
pub(super) const AN_INCIDENT: Reading = reading(|context, text| read(context, INCIDENT.id, text));

/// The answer names a case.
pub(super) const A_CASE: Reading = reading(|context, text| read(context, &["linkedcasenumber", "casenumber"], text));

const fn reading(read: fn(&ReplyContext, String) -> Result<AnyAnswer, Refused>) -> Reading {
    Reading { read, is_error: is_error_object, rows: None, answers: &["created"] }
}

/// `keys`: under which an item gives the number of what was created.
fn read(context: &ReplyContext, keys: &[&str], text: String) -> Result<AnyAnswer, Refused> {
    let body = Body::read(&text)?;
    let refused = |message: Option<String>, text: String| Err(Refused::CommandFailed { message, text });
    if body.failed {
        return refused(body.error_text, text);
    }
    let word = body.word();
    let told = word.as_ref().filter(|word| !word.is_success).map(|word| word.text.clone().into_owned());
    if let Some(told) = told.as_ref().filter(|told| !is_number(told)) {
        return refused(Some(told.clone()), text);
    }
    let listed = Listed::find(&body.lists()).filter(|listed| !listed.is_ids_alone).unwrap_or_default();
    let source = match &listed.place {
        Place::Body => text.as_str(),
        Place::Decoded(decoded) => decoded,
    };
    // Nothing is collected: a server chooses how many there are.
    let items = || {
        let spans = (0..listed.items.len()).filter_map(|index| listed.items.get(index));
        spans.filter_map(|span| Some(View::new(source, Scanner::new(source, span.start as usize).value().ok()?)))
    };
    if let Some(failure) = items().find_map(failure) {
        return refused(Some(failure), text);
    }
    let id = told.or_else(|| items().find_map(|item| number(item, keys)));
    if id.is_none() && word.is_none() {
        return Err(Bad::new(text.len(), "the number of what was created, or a word of success").into());
    }
    let said = Object::behind(String::with_capacity(source.len())).text_or_null("id", id.as_deref());
    let said = said.array("items", items(), |out, item| {
        item.push_json(out, usize::MAX);
    });
    Ok(AnyAnswer::Created(Created(Document::new(context, said, Some(text)))))
}

/// Whether `returnData` is a number as D3 writes them, such as `20261103-7` or `CASE-88`, and not a word: digits, after a hyphen if
/// anything stands before them.
fn is_number(told: &str) -> bool {
    let (_, digits) = told.rsplit_once('-').unwrap_or(("", told));
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && !told.contains(char::is_whitespace)
}

/// The number that an item names.
fn number(item: View<'_>, keys: &[&str]) -> Option<String> {
    let named = |key: &&str| member(item, key)?.word().filter(|number| !is_blank(number));
    keys.iter().find_map(named).map(|number| number.into_owned())
}

/// Why an item says that nothing was created.
fn failure(item: View<'_>) -> Option<String> {
    let (mut failed, mut reason) = (None, None);
    item.members(&mut |key, value| match Role::of(key) {
        Role::Result => {
            let word = value.shown(1 << 10);
            if value.is_stated() && !is_success(&word) {
                failed = Some(word.into_owned());
            }
        }
        Role::Reason(_) if value.is_stated() => reason = Some(value.shown(1 << 10).into_owned()),
        _ => {}
    });
    let failed = failed?;
    Some(reason.unwrap_or(failed))
}
