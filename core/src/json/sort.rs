//! Sorting in place, in code so short that a page can load it: the standard library's is several kilobytes for each use. It takes
//! time in proportion to `n log n` for whatever order a server chooses.

/// Sorts numbers, by what `is_less` says of two.
pub(super) fn sort(numbers: &mut [u32], is_less: &dyn Fn(u32, u32) -> bool) {
    for root in (0..numbers.len() / 2).rev() {
        sink(numbers, root, is_less);
    }
    for end in (1..numbers.len()).rev() {
        numbers.swap(0, end);
        sink(numbers.get_mut(..end).unwrap_or_default(), 0, is_less);
    }
}

/// Moves a number down in a heap, whose largest one is the first.
fn sink(heap: &mut [u32], mut at: usize, is_less: &dyn Fn(u32, u32) -> bool) {
    let is_less_at = |heap: &[u32], one: usize, other: usize| match (heap.get(one), heap.get(other)) {
        (Some(one), Some(other)) => is_less(*one, *other),
        _ => false,
    };
    loop {
        let left = 2 * at + 1;
        let child = if is_less_at(heap, left, left + 1) { left + 1 } else { left };
        if !is_less_at(heap, at, child) {
            return;
        }
        heap.swap(at, child);
        at = child;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_standard_library_sorts(mut numbers in proptest::collection::vec(0_u32..100, 0..200)) {
            let mut expected = numbers.clone();
            expected.sort_unstable_by(|one, other| other.cmp(one));
            super::sort(&mut numbers, &|one, other| one > other);
            prop_assert_eq!(numbers, expected);
        }
    }
}
