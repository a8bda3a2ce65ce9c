//! What happened to one incident: as users see it, and in its stored form.

use std::{borrow::Cow, fmt};

use serde::Serialize;

use crate::{json::Text, kind::Kind};

/// What happened to one incident.
///
// begin generated: outcomes (cargo run -p soarwire-generate)
/// | outcome | what is known | what may be done next |
/// | --- | --- | --- |
/// | `succeeded` | The answer states that it was done. | Nothing. |
/// | `failed` | The answer states that it failed, and why. In the outcomes of an error: nothing was carried out, and the reason is the kind of the error. | Remove the cause, then send it again for these incidents alone. |
/// | `unreported` | The answer leaves the incident out: it may have been done, or not. | Read the incident back. Without reading back, send it again only if its effect is idempotent: a conclusion, a note or a comment would be added twice. |
/// | `unknown` | No readable answer came: it may have been done, or not, or may still be carried out. | The same as for `unreported`. |
// end generated: outcomes
///
/// `docs/outcomes.md` in the repository shows this in code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome<'a> {
    /// The answer states that the operation succeeded for this incident.
    Succeeded,
    /// The answer states that the operation failed for this incident; or an error ended the call, and it was certainly not done.
    Failed {
        /// The vendor's reason; in the outcomes of an error the name of its kind, such as `connect`.
        reason: Cow<'a, str>,
    },
    /// The answer does not say what happened to this incident.
    Unreported,
    /// The call failed, and the request may have been carried out.
    Unknown {
        /// The kind of the error with which the call failed.
        why: Kind,
    },
}

impl Outcome<'_> {
    /// The stable name, `succeeded`, `failed`, `unreported` or `unknown`.
    pub fn name(&self) -> &'static str {
        match self {
            Outcome::Succeeded => "succeeded",
            Outcome::Failed { .. } => "failed",
            Outcome::Unreported => "unreported",
            Outcome::Unknown { .. } => "unknown",
        }
    }
}

/// The stable name. The reason is the vendor's text, and is never printed.
impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An incident for which the operation failed, with the vendor's reason.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Failed<'a> {
    /// The incident's number or id, as in the request.
    pub id: &'a str,
    /// The vendor's reason; in the report of an error ([`Error::to_report`](crate::Error::to_report)) the name of its kind.
    pub reason: Cow<'a, str>,
}

/// How many incidents of each outcome a report has; their sum is `asked`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// All incidents that were asked for.
    pub asked: usize,
    /// [`Outcome::Succeeded`].
    pub succeeded: usize,
    /// [`Outcome::Failed`].
    pub failed: usize,
    /// [`Outcome::Unreported`].
    pub unreported: usize,
    /// [`Outcome::Unknown`].
    pub unknown: usize,
}

/// How many succeeded, and of which other outcomes there are how many: `2 of 4 succeeded, 1 failed, 1 unreported`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { asked, succeeded, failed, unreported, unknown } = self;
        write!(f, "{succeeded} of {asked} succeeded")?;
        for (count, what) in [(failed, "failed"), (unreported, "unreported"), (unknown, "unknown")] {
            if *count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
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
    /// The call failed with this kind, and may have been carried out.
    Unknown(Kind),
}

impl Verdict {
    /// Whether it is the same to users, whatever the reason.
    pub(crate) fn is(self, other: Verdict) -> bool {
        match (self, other) {
            (Verdict::Unreported | Verdict::Unclear, Verdict::Unreported | Verdict::Unclear)
            | (Verdict::Succeeded, Verdict::Succeeded)
            | (Verdict::Failed(_), Verdict::Failed(_)) => true,
            (Verdict::Unknown(one), Verdict::Unknown(other)) => one == other,
            _ => false,
        }
    }

    /// Two items for one incident: failed wins, then what cannot be read; of two reasons the first stays.
    pub(crate) fn merged(self, other: Verdict) -> Verdict {
        match (self, other) {
            (failed @ Verdict::Failed(_), _) => failed,
            (known, Verdict::Unreported) | (known @ Verdict::Unclear, Verdict::Succeeded) => known,
            (_, other) => other,
        }
    }
}
