//! The names of commands, by which keys are given.

use crate::operation::{Operation, Tenant};

macro_rules! commands {
    (d3 D3 { $($file:ident::$name:ident,)* } $($others:tt)*) => {
        /// The id of each operation, and the path of its command.
        const COMMANDS: &[(&str, &str)] = &[$((super::$name::ID, super::$name::PATH)),*];
    };
}

operations!(commands);

/// How far two stems may differ, in letters, and still be taken for one that was mistyped.
const TYPO: usize = 2;

/// The commands that may be meant by a name that is none, joined by `or`; `None` for the name of a command, and for one that
/// resembles none: D3 has more commands than this crate.
pub(super) fn meant_by(name: &str) -> Option<String> {
    let commands = || COMMANDS.iter().map(|(id, path)| (*id, super::Tenant::wire_name(path)));
    if commands().any(|(_, command)| command == name) {
        return None;
    }
    let given = stem(name);
    let resembles = |other: &str| distance(&given, &stem(other)) <= TYPO;
    let meant = commands().filter(|(id, command)| resembles(id) || resembles(command));
    let meant: Vec<&str> = meant.map(|(_, command)| command).collect();
    (!meant.is_empty()).then(|| meant.join("` or `"))
}

/// What names of one command have in common, in whatever style they are written.
fn stem(name: &str) -> Vec<u8> {
    let name = name.strip_prefix("d3.").unwrap_or(name);
    let mut letters: Vec<u8> =
        name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    for ending in [&b"inbulk"[..], b"s"] {
        if letters.ends_with(ending) {
            letters.truncate(letters.len() - ending.len());
        }
    }
    letters
}

/// How many letters have to be added, left out or changed.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (nth, letter) in one.iter().enumerate() {
        let mut diagonal = nth;
        let mut left = nth + 1;
        for (cell, against) in row.iter_mut().skip(1).zip(other) {
            let changed = diagonal + usize::from(letter != against);
            diagonal = *cell;
            left = changed.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = nth + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_names_lead_to_right_ones() {
        for (name, meant) in [
            ("CloseIncidents", "CloseIncidentInBulk` or `CloseIncident"),
            ("close_incidents", "CloseIncidentInBulk` or `CloseIncident"),
            ("d3.update_owner", "UpdateIncidentOwnerInBulk"),
            ("UpdateOwner", "UpdateIncidentOwnerInBulk"),
            ("addincidenttags", "AddIncidentTags"),
            ("LinkIncidentsToExistingCase", "LinkIncidentToExistingCases"),
            ("ColseIncident", "CloseIncidentInBulk` or `CloseIncident"),
        ] {
            assert_eq!(meant_by(name).as_deref(), Some(meant), "{name}");
        }
        for name in ["CloseIncident", "CloseIncidentInBulk", "GetIncidentDetails", "", "x"] {
            assert_eq!(meant_by(name), None, "{name}");
        }
    }

    #[test]
    fn distances_are_counted_in_letters() {
        for (one, other, expected) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(one.as_bytes(), other.as_bytes()), expected, "{one} {other}");
        }
    }
}
