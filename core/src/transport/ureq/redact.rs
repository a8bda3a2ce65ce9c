//! Keeps credentials out of logs. ureq-proto logs every byte of a request's head at level `trace`, so it is given asterisks,
//! which are replaced by the credentials just before TLS.

use crate::wire::HeaderValue;

/// Asterisks of the value's length.
pub(super) fn redacted(value: &HeaderValue) -> String {
    "*".repeat(value.expose().len())
}

/// Writes the value over its asterisks; false if they are not in `head`.
pub(super) fn restore(head: &mut [u8], name: &str, value: &HeaderValue) -> bool {
    let value = value.expose().as_bytes();
    // After the first line, each line of the head is a header.
    let ends = head.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(end, _)| end + 1);
    let place = ends.into_iter().find_map(|start| {
        let line = head.get(start..)?.strip_prefix(name.as_bytes())?.strip_prefix(b": ")?;
        let (asterisks, behind) = line.split_at_checked(value.len())?;
        let is_redacted = asterisks.iter().all(|byte| *byte == b'*') && behind.starts_with(b"\r\n");
        is_redacted.then_some(start + name.len() + 2)
    });
    let place = place.and_then(|from| head.get_mut(from..from + value.len()));
    place.map(|place| place.copy_from_slice(value)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_its_asterisks() {
        let value = HeaderValue::Plain("k3y".into());
        let mut head = b"POST / HTTP/1.1\r\nx-d3key: ***\r\nd3key: ****\r\nd3key: ***\r\n\r\n".to_vec();
        assert!(restore(&mut head, "d3key", &value));
        assert_eq!(head, b"POST / HTTP/1.1\r\nx-d3key: ***\r\nd3key: ****\r\nd3key: k3y\r\n\r\n");
        assert!(!restore(&mut head, "d3key", &value));
    }
}
