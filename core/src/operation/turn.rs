//! The parameters that turn to another page.

use super::params::Params;
use crate::answer::NextPage;

/// The parameters with those of the page.
pub(crate) fn to(params: Params, page: &NextPage) -> Params {
    match page {
        NextPage::Offset { search_from, search_to } => {
            params.set("search_from", *search_from).set("search_to", *search_to)
        }
        NextPage::Token { next_page_token } => params.set("next_page_token", next_page_token.as_str()),
        NextPage::Index { page_index } => params.set("page_index", *page_index),
    }
}
