//! Finds the incidents that an answer names among those that were asked for.

use crate::id_index::Index;

/// Finds asked ids by the ids that an answer names. An answer in the order asked is matched without
/// hashing. The map holds the caller's own ids, so a fixed hash seed gives a server nothing to attack.
pub(crate) struct Matcher<'a> {
    asked: &'a [String],
    next: usize,
    index: Option<Index<'a>>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(asked: &'a [String]) -> Self {
        Matcher { asked, next: 0, index: None }
    }

    pub(crate) fn find(&mut self, id: &str) -> Option<usize> {
        let found = if self.asked.get(self.next).is_some_and(|asked| asked == id) {
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
        self.next = found.map_or(self.next, |index| index + 1);
        found
    }
}
