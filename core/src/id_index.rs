//! The position of a text in a list, for texts of the caller and for texts that a server chooses. The core has no random
//! source, so hashes have no seed, and a server could choose texts that all collide: texts of a server are sorted instead.

use std::collections::{BinaryHeap, HashMap};

use rustc_hash::FxBuildHasher;

/// Up to this many texts are compared one by one, which is faster than hashing.
const FEW: usize = 8;

/// Positions by text, for texts of the caller.
pub(crate) enum Index<'a> {
    Few { texts: [(&'a str, u32); FEW], len: usize },
    Many(HashMap<&'a str, u32, FxBuildHasher>),
}

impl<'a> Index<'a> {
    /// For at most `count` texts.
    #[inline(never)]
    pub(crate) fn of(count: usize) -> Self {
        if count <= FEW {
            Index::Few { texts: [("", 0); FEW], len: 0 }
        } else {
            Index::Many(HashMap::with_capacity_and_hasher(count, FxBuildHasher))
        }
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
            Index::Many(texts) => texts.insert(text, place).is_none(),
        }
    }

    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        let place = match self {
            Index::Few { texts, len } => {
                texts.iter().take(*len).find(|(known, _)| *known == text).map(|(_, place)| *place)
            }
            Index::Many(texts) => texts.get(text).copied(),
        };
        place.map(|place| place as usize)
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
