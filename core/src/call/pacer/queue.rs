//! Who waits for a place, in which order.

/// In which order those in a queue get their turn; within one lane, who came first goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Those that were asked to wait, or are being repeated.
    Repeats,
    /// Those that were not there when their turn came.
    Overtaken,
    /// All others.
    New,
}

/// A place in a queue. It must be handed back: see [`Queue::leave`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    lane: Lane,
    number: u64,
}

/// A queue in which counting those ahead costs no more than the logarithm of its length.
#[derive(Debug, Default)]
pub(super) struct Queue {
    repeats: Numbers,
    overtaken: Numbers,
    new: Numbers,
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        [&self.repeats, &self.overtaken, &self.new].iter().all(|lane| lane.len() == 0)
    }

    /// Queues up at the end of a lane.
    pub(super) fn join(&mut self, lane: Lane) -> Ticket {
        Ticket { lane, number: self.lane(lane).push() }
    }

    /// How many are ahead of this one; `None` when it is no longer in the queue, because it was overtaken.
    pub(super) fn ahead(&self, ticket: Ticket) -> Option<u64> {
        match ticket.lane {
            Lane::Repeats => self.repeats.ahead(ticket.number),
            Lane::Overtaken => Some(self.repeats.len() + self.overtaken.ahead(ticket.number)?),
            Lane::New => Some(self.repeats.len() + self.overtaken.len() + self.new.ahead(ticket.number)?),
        }
    }

    /// Gives the place up, if it was not overtaken.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        self.lane(ticket.lane).remove(ticket.number);
    }

    /// Takes out all that are ahead of this one. They queue up again when they next ask.
    pub(super) fn overtake(&mut self, ticket: Ticket) {
        let lanes =
            [(Lane::Repeats, &mut self.repeats), (Lane::Overtaken, &mut self.overtaken), (Lane::New, &mut self.new)];
        for (lane, numbers) in lanes {
            if lane == ticket.lane {
                return numbers.clear_before(ticket.number);
            }
            numbers.clear_before(u64::MAX);
        }
    }

    fn lane(&mut self, lane: Lane) -> &mut Numbers {
        match lane {
            Lane::Repeats => &mut self.repeats,
            Lane::Overtaken => &mut self.overtaken,
            Lane::New => &mut self.new,
        }
    }
}

/// A set of rising numbers, given out by itself, that can count those below one of them: a binary indexed tree of ones
/// and zeros.
#[derive(Debug, Default)]
struct Numbers {
    /// The number of the first entry of the tree.
    first: u64,
    tree: Vec<u32>,
    len: u32,
}

/// The lowest bit that is set.
fn low_bit(at: usize) -> usize {
    at & at.wrapping_neg()
}

impl Numbers {
    fn len(&self) -> u64 {
        self.len.into()
    }

    fn push(&mut self) -> u64 {
        // Entries are counted from 1, as is usual in such trees.
        let at = self.tree.len() + 1;
        let mut sum = 1;
        let mut below = at - 1;
        while below > at - low_bit(at) {
            sum += self.entry(below);
            below -= low_bit(below);
        }
        self.tree.push(sum);
        self.len += 1;
        self.first + at as u64 - 1
    }

    fn entry(&self, at: usize) -> u32 {
        self.tree.get(at - 1).copied().unwrap_or_default()
    }

    /// How many of the first `count` entries are in.
    fn sum(&self, count: usize) -> u32 {
        let (mut sum, mut at) = (0, count);
        while at > 0 {
            sum += self.entry(at);
            at -= low_bit(at);
        }
        sum
    }

    /// Where a number stands in the tree, counted from 0; `None` if it is not in.
    fn position(&self, number: u64) -> Option<usize> {
        let position = usize::try_from(number.checked_sub(self.first)?).ok()?;
        // Indices beyond the tree do not contribute to a sum.
        (self.sum(position + 1) > self.sum(position)).then_some(position)
    }

    fn ahead(&self, number: u64) -> Option<u64> {
        self.position(number).map(|position| self.sum(position).into())
    }

