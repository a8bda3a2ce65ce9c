//! Where the items of an answer stand. A server chooses how many there are, and an item can be two bytes: places of tiny
//! items are packed, and nothing is copied as the list grows.

use std::mem;

use crate::json::Span;

/// How many items are packed together, or not.
const GROUP: usize = 16;

/// The places of items, in the order in which they were added. Most answers have few: those are all in `last`.
#[derive(Clone, Default)]
pub(crate) struct Places {
    /// The last items, which are no group yet.
    last: Vec<Span>,
    groups: Option<Box<Groups>>,
}

/// The places of items, sixteen by sixteen.
#[derive(Clone, Default)]
struct Groups {
    all: Blocks<Group>,
    /// The places of groups that are spread out.
    spread: Blocks<Span>,
    /// The places of groups that are dense: start and end of each item, counted from the start of its group.
    dense: Blocks<[u8; 2]>,
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
        self.last.push(span);
        if self.last.len() == GROUP {
            self.groups.get_or_insert_default().push(&self.last);
            self.last.clear();
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.grouped() + self.last.len()
    }

    fn grouped(&self) -> usize {
        self.groups.as_ref().map_or(0, |groups| groups.all.len() * GROUP)
    }

    pub(crate) fn get(&self, index: usize) -> Option<Span> {
        match index.checked_sub(self.grouped()) {
            Some(index) => self.last.get(index).copied(),
            None => self.groups.as_ref()?.get(index),
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Places::default();
    }
}

impl Groups {
    #[inline(never)]
    fn push(&mut self, group: &[Span]) {
        let base = group.first().map_or(0, |span| span.start);
        let offset = |place: u32| place.checked_sub(base).and_then(|offset| u8::try_from(offset).ok());
        let near = |span: &Span| Some([offset(span.start)?, offset(span.end)?]);
        // The last one tells most spread groups apart.
        if group.iter().rev().all(|span| near(span).is_some()) {
            self.all.push(Group::Dense { at: self.dense.len() as u32, base });
            group.iter().filter_map(near).for_each(|place| self.dense.push(place));
        } else {
            self.all.push(Group::Spread(self.spread.len() as u32));
            group.iter().for_each(|span| self.spread.push(*span));
        }
    }

    fn get(&self, index: usize) -> Option<Span> {
        if self.dense.len() == 0 {
            return self.spread.get(index);
        }
        let (group, within) = (index / GROUP, index % GROUP);
        match self.all.get(group)? {
            Group::Spread(at) => self.spread.get(at as usize + within),
            Group::Dense { at, base } => {
                let [start, end] = self.dense.get(at as usize + within)?.map(u32::from);
                Some(Span { start, end }.behind(base))
            }
        }
    }
}

/// A list in blocks, which stay where they are as it grows.
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
