//! Keeps credentials out of logs. ureq-proto logs every byte of a request's head at level `trace`, so it is given asterisks,
//! which are replaced by the credentials just before TLS.

use crate::wire::HeaderValue;

/// Asterisks of the value's length.
pub(super) fn redacted(value: &HeaderValue) -> String {
    "*".repeat(value.expose().len())
}

/// Writes the value over its asterisks; false if they are not in `head`.
pub(super) fn restore(head: &mut [u8], name: &str, value: &HeaderValue) -> bool {
    let line = format!("\r\n{name}: {}\r\n", redacted(value)).into_bytes();
    let value = value.expose().as_bytes();
    let found = head.windows(line.len()).position(|window| window == line);
    let from = found.map(|at| at + line.len() - value.len() - 2);
    let place = from.and_then(|from| head.get_mut(from..from + value.len()));
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
