//! The position of a text in a list, for texts of the caller and for texts that a server chooses. The core has no random
//! source, so hashes have no seed, and a server could choose texts that all collide: texts of a server are sorted instead.

use std::{collections::BinaryHeap, hash::BuildHasher};

use rustc_hash::FxBuildHasher;

/// Up to this many texts are compared one by one, which is faster than hashing.
const FEW: usize = 8;

/// The positions of the caller's texts: a hash table with open addressing. It is built once and never grows; a general hash
/// table would add more code to the browser's download. Short texts, as numbers of incidents are, stand in the table itself:
/// lookups come in any order, and each place to look at is a cache miss. It is empty for few texts.
pub(crate) struct Index {
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    head: Head,
    /// The position, counted from 1; 0 for a free slot.
    place: u32,
}

/// A text of at most 15 bytes, or what tells most longer ones apart.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Head {
    /// The length in the highest byte, then what stands before the last eight bytes.
    first: u64,
    /// The last eight bytes; the very last one is the lowest.
    last: u64,
}

impl Head {
    /// The longest text that it holds.
    const WHOLE: usize = 15;
    const LENGTH_AT: u32 = 56;

    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let length = bytes.len();
        let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
            // Half of the hash: a test can then find two texts that it does not tell apart.
            _ if length > Self::WHOLE => (0, FxBuildHasher.hash_one(text) & u64::from(u32::MAX)),
            // What both have is in `last` alone.
            (Some(first), Some(last)) => {
                (u64::from_be_bytes(*first) >> 8 >> (8 * (Self::WHOLE - length)), u64::from_be_bytes(*last))
            }
            _ => (0, bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))),
        };
        Head { first: first | (length.min(Self::WHOLE + 1) as u64) << Self::LENGTH_AT, last }
    }

    fn is_whole(self) -> bool {
        self.first >> Self::LENGTH_AT <= Self::WHOLE as u64
    }

    /// Where the search begins. Numbers that differ in their last digit alone stand side by side, so that an answer that names many
    /// reads memory in longer pieces. What comes before is spread by both halves of a product, in which all bytes count.
    fn home(self) -> usize {
        let product =
            u128::from(self.first ^ 0x243f_6a88_85a3_08d3) * u128::from(self.last >> 8 ^ 0x1319_8a2e_0370_7344);
        (product ^ product >> 64) as usize & !0xf | self.last as usize & 0xf
    }
}

impl Index {
    /// Indexes `texts`, equal ones by the first position; also returns whether all are distinct.
    #[inline(never)]
    pub(crate) fn of(texts: &[String]) -> (Self, bool) {
        let mut index = Index { slots: Vec::new() };
        if texts.len() <= FEW {
            let is_first = |(place, text): (usize, &String)| !texts.iter().take(place).any(|other| other == text);
            return (index, texts.iter().enumerate().all(is_first));
        }
        // At most two slots of three are taken: every search ends at a free one.
        index.slots = vec![Slot::default(); (texts.len() + texts.len() / 2 + 1).next_power_of_two()];
        let mut is_unique = true;
        for (place, text) in (1..).zip(texts) {
            let head = Head::of(text);
            let at = index.find(texts, text, head);
            match index.slots.get_mut(at) {
                Some(slot) if slot.place == 0 => *slot = Slot { head, place },
                _ => is_unique = false,
            }
        }
        (index, is_unique)
    }

    /// The position of `text` in `texts`, from which the index was built.
    #[inline(never)]
    pub(crate) fn get(&self, texts: &[String], text: &str) -> Option<usize> {
        if self.slots.is_empty() {
            return texts.iter().position(|other| other == text);
        }
        let at = self.find(texts, text, Head::of(text));
        (self.slots.get(at)?.place as usize).checked_sub(1)
    }

