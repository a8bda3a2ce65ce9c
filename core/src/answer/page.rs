//! One page of a list.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use serde::{Serialize, Serializer};

use super::{
    item::Item,
    made::Made,
    places::Places,
    row::{Row, RowKeys},
    warnings::Warnings,
};
use crate::{
    json::{Object, push_array},
    reply_context::{Paging, ReplyContext},
    wire::raw_json,
};

/// From this count on Xpanse does not count on: larger sets report 9,999.
const CAP: u64 = 9_999;

/// One page of a list: the vendor's items unchanged, a common view of them, and where the next page starts.
///
/// Iterators follow the order of the answer. Cloning is cheap.
#[derive(Clone)]
#[must_use = "a page is all that the call was for"]
pub struct Page(Arc<Inner>);

struct Inner {
    context: ReplyContext,
    /// The body: what the spans point into.
    text: String,
    keys: &'static RowKeys,
    items: Places,
    total: Option<u64>,
    warnings: Vec<String>,
    made: Made,
    /// Whether the text is the body of an answer.
    has_body: bool,
}

impl Inner {
    fn item(&self, index: usize) -> Option<Item<'_>> {
        self.items.get(index).map(|span| Item(span.of(&self.text)))
    }
}

/// A page being made: what a vendor's reader fills in.
pub(crate) struct PageDraft {
    pub(crate) text: String,
    pub(crate) keys: &'static RowKeys,
    pub(crate) items: Places,
    pub(crate) total: Option<u64>,
    pub(crate) warnings: Warnings,
}

impl PageDraft {
    pub(crate) fn finish(self, context: &ReplyContext) -> Page {
        let PageDraft { text, keys, items, total, warnings } = self;
        Page(Arc::new(Inner {
            context: context.clone(),
            text,
            keys,
            items,
            total,
            warnings: warnings.finish(),
            made: Made::once(None),
            has_body: true,
        }))
    }

    /// A page made again from its canonical JSON, which is the text.
    pub(crate) fn rebuilt(
        context: &ReplyContext,
        text: String,
        keys: &'static RowKeys,
        items: Places,
        total: Option<u64>,
        warnings: Vec<String>,
        made: Made,
    ) -> Page {
        Page(Arc::new(Inner { context: context.clone(), text, keys, items, total, warnings, made, has_body: false }))
    }
}

/// The parameters that change in the request for the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// Xpanse pages by offsets: `search_from` is included, `search_to` is not.
    Offset {
        /// The first item of the page, counted from 0.
        search_from: u32,
        /// The item after the last one of the page.
        search_to: u32,
    },
}

impl NextPage {
    /// The parameters as the text of a JSON object, `{search_from, search_to}`.
    pub fn to_json(&self) -> String {
        match self {
            NextPage::Offset { search_from, search_to } => Object::new()
                .raw("search_from", &search_from.to_string())
                .raw("search_to", &search_to.to_string())
                .finish(),
        }
    }
}

impl Page {
    pub(crate) fn context(&self) -> &ReplyContext {
        &self.0.context
    }

