//! How a transport failed.

use std::{fmt, str::FromStr};

use crate::{kind::Kind, name::UnknownName};

/// The reason of a timeout while the answer is awaited: the clients and the drivers of the other languages use the same words.
pub(crate) const NOT_IN_TIME: &str = "the whole answer did not arrive in time";

/// How a transport failed, as far as it knows; passed to [`Call::on_transport_error`](crate::Call::on_transport_error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TransportError {
    /// The host name could not be resolved.
    Dns,
    /// No connection was made (refused, unreachable, timed out), or it closed before any of the request was sent.
    Connect,
    /// The TLS handshake failed.
    Tls,
    /// No complete answer arrived in time.
    Timeout,
    /// The connection failed after the request was, or may have been, sent.
    Interrupted,
    /// The answer exceeds the body limit.
    BodyTooLarge,
}

impl TransportError {
    /// The kind of the error that results.
    pub fn kind(self) -> Kind {
        match self {
            TransportError::Dns => Kind::Dns,
            TransportError::Connect => Kind::Connect,
            TransportError::Tls => Kind::Tls,
            TransportError::Timeout => Kind::Timeout,
            TransportError::Interrupted => Kind::Interrupted,
            TransportError::BodyTooLarge => Kind::BodyTooLarge,
        }
    }

    /// A description, without a full stop.
    pub(crate) fn as_text(self) -> &'static str {
        self.kind().meaning().trim_end_matches('.')
    }

    /// The failure whose kind has this stable name, such as `connect`; `None` for any other name.
    pub fn from_name(name: &str) -> Option<TransportError> {
        use TransportError::{BodyTooLarge, Connect, Dns, Interrupted, Timeout, Tls};
        [Dns, Connect, Tls, Timeout, Interrupted, BodyTooLarge].into_iter().find(|class| class.kind().as_str() == name)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_text())
    }
}

impl std::error::Error for TransportError {}

impl FromStr for TransportError {
    type Err = UnknownName;

    /// The failure whose kind has this stable name, such as `connect`.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        TransportError::from_name(name).ok_or(UnknownName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{CATALOGUE, Family};

    /// Drivers in other languages report failures by name.
    #[test]
    fn every_failure_has_the_name_of_its_kind_and_no_other() {
        for entry in CATALOGUE {
            let named = TransportError::from_name(entry.name);
            let is_reported = entry.family == Family::Transport && entry.kind != Kind::NotSent;
            assert_eq!(named.map(TransportError::kind), is_reported.then_some(entry.kind), "{}", entry.name);
        }
        assert_eq!(TransportError::Timeout.to_string(), "The answer did not arrive in time");
    }
}
