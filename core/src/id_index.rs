//! The position of a text in a list, for texts of the caller and for texts that a server chooses. The core has no random
//! source, so hashes have no seed, and a server could choose texts that all collide: texts of a server are sorted instead.

use std::{collections::BinaryHeap, hash::BuildHasher};

use rustc_hash::FxBuildHasher;

/// Up to this many texts are compared one by one, which is faster than hashing.
const FEW: usize = 8;

/// Positions by text, for texts of the caller.
pub(crate) enum Index<'a> {
    Few { texts: [(&'a str, u32); FEW], len: usize },
    Many(Table<'a>),
}

impl<'a> Index<'a> {
    /// For at most `count` texts.
    #[inline(never)]
    pub(crate) fn of(count: usize) -> Self {
        if count <= FEW { Index::Few { texts: [("", 0); FEW], len: 0 } } else { Index::Many(Table::of(count)) }
    }

    /// Puts `text` at `place`, replacing its previous position; returns whether it is new.
    #[inline(never)]
    pub(crate) fn insert(&mut self, text: &'a str, place: usize) -> bool {
        let place = place as u32;
        match self {
            Index::Few { texts, len } => match texts.iter_mut().take(*len).find(|(known, _)| *known == text) {
                Some((_, slot)) => {
                    *slot = place;
                    false
                }
                None => {
                    if let Some(slot) = texts.get_mut(*len) {
                        *slot = (text, place);
                        *len += 1;
                    }
                    true
                }
            },
            Index::Many(table) => table.insert(text, place),
        }
    }

    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        let place = match self {
            Index::Few { texts, len } => {
                texts.iter().take(*len).find(|(known, _)| *known == text).map(|(_, place)| *place)
            }
            Index::Many(table) => table.get(text),
        };
        place.map(|place| place as usize)
    }
}

/// A hash table with open addressing. How many texts come is known before, so it never grows: all that a general one has for
/// that would weigh more in the browser than this.
pub(crate) struct Table<'a>(Vec<Option<Entry<'a>>>);

#[derive(Clone, Copy)]
struct Entry<'a> {
    text: &'a str,
    place: u32,
    /// Tells most texts apart without a look at them.
    hash: u32,
}

impl<'a> Table<'a> {
    fn of(count: usize) -> Self {
        // At most two slots of three are taken: every search ends at a free one.
        Table(vec![None; (count + count / 2 + 1).next_power_of_two()])
    }

    /// The slot of `text`, or else the free slot in which it belongs; and its hash.
    fn find(&self, text: &str) -> (usize, u32) {
        // Where a pointer has 32 bits, so has the hash.
        let hash = FxBuildHasher.hash_one(text) as u32;
        let mask = self.0.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(Some(entry)) = self.0.get(at) {
            if entry.hash == hash && entry.text == text {
                break;
            }
            at = (at + 1) & mask;
        }
        (at, hash)
    }

    fn insert(&mut self, text: &'a str, place: u32) -> bool {
        let (at, hash) = self.find(text);
        self.0.get_mut(at).is_some_and(|slot| slot.replace(Entry { text, place, hash }).is_none())
    }

    fn get(&self, text: &str) -> Option<u32> {
        let (at, _) = self.find(text);
        self.0.get(at)?.map(|entry| entry.place)
    }
}

/// Up to this many texts of a server are compared one by one.
const SOME: usize = 32;

/// For each text the number of its group of equal texts; groups are numbered in order of appearance. Safe for texts that a
/// server chooses.
pub(crate) fn groups(texts: &[&str]) -> Vec<usize> {
    let mut groups = Vec::with_capacity(texts.len());
    let mut count = 0;
    for (place, first) in first_places(texts).into_iter().enumerate() {
        let group = groups.get(first).copied().unwrap_or(count);
        count += usize::from(first == place);
        groups.push(group);
    }
    groups
}

/// For each text the position of the first equal one.
fn first_places(texts: &[&str]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..texts.len()).collect();
    if texts.len() <= SOME {
        for place in &mut places {
            let text = texts.get(*place);
            *place = texts.iter().position(|other| Some(other) == text).unwrap_or(*place);
        }
        return places;
    }
    let ordered: BinaryHeap<(&str, usize)> = texts.iter().copied().zip(0..).collect();
    let mut first = None;
    for (text, place) in ordered.into_sorted_vec() {
        let (known, at) = *first.get_or_insert((text, place));
        if known != text {
            first = Some((text, place));
        } else if let Some(slot) = places.get_mut(place) {
            *slot = at;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_found_where_they_were_last_put(texts in proptest::collection::vec("[a-c]{0,4}", 0..200)) {
            let mut index = Index::of(texts.len());
            let mut model = std::collections::HashMap::new();
            for (place, text) in texts.iter().enumerate() {
                prop_assert_eq!(index.insert(text, place), model.insert(text.as_str(), place).is_none());
            }
            for text in texts.iter().map(String::as_str).chain(["", "d", "abcde"]) {
                prop_assert_eq!(index.get(text), model.get(text).copied());
            }
        }

        #[test]
        fn equals_have_one_group(texts in proptest::collection::vec("[ab]{0,3}", 0..80)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut seen: Vec<&str> = Vec::new();
            for (text, group) in texts.iter().zip(groups(&texts)) {
                if group == seen.len() {
                    prop_assert!(!seen.contains(text));
                    seen.push(text);
                }
                prop_assert_eq!(seen.get(group), Some(text));
            }
        }
    }
}
