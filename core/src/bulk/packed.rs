//! Many short texts behind one another, in one allocation: a million of them must fit.

use std::cmp::Ordering;

/// Texts in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packed {
    text: String,
    /// Where each one ends.
    ends: Vec<usize>,
}

impl Packed {
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text at `place`; empty where there is none.
    pub(crate) fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|place| self.get(place))
    }

    /// The places, ordered by their texts, equal ones by place. Sorted, not hashed: who chooses the texts can make no two of them
    /// collide.
    pub(crate) fn sorted(&self) -> Vec<u32> {
        let mut places: Vec<u32> = (0..self.len() as u32).collect();
        places.sort_unstable_by(|one, other| self.order(*one, *other));
        places
    }

    fn order(&self, one: u32, other: u32) -> Ordering {
        self.get(one as usize).cmp(self.get(other as usize)).then(one.cmp(&other))
    }

    /// The place of a text among those that [`Packed::sorted`] gave.
    pub(crate) fn find(&self, sorted: &[u32], text: &str) -> Option<usize> {
        let at = sorted.partition_point(|place| self.get(*place as usize) < text);
        let place = *sorted.get(at)? as usize;
        (self.get(place) == text).then_some(place)
    }

    /// The places of texts that stand at an earlier place, too, in order; `sorted` is what [`Packed::sorted`] gave.
    pub(crate) fn repeated(&self, sorted: &[u32]) -> Vec<u32> {
        let pairs = sorted.windows(2).filter_map(|pair| match pair {
            [one, other] if self.get(*one as usize) == self.get(*other as usize) => Some(*other),
            _ => None,
        });
        let mut repeated: Vec<u32> = pairs.collect();
        repeated.sort_unstable();
        repeated
    }
}

impl<S: AsRef<str>> FromIterator<S> for Packed {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut packed = Packed::default();
        texts.into_iter().for_each(|text| packed.push(text.as_ref()));
        packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_places() {
        let packed: Packed = ["b", "", "a", "b"].into_iter().collect();
        assert_eq!(packed.iter().collect::<Vec<_>>(), ["b", "", "a", "b"]);
        assert_eq!((packed.get(4), packed.len()), ("", 4));
        let sorted = packed.sorted();
        assert_eq!(sorted, [1, 2, 0, 3]);
        assert_eq!(["a", "b", "", "c"].map(|text| packed.find(&sorted, text)), [Some(2), Some(0), Some(1), None]);
        assert_eq!(packed.repeated(&sorted), [3]);
    }
}
