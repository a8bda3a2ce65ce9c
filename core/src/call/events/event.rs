//! One event of a call.

use std::{fmt, sync::Arc, time::Duration};

use crate::{answer::Counts, call::WaitReason, kind::Kind};

/// Which event of a call it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventName {
    /// The call begins. Nothing has been sent.
    Begin,
    /// An attempt begins: the request is handed to the transport.
    Attempt,
    /// A wait begins: for the pace, for a cooldown, or the backoff.
    Wait,
    /// The attempt is over: an answer arrived, or the transport failed.
    Answer,
    /// The call is over.
    End,
}

impl EventName {
    /// All of them, in the order in which a call can have them.
    pub const ALL: [EventName; 5] =
        [EventName::Begin, EventName::Attempt, EventName::Wait, EventName::Answer, EventName::End];

    /// The stable name: `begin`, `attempt`, `wait`, `answer` or `end`.
    pub const fn as_str(self) -> &'static str {
        match self {
            EventName::Begin => "begin",
            EventName::Attempt => "attempt",
            EventName::Wait => "wait",
            EventName::Answer => "answer",
            EventName::End => "end",
        }
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something that happened to a call. No field holds a credential.
///
/// Fields that an event does not have are `None`:
///
/// | field | `begin` | `attempt` | `wait` | `answer` | `end` |
/// | --- | --- | --- | --- | --- | --- |
/// | `call`, `operation`, `tenant`, `attempt`, `elapsed` | yes | yes | yes | yes | yes |
/// | `why`, `wait` | | | yes | | |
/// | `attempt_elapsed` | | | | yes | |
/// | `status`, `request_id` | | | | if the server answered | those of the last answer |
/// | `body` | | if asked for | | if asked for, and the server answered | |
/// | `kind` | | | | if the attempt failed | if the call failed |
/// | `maybe_executed` | | | | yes | yes |
/// | `counts` | | | | | if the request names incidents |
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// Which event it is.
    pub name: EventName,
    /// The call, by a number that no other call of this process has: all events of a call have the same.
    pub call: u64,
    /// The id of the operation, such as `d3.close_incidents`.
    pub operation: &'static str,
    /// The base URL of the tenant.
    pub tenant: Arc<str>,
    /// How often the request has been sent; during an attempt its number, 1 for the first.
    pub attempt: u32,
    /// The time since the call began, waits included.
    pub elapsed: Duration,
    /// What the call waits for.
    pub why: Option<WaitReason>,
    /// How long it is going to wait.
    pub wait: Option<Duration>,
    /// How long the attempt took.
    pub attempt_elapsed: Option<Duration>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The beginning of the body of the request or of the answer, up to 2,048 bytes, for
    /// [`Observer::with_bodies`](super::Observer::with_bodies). It may hold personal data.
    pub body: Option<Arc<str>>,
    /// The vendor's id of the request.
    pub request_id: Option<Arc<str>>,
    /// The kind of the error.
    pub kind: Option<Kind>,
    /// Whether the server may have carried out the request: of an answer, by this attempt; at the end, by any.
    pub maybe_executed: Option<bool>,
    /// How many incidents there are of each outcome; those of a call that was not carried out count as failed.
    pub counts: Option<Counts>,
}

/// One line, as for a log: the operation and what happened. The body is not in it.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match self.name {
            EventName::Begin => write!(f, "begins at {}", self.tenant),
            EventName::Attempt => write!(f, "attempt {}", self.attempt),
            EventName::Wait => {
                let why = self.why.map_or("", WaitReason::as_str);
                write!(f, "waits {} ({why})", Seconds(self.wait.unwrap_or_default()))
            }
            EventName::Answer => {
                write!(f, "attempt {} got {}", self.attempt, Result(self))?;
                write!(f, " after {}", Seconds(self.attempt_elapsed.unwrap_or_default()))
            }
            EventName::End => {
                match (self.kind, &self.counts) {
                    (None, Some(counts)) => write!(f, "{counts}")?,
                    _ => Result(self).fmt(f)?,
                }
                let attempts = if self.attempt == 1 { "attempt" } else { "attempts" };
                write!(f, " ({} {attempts}, {})", self.attempt, Seconds(self.elapsed))?;
                let open = self.kind.is_some() && self.maybe_executed == Some(true);
                f.write_str(if open { "; the request may have been carried out" } else { "" })
            }
        }
    }
}

struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} s", self.0.as_secs(), self.0.subsec_millis())
    }
}

/// The status and the kind of the error.
struct Result<'a>(&'a Event);

impl fmt::Display for Result<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.status, self.0.kind) {
            (Some(status), Some(kind)) => write!(f, "HTTP {status} {kind}"),
            (Some(status), None) => write!(f, "HTTP {status}"),
            (None, Some(kind)) => write!(f, "{kind}"),
            (None, None) => f.write_str("no answer"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_have_stable_names() {
        let names = EventName::ALL.map(|name| name.to_string());
        assert_eq!(names, ["begin", "attempt", "wait", "answer", "end"]);
    }
}
