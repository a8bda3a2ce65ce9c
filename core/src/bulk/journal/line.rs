//! How a record stands in a journal: `crc32c` (8 hex digits), a space, JSON, a line feed.

use crate::text::push_hex;

/// The longest prefix: the checksum and a space.
const PREFIX: usize = 9;

/// The record as a line.
pub(crate) fn push(out: &mut String, json: &str) {
    for byte in crc32c::crc32c(json.as_bytes()).to_be_bytes() {
        push_hex(out, byte);
    }
    out.push(' ');
    out.push_str(json);
    out.push('\n');
}

/// The JSON of a line without its line feed; `None` if its checksum is not that of the JSON.
pub(crate) fn read(line: &[u8]) -> Option<&str> {
    let (prefix, json) = line.split_at_checked(PREFIX)?;
    let (digits, space) = prefix.split_at_checked(PREFIX - 1)?;
    if space != b" " || digits.iter().any(|digit| !matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let stated = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    if crc32c::crc32c(json) != stated {
        return None;
    }
    std::str::from_utf8(json).ok()
}

/// Whether a line that is not sound ends in a sound one: it was two, and what was between them is damaged.
pub(crate) fn hides_another(line: &[u8]) -> bool {
    // The end of a record, a byte that was a line feed, and the prefix of the next one.
    let is_seam = |bytes: &[u8]| bytes.first() == Some(&b'}') && bytes.ends_with(b" {");
    let seam = line.windows(PREFIX + 3).rposition(is_seam);
    seam.and_then(|seam| line.get(seam + 2..)).is_some_and(|rest| read(rest).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written_and_no_other() {
        let mut line = String::new();
        push(&mut line, r#"{"a":1}"#);
        // The check value of CRC-32C.
        assert_eq!(crc32c::crc32c(b"123456789"), 0xe306_9283);
        let bytes = line.trim_end().as_bytes();
        assert_eq!(read(bytes), Some(r#"{"a":1}"#));
        for place in 0..bytes.len() {
            for change in [1, 0x20, 0xff] {
                let mut other = bytes.to_vec();
                if let Some(byte) = other.get_mut(place) {
                    *byte ^= change;
                }
                assert_eq!(read(&other), None, "{place}");
            }
            assert_eq!(read(bytes.get(..place).unwrap_or_default()), None, "cut at {place}");
        }
        assert_eq!(read(b""), None);
        let joined = ["x", line.trim_end(), "?", line.trim_end()].concat();
        assert!(hides_another(joined.as_bytes()));
        for whole in [line.trim_end(), joined.trim_end_matches('}'), "}?", ""] {
            assert!(!hides_another(whole.as_bytes()), "{whole}");
        }
    }
}
