//! The sandbox's only random source: splitmix64, so that the same seed always gives the same run.

/// A seeded stream of numbers.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The stream of one place under a seed, unrelated to those of its neighbours.
    pub(super) fn at(seed: u64, place: u64) -> Self {
        Self(Self(seed ^ place.wrapping_mul(0xD6E8_FEB8_6659_FD93)).next())
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when `limit` is 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// True with the given probability: never at 0, always at 1.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        // 53 bits: as many as the fraction of an f64 holds, so that the quotient stays below 1.
        let fraction = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        fraction < probability
    }

    /// One of the given things; none when there are none.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let at = self.below(things.len() as u64);
        things.get(usize::try_from(at).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn one_seed_gives_one_stream() {
        let mut first = Random::new(7);
        let mut second = Random::new(7);
        for _ in 0..100 {
            assert_eq!(first.next(), second.next());
        }
        assert_ne!(Random::new(7).next(), Random::new(8).next());
    }

    #[test]
    fn every_place_has_a_stream_of_its_own() {
        assert_eq!(Random::at(1, 5).next(), Random::at(1, 5).next());
        assert_ne!(Random::at(1, 5).next(), Random::at(1, 6).next());
        assert_ne!(Random::at(1, 5).next(), Random::at(2, 5).next());
    }

    #[test]
    fn first_number_is_that_of_the_published_algorithm() {
        assert_eq!(Random::new(0).next(), 0xE220_A839_7B1D_CDAF);
    }

    #[test]
    fn chance_keeps_its_ends_and_its_middle() {
        let mut random = Random::new(1);
        assert!((0..1000).all(|_| random.chance(1.0)));
        assert!(!(0..1000).any(|_| random.chance(0.0)));
        let hits = (0..10_000).filter(|_| random.chance(0.3)).count();
        assert!((2_700..3_300).contains(&hits), "{hits}");
    }

    #[test]
    fn nothing_to_pick_from_is_no_panic() {
        assert_eq!(Random::new(1).below(0), 0);
        assert_eq!(Random::new(1).pick::<u8>(&[]), None);
    }
}
