//! Reading page by page, and settling.

use std::fmt;

use super::client::AsyncClient;
use crate::{
    answer::Page,
    error::Error,
    ffi::AnyTenant,
    operation::{RunsOn, Target},
    reading::{Listing, Pages, PagesEnd, Settle, Settlement},
    transport::client::{RunOptions, page},
};

impl<T: Target> AsyncClient<T> {
    /// Reads a list to its end, page by page: see [`Pages`] for what is given and how it ends. Nothing is read ahead.
    ///
    /// ```no_run
    /// # async fn read() -> Result<(), soarwire::Error> {
    /// # let client = soarwire::AsyncClient::new(soarwire::xpanse::Tenant::new("acme.crtx.us.example.com")?);
    /// use soarwire::xpanse;
    ///
    /// let mut pages = client.pages(xpanse::GetIncidents::new());
    /// while let Some(page) = pages.next().await {
    ///     for row in page?.rows() {
    ///         println!("{}: {}", row.id, row.title.unwrap_or_default());
    ///     }
    /// }
    /// println!("{:?}", pages.end());
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<O: Listing + RunsOn<T>>(&self, operation: O) -> AsyncPages<'_, T, O> {
        self.pages_with(Pages::new(operation), RunOptions::default())
    }

    /// The same with a limit of pages, or from where an earlier reading ended, and with limits and hooks for each call.
    pub fn pages_with<'c, O: Listing + RunsOn<T>>(
        &'c self,
        pages: Pages<O>,
        options: RunOptions<'c>,
    ) -> AsyncPages<'c, T, O> {
        AsyncPages { client: self, pages, options, has_failed: false }
    }

    /// Finds out what is in effect after a call whose outcome is unknown or was not reported; see [`Settle`].
    ///
    /// # Errors
    /// As [`AsyncClient::run`], for what reads.
    ///
    /// # Panics
    /// As [`Driver::run`](super::Driver::run).
    pub async fn settle(&self, mut settle: Settle) -> Result<Settlement, Error>
    where
        T: Into<AnyTenant>,
    {
        let tenant: AnyTenant = self.tenant().clone().into();
        while let Some(operation) = settle.operation() {
            let prepared = tenant.prepare(operation)?;
            let answer = self.driver()?.run(prepared, &RunOptions::default()).await?;
            settle.take(&page(answer)?);
        }
        Ok(settle.finish())
    }
}

/// The pages of a list, as an [`AsyncClient`] reads them. After an error it gives nothing more, until [`AsyncPages::go_on`].
pub struct AsyncPages<'c, T, O> {
    client: &'c AsyncClient<T>,
    pages: Pages<O>,
    options: RunOptions<'c>,
    has_failed: bool,
}

impl<T: Target, O: Listing + RunsOn<T>> AsyncPages<'_, T, O> {
    /// The next page; `None` after the last one, and after an error. Dropping the future leaves this page to be read again.
    pub async fn next(&mut self) -> Option<Result<Page, Error>> {
        if self.has_failed {
            return None;
        }
        let operation = self.pages.operation()?;
        let answer = match operation.check_lists() {
            Ok(()) => self.client.run_with(operation, &self.options).await,
            Err(error) => Err(error),
        };
        let read = answer.and_then(page).map(|page| self.pages.take(page));
        self.has_failed = read.is_err();
        Some(read)
    }

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

/// Prints how far it came.
impl<T, O: fmt::Debug> fmt::Debug for AsyncPages<'_, T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncPages").field(&self.pages).finish()
    }
}
