//! Bytes eight at a time, since strings are nearly all of a reply.

/// How many bytes from the front need no look: no quote, no backslash, no control character.
#[inline(always)]
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some(chunk) = bytes.get(count..).and_then(<[u8]>::first_chunk) {
        let stops = stops(*chunk);
        if stops != 0 {
            return count + (stops.trailing_zeros() / 8) as usize;
        }
        count += 8;
    }
    run_to_end(bytes)
}

/// The same for bytes of which at most the last seven were not looked at.
#[cfg_attr(target_family = "wasm", inline(never))]
fn run_to_end(bytes: &[u8]) -> usize {
    // The last eight overlap with those before: there is no rest to be looked at one by one.
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(bytes.len());
    };
    match stops(*last) {
        0 => bytes.len(),
        stops => bytes.len() - last.len() + (stops.trailing_zeros() / 8) as usize,
    }
}

/// As [`plain_run`], compiled once for all uses off the hot path.
#[cfg_attr(target_family = "wasm", inline(never))]
pub(super) fn next_stop(bytes: &[u8]) -> usize {
    plain_run(bytes)
}

/// Sets the high bit of each of eight bytes that ends a run; only the lowest set bit is exact.
#[inline(always)]
fn stops(chunk: [u8; 8]) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let word = u64::from_le_bytes(chunk);
    // The subtraction borrows into the high bit of each byte that is less than the subtrahend, starting at the lowest such byte.
    // Bytes whose own high bit is set cannot end a run.
    let quotes = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let slashes = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let controls = word.wrapping_sub(ONES * 0x20);
    (quotes | slashes | controls) & !word & HIGH
}

/// Whether two texts are the same. The standard library compares byte by byte in wasm.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let equal = |(one, other): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*one) == u64::from_le_bytes(*other);
    match one.last_chunk().zip(other.last_chunk()) {
        // The last eight bytes overlap with those before: there is no rest to be compared byte by byte.
        Some(last) => equal(last) && one.as_chunks().0.iter().zip(other.as_chunks().0).all(equal),
        None => one.iter().zip(other).all(|(one, other)| one == other),
    }
}

/// The length in bytes of the common prefix of two texts.
pub(crate) fn common(one: &[u8], other: &[u8]) -> usize {
    let mut count = 0;
    let blocks = one.as_chunks::<32>().0.iter().zip(other.as_chunks::<32>().0);
    count += 32 * blocks.take_while(|(one, other)| one == other).count();
    let (one, other) = (one.get(count..).unwrap_or_default(), other.get(count..).unwrap_or_default());
    for (one, other) in one.as_chunks().0.iter().zip(other.as_chunks().0) {
        let differing = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differing != 0 {
            return count + (differing.trailing_zeros() / 8) as usize;
        }
        count += 8;
    }
    let behind = one.len().min(other.len()) & !7;
    let rest = one.get(behind..).unwrap_or_default().iter().zip(other.get(behind..).unwrap_or_default());
    count + rest.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn same_is_equal(one in "[ab]{0,20}", other in "[ab]{0,20}", at in 0usize..20) {
            prop_assert_eq!(same(one.as_bytes(), other.as_bytes()), one == other);
            // Nearly equal.
            let near: String = one.chars().enumerate().map(|(index, char)| if index == at { 'c' } else { char }).collect();
            prop_assert_eq!(same(one.as_bytes(), near.as_bytes()), one == near);
            prop_assert!(same(one.as_bytes(), one.clone().as_bytes()));
        }

        #[test]
        fn counts_what_is_common(
            front in "[ab]{0,40}", (one, other) in ("[ab]{0,20}", "[ab]{0,20}"),
        ) {
            let (one, other) = (front.clone() + &one, front + &other);
            let expected = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
            prop_assert_eq!(common(one.as_bytes(), other.as_bytes()), expected);
        }

        #[test]
        fn runs_end_where_a_byte_ends_them(text in "[a-c\u{e9}]{0,20}", stop in "[\"\\\\\n\u{1f}]{0,2}", behind in "[a\"]{0,12}") {
            let bytes = [text.as_bytes(), stop.as_bytes(), behind.as_bytes()].concat();
            let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(bytes.len());
            prop_assert_eq!(next_stop(&bytes), expected);
        }
    }
}
