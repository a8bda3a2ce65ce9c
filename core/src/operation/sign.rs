//! Adds credentials to a request, as the last step.

use std::{borrow::Cow, fmt, sync::Arc};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::{
    error::Error,
    text::push_hex,
    wire::{HeaderValue, Request, Secret, SecretSource},
};

/// The headers of Xpanse keys.
const AUTHORIZATION: Cow<'static, str> = Cow::Borrowed("authorization");
const KEY_ID: Cow<'static, str> = Cow::Borrowed("x-xdr-auth-id");

/// Turns an unsigned request into a signed one.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub enum Signer {
    /// No credentials: a gateway adds them.
    None,
    /// The same header on every request: D3's keys and tokens.
    Header(Cow<'static, str>, Secret),
    /// Xpanse standard keys: the same two headers on every request.
    Standard { key_id: Secret, key: Secret },
    /// Xpanse advanced keys: a fresh signature for every attempt.
    Advanced { key_id: Secret, key: Secret },
    /// Whatever the user's function gives for this attempt.
    Asked(Ask),
}

/// Asks for the signer of one attempt.
#[derive(Clone)]
pub struct Ask {
    give: Arc<dyn Fn() -> Result<Signer, Error> + Send + Sync>,
    is_fresh_each_time: bool,
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ask")
    }
}

/// Asks for the credential that the tenant's setting `field` stands for.
pub(crate) fn credential<T>(source: &SecretSource<T>, field: &str) -> Result<T, Error> {
    source.give().map_err(|cause| Error::no_credential(field, Some(cause.into())))
}

impl Signer {
    /// A signer that is asked for attempt by attempt; `is_fresh_each_time` says which kind it gives.
    pub(crate) fn asked(
        is_fresh_each_time: bool,
        give: impl Fn() -> Result<Signer, Error> + Send + Sync + 'static,
    ) -> Self {
        Signer::Asked(Ask { give: Arc::new(give), is_fresh_each_time })
    }

    /// Whether a wrong clock can cause a 401, so that a fresh signature can help.
    pub(crate) fn is_fresh_each_time(&self) -> bool {
        match self {
            Signer::None | Signer::Header(..) | Signer::Standard { .. } => false,
            Signer::Advanced { .. } => true,
            Signer::Asked(ask) => ask.is_fresh_each_time,
        }
    }

    /// Whether a function of the user's is asked for the credentials.
    #[cfg(feature = "ureq")]
    pub(crate) fn asks(&self) -> bool {
        matches!(self, Signer::Asked(_))
    }

    pub(crate) fn sign(self, mut request: Request, nonce: &str, now_ms: u64) -> Result<Request, Error> {
        let mut add = |name: Cow<'static, str>, value: HeaderValue| request.headers.push((name, value));
        match self {
            Signer::None => {}
            Signer::Asked(ask) => return (ask.give)()?.sign(request, nonce, now_ms),
            Signer::Header(name, secret) => add(name, HeaderValue::Secret(secret)),
            Signer::Standard { key_id, key } => {
                add(AUTHORIZATION, HeaderValue::Secret(key));
                add(KEY_ID, HeaderValue::Secret(key_id));
            }
            Signer::Advanced { key_id, key } => {
                if nonce.is_empty() || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                    return Err(Error::invalid("nonce", "must be 64 letters and digits, new for every request"));
                }
                add(AUTHORIZATION, HeaderValue::Secret(advanced_digest(&key, nonce, now_ms)));
                add(KEY_ID, HeaderValue::Secret(key_id));
                add(Cow::Borrowed("x-xdr-nonce"), HeaderValue::Plain(nonce.to_owned().into()));
                add(Cow::Borrowed("x-xdr-timestamp"), HeaderValue::Plain(now_ms.to_string().into()));
            }
        }
        Ok(request)
    }
}

/// `hex(SHA-256(key ‖ nonce ‖ timestamp))`, as the vendor's recipe for advanced keys has it.
fn advanced_digest(key: &Secret, nonce: &str, now_ms: u64) -> Secret {
    let digest = Sha256::new()
        .chain_update(key.expose().as_bytes())
        .chain_update(nonce.as_bytes())
        .chain_update(now_ms.to_string().as_bytes())
        .finalize();
    let mut hex = String::with_capacity(64);
    digest.iter().for_each(|byte| push_hex(&mut hex, *byte));
    Secret::new(hex)
}

/// An HS256 JWT over a payload given as JSON text.
pub(crate) fn jwt(secret: &Secret, payload: &str) -> Secret {
    let mut token = String::new();
    push_base64url(&mut token, br#"{"alg":"HS256","typ":"JWT"}"#);
    token.push('.');
    push_base64url(&mut token, payload.as_bytes());
    // HMAC takes keys of any length.
    if let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) {
        let signature = mac.chain_update(token.as_bytes()).finalize().into_bytes();
        token.push('.');
        push_base64url(&mut token, &signature);
    }
    Secret::new(token)
}

/// The unpadded, URL-safe alphabet of RFC 4648. A library would cost as much in the browser as the rest of this file.
fn push_base64url(out: &mut String, bytes: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| (group << 8) + u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let six = (group >> (18 - 6 * place)) & 63;
            out.push(ALPHABET.get(six as usize).map_or('A', |letter| char::from(*letter)));
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    /// The known answer of the vendor's own Node client.
    #[test]
    fn advanced_keys() {
        let nonce = "b5834c137a825cc6c80111f237e1c5f8dedeef5df9dcd4c7f1dc73f180c89b47";
        let digest = advanced_digest(&Secret::new("testApiKey"), nonce, 1_584_983_036_945);
        assert_eq!(digest.expose(), "8eb5e56a1656a35c9d187762d945339455b5382e11d779c458a63c652e1e79e9");
    }

    /// The example token that every JWT tool shows.
    #[test]
    fn hs256() {
        let payload = r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#;
        let token = jwt(&Secret::new("your-256-bit-secret"), payload);
        assert!(token.expose().ends_with(".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"));
    }

    #[test]
    fn who_asks_for_a_credential_prints_nothing_of_it() {
        let ask = Ask { give: Arc::new(|| Ok(Signer::None)), is_fresh_each_time: true };
        assert_eq!(format!("{:?}", Signer::Asked(ask)), "Asked(Ask)");
    }

    proptest! {
        #[test]
        fn base64url(bytes in any::<Vec<u8>>()) {
            let mut out = String::new();
            push_base64url(&mut out, &bytes);
            prop_assert_eq!(out, URL_SAFE_NO_PAD.encode(bytes));
        }
    }
}
