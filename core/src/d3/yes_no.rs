//! Booleans as D3's samples send them.

/// `Yes` or `No`.
pub(super) fn yes_no(value: bool) -> &'static str {
    if value { "Yes" } else { "No" }
}
