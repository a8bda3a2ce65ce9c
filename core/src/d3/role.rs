//! The roles of the keys of items.

use crate::{answer::NUMBER_KEYS, json::Text, text::same_key};

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

    /// The same for any spelling.
    #[inline(never)]
    fn of_spelling(key: &str) -> Role {
        let is = |plain: &&str| same_key(key, plain);
        if let Some(rank) = NUMBER_KEYS.iter().position(is) {
            return Role::Number(rank as u8);
        }
        SPELLINGS.iter().find(|(plain, _)| is(plain)).map_or(Role::Other, |(_, role)| *role)
    }
}

/// The other keys with a role, in lower case without spaces or `_`.
const SPELLINGS: [(&str, Role); 7] = [
    ("result", Role::Result),
    ("errormessage", Role::Reason(ERROR_MESSAGE)),
    ("message", Role::Reason(MESSAGE)),
    ("error", Role::Reason(2)),
    ("errordata", Role::Errors),
    ("data", Role::Data),
    ("status", Role::Status),
];
