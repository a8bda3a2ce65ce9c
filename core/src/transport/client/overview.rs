//! What the clients share that read one list over several tenants.

use std::fmt;

use crate::{
    answer::Page,
    error::Error,
    ffi::AnyOperation,
    reading::{Overview, OverviewRow, OverviewStep, PagesEnd},
};

/// How far the lists of several tenants were read, each with what reads it.
pub(crate) struct View<R> {
    overview: Overview,
    readers: Vec<R>,
    ended: Vec<(String, Result<PagesEnd, Error>)>,
}

/// What comes next.
pub(crate) enum Next<'v, R> {
    /// A page, then [`View::took`].
    Read {
        tenant: usize,
        reader: &'v R,
        operation: AnyOperation,
    },
    Row(OverviewRow),
}

impl<R> View<R> {
    pub(crate) fn new() -> Self {
        View { overview: Overview::default(), readers: Vec::new(), ended: Vec::new() }
    }

    pub(crate) fn push(&mut self, name: String, reader: R, operation: AnyOperation) {
        self.overview.push(name, operation);
        self.readers.push(reader);
    }

    /// What comes next, having noted which tenants ended; `None` when all have.
    pub(crate) fn next(&mut self) -> Option<Next<'_, R>> {
        loop {
            match self.overview.step() {
                OverviewStep::Row(row) => return Some(Next::Row(row)),
                OverviewStep::Read { tenant, operation } => {
                    let reader = self.readers.get(tenant)?;
                    return Some(Next::Read { tenant, reader, operation });
                }
                OverviewStep::Ended { tenant, result } => self.ended.push((tenant, result)),
                OverviewStep::Done => return None,
            }
        }
    }

    pub(crate) fn took(&mut self, tenant: usize, read: Result<Page, Error>) {
        match read {
            Ok(page) => self.overview.take(tenant, page),
            Err(error) => self.overview.fail(tenant, error),
        }
    }

    pub(crate) fn ended(&self) -> impl ExactSizeIterator<Item = (&str, Result<PagesEnd, &Error>)> + Clone {
        self.ended.iter().map(|(name, result)| (name.as_str(), result.as_ref().map(|end| *end)))
    }
}

/// Prints how many tenants there are, and which have ended.
impl<R> fmt::Debug for View<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("tenants", &self.readers.len()).field("ended", &self.ended).finish()
    }
}
