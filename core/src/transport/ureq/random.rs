//! The system's randomness.

use std::fmt::Write;

/// A nonce for Xpanse advanced keys: 64 letters and digits, new every time. Empty if the system has no randomness,
/// which signing then refuses.
pub fn nonce() -> String {
    let mut bytes = [0; 32];
    let mut nonce = String::with_capacity(2 * bytes.len());
    if getrandom::fill(&mut bytes).is_ok() {
        for byte in bytes {
            // Writing to a String cannot fail.
            let _ = write!(nonce, "{byte:02x}");
        }
    }
    nonce
}

/// Where the seeds for jitter begin. Any number does; different clients should have different ones.
pub(super) fn seed() -> u64 {
    getrandom::u64().unwrap_or_else(|_| super::clock::now_ms())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_long_and_new() {
        let (one, two) = (nonce(), nonce());
        assert_eq!((one.len(), two.len()), (64, 64));
        assert_ne!(one, two);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
