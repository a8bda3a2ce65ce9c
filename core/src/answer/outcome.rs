//! What happened to one incident: as users see it, and in its stored form.

use std::borrow::Cow;

use serde::Serialize;

use crate::{json::Text, kind::Kind};

/// What happened to one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// The answer states, for this incident, that it was done.
    Succeeded,
    /// The answer states that it was not done.
    Failed {
        /// The vendor's reason.
        reason: Cow<'a, str>,
    },
    /// It was asked for, and the answer does not say what happened to it.
    Unreported,
    /// The request may have been carried out; nobody said.
    Unknown {
        /// The kind of the error that left it open.
        why: Kind,
    },
}

/// An incident that was not done, with the vendor's reason.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failed<'a> {
    /// The incident's number or id, as it was asked for.
    pub id: &'a str,
    /// The vendor's reason.
    pub reason: Cow<'a, str>,
}

/// How many incidents of each outcome a report has; they add up to `asked`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// All that were asked for.
    pub asked: usize,
    /// Done, as the answer states.
    pub succeeded: usize,
    /// Not done, as the answer states.
    pub failed: usize,
    /// Left out of the answer.
    pub unreported: usize,
    /// Perhaps done; see [`Outcome::Unknown`].
    pub unknown: usize,
}

/// An outcome in its stored form: the reason is a place in the report's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Verdict {
    /// Nothing was said.
    #[default]
    Unreported,
    /// Something was said that cannot be read. To users it is unreported too, but no success can speak over it.
    Unclear,
    Succeeded,
    Failed(Text),
}

impl Verdict {
    /// Two items for one incident: failed wins, then what cannot be read; of two reasons the first stays.
    pub(crate) fn merged(self, other: Verdict) -> Verdict {
        match (self, other) {
            (failed @ Verdict::Failed(_), _) => failed,
            (known, Verdict::Unreported) | (known @ Verdict::Unclear, Verdict::Succeeded) => known,
            (_, other) => other,
        }
    }
}
