//! Answers of commands that create something.

use super::{
    body::{Body, add_errors, member, says_something, word},
    listed::{Listed, Place},
    page::INCIDENT,
    reply::is_error_object,
    role::{MESSAGE, Role},
};
use crate::{
    answer::{AnyAnswer, Created, Document, Warnings},
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
    let mut errors = Warnings::default();
    body.errors(&mut errors);
    if let Some(message) = errors.joined() {
        return refused(Some(message), text);
    }
    let word = body.word();
    let told = word.as_ref().filter(|word| !word.is_success).map(|word| word.text.clone().into_owned());
    let is_text = body.returned.is_some_and(|returned| returned.string().is_some());
    if let Some(told) = told.as_ref().filter(|told| !is_text || !is_number(told)) {
        return refused(Some(told.clone()), text);
    }
    if let Some(told) = body.returned.and_then(failed_element) {
        return refused(Some(told), text);
    }
    let listed = Listed::find(&body.lists()).filter(|listed| !listed.is_ids_alone);
    let listed = listed.or_else(|| body.context.and_then(Listed::alone)).unwrap_or_default();
    let source = match &listed.place {
        Place::Body => text.as_str(),
        Place::Decoded(decoded) => decoded,
    };
    // Nothing is collected: a server chooses how many there are.
    let items = || {
        let spans = (0..listed.items.len()).filter_map(|index| listed.items.get(index));
        spans.filter_map(|span| Some(View::new(source, Scanner::new(source, span.start as usize).value().ok()?)))
    };
    if let Some(failure) = items().find_map(|item| failure(item, keys)) {
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

/// Whether `returnData` is a number as D3 writes them, such as `20261103-7` or `CASE-88`, and neither a word nor a code of an error:
/// digits that are not all zero, after a hyphen if anything stands before them.
fn is_number(told: &str) -> bool {
    let (name, digits) = told.rsplit_once('-').unwrap_or(("1", told));
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.bytes().any(|byte| byte != b'0')
        && !is_blank(name)
        && !told.contains(char::is_whitespace)
        && !is_failure(name)
}

/// Whether a word is one of failure, whatever its form. A status of an incident, such as `False Positive`, is none.
fn is_failure(word: &str) -> bool {
    let word = word.trim_start().to_ascii_lowercase();
    word == "false" || ["fail", "err", "exception", "invalid", "denied"].iter().any(|failure| word.starts_with(failure))
}

/// The first word of a list that is one of failure.
fn failed_element(list: View<'_>) -> Option<String> {
    let mut failed = None;
    list.elements(&mut |element| {
        let told = word(element).filter(|word| !word.is_success && !is_number(&word.text));
        failed = failed.take().or_else(|| told.map(|word| word.text.into_owned()));
    });
    failed
}

/// The number that an item names.
fn number(item: View<'_>, keys: &[&str]) -> Option<String> {
    let named = |key: &&str| member(item, key)?.word().filter(|number| !is_blank(number));
    keys.iter().find_map(named).map(|number| number.into_owned())
}

/// Why an item says that nothing was created. A mere message says so only where no number does the contrary.
fn failure(item: View<'_>, keys: &[&str]) -> Option<String> {
    let (mut failed, mut reason, mut errors) = (None, None, Warnings::default());
    let (mut has_succeeded, mut is_error) = (false, false);
    item.members(&mut |key, value| match Role::of(key) {
        Role::Errors => add_errors(value, &mut errors),
        Role::Result if value.is_stated() => {
            let word = value.shown(1 << 10);
            has_succeeded = is_success(&word);
            failed = failed.take().or_else(|| (!has_succeeded).then(|| word.into_owned()));
        }
        Role::Status if is_failure(&value.shown(1 << 10)) => failed = Some(value.shown(1 << 10).into_owned()),
        Role::Reason(rank) if says_something(value) => {
            reason = Some(value.shown(1 << 10).into_owned());
            is_error |= rank != MESSAGE;
        }
        _ => {}
    });
    if let Some(failed) = failed.or_else(|| errors.joined()) {
        return Some(reason.unwrap_or(failed));
    }
    reason.filter(|_| !has_succeeded && (is_error || number(item, keys).is_none()))
}
