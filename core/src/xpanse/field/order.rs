//! The fields that a list can be sorted by.

use crate::xpanse::filter::Sort;

/// A field that a list can be sorted by.
#[derive(Clone, Copy, Debug)]
pub struct Order(&'static str);

impl Order {
    pub(crate) const fn new(field: &'static str) -> Self {
        Order(field)
    }

    /// Smallest value first.
    pub fn ascending(self) -> Sort {
        Sort::ascending(self.0)
    }

    /// Largest value first.
    pub fn descending(self) -> Sort {
        Sort::descending(self.0)
    }
}
