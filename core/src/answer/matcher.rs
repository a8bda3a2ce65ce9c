//! Finds the incidents that an answer names among those that were asked for.

use crate::id_index::Index;

/// Finds asked ids by the ids that an answer names. An answer in the order asked is matched without
/// hashing. The map holds the caller's own ids, so a fixed hash seed gives a server nothing to attack.
pub(crate) struct Matcher<'a> {
    asked: &'a [String],
    /// The place behind the last find.
    next: usize,
    /// Whether the last find was at its place. Where answers have an order of their own, guesses cost more than they bring.
    is_in_order: bool,
    index: Option<Index<'a>>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(asked: &'a [String]) -> Self {
        Matcher { asked, next: 0, is_in_order: true, index: None }
    }

    pub(crate) fn find(&mut self, id: &str) -> Option<usize> {
        let found = if self.is_in_order && self.asked.get(self.next).is_some_and(|asked| asked == id) {
            Some(self.next)
        } else {
            let asked = self.asked;
            let index = self.index.get_or_insert_with(|| {
                let mut index = Index::of(asked.len());
                for (place, id) in asked.iter().enumerate() {
                    index.insert(id, place);
                }
                index
            });
            index.get(id)
        };
        if let Some(place) = found {
            self.is_in_order = place == self.next;
            self.next = place + 1;
        }
        found
    }
}
