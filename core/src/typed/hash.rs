//! Hashes of keys, which compare without case, spaces or `_`.

/// The hash of a key: FNV-1a over what counts in it.
pub(super) const fn of(key: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut rest = key.as_bytes();
    while let [byte, behind @ ..] = rest {
        if !matches!(*byte, b' ' | b'_') {
            hash = (hash ^ byte.to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        }
        rest = behind;
    }
    hash
}

/// Whether two keys are the same.
pub(super) fn same(one: &str, other: &str) -> bool {
    folded(one).eq(folded(other))
}

fn folded(key: &str) -> impl Iterator<Item = u8> {
    key.bytes().filter(|byte| !matches!(byte, b' ' | b'_')).map(|byte| byte.to_ascii_lowercase())
}
