//! JSON web tokens: the ones configured, and those signed (HS256) with a configured secret.

use serde_json::{Map, Value};

use super::answers::unauthorized;
use crate::sandbox::config::D3Config;
use crate::sandbox::exchange::Answer;
use crate::sandbox::visit::Sha256Hex;

/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// What a token says: members whose values the request's body must have.
#[derive(Debug, Default)]
pub(super) struct Claims(Map<String, Value>);

impl Claims {
    /// The claims of a token that is accepted. Those of a configured token, which may be any text, are empty.
    ///
    /// The lifetime of a token is not checked: no source says that D3 does.
    pub(super) fn of(config: &D3Config, sha256_hex: Option<Sha256Hex>, token: &str) -> Result<Self, Answer> {
        if config.jwts.iter().any(|jwt| jwt == token) {
            return Ok(Self::default());
        }
        let signed = config.jwt_secrets.iter().find_map(|secret| payload(secret, sha256_hex, token));
        signed.map(Self).ok_or_else(|| {
            unauthorized("the token is neither among the configured ones nor signed with a configured secret")
        })
    }

    /// "The payload's values must match the request body exactly": a claim that the body has no member for says nothing of it.
    pub(super) fn check(&self, body: &Value) -> Result<(), Answer> {
        match self.0.iter().find(|(name, value)| body.get(name).is_some_and(|said| said != *value)) {
            Some(_) => Err(unauthorized("the token's payload does not match the body")),
            None => Ok(()),
        }
    }
}

/// The payload of a token, if it is signed with the secret. Without a hash function only the signature's shape is checked.
fn payload(secret: &str, sha256_hex: Option<Sha256Hex>, token: &str) -> Option<Map<String, Value>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let header: Value = serde_json::from_slice(&base64url(header)?).ok()?;
    if header.get("alg")? != "HS256" {
        return None;
    }
    let signature = base64url(signature)?;
    let right = match sha256_hex {
        Some(sha256_hex) => signature == hmac(sha256_hex, secret.as_bytes(), signed.as_bytes())?,
        None => signature.len() == 32,
    };
    right.then(|| serde_json::from_slice(&base64url(payload)?).ok()).flatten()
}

/// HMAC-SHA256 (RFC 2104).
fn hmac(sha256_hex: Sha256Hex, key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let sha256 = |bytes: &[u8]| from_hex(&sha256_hex(bytes));
    let mut block = if key.len() > BLOCK { sha256(key)? } else { key.to_vec() };
    block.resize(BLOCK, 0);
    let padded = |pad: u8, text: &[u8]| block.iter().map(|byte| byte ^ pad).chain(text.iter().copied()).collect();
    let inner: Vec<u8> = padded(0x36, message);
    let outer: Vec<u8> = padded(0x5c, &sha256(&inner)?);
    sha256(&outer)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// The bytes of text in the URL-safe alphabet of RFC 4648, without padding.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(4) {
        if group.len() == 1 {
            return None;
        }
        let mut bits = 0_u32;
        for letter in group {
            let six = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'a'..=b'z' => letter - b'a' + 26,
                b'0'..=b'9' => letter - b'0' + 52,
                b'-' => 62,
                b'_' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(six);
        }
        let bits = bits << (6 * (4 - group.len()) + 8);
        bytes.extend(bits.to_be_bytes().iter().take(group.len() - 1));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};

    use super::*;

    fn sha256_hex(bytes: &[u8]) -> String {
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn base64url_reads_what_others_write() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(67)).collect();
            assert_eq!(base64url(&URL_SAFE_NO_PAD.encode(&bytes)).unwrap(), bytes);
        }
        for wrong in ["a", "ab=", "a+/b", "abcde"] {
            assert!(base64url(wrong).is_none(), "{wrong}");
        }
    }

    /// RFC 4231, test cases 2 and 6: a short key, and one that is longer than a block.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        let cases: [(&[u8], &[u8], &str); 2] = [
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, message, expected) in cases {
            assert_eq!(hmac(sha256_hex, key, message), from_hex(expected));
        }
    }
}