    /// The slot of `text`, or else the free slot in which it belongs.
    fn find(&self, texts: &[String], text: &str, head: Head) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = head.home() & mask;
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.place > 0) {
            let is_it = || head.is_whole() || texts.get(slot.place as usize - 1).is_some_and(|known| known == text);
            if slot.head == head && is_it() {
                break;
            }
            at = (at + 1) & mask;
        }
        at
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
    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;

    use super::*;

    /// Lists on both sides of a limit: few texts, which are often different ones, and many.
    fn texts(limit: usize) -> impl Strategy<Value = Vec<String>> {
        // Shorter than eight bytes, than sixteen, and longer.
        let text = "(|2026110|20261103-0000)[a-c]{0,4}";
        prop_oneof![proptest::collection::vec(text, 0..limit + 4), proptest::collection::vec(text, 0..200)]
    }

    /// Two texts, of these words and a number, that hashes do not tell apart.
    fn of_one_hash(words: &str) -> (String, String) {
        let mut known: HashMap<u32, String> = HashMap::new();
        let mut texts = (0..1_000_000).map(|number| format!("{words} {number:07}"));
        let found = texts.find_map(|text| {
            let same = known.insert(FxBuildHasher.hash_one(text.as_str()) as u32, text.clone())?;
            Some((same, text))
        });
        found.unwrap_or_default()
    }

    #[test]
    fn short_texts_of_all_lengths_are_told_apart() {
        // Of one letter, or of zero bytes: they differ in length alone.
        let texts: Vec<String> =
            ["a", "\0"].iter().flat_map(|text| (1..=20).map(|length| text.repeat(length))).collect();
        let (index, is_unique) = Index::of(&texts);
        assert!(is_unique);
        for (place, text) in texts.iter().enumerate() {
            assert_eq!(index.get(&texts, text), Some(place));
        }
        assert_eq!((index.get(&texts, ""), index.get(&texts, &"a".repeat(21))), (None, None));
    }

    #[test]
    fn every_byte_of_a_short_text_tells_it_apart() {
        // Zero bytes leave room for what is shifted wrongly.
        for (length, byte) in (1..=20).flat_map(|length| [(length, "a"), (length, "\0")]) {
            let but_one = |place: usize| [byte.repeat(place), "b".into(), byte.repeat(length - place - 1)].concat();
            let few = (0..=FEW).map(|number| "c".repeat(21 + number));
            let texts: Vec<String> = (0..length).map(but_one).chain([byte.repeat(length)]).chain(few).collect();
            let (index, is_unique) = Index::of(&texts);
            assert!(is_unique, "{byte:?}, {length} times");
            for (place, text) in texts.iter().enumerate() {
                assert_eq!(index.get(&texts, text), Some(place));
            }
        }
    }

    #[test]
    fn a_search_is_short_whatever_part_of_a_number_differs() {
        let letters = |number: usize| [number / 64, number % 64].map(|digit| char::from(b'0' + digit as u8));
        for spelling in 0..4 {
            let text = |number: usize| match (spelling, letters(number)) {
                (0, _) => format!("20261103-{number}"),
                (1, [one, other]) => format!("0000000{one}0000000{other}"),
                (2, [one, other]) => format!("{one}00000000000000{other}"),
                (_, [one, other]) => format!("a long number {one}000{other}"),
            };
            let texts: Vec<String> = (0..4_000).map(text).collect();
            let (index, _) = Index::of(&texts);
            let mask = index.slots.len() - 1;
            let steps = |text: &String| {
                let head = Head::of(text);
                index.find(&texts, text, head).wrapping_sub(head.home()) & mask
            };
            let all: usize = texts.iter().map(steps).sum();
            assert!(all < 6 * texts.len(), "{spelling}: {all} steps");
        }
    }

    #[test]
    fn texts_of_one_hash_are_told_apart() {
        for (words, length) in [("a long number", 21), ("numbers", 15), ("a number", 16)] {
            let (one, other) = of_one_hash(words);
            assert!(one != other && one.len() == length);
            let mut texts: Vec<String> = (0..=FEW).map(|number| number.to_string()).chain([one.clone()]).collect();
            let (index, is_unique) = Index::of(&texts);
            assert!(is_unique);
            assert_eq!((index.get(&texts, &one), index.get(&texts, &other)), (Some(FEW + 1), None));
            texts.push(other.clone());
            let (index, is_unique) = Index::of(&texts);
            assert!(is_unique);
            assert_eq!((index.get(&texts, &one), index.get(&texts, &other)), (Some(FEW + 1), Some(FEW + 2)));
        }
    }

    proptest! {
        #[test]
        fn texts_are_found_where_they_stand_first(texts in texts(FEW)) {
            let (index, is_unique) = Index::of(&texts);
            prop_assert_eq!(is_unique, texts.iter().collect::<HashSet<_>>().len() == texts.len());
            for text in texts.iter().map(String::as_str).chain(["", "d", "abcde"]) {
                prop_assert_eq!(index.get(&texts, text), texts.iter().position(|other| other == text));
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
