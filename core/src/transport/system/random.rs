//! Random numbers from the operating system.

use std::fmt::Write;

use crate::error::Error;

/// A nonce for Xpanse advanced keys: 64 random letters and digits.
///
/// # Errors
/// `invalid_request` for the field `nonce`, if the system provides no random bytes.
#[cfg_attr(docsrs, doc(cfg(feature = "system")))]
pub fn nonce() -> Result<String, Error> {
    let mut bytes = [0; 32];
    let no_randomness = |_| Error::invalid("nonce", "cannot be generated: the system provides no random bytes");
    getrandom::fill(&mut bytes).map_err(no_randomness)?;
    let mut nonce = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(nonce, "{byte:02x}");
    }
    Ok(nonce)
}

/// The first seed for jitter. Any number is valid; different clients should have different ones.
#[cfg(any(feature = "ureq", feature = "reqwest"))]
pub(crate) fn seed() -> u64 {
    getrandom::u64().unwrap_or_else(|_| super::clock::now_ms())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_long_and_new() -> Result<(), Error> {
        let (one, two) = (nonce()?, nonce()?);
        assert_eq!((one.len(), two.len()), (64, 64));
        assert_ne!(one, two);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        Ok(())
    }
}
