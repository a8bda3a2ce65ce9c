//! The ids of the pages that can still overlap with the next one.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

/// How many are remembered. By offsets no vendor gives more than 9,999; behind that many ids a page that moved is not
/// noticed any more, and memory stays as it is.
const MOST: usize = 20_000;

#[derive(Clone, Debug, Default)]
pub(super) struct IdsSeen {
    known: BTreeSet<Arc<str>>,
    in_order: VecDeque<Arc<str>>,
}

impl IdsSeen {
    /// Takes an id; whether it is new.
    pub(super) fn take(&mut self, id: &str) -> bool {
        if self.known.contains(id) {
            return false;
        }
        if self.in_order.len() == MOST
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.known.remove(&oldest);
        }
        let id: Arc<str> = id.into();
        self.in_order.push_back(Arc::clone(&id));
        self.known.insert(id);
        true
    }
}
