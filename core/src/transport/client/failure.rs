//! How an attempt fails, whatever carried it: in the same words for every client.

use std::{error::Error as StdError, io, sync::Arc};

use rustls::{CertificateError, Error as TlsError};

use crate::error::{NOT_IN_TIME, TransportError};

/// Why an attempt failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) class: TransportError,
    /// A description in our own words.
    pub(crate) reason: String,
    /// The error of the system or of TLS. It contains no header and no body.
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
    /// Whether the hook, or a cancellation, stopped it.
    pub(crate) interrupted: bool,
}

/// The phase of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Resolving,
    Connecting,
    /// A connection is established.
    Exchanging,
}

/// Why the client stopped an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    TimedOut,
    Interrupted,
}

impl Failure {
    pub(crate) fn new(class: TransportError, reason: impl Into<String>) -> Self {
        Failure { class, reason: reason.into(), source: None, interrupted: false }
    }

    /// A body over the limit.
    pub(crate) fn too_large(limit: usize) -> Self {
        Failure::new(TransportError::BodyTooLarge, format!("the answer is over the limit of {limit} bytes"))
    }

    /// Headers over the limit.
    pub(crate) fn head_too_large() -> Self {
        Failure::new(TransportError::BodyTooLarge, "the headers of the answer are too large")
    }

    /// A request that no HTTP library takes.
    pub(crate) fn not_http() -> Self {
        Failure::new(TransportError::Connect, "the request is not valid HTTP")
    }

    /// An attempt that the client stopped in this phase; `sent` says whether any byte of the request was sent.
    pub(crate) fn stopped(why: Stop, phase: Phase, sent: bool) -> Self {
        let class = match phase {
            Phase::Resolving => TransportError::Dns,
            Phase::Connecting => TransportError::Connect,
            Phase::Exchanging if !sent => TransportError::Connect,
            Phase::Exchanging if why == Stop::TimedOut => TransportError::Timeout,
            Phase::Exchanging => TransportError::Interrupted,
        };
        let reason = match (why, class) {
            (Stop::Interrupted, _) => "the call was cancelled",
            (_, TransportError::Dns) => "the host name was not found in time",
            (_, TransportError::Connect) => "no connection was made in time",
            _ => NOT_IN_TIME,
        };
        Failure { interrupted: why == Stop::Interrupted, ..Failure::new(class, reason) }
    }

    /// The host name has no address.
    pub(crate) fn not_found() -> Self {
        Failure::new(TransportError::Dns, "the host name was not found")
    }

    /// TLS failed while the connection was being made.
    pub(crate) fn handshake(error: &TlsError) -> Self {
        Failure::new(TransportError::Tls, tls_reason(error))
    }

    /// TLS cannot be spoken with a host of this name.
    #[cfg(feature = "ureq")]
    pub(crate) fn no_tls_name() -> Self {
        Failure::new(TransportError::Tls, "the host name is not valid for TLS")
    }

    /// The proxy refused, or did not answer.
    pub(crate) fn proxy() -> Self {
        Failure::new(TransportError::Connect, "the proxy did not connect to the host")
    }

    /// No connection was made, for a reason of the system's.
    pub(crate) fn no_connection(kind: Option<io::ErrorKind>) -> Self {
        let reason = kind.map_or("no connection was made".to_owned(), |kind| format!("no connection was made: {kind}"));
        Failure::new(TransportError::Connect, reason)
    }

    /// The connection broke before any byte of the request was sent.
    pub(crate) fn unsent(kind: &str) -> Self {
        Failure::new(TransportError::Connect, format!("the connection closed before the request went out: {kind}"))
    }

    /// The connection broke after that.
    pub(crate) fn cut(kind: &str) -> Self {
        let reason = format!("the connection closed before the whole answer arrived: {kind}");
        Failure::new(TransportError::Interrupted, reason)
    }

    /// Something else than HTTP/1.1 arrived.
    pub(crate) fn garbage() -> Self {
        Failure::new(TransportError::Interrupted, "the answer is not HTTP/1.1")
    }

    /// TLS failed after the request, or part of it, was sent.
    pub(crate) fn tls_after_sending() -> Self {
        Failure::new(TransportError::Interrupted, "TLS failed before the whole answer arrived")
    }

    /// The same with the error behind it.
    pub(crate) fn with_source(mut self, source: Option<Arc<dyn StdError + Send + Sync>>) -> Self {
        self.source = source;
        self
    }
}

fn tls_reason(error: &TlsError) -> &'static str {
    match error {
        TlsError::InvalidCertificate(problem) => match problem {
            CertificateError::UnknownIssuer => {
                "the certificate is from an authority that is not trusted here: pass its certificate as ca_file"
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "the certificate has expired",
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "the certificate is not valid yet: check this machine's clock"
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "the certificate is for another host name"
            }
            CertificateError::Revoked => "the certificate was revoked",
            _ => "the certificate is invalid",
        },
        TlsError::InvalidMessage(_) => "the server does not speak TLS",
        TlsError::AlertReceived(_) => "the server refused the handshake",
        _ => "the handshake failed",
    }
}
