//! One page of a list.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use serde::{Serialize, Serializer};

use super::{
    item::Item,
    made::Made,
    places::Places,
    row::{Row, RowKeys, text_of},
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

#[derive(Clone)]
struct Inner {
    context: ReplyContext,
    said: Said,
    made: Made,
    body: Body,
}

/// What a page says.
#[derive(Clone)]
pub(crate) struct Said {
    /// What the spans point into.
    pub(crate) text: String,
    pub(crate) keys: &'static RowKeys,
    /// The items; of a page of ids alone the strings or numbers.
    pub(crate) items: Places,
    /// The vendor names the incidents and says nothing about them.
    pub(crate) is_ids_alone: bool,
    pub(crate) total: Option<u64>,
    pub(crate) capped: bool,
    pub(crate) next: Option<NextPage>,
    pub(crate) warnings: Vec<String>,
}

/// The body of the answer.
#[derive(Clone)]
enum Body {
    /// It is the text.
    Text,
    /// The text was decoded out of it.
    Other(String),
    /// The page comes from JSON, or is a part of what the answer says.
    Unknown,
}

impl Inner {
    fn item(&self, index: usize) -> Option<Item<'_>> {
        self.said.items.get(index).map(|span| Item(span.of(&self.said.text)))
    }
}

/// A page being made: what a vendor's reader fills in.
pub(crate) struct PageDraft {
    pub(crate) text: String,
    /// The body, if the text was decoded out of it.
    pub(crate) body: Option<String>,
    pub(crate) keys: &'static RowKeys,
    pub(crate) items: Places,
    pub(crate) is_ids_alone: bool,
    pub(crate) total: Option<u64>,
    pub(crate) further: Further,
    pub(crate) warnings: Warnings,
}

/// What an answer says about further pages.
#[derive(Default)]
pub(crate) struct Further {
    /// The vendor's token of the next page.
    pub(crate) token: Option<String>,
    /// How many pages there are.
    pub(crate) pages: Option<u64>,
}

impl PageDraft {
    pub(crate) fn finish(self, context: &ReplyContext) -> Page {
        let PageDraft { text, body, keys, items, is_ids_alone, total, further, warnings } = self;
        let capped = matches!(context.paging, Some(Paging::Offset { .. } | Paging::Token))
            && total.is_some_and(|total| total >= CAP);
        let next = further.next(context.paging, items.len(), total.filter(|_| !capped));
        let warnings = warnings.finish();
        let said = Said { text, keys, items, is_ids_alone, total, capped, next, warnings };
        let body = body.map_or(Body::Text, Body::Other);
        Page(Arc::new(Inner { context: context.clone(), said, made: Made::once(None), body }))
    }
}

impl Further {
    /// What changes in the request for the next page; `None` after the last one.
    fn next(self, paging: Option<Paging>, len: usize, total: Option<u64>) -> Option<NextPage> {
        match paging? {
            Paging::Offset { from, to } => {
                let size = to.checked_sub(from).filter(|size| *size > 0)?;
                let is_last = total.is_some_and(|total| u64::from(to) >= total);
                let search_to = to.checked_add(size)?;
                (len >= size as usize && !is_last).then_some(NextPage::Offset { search_from: to, search_to })
            }
            Paging::Token => self.token.map(|next_page_token| NextPage::Token { next_page_token }),
            Paging::Index { index, size } => {
                let page_index = index.checked_add(1)?;
                let is_last = self.pages.map_or(len < size as usize, |pages| u64::from(page_index) >= pages);
                (!is_last).then_some(NextPage::Index { page_index })
            }
            Paging::Top(_) => None,
        }
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
    /// Xpanse pages by tokens, too.
    Token {
        /// The token that the previous page gave.
        next_page_token: String,
    },
    /// D3 numbers its pages.
    Index {
        /// The number of the page, counted from 0.
        page_index: u32,
    },
}

impl NextPage {
    /// The parameters as the text of a JSON object: `{search_from, search_to}`, `{next_page_token}` or `{page_index}`.
    pub fn to_json(&self) -> String {
        let object = Object::new();
        match self {
            NextPage::Offset { search_from, search_to } => {
                object.raw("search_from", &search_from.to_string()).raw("search_to", &search_to.to_string())
            }
            NextPage::Token { next_page_token } => object.text("next_page_token", next_page_token),
            NextPage::Index { page_index } => object.raw("page_index", &page_index.to_string()),
        }
        .finish()
    }
}

impl Page {
    /// A page made again from its canonical JSON.
    pub(crate) fn rebuilt(context: ReplyContext, said: Said, made: Made) -> Page {
        Page(Arc::new(Inner { context, said, made, body: Body::Unknown }))
    }

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

