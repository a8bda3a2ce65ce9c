//! One list over several tenants.

use std::{collections::VecDeque, fmt};

use super::pages::{Listing, Pages, PagesEnd};
use crate::{
    answer::{Page, Row},
    error::Error,
    ffi::AnyOperation,
    json::{Object, Scanner, Value},
    wire::parse_plain,
};

/// One list over several tenants of both vendors, the newest first where the vendors give a time: hands out what is to be read
/// of which tenant, and gives the rows.
///
/// It does no I/O: a program reads with a client for each tenant, so that each is paced on its own, as `ClientOverview` (feature `ureq`)
/// and `AsyncOverview` (feature `reqwest`) do. A tenant that fails ends, and
/// is reported; the others continue. At most one page of each tenant is held.
///
/// Lists are merged, not sorted: each tenant's should come newest first, as `xpanse.get_incidents` gives it when it is sorted by
/// `creation_time` in descending order.
///
/// ```
/// use soarwire::{AnyAnswer, Overview, OverviewStep, Response, xpanse};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let newest = || xpanse::GetIncidents::new().sort(xpanse::Sort::descending("creation_time"));
/// let mut overview = Overview::new([("berlin", newest()), ("oslo", newest())]);
/// let mut seen = Vec::new();
/// loop {
///     match overview.step() {
///         OverviewStep::Read { tenant, operation } => {
///             let body: &[u8] = match overview.name(tenant) {
///                 "berlin" => br#"{"reply": {"incidents": [{"incident_id": "1", "creation_time": 1790000000000}]}}"#,
///                 _ => br#"{"reply": {"incidents": [{"incident_id": "2", "creation_time": 1790000000001}]}}"#,
///             };
///             match operation.parse(Response::new(200, body)) {
///                 Ok(AnyAnswer::Page(page)) => overview.take(tenant, page),
///                 Ok(_) => break,
///                 Err(error) => overview.fail(tenant, error),
///             }
///         }
///         OverviewStep::Row(row) => seen.push(format!("{} {}", row.tenant(), row.row().id)),
///         OverviewStep::Ended { .. } => {}
///         _ => break,
///     }
/// }
/// assert_eq!(seen, ["oslo 2", "berlin 1"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Overview {
    tenants: Vec<Tenant>,
}

#[derive(Clone, Debug)]
struct Tenant {
    name: String,
    pages: Pages<AnyOperation>,
    rows: VecDeque<OverviewRow>,
    failure: Option<Error>,
    /// Whether its end was told.
    is_told: bool,
}

/// What comes next in an [`Overview`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum OverviewStep {
    /// A page is to be read before anything can be given; then [`Overview::take`] or [`Overview::fail`].
    Read {
        /// The place of the tenant.
        tenant: usize,
        /// What reads the page.
        operation: AnyOperation,
    },
    /// The next incident or alert.
    Row(OverviewRow),
    /// A tenant has no more; told once for each.
    Ended {
        /// The name of the tenant.
        tenant: String,
        /// Why its list ended, or the error with which it failed.
        result: Result<PagesEnd, Error>,
    },
    /// All have ended.
    Done,
}

/// An incident or alert, and the tenant that has it.
#[derive(Clone)]
pub struct OverviewRow {
    tenant: String,
    page: Page,
    place: usize,
    created_ms: Option<u64>,
}

impl OverviewRow {
    /// The name of the tenant.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The common view.
    pub fn row(&self) -> Row<'_> {
        self.page.row_at(self.place).unwrap_or_default()
    }

    /// The vendor's own item.
    pub fn item(&self) -> Option<crate::Item<'_>> {
        self.page.item_at(self.place)
    }

    /// The id of the operation that read it.
    pub fn operation(&self) -> &'static str {
        self.page.operation()
    }

    /// When it was created, in epoch milliseconds, if the vendor's time is unambiguous.
    pub fn created_ms(&self) -> Option<u64> {
        self.created_ms
    }

    /// All of it as JSON: `{tenant, row, item, operation, created_ms}`, the row as in [`Page::to_json`], the item as the vendor wrote it.
    pub fn to_json(&self) -> String {
        Object::new()
            .text("tenant", &self.tenant)
            .raw("row", &self.row().to_json())
            .raw("item", self.item().map_or("null", |item| item.as_json()))
            .text("operation", self.operation())
            .number_or_null("created_ms", self.created_ms)
            .finish()
    }
}

