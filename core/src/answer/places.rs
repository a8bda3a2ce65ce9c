//! Where the items of an answer stand. A server chooses how many there are, and an item can be two bytes: places of tiny
//! items are packed, and nothing is copied as the list grows.

use std::mem;

use crate::json::Span;

/// How many items are packed together, or not.
const GROUP: usize = 16;

/// The places of items, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Places {
    groups: Blocks<Group>,
    /// The places of groups that are spread out, and of the last items, which are no group yet.
    spread: Blocks<Span>,
    /// The places of groups that are dense: start and end of each item, counted from the start of its group.
    dense: Blocks<[u8; 2]>,
    len: usize,
}

/// Sixteen items.
#[derive(Clone, Copy)]
enum Group {
    /// Their places begin here in `spread`.
    Spread(u32),
    /// Their places begin here in `dense`, and count from `base`.
    Dense { at: u32, base: u32 },
}

impl Places {
    #[inline]
    pub(crate) fn push(&mut self, span: Span) {
        self.spread.push(span);
        self.len += 1;
        if self.len.is_multiple_of(GROUP) {
            self.close_group();
        }
    }

    #[inline(never)]
    fn close_group(&mut self) {
        let group = self.spread.last(GROUP);
        let base = group.first().map_or(0, |span| span.start);
        let offset = |place: u32| place.checked_sub(base).and_then(|offset| u8::try_from(offset).ok());
        let near = |span: &Span| Some([offset(span.start)?, offset(span.end)?]);
        // The last one tells most spread groups apart.
        if group.iter().rev().all(|span| near(span).is_some()) {
            self.groups.push(Group::Dense { at: self.dense.len() as u32, base });
            group.iter().filter_map(near).for_each(|place| self.dense.push(place));
            self.spread.drop_last(GROUP);
        } else {
            self.groups.push(Group::Spread((self.spread.len() - GROUP) as u32));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, index: usize) -> Option<Span> {
        if self.dense.len() == 0 {
            return self.spread.get(index);
        }
        let (group, within) = (index / GROUP, index % GROUP);
        match self.groups.get(group) {
            Some(Group::Spread(at)) => self.spread.get(at as usize + within),
            Some(Group::Dense { at, base }) => {
                let [start, end] = self.dense.get(at as usize + within)?.map(u32::from);
                Some(Span { start, end }.behind(base))
            }
            None if group == self.groups.len() => self.spread.last(self.len % GROUP).get(within).copied(),
            None => None,
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Places::default();
    }
}

/// A list in blocks, which stay where they are as it grows. A block holds whole groups.
#[derive(Clone)]
struct Blocks<T> {
    full: Vec<Vec<T>>,
    last: Vec<T>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Blocks { full: Vec::new(), last: Vec::new() }
    }
}

impl<T: Copy> Blocks<T> {
    const BLOCK: usize = 1024;

    #[inline]
    fn push(&mut self, value: T) {
        if self.last.len() == Self::BLOCK {
            self.open();
        }
        self.last.push(value);
    }

    /// The first block grows as needed, since most answers are small. Later blocks are allocated at full size.
    #[cold]
    fn open(&mut self) {
        self.full.push(mem::replace(&mut self.last, Vec::with_capacity(Self::BLOCK)));
    }

    /// The last `count` values, all of one block.
    fn last(&self, count: usize) -> &[T] {
        self.last.len().checked_sub(count).and_then(|from| self.last.get(from..)).unwrap_or_default()
    }

    /// Takes away the last `count` values, all of one block.
    fn drop_last(&mut self, count: usize) {
        self.last.truncate(self.last.len().saturating_sub(count));
    }

    fn len(&self) -> usize {
        self.full.len() * Self::BLOCK + self.last.len()
    }

    fn get(&self, index: usize) -> Option<T> {
        let block = index / Self::BLOCK;
        let block = if block == self.full.len() { &self.last } else { self.full.get(block)? };
        block.get(index % Self::BLOCK).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn gives_back_what_was_added(steps in prop::collection::vec((0u32..300, 0u32..40, any::<bool>()), 0..4000)) {
            let mut places = Places::default();
            let mut spans = Vec::new();
            let mut at = 5000;
            for (gap, length, is_behind) in steps {
                // Most lie close together; some far away, and before the last one.
                let start = if gap > 290 && is_behind { at - 5000 } else { at + gap / 40 };
                let span = Span { start, end: start + length / 4 };
                at = span.end.max(5000);
                places.push(span);
                spans.push(span);
            }
            prop_assert_eq!(places.len(), spans.len());
            for index in 0..spans.len() + 1100 {
                prop_assert_eq!(places.get(index), spans.get(index).copied());
            }
        }
    }
}
