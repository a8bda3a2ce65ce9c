//! The names of commands, by which keys are given.

use crate::operation::Operation;

macro_rules! commands {
    (d3 D3 { $($file:ident::$name:ident,)* } $($others:tt)*) => {
        /// The id of each operation, and the path of its command.
        const COMMANDS: &[(&str, &str)] = &[$((super::$name::ID, super::$name::PATH)),*];
    };
}

operations!(commands);

/// The name of the command at a path.
pub(super) fn name_of(path: &str) -> &str {
    path.strip_prefix("/api/Command/").unwrap_or(path)
}

/// The commands that may be meant by a name that is none, joined by `or`; `None` for the name of a command, and for one that
/// resembles none: D3 has more commands than this crate.
pub(super) fn meant_by(name: &str) -> Option<String> {
    let given = stem(name);
    let mut meant = String::new();
    for (id, path) in COMMANDS {
        let command = name_of(path);
        if command == name {
            return None;
        }
        if given == stem(id) || given == stem(command) {
            meant.push_str(if meant.is_empty() { "" } else { "` or `" });
            meant.push_str(command);
        }
    }
    (!meant.is_empty()).then_some(meant)
}

/// What names of one command have in common, in whatever style they are written: its letters, without the usual endings.
fn stem(name: &str) -> Vec<u8> {
    let name = name.strip_prefix("d3.").unwrap_or(name).bytes();
    let mut letters: Vec<u8> =
        name.filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    for ending in [&b"inbulk"[..], b"s"] {
        if letters.ends_with(ending) {
            letters.truncate(letters.len() - ending.len());
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_names_lead_to_right_ones() {
        for (name, meant) in [
            ("CloseIncidents", "CloseIncidentInBulk` or `CloseIncident"),
            ("close_incidents", "CloseIncidentInBulk` or `CloseIncident"),
            ("Close Incident", "CloseIncidentInBulk` or `CloseIncident"),
            ("d3.update_owner", "UpdateIncidentOwnerInBulk"),
            ("UpdateOwner", "UpdateIncidentOwnerInBulk"),
            ("UpdateIncidentOwner", "UpdateIncidentOwnerInBulk"),
            ("addincidenttags", "AddIncidentTags"),
            ("link-to-cases", "LinkIncidentToExistingCases"),
        ] {
            assert_eq!(meant_by(name).as_deref(), Some(meant), "{name}");
        }
        for name in ["CloseIncident", "CloseIncidentInBulk", "GetIncidentDetails", "Close", "", "x"] {
            assert_eq!(meant_by(name), None, "{name}");
        }
    }
}