    /// The page with what is known about how it came.
    pub(crate) fn made(mut self, made: &mut dyn FnMut(&mut Made)) -> Self {
        // A page that was handed out keeps what it says.
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            made(&mut inner.made);
        }
        self
    }

    /// The id of the operation, such as `xpanse.get_incidents`.
    pub fn operation(&self) -> &'static str {
        self.0.context.operation
    }

    /// How many items the page has.
    pub fn len(&self) -> usize {
        self.0.items.len()
    }

    /// Whether the page has no items.
    pub fn is_empty(&self) -> bool {
        self.0.items.len() == 0
    }

    /// The vendor's own items, including unknown fields.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        (0..self.len()).map(|index| self.0.item(index).unwrap_or(Item("{}")))
    }

    /// The item at `index`, counted from 0; `None` after the last.
    pub fn item_at(&self, index: usize) -> Option<Item<'_>> {
        self.0.item(index)
    }

    /// The common view of the items, the same for both vendors.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        self.items().map(|item| self.0.keys.row(item))
    }

    /// The ids of the items; empty for an item without one.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> + Clone {
        self.items().map(|item| self.0.keys.id(item))
    }

    /// How many items all pages have together, as the vendor counts them; `None` if the answer does not say.
    pub fn total(&self) -> Option<u64> {
        self.0.total
    }

    /// Whether [`Page::total`] is the vendor's limit for counting (9,999): there may be more items.
    pub fn capped(&self) -> bool {
        matches!(self.0.context.paging, Some(Paging::Offset { .. })) && self.0.total.is_some_and(|total| total >= CAP)
    }

    /// The parameters for the next page; `None` after the last page.
    pub fn next(&self) -> Option<NextPage> {
        match self.0.context.paging? {
            Paging::Offset { from, to } => {
                let size = to.checked_sub(from).filter(|size| *size > 0)?;
                let is_full = self.len() >= size as usize;
                let is_last = !self.capped() && self.0.total.is_some_and(|total| u64::from(to) >= total);
                let search_to = to.checked_add(size)?;
                (is_full && !is_last).then_some(NextPage::Offset { search_from: to, search_to })
            }
        }
    }

    /// The parameters with which this page was asked for; `None` if that is not known.
    pub fn asked(&self) -> Option<NextPage> {
        let Paging::Offset { from, to } = self.0.context.paging?;
        Some(NextPage::Offset { search_from: from, search_to: to })
    }

    /// The vendor's warnings, at most 64 KiB; if there are more, the last one says how many.
    pub fn warnings(&self) -> &[String] {
        &self.0.warnings
    }

    /// How often the request was sent; as [`Report::attempts`](crate::Report::attempts).
    pub fn attempts(&self) -> u32 {
        self.0.made.attempts
    }

    /// How long the call took; as [`Report::elapsed`](crate::Report::elapsed).
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.made.elapsed()
    }

    /// The vendor's id of this answer; as [`Report::request_id`](crate::Report::request_id).
    pub fn request_id(&self) -> Option<&str> {
        self.0.made.request_id.as_deref()
    }

    /// The body of the answer; empty for a page that comes from JSON.
    pub fn body(&self) -> &str {
        if self.0.has_body { &self.0.text } else { "" }
    }

    pub(crate) fn how_made(&self) -> &Made {
        &self.0.made
    }

    /// Whether it was read from the body that it has, from which it can be read again.
    pub(crate) fn has_body(&self) -> bool {
        self.0.has_body
    }

    /// The canonical JSON, from which [`Page::from_json`] makes an equal page: `{ids, rows, items, total, capped, next, warnings,
    /// operation, asked: {search_from, search_to}, attempts, elapsed_ms, request_id}`, where `asked` is which page was asked
    /// for. The vendor's values are unchanged; the body as a whole is left out.
    pub fn to_json(&self) -> String {
        self.0.made.write(self.said()).finish()
    }

    /// The canonical JSON without how the call went.
    fn said(&self) -> Object {
        let next = self.next().map(|next| next.to_json());
        let asked = self.asked().map(|asked| asked.to_json());
        Object::new()
            .list("ids", self.ids())
            .array("rows", self.rows(), |out, row| row.write(out))
            .array("items", self.items(), |out, item| item.write(out))
            .number_or_null("total", self.total())
            .flag("capped", self.capped())
            .raw("next", next.as_deref().unwrap_or("null"))
            .list("warnings", self.warnings())
            .text("operation", self.operation())
            .raw("asked", asked.as_deref().unwrap_or("null"))
    }

    /// The rows from `start` to before `end`, as a JSON array.
    #[doc(hidden)]
    pub fn rows_json(&self, start: usize, end: usize) -> String {
        let mut out = String::with_capacity(256);
        push_array(&mut out, self.rows().skip(start).take(end.saturating_sub(start)), |out, row| row.write(out));
        out
    }
}

/// Pages are equal if they say the same, whatever it took: attempts, time and request id do not count.
impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.said().finish() == other.said().finish()
    }
}

impl Eq for Page {}

/// Prints counts.
impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = f.debug_struct("Page");
        page.field("operation", &self.operation()).field("items", &self.len()).field("total", &self.total()).finish()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} items", self.operation(), self.len())?;
        match self.total() {
            Some(total) if self.capped() => write!(f, " of {total} or more"),
            Some(total) => write!(f, " of {total}"),
            None => Ok(()),
        }
    }
}

/// The canonical JSON.
impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}
