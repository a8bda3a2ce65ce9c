//! All pages of a list, one after the other.

use std::fmt;

use super::ids_seen::IdsSeen;
use crate::{
    answer::{NextPage, Page},
    error::Error,
    ffi::AnyOperation,
    name::names,
    operation::Operation,
};

/// An operation that lists, and can be asked for another page.
///
/// Sealed: it is implemented for operations that answer with a [`Page`], and for [`AnyOperation`].
pub trait Listing: Clone + crate::operation::sealed::Sealed {
    /// The same request for another page; see [`Operation::at_page`].
    ///
    /// # Errors
    /// As [`Operation::at_page`].
    fn turned_to(&self, page: &NextPage) -> Result<Self, Error>;

    /// Refuses an operation that does not list: what acts must not be sent by something that reads.
    ///
    /// # Errors
    /// `invalid_request` (field `operation`).
    fn check_lists(&self) -> Result<(), Error> {
        Ok(())
    }
}

impl<O: Operation<Answer = Page>> Listing for O {
    fn turned_to(&self, page: &NextPage) -> Result<Self, Error> {
        self.at_page(page)
    }
}

impl Listing for AnyOperation {
    fn turned_to(&self, page: &NextPage) -> Result<Self, Error> {
        self.at_page(page)
    }

    fn check_lists(&self) -> Result<(), Error> {
        if self.lists() {
            return Ok(());
        }
        Err(Error::invalid("operation", "must be one that lists: this one does not answer with a page").of(self.id()))
    }
}

/// Why there are no more pages: what may have been missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PagesEnd {
    /// The vendor has no more, and no sign that anything was missed.
    Complete,
    /// There may be more than can be read in this way: Xpanse counts and lists no more than 9,999 by offsets (page tokens reach them),
    /// and a search of D3 gives no more than its `top`.
    Capped,
    /// The list changed meanwhile: its total changed, incidents came twice, or fewer came than were counted. Some may have been
    /// missed.
    Moved,
    /// The limit of pages was reached, and there are more.
    Stopped,
}

impl PagesEnd {
    /// The stable name: `complete`, `capped`, `moved` or `stopped`.
    pub const fn as_str(self) -> &'static str {
        match self {
            PagesEnd::Complete => "complete",
            PagesEnd::Capped => "capped",
            PagesEnd::Moved => "moved",
            PagesEnd::Stopped => "stopped",
        }
    }

    /// The end with this stable name; `None` for any other name.
    pub fn from_name(name: &str) -> Option<PagesEnd> {
        let ends = [PagesEnd::Complete, PagesEnd::Capped, PagesEnd::Moved, PagesEnd::Stopped];
        ends.into_iter().find(|end| end.as_str() == name)
    }
}

names!(PagesEnd);

/// All pages of a list: hands out the operation for each page, and takes the page that answers it.
///
/// It does no I/O: `Client::pages` and its like drive it. Every incident is given once, and it always ends: a page without a
/// new id ends it, and so does a page token that came before. After an error the same operation can be sent again.
///
/// ```
/// use soarwire::{Operation, Pages, PagesEnd, Response, xpanse};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let mut pages = Pages::new(xpanse::GetIncidents::new().search_to(1));
/// let mut ids = Vec::new();
/// for body in [r#"{"reply": {"total_count": 2, "incidents": [{"incident_id": "1"}]}}"#,
///     r#"{"reply": {"total_count": 2, "incidents": [{"incident_id": "2"}]}}"#] {
///     let Some(operation) = pages.operation() else { break };
///     let page = operation.parse(Response::new(200, body.as_bytes()))?;
///     ids.extend(pages.take(page).ids().map(|id| id.into_owned()));
/// }
/// assert_eq!((ids.as_slice(), pages.end()), (&["1".to_owned(), "2".to_owned()][..], Some(PagesEnd::Complete)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Pages<O> {
    /// What asks for the next page, or asked for the last one.
    operation: O,
    seen: IdsSeen,
    /// Hashes of the page tokens so far, sorted.
    tokens: Vec<u64>,
    /// The total that the last page said which had one, below the cap.
    total: Option<u64>,
    /// Whether more may exist than offsets reach.
    is_capped: bool,
    /// How many ids were given, and items without one.
    given: u64,
    /// Where the first page began.
    first: u64,
    has_moved: bool,
    pages: u32,
    limit: Option<u32>,
    end: Option<PagesEnd>,
}

