//! Finds the incidents that an answer names among those that were asked for.

use crate::{id_index::Index, reply_context::Asked};

/// Finds asked ids by the ids that an answer names. An answer in the order asked is matched without
/// hashing. The map holds the caller's own ids, so a fixed hash seed gives a server nothing to attack.
pub(crate) struct Matcher<'a> {
    asked: &'a Asked,
    /// The place behind the last find.
    next: usize,
    /// Whether the last find was at its place. Where answers have an order of their own, guesses cost more than they bring.
    is_in_order: bool,
    /// For ids without an index.
    index: Option<Index>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(asked: &'a Asked) -> Self {
        Matcher { asked, next: 0, is_in_order: true, index: None }
    }

    pub(crate) fn find(&mut self, id: &str) -> Option<usize> {
        let ids = self.asked.ids();
        let found = if self.is_in_order && ids.get(self.next).is_some_and(|asked| asked == id) {
            Some(self.next)
        } else {
            let index = self.asked.index();
            index.unwrap_or_else(|| self.index.get_or_insert_with(|| Index::of(ids).0)).get(ids, id)
        };
        if let Some(place) = found {
            self.is_in_order = place == self.next;
            self.next = place + 1;
        }
        found
    }
}
