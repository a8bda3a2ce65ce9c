//! The ids of the pages that can still overlap with the next one.

use std::mem;

/// At least this many are remembered, and at most a little over twice as many. By offsets no vendor gives more than 9,999; behind
/// that many ids a page that moved is not noticed any more, and memory stays as it is.
const LEAST: usize = 10_000;

/// How many are sorted in one by one.
const FEW: usize = 256;

/// Ids in sorted lists: a server that chooses them cannot make the search slow, as it could with hashes that have no seed; and
/// general maps would add more code to the browser's download.
#[derive(Clone, Debug, Default)]
pub(super) struct IdsSeen {
    newest: Vec<Box<str>>,
    newer: Vec<Box<str>>,
    older: Vec<Box<str>>,
}

impl IdsSeen {
    /// Takes an id; whether it is new.
    pub(super) fn take(&mut self, id: &str) -> bool {
        if find(&self.older, id).is_ok() || find(&self.newer, id).is_ok() {
            return false;
        }
        let Err(place) = find(&self.newest, id) else { return false };
        self.newest.insert(place, id.into());
        if self.newest.len() == FEW {
            self.newer = merged(mem::take(&mut self.newer), mem::take(&mut self.newest));
            if self.newer.len() >= LEAST {
                self.older = mem::take(&mut self.newer);
            }
        }
        true
    }
}

fn find(sorted: &[Box<str>], id: &str) -> Result<usize, usize> {
    sorted.binary_search_by(|known| known.as_ref().cmp(id))
}

/// One sorted list out of two.
fn merged(one: Vec<Box<str>>, other: Vec<Box<str>>) -> Vec<Box<str>> {
    let mut all = Vec::with_capacity(one.len() + other.len());
    let mut other = other.into_iter().peekable();
    for id in one {
        while let Some(before) = other.next_if(|before| *before < id) {
            all.push(before);
        }
        all.push(id);
    }
    all.extend(other);
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_id_is_new_once_while_it_is_remembered() {
        let mut seen = IdsSeen::default();
        let mut known = BTreeSet::new();
        // In no order, with repeats: a simple generator of numbers.
        let mut number: u64 = 1;
        for _ in 0..LEAST {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let id = ((number >> 33) % 7_000).to_string();
            assert_eq!(seen.take(&id), known.insert(id.clone()), "{id}");
        }
    }

    fn find_any(seen: &IdsSeen, id: &str) -> bool {
        [&seen.newest, &seen.newer, &seen.older].into_iter().any(|ids| find(ids, id).is_ok())
    }

    #[test]
    fn memory_stays_flat_and_the_last_ids_are_remembered() {
        let mut seen = IdsSeen::default();
        for number in 0..200_000 {
            assert!(seen.take(&number.to_string()));
            let held = seen.newest.len() + seen.newer.len() + seen.older.len();
            assert!(held <= 2 * (LEAST + FEW), "{held}");
            if number % 9_973 == 0 {
                assert!(((number + 1 - LEAST as i32).max(0)..=number).all(|known| find_any(&seen, &known.to_string())));
            }
        }
    }
}
