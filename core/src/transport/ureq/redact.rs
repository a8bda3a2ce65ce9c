//! Keeps credentials out of logs. ureq-proto logs every byte of a request's head at level `trace`, so it is given asterisks,
//! which are replaced by the credentials just before TLS.

use std::{borrow::Cow, ops::Range};

use crate::wire::HeaderValue;

/// Asterisks of the value's length.
pub(super) fn redacted(value: &HeaderValue) -> String {
    "*".repeat(value.expose().len())
}

/// Writes each value over its asterisks, and takes out of `secrets` those that were in `head`.
pub(super) fn restore(head: &mut [u8], secrets: &mut Vec<(Cow<'static, str>, HeaderValue)>) {
    let mut rest = head;
    // After the first line, each line of the head is a header.
    while !secrets.is_empty()
        && let Some(end) = rest.iter().position(|byte| *byte == b'\n')
        && let Some((_, lines)) = rest.split_at_mut_checked(end + 1)
    {
        rest = lines;
        let place = |(name, value): &(Cow<'static, str>, HeaderValue)| place(rest, name, value.expose());
        let found = secrets.iter().enumerate().find_map(|(index, secret)| Some((index, place(secret)?)));
        if let Some((index, place)) = found {
            let (_, value) = secrets.remove(index);
            rest.get_mut(place).into_iter().for_each(|place| place.copy_from_slice(value.expose().as_bytes()));
        }
    }
}

/// Where the asterisks of a value stand in the line that comes first, if it is that of this header.
fn place(lines: &[u8], name: &str, value: &str) -> Option<Range<usize>> {
    let line = lines.strip_prefix(name.as_bytes())?.strip_prefix(b": ")?;
    let (asterisks, behind) = line.split_at_checked(value.len())?;
    let is_redacted = asterisks.iter().all(|byte| *byte == b'*') && behind.starts_with(b"\r\n");
    let start = name.len() + 2;
    is_redacted.then_some(start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_its_asterisks() {
        let mut secrets = vec![
            ("d3key".into(), HeaderValue::Plain("k3y".into())),
            ("x-id".into(), HeaderValue::Plain("7".into())),
            ("absent".into(), HeaderValue::Plain("1".into())),
        ];
        let mut head =
            b"POST / HTTP/1.1\r\nx-d3key: ***\r\nd3key: ****\r\nx-id: *\r\nd3key: ***\r\nx-id: *\r\n\r\n".to_vec();
        let restored = b"POST / HTTP/1.1\r\nx-d3key: ***\r\nd3key: ****\r\nx-id: 7\r\nd3key: k3y\r\nx-id: *\r\n\r\n";
        restore(&mut head, &mut secrets);
        assert_eq!(head, restored);
        assert_eq!(secrets.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>(), ["absent"]);
        restore(&mut head, &mut secrets);
        assert_eq!(head, restored);
    }
}
