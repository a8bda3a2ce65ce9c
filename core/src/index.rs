//! Where a text stands in a list: one map for all that look texts up, so that its code is there once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Places by text.
pub(crate) struct Index<'a>(HashMap<&'a str, u32, FixedState>);

impl<'a> Index<'a> {
    #[inline(never)]
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Index(HashMap::with_capacity_and_hasher(capacity, FixedState::default()))
    }

    /// Puts `text` at `place`, instead of where it stood before; says whether it is new.
    #[inline(never)]
    pub(crate) fn insert(&mut self, text: &'a str, place: usize) -> bool {
        self.0.insert(text, place as u32).is_none()
    }

    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        self.0.get(text).map(|place| *place as usize)
    }
}
