//! A request that was refused as a whole is halved until the culprit stands alone, within bounds.

use crate::kind::Kind;

/// The parts of one planned request that was refused as a whole without doing anything.
///
/// Each refused part costs two more requests. One culprit among `n` incidents takes at most log2 n such steps, so that 2 × log2 n
/// requests are allowed for it, and as many for each further one, if the server accepts anything at all: where it refuses
/// everything, the fault is not in one of the incidents.
#[derive(Clone, Debug)]
pub(super) struct Halving {
    /// How many more requests one culprit may cost.
    allowance: u32,
    /// How many more requests there were.
    spent: u32,
    /// How many culprits were found.
    found: u32,
    /// Whether any part was not refused.
    has_accepted: bool,
    /// How many parts are under way.
    pub(super) open: u32,
    /// Refused parts that are still to be divided, the next one last.
    refused: Vec<Vec<u32>>,
}

/// What to do when no part is under way.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Send these two.
    Send(Vec<u32>, Vec<u32>),
    /// These fail with the reason that the server gave: they cost too much already.
    GiveUp(Vec<Vec<u32>>),
    /// All is known.
    Done,
}

impl Halving {
    /// The kinds of errors with which a request ended that is halved, if it was not carried out.
    pub(super) const KINDS: [Kind; 4] = [Kind::BadRequest, Kind::NotFound, Kind::TooLarge, Kind::Unprocessable];

    /// For a request of so many incidents, which was refused.
    pub(super) fn new(places: Vec<u32>) -> Self {
        let allowance = 2 * (places.len().max(2) as u32).next_power_of_two().ilog2();
        Halving { allowance, spent: 0, found: 0, has_accepted: false, open: 0, refused: vec![places] }
    }

    /// A part was answered, in whatever way but a refusal as a whole.
    pub(super) fn accepted(&mut self) {
        self.open = self.open.saturating_sub(1);
        self.has_accepted = true;
    }

    /// A part ended without an answer.
    pub(super) fn ended(&mut self) {
        self.open = self.open.saturating_sub(1);
    }

    /// A part was refused as a whole; whether it is a culprit, since it has one incident alone.
    pub(super) fn refused(&mut self, places: &[u32]) -> bool {
        self.open = self.open.saturating_sub(1);
        if places.len() > 1 {
            self.refused.push(places.to_vec());
            return false;
        }
        self.found += 1;
        true
    }

    /// What comes next, once no part is under way.
    pub(super) fn next(&mut self) -> Next {
        let culprits = if self.has_accepted { self.found + 1 } else { 1 };
        let Some(places) = self.refused.pop() else { return Next::Done };
        if self.spent + 2 > self.allowance.saturating_mul(culprits) {
            let mut rest = std::mem::take(&mut self.refused);
            rest.push(places);
            return Next::GiveUp(rest);
        }
        self.spent += 2;
        self.open += 2;
        let (one, other) = places.split_at(places.len() / 2);
        Next::Send(one.to_vec(), other.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many more requests it took, and which incidents failed.
    fn run(count: u32, is_culprit: impl Fn(u32) -> bool) -> (u32, Vec<u32>) {
        let mut halving = Halving::new((0..count).collect());
        let (mut requests, mut failed) = (0, Vec::new());
        loop {
            match halving.next() {
                Next::Send(one, other) => {
                    for part in [one, other] {
                        assert!(!part.is_empty());
                        requests += 1;
                        if !part.iter().any(|place| is_culprit(*place)) {
                            halving.accepted();
                        } else if halving.refused(&part) {
                            failed.extend(part);
                        }
                    }
                }
                Next::GiveUp(rest) => failed.extend(rest.concat()),
                Next::Done => break,
            }
        }
        failed.sort_unstable();
        (requests, failed)
    }

    #[test]
    fn one_culprit_is_found_wherever_it_is() {
        for count in [2, 3, 50, 64, 100, 127] {
            let bound = 2 * f64::from(count).log2().ceil() as u32;
            for culprit in 0..count {
                let (requests, failed) = run(count, |place| place == culprit);
                assert_eq!(failed, [culprit], "of {count}");
                assert!(requests <= bound, "{requests} for {culprit} of {count}");
            }
        }
    }

    #[test]
    fn several_culprits_are_found_for_as_much_each() {
        for step in [2, 3, 7, 33] {
            let (requests, failed) = run(100, |place| place % step == 1);
            assert!(failed.iter().all(|place| place % step == 1), "{step}: {failed:?}");
            assert!(requests <= 14 * (failed.len() as u32 + 1), "{step}: {requests}");
            assert_eq!(failed.len() as u32, (0..100).filter(|place| place % step == 1).count() as u32);
        }
        for most in 1..50 {
            assert_eq!(run(100, |place| place < most).1.len() as u32, most, "the first {most}");
        }
    }

    #[test]
    fn where_all_is_refused_little_is_spent() {
        let (requests, failed) = run(100, |_| true);
        assert_eq!((requests, failed.len()), (14, 100));
    }
}
