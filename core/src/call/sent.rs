//! The credentials that went out with an attempt. Some servers repeat the key that they refuse, and what a server says goes into
//! errors, reports and logs: so credentials are taken out of an answer before it is read.

use std::{borrow::Cow, ops::Range};

use crate::wire::{HeaderValue, Request, Response, Secret};

/// A shorter one cannot be distinguished from the server's own words.
const SHORTEST: usize = 8;

/// The credentials of an attempt: a key or token, and the id that some keys have.
#[derive(Debug)]
pub(super) struct Sent([Option<Secret>; 2]);

impl Sent {
    pub(super) fn of(request: &Request) -> Self {
        let mut secrets = request.headers().iter().filter_map(|(_, value)| match value {
            HeaderValue::Secret(secret) => Some(secret.clone()),
            HeaderValue::Plain(_) => None,
        });
        Sent([secrets.next(), secrets.next()])
    }

    /// Puts asterisks in their place in the body, and in that of a header with one of them.
    pub(super) fn redact(&self, response: &mut Response<'_>) {
        for secret in self.0.iter().flatten() {
            let Some(needle) = Needle::of(secret.expose().as_bytes()) else { continue };
            let mut from = 0;
            while let Some(place) = needle.find(&response.body, from) {
                from = place.end;
                response.body.to_mut().get_mut(place).into_iter().for_each(|place| place.fill(b'*'));
            }
            for (_, value) in &mut response.headers {
                if needle.find(value.as_bytes(), 0).is_some() {
                    *value = Cow::Borrowed("***");
                }
            }
        }
    }
}

/// Finds a credential, written as it is or with the escapes of JSON.
struct Needle<'s> {
    /// Its beginning, up to the first byte that is no letter or digit, since it may be escaped.
    plain: &'s [u8],
    rest: &'s [u8],
    /// How far the search for the beginning moves on, by the last byte of where it has looked (Horspool's method).
    skip: [u8; 256],
}

impl<'s> Needle<'s> {
    /// `None` for a credential that could be the server's own word, or a number such as that of an incident.
    fn of(secret: &'s [u8]) -> Option<Self> {
        // What comes before the first letter or digit stays where it is: half of an escape would not be JSON.
        let secret = secret.get(secret.iter().position(u8::is_ascii_alphanumeric)?..)?;
        if secret.len() < SHORTEST || !secret.iter().any(u8::is_ascii_alphabetic) {
            return None;
        }
        let length = secret.iter().take(usize::from(u8::MAX)).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (plain, rest) = secret.split_at_checked(length)?;
        let mut skip = [length as u8; 256];
        for (byte, left) in plain.iter().zip((1..length as u8).rev()) {
            *skip.get_mut(usize::from(*byte))? = left;
        }
        Some(Needle { plain, rest, skip })
    }

    fn find(&self, text: &[u8], mut at: usize) -> Option<Range<usize>> {
        loop {
            let looked_at = text.get(at..at + self.plain.len())?;
            let behind = || text.get(at + self.plain.len()..).and_then(|text| self.rest.iter().try_fold(text, without));
            if looked_at == self.plain
                && let Some(behind) = behind()
            {
                return Some(at..text.len() - behind.len());
            }
            at += usize::from(*self.skip.get(usize::from(*looked_at.last()?))?);
        }
    }
}

/// What follows this byte at the beginning of a text. It may be behind backslashes (several where there is JSON in JSON), or be a
/// number behind them: any number will do, since the other bytes of a credential are enough to tell it.
fn without<'t>(text: &'t [u8], byte: &u8) -> Option<&'t [u8]> {
    let escapes = text.iter().take_while(|byte| **byte == b'\\').count();
    let text = text.get(escapes..)?;
    if escapes > 0 && text.starts_with(b"u00") {
        return text.get(5..);
    }
    // A backslash is among those before what follows it.
    if *byte == b'\\' { Some(text) } else { text.strip_prefix(&[*byte]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(secret: &str, text: &str) -> Option<String> {
        let mut response = Response::new(401, text.as_bytes());
        Sent([None, Some(Secret::new(secret))]).redact(&mut response);
        let Cow::Owned(body) = response.body else { return None };
        String::from_utf8(body).ok()
    }

    #[test]
    fn a_credential_is_found_wherever_it_is() {
        let long = "0123456789abcdef".repeat(40);
        for secret in ["a1b2c3d4", "zzzzzzzz", "aabaabaab", &long] {
            for (before, behind) in [
                ("", ""),
                ("x", ""),
                ("", "y"),
                ("a1b2c3d", "a"),
                ("zzz", "\u{e9}"),
                ("\u{e9}", "012"),
                ("aabaab", "aab"),
            ] {
                let text = [before, secret, behind, secret, secret, behind].concat();
                let told = redacted(secret, &text).unwrap_or_default();
                assert!(!told.contains(secret) && told.len() == text.len(), "{secret} in {text}: {told}");
                assert!(told.matches('*').count() >= 3 * secret.len(), "{secret} in {text}: {told}");
                let beginning = secret.get(..secret.len() - 1).unwrap_or_default();
                assert_eq!(redacted(secret, &[beginning, "-", behind].concat()), None, "{secret}");
            }
        }
        assert_eq!(redacted("a1b2c3d4", ""), None);
    }

    #[test]
    fn the_escapes_of_json_are_understood() {
        let secret = "Ab/c+9=\"\\z";
        for text in [
            "Ab/c+9=\"\\z",
            r#"Ab\/c+9=\"\\z"#,
            r#"Ab\u002Fc\u002b9\u003D\u0022\u005cz"#,
            r#"Ab\\/c\\u002B9=\\\"\\\\z"#,
        ] {
            assert_eq!(
                redacted(secret, &["<", text, ">"].concat()),
                Some(["<", &"*".repeat(text.len()), ">"].concat())
            );
        }
        for text in ["Ab/c+9=\"", "Abu002fc+9=\"\\z", r#"Ab\u102fc+9=\"\\z"#, r#"Ab\u00"#] {
            assert_eq!(redacted(secret, text), None, "{text}");
        }
        // What is left of it is JSON.
        assert_eq!(
            redacted("+/keys+keys", r#""\u002b\/keys\u002bkeys""#).as_deref(),
            Some(r#""\u002b\/**************""#)
        );
    }

    #[test]
    fn what_could_be_the_servers_own_is_left() {
        assert!(
            ["abcdefgh", "1234567a", "a/+=!?&%", "?/abcdefgh"]
                .into_iter()
                .all(|secret| Needle::of(secret.as_bytes()).is_some())
        );
        for secret in ["abcdefg", "12345678", "20261103104", "", "/+=/+=/+=", "/+=/+=abc"] {
            assert!(Needle::of(secret.as_bytes()).is_none(), "{secret}");
        }
    }
}
