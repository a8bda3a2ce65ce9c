//! One list over several tenants.

use std::fmt;

use super::client::Client;
use crate::{
    error::Error,
    ffi::{AnyOperation, AnyTenant},
    operation::{RunsOn, Target},
    reading::{Listing, OverviewRow, PagesEnd},
    transport::client::{Next, RunOptions, View, page},
};

/// One list over several tenants of both vendors, the newest first where the vendors give a time: the state machine is
/// [`Overview`](crate::Overview). Each tenant has a client, and so a pace, of its own. One that fails is in [`ClientOverview::ended`] and ends; the
/// others continue. At most one page of each tenant is held, and nothing is read ahead.
///
/// Lists are merged, not sorted: each should come newest first.
///
/// ```no_run
/// # fn read() -> Result<(), soarwire::Error> {
/// # let soc = soarwire::Client::new(soarwire::d3::Tenant::new("https://soc.example.com", "Admin", "SOC")?);
/// # let berlin = soarwire::Client::new(soarwire::xpanse::Tenant::new("acme.crtx.us.example.com")?);
/// use soarwire::{ClientOverview, d3, xpanse};
///
/// let mut overview = ClientOverview::default()
///     .tenant("soc", &soc, d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-08 00:00:00"))
///     .tenant("berlin", &berlin, xpanse::GetIncidents::new().sort(xpanse::Sort::descending("creation_time")));
/// for row in &mut overview {
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
pub struct ClientOverview<'c> {
    view: View<Client<AnyTenant>>,
    options: RunOptions<'c>,
}

impl<'c> ClientOverview<'c> {
    /// A list over no tenants yet; the limits and hooks are for each page.
    pub fn new(options: RunOptions<'c>) -> Self {
        ClientOverview { view: View::new(), options }
    }

    /// One more tenant: the name that its rows have, its client, and what lists.
    #[must_use]
    pub fn tenant<T, O>(mut self, name: impl Into<String>, client: &Client<T>, operation: O) -> Self
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
}

/// Without limits or hooks.
impl Default for ClientOverview<'_> {
    fn default() -> Self {
        ClientOverview::new(RunOptions::default())
    }
}

impl Iterator for ClientOverview<'_> {
    type Item = OverviewRow;

    fn next(&mut self) -> Option<OverviewRow> {
        loop {
            let (tenant, read) = match self.view.next()? {
                Next::Row(row) => return Some(row),
                Next::Read { tenant, reader, operation } => {
                    (tenant, reader.run_with(&operation, &self.options).and_then(page))
                }
            };
            self.view.took(tenant, read);
        }
    }
}

/// Prints how far it came.
impl fmt::Debug for ClientOverview<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientOverview").field(&self.view).finish()
    }
}
