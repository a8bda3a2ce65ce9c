//! A page from its canonical JSON.

use super::{document, each, flag, made, members, missing, number, operation, owned_text, texts};
use crate::{
    answer::{NextPage, Page, Places, Said},
    error::Error,
    json::{Value, View},
    reply_context::{Asked, Effect, Paging, ReplyContext},
    text::{element, join},
};

const KEYS: [&str; 11] = [
    "operation",
    "asked",
    "ids",
    "items",
    "total",
    "capped",
    "next",
    "warnings",
    "attempts",
    "elapsed_ms",
    "request_id",
];

impl Page {
    /// Makes an equal page from the text that [`Page::to_json`] gives. Its [`Page::body`] is empty.
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member.
    pub fn from_json(json: &str) -> Result<Page, Error> {
        let view = document(json, "page")?;
        let mut found = [None; KEYS.len()];
        members(view, &KEYS, &mut found);
        let [id, asked, ids, items, total, capped, following, warnings, attempts, elapsed, request] = found;
        let (operation, reading) = operation(id)?.ok_or_else(|| missing("operation"))?;
        let keys = reading.rows.ok_or_else(|| Error::invalid("operation", "does not answer with a page"))?;
        let paging = next(asked, "asked")?.map(|asked| match asked {
            NextPage::Offset { search_from, search_to } => Paging::Offset { from: search_from, to: search_to },
            NextPage::Token { .. } => Paging::Token,
            // The size only decides on the next page, which is known.
            NextPage::Index { page_index } => Paging::Index { index: page_index, size: 0 },
        });
        let mut places = Places::default();
        each(items, "items", &mut |place, item| match item.value() {
            Value::Object(span) => {
                places.push(span);
                Ok(())
            }
            _ => Err(Error::invalid(element("items", place), "must be an object")),
        })?;
        let is_ids_alone = places.len() == 0;
        if is_ids_alone {
            each(ids, "ids", &mut |place, id| match id.value() {
                Value::String(text) => {
                    // With its quotes, as an item has its brackets.
                    places.push(text.quoted());
                    Ok(())
                }
                _ => Err(Error::invalid(element("ids", place), "must be text")),
            })?;
        }
        let said = Said {
            text: json.to_owned(),
            keys,
            items: places,
            is_ids_alone,
            total: number(total, "total", u64::MAX)?,
            capped: flag(capped, "capped")?.unwrap_or_default(),
            next: next(following, "next")?,
            warnings: texts(warnings, "warnings")?,
        };
        let context = ReplyContext { operation, effect: Effect::Reads, asked: Asked::default(), paging };
        Ok(Page::rebuilt(context, said, made(attempts, elapsed, request)?))
    }
}

impl NextPage {
    /// Reads the text that [`NextPage::to_json`] gives.
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member, such as `next.page_index`.
    pub fn from_json(json: &str) -> Result<NextPage, Error> {
        next(Some(document(json, "next")?), "next")?.ok_or_else(|| missing("next"))
    }
}

/// The parameters of a page.
fn next(view: Option<View<'_>>, field: &str) -> Result<Option<NextPage>, Error> {
    let Some(view) = view else { return Ok(None) };
    if !matches!(view.value(), Value::Object(_)) {
        return Err(Error::invalid(field, "must be an object"));
    }
    let mut found = [None; 4];
    members(view, &["search_from", "search_to", "next_page_token", "page_index"], &mut found);
    let [from, to, token, index] = found;
    let whole = |view, name: &str| {
        let field = join(&[field, name], ".");
        let number = number(view, &field, u32::MAX.into())?.ok_or_else(|| missing(&field))?;
        Ok::<u32, Error>(number as u32)
    };
    let token = owned_text(token, &join(&[field, "next_page_token"], "."))?;
    Ok(Some(match (token, index) {
        (Some(next_page_token), _) => NextPage::Token { next_page_token },
        (None, Some(_)) => NextPage::Index { page_index: whole(index, "page_index")? },
        (None, None) => {
            NextPage::Offset { search_from: whole(from, "search_from")?, search_to: whole(to, "search_to")? }
        }
    }))
}