    fn remove(&mut self, number: u64) {
        let Some(position) = self.position(number) else { return };
        let mut at = position + 1;
        while let Some(entry) = self.tree.get_mut(at - 1) {
            *entry -= 1;
            at += low_bit(at);
        }
        self.len -= 1;
        self.compact();
    }

    fn clear_before(&mut self, number: u64) {
        while let Some(lowest) = self.lowest().filter(|lowest| *lowest < number) {
            self.remove(lowest);
        }
    }

    /// The lowest number that is in.
    fn lowest(&self) -> Option<u64> {
        if self.len == 0 {
            return None;
        }
        // The longest run of entries without a one.
        let (mut before, mut step) = (0, self.tree.len().next_power_of_two());
        while step > 0 {
            if before + step <= self.tree.len() && self.entry(before + step) == 0 {
                before += step;
            }
            step /= 2;
        }
        Some(self.first + before as u64)
    }

    /// Forgets the entries below the lowest number, once they are half of all: each is moved but a few times.
    fn compact(&mut self) {
        let Some(lowest) = self.lowest() else {
            self.first += self.tree.len() as u64;
            return self.tree.clear();
        };
        let dead = usize::try_from(lowest - self.first).unwrap_or_default();
        if dead * 2 < self.tree.len() || dead < 32 {
            return;
        }
        let one = |at| self.sum(at + 1) - self.sum(at);
        let mut tree: Vec<u32> = (dead..self.tree.len()).map(one).collect();
        for at in 1..=tree.len() {
            let sum = tree.get(at - 1).copied().unwrap_or_default();
            if let Some(above) = tree.get_mut(at + low_bit(at) - 1) {
                *above += sum;
            }
        }
        (self.first, self.tree) = (lowest, tree);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a set that counts one by one.
        #[test]
        fn counts_those_ahead(steps in proptest::collection::vec((0u8..8, any::<u64>()), 0..600)) {
            let (mut numbers, mut model, mut next) = (Numbers::default(), BTreeSet::new(), 0u64);
            for (step, pick) in steps {
                // Some were never handed out.
                let picked = pick % (next + 70);
                match step {
                    0..4 => {
                        prop_assert_eq!(numbers.push(), next);
                        model.insert(next);
                        next += 1;
                    }
                    4..7 => {
                        numbers.remove(picked);
                        model.remove(&picked);
                    }
                    _ => {
                        numbers.clear_before(picked);
                        model = model.split_off(&picked);
                    }
                }
                let ahead = model.contains(&picked).then(|| model.range(..picked).count() as u64);
                prop_assert_eq!(numbers.ahead(picked), ahead);
                prop_assert_eq!(numbers.len(), model.len() as u64);
                prop_assert_eq!(numbers.lowest(), model.first().copied());
            }
        }
    }

    #[test]
    fn a_queue_that_moves_on_stays_small() {
        let mut numbers = Numbers::default();
        for number in 0..10_000 {
            numbers.push();
            if number >= 100 {
                numbers.remove(number - 100);
            }
        }
        assert_eq!(numbers.len(), 100);
        assert!(numbers.tree.len() < 1_000, "{}", numbers.tree.len());
    }

    #[test]
    fn repeats_go_first_then_the_overtaken_then_the_new() {
        let mut queue = Queue::default();
        let [new, repeat, late] = [Lane::New, Lane::Repeats, Lane::New].map(|lane| queue.join(lane));
        assert_eq!([repeat, new, late].map(|ticket| queue.ahead(ticket)), [Some(0), Some(1), Some(2)]);
        queue.overtake(late);
        assert_eq!([repeat, new, late].map(|ticket| queue.ahead(ticket)), [None, None, Some(0)]);
        let back = queue.join(Lane::Overtaken);
        assert_eq!([back, late].map(|ticket| queue.ahead(ticket)), [Some(0), Some(1)]);
        queue.leave(back);
        queue.leave(late);
        assert!(queue.is_empty());
    }
}
