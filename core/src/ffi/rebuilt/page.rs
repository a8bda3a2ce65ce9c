//! A page from its canonical JSON.

use super::{document, each, members, missing, number, operation, owned_text, texts};
use crate::{
    answer::{Made, Page, PageDraft, Places},
    error::Error,
    json::Value,
    reply_context::{Asked, Effect, Paging, ReplyContext},
    text::element,
};

const KEYS: [&str; 8] = ["operation", "asked", "items", "total", "warnings", "attempts", "elapsed_ms", "request_id"];

impl Page {
    /// Makes an equal page from the text that [`Page::to_json`] gives. Its [`Page::body`] is empty.
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member.
    pub fn from_json(json: &str) -> Result<Page, Error> {
        let view = document(json, "page")?;
        let mut found = [None; KEYS.len()];
        members(view, &KEYS, &mut found);
        let [id, asked, items, total, warnings, attempts, elapsed, request] = found;
        let (operation, reading) = operation(id)?.ok_or_else(|| missing("operation"))?;
        let keys = reading.rows.ok_or_else(|| Error::invalid("operation", "does not answer with a page"))?;
        let paging = match asked {
            None => None,
            Some(asked) => {
                let mut offsets = [None; 2];
                members(asked, &["search_from", "search_to"], &mut offsets);
                let [from, to] = offsets;
                let offset = |view, field| {
                    let number = number(view, field, u32::MAX.into())?.ok_or_else(|| missing(field))?;
                    Ok::<u32, Error>(number as u32)
                };
                Some(Paging::Offset { from: offset(from, "asked.search_from")?, to: offset(to, "asked.search_to")? })
            }
        };
        let mut places = Places::default();
        each(items, "items", &mut |place, item| match item.value() {
            Value::Object(span) => {
                places.push(span);
                Ok(())
            }
            _ => Err(Error::invalid(element("items", place), "must be an object")),
        })?;
        let made = Made {
            attempts: number(attempts, "attempts", u32::MAX.into())?.unwrap_or(1) as u32,
            elapsed_ms: number(elapsed, "elapsed_ms", u64::MAX)?,
            request_id: owned_text(request, "request_id")?,
        };
        let (total, warnings) = (number(total, "total", u64::MAX)?, texts(warnings, "warnings")?);
        let context = ReplyContext { operation, effect: Effect::Reads, asked: Asked::default(), paging };
        Ok(PageDraft::rebuilt(&context, json.to_owned(), keys, places, total, warnings, made))
    }
}
