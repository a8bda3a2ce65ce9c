//! Titles of incidents, which D3 cuts without saying so.

use crate::{error::Error, operation::Param};

/// The most characters that D3 keeps.
const MOST: usize = 100;

/// Refuses a title that would be cut.
pub(super) fn check_text(name: &str, title: &str) -> Result<(), Error> {
    if title.chars().count() <= MOST {
        return Ok(());
    }
    Err(Error::invalid(name, "must be at most 100 characters: D3 cuts longer titles without an error"))
}

/// The same of the new value of a field, if that field is the title.
pub(super) fn check(name: &str, field: &str, value: &Param) -> Result<(), Error> {
    match value {
        Param::Text(title) if field.trim().eq_ignore_ascii_case("title") => check_text(name, title),
        _ => Ok(()),
    }
}
