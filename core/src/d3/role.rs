//! The roles of the keys of items.

use crate::{answer::NUMBER_KEYS, json::Text};

/// The ranks of two of the reasons. Successful items can have a `message`, too.
pub(super) const ERROR_MESSAGE: u8 = 0;
pub(super) const MESSAGE: u8 = 1;

/// The role of a key of an item. Keys compare without case, spaces or `_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The incident's number; the first of the three spellings wins.
    Number(u8),
    Result,
    /// The reason; the first of the three spellings wins.
    Reason(u8),
    /// `ErrorData`: a list of errors.
    Errors,
    /// `Data`: the result of a command.
    Data,
    Status,
    Other,
}

impl Role {
    /// The role of a key in this text.
    pub(super) fn of_key(key: Text, text: &str) -> Role {
        // Nearly none has escapes: as it stands it need not be read.
        if key.escaped { Role::of(&key.read(text)) } else { Role::of(key.span.of(text)) }
    }

    pub(super) fn of(key: &str) -> Role {
        // The vendor's spellings first; most keys have no role here.
        match key {
            "Incident Number" => Role::Number(0),
            "Result" => Role::Result,
            "Status" => Role::Status,
            "Error message" => Role::Reason(ERROR_MESSAGE),
            _ if matches!(
                key.bytes().next(),
                Some(b'I' | b'R' | b'E' | b'M' | b'D' | b'S' | b'i' | b'r' | b'e' | b'm' | b'd' | b's' | b' ' | b'_')
            ) =>
            {
                Role::of_spelling(key)
            }
            _ => Role::Other,
        }
    }

    /// The same for any spelling. Apart, as it is long and seldom needed.
    #[inline(never)]
    fn of_spelling(key: &str) -> Role {
        let mut plain = [0u8; 14];
        let mut length = 0;
        for byte in key.bytes().filter(|byte| !matches!(byte, b' ' | b'_')) {
            let Some(slot) = plain.get_mut(length) else { return Role::Other };
            *slot = byte.to_ascii_lowercase();
            length += 1;
        }
        let plain = plain.get(..length).unwrap_or_default();
        if let Some(rank) = NUMBER_KEYS.iter().position(|key| key.as_bytes() == plain) {
            return Role::Number(rank as u8);
        }
        match plain {
            b"result" => Role::Result,
            b"errormessage" => Role::Reason(ERROR_MESSAGE),
            b"message" => Role::Reason(MESSAGE),
            b"error" => Role::Reason(2),
            b"errordata" => Role::Errors,
            b"data" => Role::Data,
            b"status" => Role::Status,
            _ => Role::Other,
        }
    }
}
