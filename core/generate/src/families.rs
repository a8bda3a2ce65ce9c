//! What every language says about the four families of errors.

use soarwire::{CATALOGUE, Entry, Family};

/// A family, and what its type is called in the languages that have one.
pub(crate) struct FamilyText {
    pub(crate) family: Family,
    pub(crate) class: &'static str,
    pub(crate) meaning: &'static str,
}

/// All of them, in the order of the documentation.
pub(crate) const FAMILIES: [FamilyText; 4] = [
    FamilyText {
        family: Family::Build,
        class: "BuildError",
        meaning: "A parameter or a credential is missing or invalid; nothing was sent.",
    },
    FamilyText { family: Family::Service, class: "ServiceError", meaning: "The server answered with an error." },
    FamilyText {
        family: Family::Decode,
        class: "DecodeError",
        meaning: "The server answered HTTP 200 with a body that cannot be decoded.",
    },
    FamilyText {
        family: Family::Transport,
        class: "TransportError",
        meaning: "No complete answer arrived, or nothing was sent.",
    },
];

impl FamilyText {
    /// The kinds of this family, in the catalogue's order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        let family = self.family;
        CATALOGUE.iter().filter(move |entry| entry.family == family)
    }
}