impl Overview {
    /// A list over tenants, each with its name and the operation that lists. A tenant whose operation does not list fails, and nothing
    /// is sent to it.
    pub fn new(tenants: impl IntoIterator<Item = (impl Into<String>, impl Into<AnyOperation>)>) -> Self {
        let mut overview = Overview::default();
        tenants.into_iter().for_each(|(name, operation)| overview.push(name, operation));
        overview
    }

    /// One more tenant; its place is the number of those before it.
    pub fn push(&mut self, name: impl Into<String>, operation: impl Into<AnyOperation>) {
        let operation: AnyOperation = operation.into();
        let failure = operation.check_lists().err();
        let (name, pages, rows) = (name.into(), Pages::new(operation), VecDeque::new());
        self.tenants.push(Tenant { name, pages, rows, failure, is_told: false });
    }

    /// The name of the tenant at this place; empty for a place that does not exist.
    pub fn name(&self, tenant: usize) -> &str {
        self.tenants.get(tenant).map_or("", |tenant| &tenant.name)
    }

    /// What comes next.
    pub fn step(&mut self) -> OverviewStep {
        for (place, tenant) in self.tenants.iter_mut().enumerate() {
            if !tenant.rows.is_empty() {
                continue;
            }
            let operation = tenant.pages.operation().filter(|_| tenant.failure.is_none());
            if let Some(operation) = operation {
                return OverviewStep::Read { tenant: place, operation: operation.clone() };
            }
            if !tenant.is_told {
                tenant.is_told = true;
                let end = tenant.pages.end().unwrap_or(PagesEnd::Stopped);
                let result = tenant.failure.clone().map_or(Ok(end), Err);
                return OverviewStep::Ended { tenant: tenant.name.clone(), result };
            }
        }
        // What has no time does not wait for what has one.
        let next = self
            .tenants
            .iter_mut()
            .filter(|tenant| !tenant.rows.is_empty())
            .max_by_key(|tenant| tenant.rows.front().and_then(|row| row.created_ms).unwrap_or(u64::MAX));
        match next.and_then(|tenant| tenant.rows.pop_front()) {
            Some(row) => OverviewStep::Row(row),
            None => OverviewStep::Done,
        }
    }

    /// Takes the page that [`OverviewStep::Read`] asked for.
    pub fn take(&mut self, tenant: usize, page: Page) {
        let Some(tenant) = self.tenants.get_mut(tenant) else { return };
        let page = tenant.pages.take(page);
        for (place, row) in page.rows().enumerate() {
            let created_ms = row.created.as_deref().and_then(created_ms);
            let (tenant_name, page) = (tenant.name.clone(), page.clone());
            tenant.rows.push_back(OverviewRow { tenant: tenant_name, page, place, created_ms });
        }
    }

    /// Says that the page could not be read: the tenant ends.
    pub fn fail(&mut self, tenant: usize, error: Error) {
        if let Some(tenant) = self.tenants.get_mut(tenant) {
            tenant.failure = Some(error);
        }
    }
}

/// The time in the JSON text of a row: epoch milliseconds, or a text such as `2026-11-07 10:00:09`.
fn created_ms(json: &str) -> Option<u64> {
    match Scanner::new(json, 0).value().ok()? {
        Value::Number(span) => span.of(json).parse().ok(),
        Value::String(text) => parse_plain(&text.read(json)),
        _ => None,
    }
}

/// Prints the tenant and the id.
impl fmt::Debug for OverviewRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverviewRow").field("tenant", &self.tenant).field("id", &self.row().id).finish()
    }
}
