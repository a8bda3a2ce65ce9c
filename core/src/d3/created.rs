//! Answers of commands that create something.

use super::{
    body::{Body, add_errors, member, says_something, word},
    items::is_success,
    listed::{Listed, Place},
    reply::is_error_object,
    role::{MESSAGE, Role},
    row::INCIDENT,
};
use crate::{
    answer::{AnyAnswer, Created, Document, Warnings},
    json::{Bad, Object, Scanner, Value, View, is_container},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
    text::is_blank,
};

/// The answer names an incident.
pub(super) const AN_INCIDENT: Reading =
    reading(|context, text| read(context, INCIDENT.id, |text| said(INCIDENT.id, text), text));

/// The answer names a case.
pub(super) const A_CASE: Reading = reading(|context, text| read(context, CASE, |text| said(CASE, text), text));

/// Under which an item gives the number of a case that was created.
const CASE: &[&str] = &["linkedcasenumber", "casenumber"];

const fn reading(read: fn(&ReplyContext, String) -> Result<AnyAnswer, Refused>) -> Reading {
    Reading { read, is_error: is_error_object, rows: None, answers: &["created"] }
}

/// `keys`: under which an item gives the number of what was created.
fn read(context: &ReplyContext, keys: &[&str], say: fn(&str) -> Object, text: String) -> Result<AnyAnswer, Refused> {
    let body = Body::read(&text)?;
    let mut errors = Warnings::default();
    body.errors(&mut errors);
    let listed = listed(&body);
    let failure = || {
        let parts = [(body.raw, true), (body.context, true), (body.returned, false)];
        let of_parts = || parts.into_iter().find_map(|(part, is_item)| failed_inside(part?, keys, is_item, DEPTH));
        errors.joined().or_else(|| failed_word(&body)).or_else(of_parts)
    };
    let message = if body.failed { body.error_text.clone() } else { failure() };
    if body.failed || message.is_some() {
        return Err(Refused::CommandFailed { message, text });
    }
    // A list that cannot be read may say that it failed.
    if body.has_broken_list() || body.word().is_none() && id(&body, &listed, keys, &text).is_none() {
        return Err(Bad::new(text.len(), "the number of what was created, or a word of success").into());
    }
    Ok(AnyAnswer::Created(Created(Document::of_body(context, text, say))))
}

/// The members of the canonical JSON, from the text of an answer that was read.
fn said(keys: &[&str], text: &str) -> Object {
    let body = Body::read(text).unwrap_or_default();
    let listed = listed(&body);
    let said = Object::new().text_or_null("id", id(&body, &listed, keys, text).as_deref());
    said.array("items", items(&listed, text), |out, item| {
        item.push_json(out, usize::MAX);
    })
}

fn listed(body: &Body<'_>) -> Listed {
    let listed = Listed::find(&body.lists()).filter(|listed| !listed.is_ids_alone);
    listed.or_else(|| body.context.and_then(Listed::alone)).unwrap_or_default()
}

/// The items, which are not collected: a server chooses how many there are.
fn items<'a>(listed: &'a Listed, text: &'a str) -> impl Iterator<Item = View<'a>> {
    let source = match &listed.place {
        Place::Body => text,
        Place::Decoded(decoded) => decoded,
    };
    let spans = (0..listed.items.len()).filter_map(|index| listed.items.get(index));
    spans.filter_map(|span| Some(View::new(source, Scanner::new(source, span.start as usize).value().ok()?)))
}

/// How deep items may be inside of lists, objects and JSON text.
const DEPTH: usize = 6;

/// Why an item says that nothing was created, wherever it stands: whichever list the number is read from, any of them may say so.
/// Of what is no item, such as an envelope, a mere message says nothing.
fn failed_inside(view: View<'_>, keys: &[&str], is_item: bool, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match view.value() {
        Value::String(_) => {
            let text = view.string().filter(|text| is_container(text, 0))?;
            failed_inside(View::parse(&text, 0).ok()?, keys, is_item, depth)
        }
        Value::Array(_) => {
            let mut failed = None;
            view.elements(&mut |element| failed = failed.take().or_else(|| failed_inside(element, keys, true, depth)));
            failed
        }
        Value::Object(_) => {
            let inner = member(view, "incidents").or_else(|| member(view, "data"));
            let failed = failed_item(view, Some(keys).filter(|_| is_item && inner.is_none()));
            failed.or_else(|| failed_inside(inner?, keys, true, depth))
        }
        _ => None,
    }
}

/// The number of what was created: that of `returnData`, or that of an item.
fn id(body: &Body<'_>, listed: &Listed, keys: &[&str], text: &str) -> Option<String> {
    let told = body.word().filter(|word| !word.is_success).map(|word| word.text.into_owned());
    told.or_else(|| items(listed, text).find_map(|item| number(item, keys)))
}

/// The word of failure in `returnData`, which may be a number instead.
fn failed_word(body: &Body<'_>) -> Option<String> {
    let fails = |view: View<'_>| {
        let word = word(view).filter(|word| !word.is_success)?;
        let is_number = view.string().is_some_and(|text| is_number(&text));
        (!is_number).then(|| word.text.into_owned())
    };
    [body.overridden, body.returned].into_iter().flatten().find_map(|returned| {
        let mut failed = fails(returned);
        returned.elements(&mut |element| failed = failed.take().or_else(|| fails(element)));
        failed
    })
}

/// Whether `returnData` is a number as D3 writes them, such as `20261103-7` or `CASE-88`, and neither a word nor a code of an error:
/// digits that are not all zero, after a hyphen if anything stands before them, which is written in capitals or digits.
fn is_number(told: &str) -> bool {
    let (name, digits) = told.rsplit_once('-').unwrap_or(("1", told));
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.bytes().any(|byte| byte != b'0')
        && !name.is_empty()
        && name.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_'))
        && !is_failure(name)
}

/// Whether a word is one of failure, whatever its form. A status of an incident, such as `False Positive`, is none.
fn is_failure(word: &str) -> bool {
    let word = word.trim_start().to_ascii_lowercase();
    word == "false"
        || ["fail", "err", "exception", "invalid", "denied", "http"].iter().any(|failure| word.starts_with(failure))
}

/// The number that an item names.
fn number(item: View<'_>, keys: &[&str]) -> Option<String> {
    let named = |key: &&str| member(item, key)?.word().filter(|number| !is_blank(number));
    keys.iter().find_map(named).map(|number| number.into_owned())
}

/// Why an item says that nothing was created. A mere message says so only where, with `keys`, no number does the contrary.
fn failed_item(item: View<'_>, keys: Option<&[&str]>) -> Option<String> {
    let (mut failed, mut reason, mut errors) = (None, None, Warnings::default());
    let (mut has_succeeded, mut is_error) = (false, false);
    item.members(&mut |key, value| {
        let shown = || value.shown(1 << 10).into_owned();
        match Role::of(key) {
            Role::Errors => add_errors(value, &mut errors),
            Role::Result if value.is_stated() => {
                let word = shown();
                has_succeeded = is_success(&word);
                failed = failed.take().or_else(|| (!has_succeeded).then_some(word));
            }
            Role::Status if is_failure(&shown()) => failed = Some(shown()),
            Role::Reason(rank) if says_something(value) => {
                reason = Some(shown());
                is_error |= rank != MESSAGE;
            }
            _ => {}
        }
    });
    if let Some(failed) = failed.or_else(|| errors.joined()) {
        return Some(reason.unwrap_or(failed));
    }
    reason.filter(|_| !has_succeeded && (is_error || keys.is_some_and(|keys| number(item, keys).is_none())))
}
