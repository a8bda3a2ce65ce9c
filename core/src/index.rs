//! Where a text stands in a list: one map for all that look texts up, so that its code is there once. The core has no
//! random source, so the hash has no seed: a server that aims at it can make its own answer slow to read, and no other.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

/// Up to so many texts are compared one by one, which is quicker than to hash them.
const FEW: usize = 8;

/// Places by text.
pub(crate) enum Index<'a> {
    Few(Vec<(&'a str, u32)>),
    Many(HashMap<&'a str, u32, FxBuildHasher>),
}

impl<'a> Index<'a> {
    /// For at most `count` texts.
    #[inline(never)]
    pub(crate) fn of(count: usize) -> Self {
        if count <= FEW {
            Index::Few(Vec::with_capacity(count))
        } else {
            Index::Many(HashMap::with_capacity_and_hasher(count, FxBuildHasher))
        }
    }

    /// Puts `text` at `place`, instead of where it stood before; says whether it is new.
    #[inline(never)]
    pub(crate) fn insert(&mut self, text: &'a str, place: usize) -> bool {
        let place = place as u32;
        match self {
            Index::Few(texts) => match texts.iter_mut().find(|(known, _)| *known == text) {
                Some((_, slot)) => {
                    *slot = place;
                    false
                }
                None => {
                    texts.push((text, place));
                    true
                }
            },
            Index::Many(texts) => texts.insert(text, place).is_none(),
        }
    }

    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        let place = match self {
            Index::Few(texts) => texts.iter().find(|(known, _)| *known == text).map(|(_, place)| *place),
            Index::Many(texts) => texts.get(text).copied(),
        };
        place.map(|place| place as usize)
    }
}
