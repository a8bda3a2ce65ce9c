//! Where the value of a known key stands.

use crate::json::Span;

/// The place of a value; empty for a key that the object does not have. A value never stands at the start of its object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Span,
    /// It is a string that must be unescaped to be read.
    pub(super) escaped: bool,
    /// Among few places: which key it is, counted from 1.
    pub(super) key: u16,
}

impl Place {
    pub(super) fn new(span: Span, escaped: bool) -> Self {
        Place { span, escaped, key: 0 }
    }
}
