//! One page of a list.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{Serialize, Serializer};

use super::{
    item::Item,
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
pub struct Page(Arc<Inner>);

struct Inner {
    context: ReplyContext,
    /// The body: what the spans point into.
    text: String,
    keys: &'static RowKeys,
    items: Places,
    total: Option<u64>,
    warnings: Vec<String>,
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
        Page(Arc::new(Inner { context: context.clone(), text, keys, items, total, warnings: warnings.finish() }))
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

    /// The vendor's warnings, at most 64 KiB; if there are more, the last one says how many.
    pub fn warnings(&self) -> &[String] {
        &self.0.warnings
    }

    /// The body of the answer.
    pub fn body(&self) -> &str {
        &self.0.text
    }

    /// The canonical JSON: `{ids, rows, items, total, capped, next, warnings}`, with the vendor's values unchanged.
    pub fn to_json(&self) -> String {
        let next = self.next().map(|next| next.to_json());
        Object::new()
            .list("ids", self.ids())
            .array("rows", self.rows(), |out, row| row.write(out))
            .array("items", self.items(), |out, item| item.write(out))
            .number_or_null("total", self.total())
            .flag("capped", self.capped())
            .raw("next", next.as_deref().unwrap_or("null"))
            .list("warnings", self.warnings())
            .finish()
    }

    /// The rows from `start` to before `end`, as a JSON array.
    #[doc(hidden)]
    pub fn rows_json(&self, start: usize, end: usize) -> String {
        let mut out = String::with_capacity(256);
        push_array(&mut out, self.rows().skip(start).take(end.saturating_sub(start)), |out, row| row.write(out));
        out
    }
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.0.context == other.0.context && self.0.text == other.0.text
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
