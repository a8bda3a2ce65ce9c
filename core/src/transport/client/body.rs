//! A body that is about to arrive.

/// The most memory that is set aside because of a `Content-Length`, which costs its sender nothing.
const MOST_AHEAD: usize = 4 << 20;

/// Memory for a body of the length that the answer tells; `None` if that is over the limit.
pub(crate) fn room_for(told: Option<u64>, limit: usize) -> Option<Vec<u8>> {
    let told = told.map_or(0, |told| usize::try_from(told).unwrap_or(usize::MAX));
    (told <= limit).then(|| Vec::with_capacity(told.min(MOST_AHEAD)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capacity(told: Option<u64>, limit: usize) -> Option<usize> {
        room_for(told, limit).map(|room| room.capacity())
    }

    #[test]
    fn what_is_told_sets_little_aside() {
        let within = |told, least, most| capacity(told, 64 << 20).is_some_and(|room| (least..most).contains(&room));
        assert!(within(Some(60 << 20), MOST_AHEAD, 2 * MOST_AHEAD));
        assert!(within(Some(70_000), 70_000, MOST_AHEAD));
        assert!(within(None, 0, 1));
    }

    #[test]
    fn what_is_told_may_be_over_the_limit() {
        assert!(capacity(Some(5), 5).is_some());
        assert_eq!(capacity(Some(6), 5), None);
        assert_eq!(capacity(Some(u64::MAX), usize::MAX - 1), None);
    }
}
