//! Reading page by page, and settling.

use std::fmt;

use super::client::Client;
use crate::{
    answer::Page,
    error::Error,
    ffi::AnyTenant,
    operation::{RunsOn, Target},
    reading::{Listing, Pages, PagesEnd, Settle, Settlement},
    transport::client::{RunOptions, page},
};

impl<T: Target> Client<T> {
    /// Reads a list to its end, one page per item: see [`Pages`] for what is given and how it ends. Nothing is read ahead.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), soarwire::Error> {
    /// # let client = soarwire::Client::new(soarwire::xpanse::Tenant::new("acme.crtx.us.example.com")?);
    /// use soarwire::{PagesEnd, xpanse};
    ///
    /// let mut pages = client.pages(xpanse::GetIncidents::new());
    /// for page in &mut pages {
    ///     for row in page?.rows() {
    ///         println!("{}: {}", row.id, row.title.unwrap_or_default());
    ///     }
    /// }
    /// if pages.end() != Some(PagesEnd::Complete) {
    ///     println!("some may have been missed: {:?}", pages.end());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<O: Listing + RunsOn<T>>(&self, operation: O) -> ClientPages<'_, T, O> {
        self.pages_with(Pages::new(operation), RunOptions::default())
    }

    /// The same with a limit of pages, or from where an earlier reading ended, and with limits and hooks for each call.
    pub fn pages_with<'c, O: Listing + RunsOn<T>>(
        &'c self,
        pages: Pages<O>,
        options: RunOptions<'c>,
    ) -> ClientPages<'c, T, O> {
        ClientPages { client: self, pages, options, has_failed: false }
    }

    /// Finds out what is in effect after a call whose outcome is unknown or was not reported; see [`Settle`].
    ///
    /// ```no_run
    /// # fn main() -> Result<(), soarwire::Error> {
    /// # let client = soarwire::Client::new(soarwire::d3::Tenant::new("https://soc.example.com", "Admin", "SOC")?);
    /// use soarwire::{Settle, d3};
    ///
    /// let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
    /// if let Err(error) = client.run(&close) {
    ///     let settlement = client.settle(Settle::after_error(close, &error))?;
    ///     for (id, why) in settlement.cannot_tell() {
    ///         println!("{id}: look at it, {why}");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Client::run`], for what reads.
    pub fn settle(&self, mut settle: Settle) -> Result<Settlement, Error>
    where
        T: Into<AnyTenant>,
    {
        let tenant: AnyTenant = self.tenant().clone().into();
        while let Some(operation) = settle.operation() {
            let prepared = tenant.prepare(operation)?;
            let answer = self.driver()?.run(prepared, &RunOptions::default())?;
            settle.take(&page(answer)?);
        }
        Ok(settle.finish())
    }
}

/// The pages of a list, as a [`Client`] reads them. After an error it gives nothing more, until [`ClientPages::go_on`].
pub struct ClientPages<'c, T, O> {
    client: &'c Client<T>,
    pages: Pages<O>,
    options: RunOptions<'c>,
    has_failed: bool,
}

impl<T, O: Listing> ClientPages<'_, T, O> {
    /// Why there are no more pages; `None` while there are, and after an error.
    pub fn end(&self) -> Option<PagesEnd> {
        self.pages.end()
    }

    /// How far it came.
    pub fn pages(&self) -> &Pages<O> {
        &self.pages
    }

    /// Goes on after an error, with the page that could not be read.
    pub fn go_on(&mut self) {
        self.has_failed = false;
    }
}

impl<T: Target, O: Listing + RunsOn<T>> Iterator for ClientPages<'_, T, O> {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let operation = self.pages.operation()?;
        let answer = match operation.check_lists() {
            Ok(()) => self.client.run_with(operation, &self.options),
            Err(error) => Err(error),
        };
        let read = answer.and_then(page).map(|page| self.pages.take(page));
        self.has_failed = read.is_err();
        Some(read)
    }
}

/// Prints how far it came.
impl<T, O: fmt::Debug> fmt::Debug for ClientPages<'_, T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientPages").field(&self.pages).finish()
    }
}