    /// The same page with only the items at places that `keep` says.
    pub(crate) fn filtered(mut self, keep: impl Fn(usize) -> bool) -> Self {
        // A page that was handed out stays as it is.
        let inner = Arc::make_mut(&mut self.0);
        let mut kept = Places::default();
        for place in (0..inner.said.items.len()).filter(|place| keep(*place)) {
            inner.said.items.get(place).into_iter().for_each(|span| kept.push(span));
        }
        inner.said.items = kept;
        // The body says more than the page.
        inner.body = Body::Unknown;
        self
    }

    /// Whether it holds as many as were asked for of a list that has no further pages.
    pub(crate) fn is_at_top(&self) -> bool {
        matches!(self.0.context.paging, Some(Paging::Top(most)) if self.len() >= most as usize)
    }

    /// Whether it was asked for by a token.
    pub(crate) fn is_by_token(&self) -> bool {
        matches!(self.0.context.paging, Some(Paging::Token))
    }

    /// The id of the operation, such as `xpanse.get_incidents`.
    pub fn operation(&self) -> &'static str {
        self.0.context.operation
    }

    /// How many incidents or alerts the page names.
    pub fn len(&self) -> usize {
        self.0.said.items.len()
    }

    /// Whether the page names no incidents or alerts.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items it has: as many as ids, or none.
    fn items_len(&self) -> usize {
        if self.0.said.is_ids_alone { 0 } else { self.len() }
    }

    /// The vendor's own items, including unknown fields; none if the vendor gives ids alone, as `d3.search_incidents` does.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        (0..self.items_len()).map(|index| self.0.item(index).unwrap_or(Item("{}")))
    }

    /// The item at `index`, counted from 0; `None` after the last.
    pub fn item_at(&self, index: usize) -> Option<Item<'_>> {
        self.0.item(index).filter(|_| !self.0.said.is_ids_alone)
    }

    /// The common view of the items, the same for both vendors.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        self.items().map(|item| self.0.said.keys.row(item))
    }

    /// The row at `index`, counted from 0; `None` after the last.
    pub fn row_at(&self, index: usize) -> Option<Row<'_>> {
        Some(self.0.said.keys.row(self.item_at(index)?))
    }

    /// The ids of the items; empty for an item without one.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> + Clone {
        let Said { keys, is_ids_alone, .. } = &self.0.said;
        (0..self.len()).map(move |index| match self.0.item(index) {
            Some(item) if *is_ids_alone => text_of(item.0),
            Some(item) => keys.id(item),
            None => Cow::Borrowed(""),
        })
    }

    /// How many items all pages have together, as the vendor counts them; `None` if the answer does not say.
    pub fn total(&self) -> Option<u64> {
        self.0.said.total
    }

    /// Whether [`Page::total`] is Xpanse's limit for counting (9,999): there may be more items.
    pub fn capped(&self) -> bool {
        self.0.said.capped
    }

    /// The parameters for the next page; `None` after the last page.
    pub fn next(&self) -> Option<NextPage> {
        self.0.said.next.clone()
    }

    /// The parameters with which this page was asked for; `None` if that is not known, and for a page behind a token.
    pub fn asked(&self) -> Option<NextPage> {
        match self.0.context.paging? {
            Paging::Offset { from, to } => Some(NextPage::Offset { search_from: from, search_to: to }),
            Paging::Token | Paging::Top(_) => None,
            Paging::Index { index, .. } => Some(NextPage::Index { page_index: index }),
        }
    }

    /// The vendor's warnings, at most 64 KiB; if there are more, the last one says how many.
    pub fn warnings(&self) -> &[String] {
        &self.0.said.warnings
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

    /// The body of the answer; empty for a page that comes from JSON, and for one from which [`Pages`](crate::Pages) left out what
    /// came before.
    pub fn body(&self) -> &str {
        match &self.0.body {
            Body::Text => &self.0.said.text,
            Body::Other(body) => body,
            Body::Unknown => "",
        }
    }

    pub(crate) fn how_made(&self) -> &Made {
        &self.0.made
    }

    /// The body, from which it can be read again, if it was read from one.
    pub(crate) fn source(&self) -> Option<&str> {
        (!matches!(self.0.body, Body::Unknown)).then(|| self.body())
    }

    /// The canonical JSON, from which [`Page::from_json`] makes an equal page: `{ids, rows, items, total, capped, next, warnings,
    /// operation, asked, attempts, elapsed_ms, request_id}`, where `asked` is [`Page::asked`]. The vendor's values are unchanged; the body as a whole is left out.
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
