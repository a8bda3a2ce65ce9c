//! The range of a page that is asked for by offsets.

use crate::{error::Error, reply_context::Paging};

/// The documented size of a page, when a request names none, and the largest.
const PAGE: u32 = 100;

pub(super) fn paging(search_from: Option<u32>, search_to: Option<u32>) -> Paging {
    Paging::Offset { from: search_from.unwrap_or(0), to: search_to.unwrap_or(PAGE) }
}

pub(super) fn check(search_from: Option<u32>, search_to: Option<u32>) -> Result<(), Error> {
    match search_to.unwrap_or(PAGE).checked_sub(search_from.unwrap_or(0)) {
        None | Some(0) => Err(Error::invalid("search_to", "must be greater than `search_from`; the default is 100")),
        Some(size) if size > PAGE => Err(Error::invalid("search_to", "must be at most 100 above `search_from`")),
        Some(_) => Ok(()),
    }
}
