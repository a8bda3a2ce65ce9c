//! Standard and advanced keys.

use super::answers::{bare_unauthorized, unauthorized};
use crate::sandbox::config::{ApiKey, XpanseConfig};
use crate::sandbox::exchange::{Answer, Incoming};
use crate::sandbox::visit::Sha256Hex;

/// How far an advanced key's timestamp may be from now.
const WINDOW_MS: u64 = 15 * 60 * 1000;

/// Accepts a request whose headers match a key. A nonce or a timestamp means that the key is an advanced one.
pub(super) fn check(
    config: &XpanseConfig,
    sha256_hex: Option<Sha256Hex>,
    now_ms: u64,
    request: &Incoming<'_>,
) -> Result<(), Answer> {
    let key_id = request.header("x-xdr-auth-id");
    let authorization = request.header("authorization");
    match (request.header("x-xdr-nonce"), request.header("x-xdr-timestamp")) {
        (None, None) => {
            let key = find(&config.standard_keys, key_id).map_err(bare_unauthorized)?;
            if authorization == Some(key.key.as_str()) {
                Ok(())
            } else {
                Err(bare_unauthorized("authorization is not the standard key itself"))
            }
        }
        (nonce, timestamp) => {
            let key = find(&config.advanced_keys, key_id).map_err(unauthorized)?;
            let now_ms = config.check_timestamp.then_some(now_ms);
            check_signature(key, sha256_hex, now_ms, [authorization, nonce, timestamp]).map_err(unauthorized)
        }
    }
}

fn find<'k>(keys: &'k [ApiKey], key_id: Option<&str>) -> Result<&'k ApiKey, &'static str> {
    let key_id = key_id.ok_or("x-xdr-auth-id is missing")?;
    keys.iter().find(|key| key.key_id == key_id).ok_or("x-xdr-auth-id is not the id of a key of this type")
}

/// The error says why. Without a hash function only the shape of the signature is checked.
fn check_signature(
    key: &ApiKey,
    sha256_hex: Option<Sha256Hex>,
    now_ms: Option<u64>,
    [authorization, nonce, timestamp]: [Option<&str>; 3],
) -> Result<(), &'static str> {
    let authorization = authorization.ok_or("authorization is missing")?;
    if authorization.len() != 64 || !authorization.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err("authorization is not 64 lower-case hex digits");
    }
    let nonce = nonce.ok_or("x-xdr-nonce is missing")?;
    if nonce.len() != 64 || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("x-xdr-nonce is not 64 letters and digits");
    }
    let timestamp = timestamp.ok_or("x-xdr-timestamp is missing")?;
    // `parse` would accept a sign.
    let decimal = timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let sent_ms: u64 = timestamp.parse().ok().filter(|_| decimal).ok_or("x-xdr-timestamp is not a decimal number")?;
    if now_ms.is_some_and(|now_ms| now_ms.abs_diff(sent_ms) > WINDOW_MS) {
        return Err("x-xdr-timestamp is more than 15 minutes off");
    }
    match sha256_hex {
        Some(hash) if hash(format!("{}{nonce}{timestamp}", key.key).as_bytes()) != authorization => {
            Err("authorization is not the digest of key, nonce and timestamp")
        }
        _ => Ok(()),
    }
}
