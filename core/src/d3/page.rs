//! D3 answers that list: incidents in `rawData`, `contextData` or `returnData`, with `TotalPages` beside them.

use super::{
    body::{Body, Word},
    listed::{Listed, Place},
    reply::is_error_object,
    row::INCIDENT,
};
use crate::{
    answer::{AnyAnswer, Further, PageDraft, Warnings},
    json::Bad,
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
};

/// The answer lists incidents.
pub(super) const INCIDENTS: Reading = reading(|context, text| read(context, |body| Listed::find(&body.lists()), text));

/// The answer is about one incident.
pub(super) const ONE: Reading = reading(|context, text| read(context, Listed::find_one, text));

const fn reading(read: fn(&ReplyContext, String) -> Result<AnyAnswer, Refused>) -> Reading {
    Reading { read, is_error: is_error_object, rows: Some(&INCIDENT), answers: &["page"] }
}

fn read(context: &ReplyContext, find: fn(&Body<'_>) -> Option<Listed>, text: String) -> Result<AnyAnswer, Refused> {
    let body = Body::read(&text)?;
    if body.failed {
        return Err(Refused::CommandFailed { message: body.error_text, text });
    }
    let listed = find(&body);
    let word = body.word();
    let is_success = word.as_ref().is_some_and(|word| word.is_success);
    if listed.is_none() && (!is_success || body.has_broken_list()) {
        return Err(Bad::new(text.len(), "a list of incidents, or a word of success").into());
    }
    let mut warnings = Warnings::of(body.warnings);
    if let Some(Word { text, .. }) = word.filter(|word| !word.is_success) {
        warnings.push(text);
    }
    body.errors(&mut warnings);
    // An empty list beside it may not be the one.
    if listed.as_ref().is_some_and(|listed| listed.items.len() == 0) && body.has_broken_list() {
        warnings.push("a list in the answer cannot be read".into());
    }
    let further = Further { token: None, pages: body.total_pages() };
    let Listed { items, is_ids_alone, place } = listed.unwrap_or_default();
    let (text, body) = match place {
        Place::Body => (text, None),
        Place::Decoded(decoded) => (decoded, Some(text)),
    };
    let draft = PageDraft { text, body, keys: &INCIDENT, items, is_ids_alone, total: None, further, warnings };
    Ok(AnyAnswer::Page(draft.finish(context)))
}