impl<O: Listing> Pages<O> {
    /// From the page that the operation asks for, to the last one.
    pub fn new(operation: O) -> Self {
        Pages {
            operation,
            seen: IdsSeen::default(),
            tokens: Vec::new(),
            total: None,
            is_capped: false,
            given: 0,
            first: 0,
            has_moved: false,
            pages: 0,
            limit: None,
            end: None,
        }
    }

    /// No more than this many pages.
    #[must_use]
    pub fn limit(mut self, pages: u32) -> Self {
        self.limit = Some(pages);
        if pages == 0 {
            self.end = Some(PagesEnd::Stopped);
        }
        self
    }

    /// What asks for the next page; `None` after the last one.
    pub fn operation(&self) -> Option<&O> {
        self.end.is_none().then_some(&self.operation)
    }

    /// Why there are no more pages; `None` while there are.
    pub fn end(&self) -> Option<PagesEnd> {
        self.end
    }

    /// How many pages were taken.
    pub fn len(&self) -> u32 {
        self.pages
    }

    /// Whether no page was taken.
    pub fn is_empty(&self) -> bool {
        self.pages == 0
    }

    /// Takes the answer to [`Pages::operation`], and gives it back without the items that came before. A page that nobody asked
    /// for, after the end, is given back as it is.
    pub fn take(&mut self, page: Page) -> Page {
        if self.end.is_some() {
            return page;
        }
        self.count(&page);
        let mut is_new = Vec::with_capacity(page.len());
        let mut has_new_id = false;
        for id in page.ids() {
            // An item that names no incident cannot be recognised: it is given, and proves no progress.
            let is_first = id.is_empty() || self.seen.take(&id);
            has_new_id |= is_first && !id.is_empty();
            is_new.push(is_first);
        }
        let fresh = is_new.iter().filter(|is_new| **is_new).count();
        self.given += fresh as u64;
        self.has_moved |= fresh < page.len();
        self.turn(&page, has_new_id);
        if fresh == page.len() { page } else { page.filtered(|place| is_new.get(place).copied().unwrap_or_default()) }
    }

    fn count(&mut self, page: &Page) {
        if self.pages == 0 {
            self.first = match page.asked() {
                Some(NextPage::Offset { search_from, .. }) => search_from.into(),
                _ => 0,
            };
        }
        self.pages = self.pages.saturating_add(1);
        self.is_capped |= (page.capped() && !page.is_by_token()) || page.is_at_top();
        // A vendor counts nothing where it has nothing to give.
        if let Some(total) = page.total() {
            self.has_moved |= !page.is_by_token() && self.total.is_some_and(|known| known != total);
            self.total = (!page.capped()).then_some(total);
        }
    }

    /// Goes on to the next page, or ends.
    fn turn(&mut self, page: &Page, has_new_id: bool) {
        let Some(next) = page.next() else {
            self.end = Some(self.ended());
            return;
        };
        let is_again = match &next {
            NextPage::Token { next_page_token } => {
                let hash = hash(next_page_token);
                let place = self.tokens.binary_search(&hash);
                place.map_err(|place| self.tokens.insert(place, hash)).is_ok()
            }
            _ => false,
        };
        // A page without a new id does not go on, whatever it says.
        let turned = self.operation.turned_to(&next).ok().filter(|_| has_new_id && !is_again);
        match turned {
            Some(_) if self.limit.is_some_and(|limit| self.pages >= limit) => self.end = Some(PagesEnd::Stopped),
            Some(turned) => self.operation = turned,
            None => self.end = Some(if self.is_capped { PagesEnd::Capped } else { PagesEnd::Moved }),
        }
    }

    fn ended(&self) -> PagesEnd {
        let is_short = self.total.is_some_and(|total| self.first + self.given < total);
        match () {
            () if self.is_capped => PagesEnd::Capped,
            () if self.has_moved || is_short => PagesEnd::Moved,
            () => PagesEnd::Complete,
        }
    }
}

/// Tokens that have the same one count as the same, which ends the list too early at worst, and says so.
fn hash(token: &str) -> u64 {
    // FNV-1a.
    token.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Prints the operation and how far it came.
impl<O: fmt::Debug> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pages = f.debug_struct("Pages");
        pages.field("operation", &self.operation).field("pages", &self.pages).field("end", &self.end).finish()
    }
}
