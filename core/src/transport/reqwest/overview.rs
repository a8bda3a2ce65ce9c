//! One list over several tenants.

use std::fmt;

use super::client::AsyncClient;
use crate::{
    error::Error,
    ffi::{AnyOperation, AnyTenant},
    operation::{RunsOn, Target},
    reading::{Listing, OverviewRow, PagesEnd},
    transport::client::{Next, RunOptions, View, page},
};

/// One list over several tenants of both vendors, the newest first where the vendors give a time: the state machine is
/// [`Overview`](crate::Overview). Each tenant has a client, and so a pace, of its own. One that fails is in [`AsyncOverview::ended`] and ends; the
/// others continue. At most one page of each tenant is held, and nothing is read ahead.
///
/// Lists are merged, not sorted: each should come newest first.
///
/// ```no_run
/// # async fn read() -> Result<(), soarwire::Error> {
/// # let soc = soarwire::AsyncClient::new(soarwire::d3::Tenant::new("https://soc.example.com", "Admin", "SOC")?);
/// # let berlin = soarwire::AsyncClient::new(soarwire::xpanse::Tenant::new("acme.crtx.us.example.com")?);
/// use soarwire::{AsyncOverview, d3, xpanse};
///
/// let mut overview = AsyncOverview::default()
///     .tenant("soc", &soc, d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-08 00:00:00"))
///     .tenant("berlin", &berlin, xpanse::GetIncidents::new().sort(xpanse::Sort::descending("creation_time")));
/// while let Some(row) = overview.next().await {
///     println!("{} {}: {}", row.tenant(), row.row().id, row.row().title.unwrap_or_default());
/// }
/// for (tenant, result) in overview.ended() {
///     if let Err(error) = result {
///         println!("{tenant} could not be read on: {error}");
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct AsyncOverview<'c> {
    view: View<AsyncClient<AnyTenant>>,
    options: RunOptions<'c>,
}

impl<'c> AsyncOverview<'c> {
    /// A list over no tenants yet; the limits and hooks are for each page.
    pub fn new(options: RunOptions<'c>) -> Self {
        AsyncOverview { view: View::new(), options }
    }

    /// One more tenant: the name that its rows have, its client, and what lists.
    #[must_use]
    pub fn tenant<T, O>(mut self, name: impl Into<String>, client: &AsyncClient<T>, operation: O) -> Self
    where
        T: Target + Into<AnyTenant>,
        O: Listing + RunsOn<T> + Into<AnyOperation>,
    {
        self.view.push(name.into(), client.for_any(), operation.into());
        self
    }

    /// The tenants that have no more, in the order in which they ended: why, which says what may have been missed, or the error of
    /// a list that could not be read on.
    pub fn ended(&self) -> impl ExactSizeIterator<Item = (&str, Result<PagesEnd, &Error>)> + Clone {
        self.view.ended()
    }

    /// The next row; `None` when all tenants have ended. Dropping the future leaves the page that was being read to be read again.
    ///
    /// # Panics
    /// As [`Driver::run`](super::Driver::run).
    pub async fn next(&mut self) -> Option<OverviewRow> {
        loop {
            let (tenant, read) = match self.view.next()? {
                Next::Row(row) => return Some(row),
                Next::Read { tenant, reader, operation } => {
                    (tenant, reader.run_with(&operation, &self.options).await.and_then(page))
                }
            };
            self.view.took(tenant, read);
        }
    }
}

/// Without limits or hooks.
impl Default for AsyncOverview<'_> {
    fn default() -> Self {
        AsyncOverview::new(RunOptions::default())
    }
}

/// Prints how far it came.
impl fmt::Debug for AsyncOverview<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncOverview").field(&self.view).finish()
    }
}
