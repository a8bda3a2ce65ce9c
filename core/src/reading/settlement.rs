//! What is in effect now, incident by incident.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};

use crate::{ffi::AnyOperation, json::Object, wire::raw_json};

/// What a reading says about one incident: whether what an operation asked for is in effect now. It never says who did it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Settled {
    /// All that was asked for is in effect.
    InEffect,
    /// Something that was asked for is not in effect.
    NotInEffect,
    /// It cannot be determined.
    CannotTell {
        /// Why not, in words.
        why: Cow<'static, str>,
    },
}

impl Settled {
    pub(super) const fn unclear(why: &'static str) -> Self {
        Settled::CannotTell { why: Cow::Borrowed(why) }
    }

    /// The stable name: `in_effect`, `not_in_effect` or `cannot_tell`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Settled::InEffect => "in_effect",
            Settled::NotInEffect => "not_in_effect",
            Settled::CannotTell { .. } => "cannot_tell",
        }
    }
}

/// What is in effect after a call of which that was not known; [`Settle`](super::Settle) makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it says what is in effect"]
pub struct Settlement {
    pub(super) operation: AnyOperation,
    /// The incidents, in the order in which they were asked for.
    pub(super) rows: Vec<(String, Settled)>,
}

impl Settlement {
    /// Each incident that was settled, in the order in which it was asked for.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&str, &Settled)> + Clone {
        self.rows.iter().map(|(id, settled)| (id.as_str(), settled))
    }

    /// How many incidents were settled.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there was nothing to settle.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is known about an incident; `None` if it was not settled.
    pub fn get(&self, id: &str) -> Option<&Settled> {
        self.rows.iter().find(|(known, _)| known == id).map(|(_, settled)| settled)
    }

    /// The incidents for which all that was asked for is in effect.
    pub fn in_effect(&self) -> impl Iterator<Item = &str> + Clone {
        self.with(|settled| *settled == Settled::InEffect)
    }

    /// The incidents for which something that was asked for is not in effect: sending it again for them is [`Settlement::operation`].
    pub fn not_in_effect(&self) -> impl Iterator<Item = &str> + Clone {
        self.with(|settled| *settled == Settled::NotInEffect)
    }

    /// The incidents whose state cannot be determined, and why.
    pub fn cannot_tell(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.rows.iter().filter_map(|(id, settled)| match settled {
            Settled::CannotTell { why } => Some((id.as_str(), why.as_ref())),
            _ => None,
        })
    }

    fn with(&self, is_wanted: impl Fn(&Settled) -> bool + Clone) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().filter(move |(_, settled)| is_wanted(settled)).map(|(id, _)| id.as_str())
    }

    /// The operation for the incidents for which it is not in effect; `None` if there are none.
    pub fn operation(&self) -> Option<AnyOperation> {
        let ids: Vec<&str> = self.not_in_effect().collect();
        if ids.is_empty() { None } else { self.operation.only(ids).ok() }
    }

    /// The canonical JSON: `{in_effect, not_in_effect, cannot_tell: [{id, why}], operation, params, asked}`: the operation's id and
    /// parameters, and the incidents in the order in which they were asked for. [`Settlement::from_json`] takes it back.
    pub fn to_json(&self) -> String {
        Object::new()
            .list("in_effect", self.in_effect())
            .list("not_in_effect", self.not_in_effect())
            .array("cannot_tell", self.cannot_tell(), |out, (id, why)| {
                *out = Object::behind(std::mem::take(out)).text("id", id).text("why", why).finish();
            })
            .text("operation", self.operation.id())
            .raw("params", &self.operation.to_params().to_json())
            .list("asked", self.rows.iter().map(|(id, _)| id))
            .finish()
    }
}

/// The canonical JSON.
impl Serialize for Settlement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}

impl fmt::Display for Settlement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (yes, no, unclear) = (self.in_effect().count(), self.not_in_effect().count(), self.cannot_tell().count());
        write!(f, "{}: {yes} in effect, {no} not in effect, {unclear} cannot be determined", self.operation.id())
    }
}
