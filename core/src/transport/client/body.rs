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
        assert_eq!(capacity(Some(60 << 20), 64 << 20), Some(MOST_AHEAD));
        assert_eq!(capacity(Some(70_000), 64 << 20), Some(70_000));
        assert_eq!(capacity(None, 64 << 20), Some(0));
    }

    #[test]
    fn what_is_told_may_be_over_the_limit() {
        assert_eq!(capacity(Some(5), 5), Some(5));
        assert_eq!(capacity(Some(6), 5), None);
        assert_eq!(capacity(Some(u64::MAX), usize::MAX - 1), None);
    }
}
