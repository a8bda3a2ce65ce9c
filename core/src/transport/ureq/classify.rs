//! Classifies a failed attempt: by its phase, by whether any byte of the request was sent, and only then by the error.

use std::{error::Error as StdError, io, sync::Arc};

use rustls::{AlertDescription, CertificateError, Error as TlsError};
use ureq::Error;

use super::attempt::{Attempt, Phase, Stop};
use crate::error::TransportError;

/// Why an attempt failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) class: TransportError,
    /// A description in our own words.
    pub(super) reason: String,
    /// The error of the system or of TLS. It contains no header and no body.
    pub(super) source: Option<Arc<dyn StdError + Send + Sync>>,
    /// Whether the hook, or a cancellation, stopped it.
    pub(super) interrupted: bool,
}

impl Failure {
    pub(super) fn new(class: TransportError, reason: impl Into<String>) -> Self {
        Failure { class, reason: reason.into(), source: None, interrupted: false }
    }

    /// A body over the limit.
    pub(super) fn too_large(limit: usize) -> Self {
        Failure::new(TransportError::BodyTooLarge, format!("the answer is over the limit of {limit} bytes"))
    }
}

pub(super) fn classify(error: Error, seen: &Attempt) -> Failure {
    let (class, reason) = match (seen.stop, seen.phase) {
        (Some(why), phase) => stopped(why, phase, seen.sent),
        (None, Phase::Resolving) => (TransportError::Dns, "the host name was not found".to_owned()),
        (None, Phase::Connecting) => connecting(&error),
        (None, Phase::Exchanging) => exchanging(&error, seen),
    };
    let source: Option<Arc<dyn StdError + Send + Sync>> = match error {
        Error::Io(error) if seen.stop.is_none() => Some(Arc::new(error)),
        Error::Rustls(error) => Some(Arc::new(error)),
        _ => None,
    };
    Failure { class, reason, source, interrupted: seen.stop == Some(Stop::Interrupted) }
}

fn stopped(why: Stop, phase: Phase, sent: bool) -> (TransportError, String) {
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
        _ => "the whole answer did not arrive in time",
    };
    (class, reason.to_owned())
}

fn connecting(error: &Error) -> (TransportError, String) {
    if let Some(error) = tls_error(error) {
        return (TransportError::Tls, tls_reason(error).to_owned());
    }
    match error {
        Error::Tls(_) | Error::TlsRequired => (TransportError::Tls, "the host name is not valid for TLS".to_owned()),
        Error::ConnectProxyFailed(_) | Error::Protocol(_) => {
            (TransportError::Connect, "the proxy did not connect to the host".to_owned())
        }
        Error::Io(error) => (TransportError::Connect, format!("no connection was made: {}", error.kind())),
        _ => (TransportError::Connect, "no connection was made".to_owned()),
    }
}

fn exchanging(error: &Error, seen: &Attempt) -> (TransportError, String) {
    let kind = match (seen.reset, error) {
        // ureq reports only that the body ended too early.
        (Some(reset), _) => reset.to_string(),
        (None, Error::Io(error) | Error::Decompress(_, error)) => error.kind().to_string(),
        (None, _) => "not HTTP/1.1".to_owned(),
    };
    if !seen.sent {
        return (TransportError::Connect, format!("the connection closed before the request went out: {kind}"));
    }
    match (error, tls_error(error)) {
        // Under TLS 1.3 a server checks the client's certificate, or misses it, when the first request is already on its
        // way. It reads no request before that. On a connection that has carried a request the check is long over, and
        // the same alert says nothing about this one.
        (_, Some(TlsError::AlertReceived(alert))) if seen.fresh && is_about_the_client(*alert) => {
            (TransportError::Tls, "the server requires a client certificate".to_owned())
        }
        (Error::LargeResponseHeader(..), _) => {
            (TransportError::BodyTooLarge, "the headers of the answer are too large".to_owned())
        }
        (Error::Io(_) | Error::Decompress(..), None) => {
            (TransportError::Interrupted, format!("the connection closed before the whole answer arrived: {kind}"))
        }
        (_, Some(_)) => (TransportError::Interrupted, "TLS failed before the whole answer arrived".to_owned()),
        _ => (TransportError::Interrupted, "the answer is not HTTP/1.1".to_owned()),
    }
}

fn is_about_the_client(alert: AlertDescription) -> bool {
    use AlertDescription::{AccessDenied, BadCertificate, CertificateRequired, HandshakeFailure, UnknownCA};
    [AccessDenied, BadCertificate, CertificateRequired, HandshakeFailure, UnknownCA].contains(&alert)
}

/// The error of rustls, which is usually wrapped in an I/O error.
fn tls_error(error: &Error) -> Option<&TlsError> {
    match error {
        Error::Rustls(error) => Some(error),
        Error::Io(error) => inner(error),
        _ => None,
    }
}

fn inner(error: &io::Error) -> Option<&TlsError> {
    error.get_ref()?.downcast_ref()
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{super::progress::Progress, *};

    fn class(phase: Phase, sent: bool, stop: Option<Stop>, error: Error) -> TransportError {
        let mut seen = Attempt::new(Instant::now(), Duration::ZERO, None, Progress::default());
        (seen.phase, seen.fresh, seen.sent, seen.stop) = (phase, true, sent, stop);
        let failure = classify(error, &seen);
        assert!(!failure.reason.is_empty());
        failure.class
    }

    fn io(kind: io::ErrorKind) -> Error {
        io::Error::from(kind).into()
    }

    #[test]
    fn how_far_it_came_decides() {
        use TransportError::{Connect, Dns, Interrupted, Timeout, Tls};
        use io::ErrorKind::{ConnectionRefused, ConnectionReset, Other, UnexpectedEof};
        let timeout = || Error::Timeout(ureq::Timeout::Global);
        let alert = || Error::Rustls(TlsError::AlertReceived(AlertDescription::CertificateRequired));
        let tls = || Error::Io(io::Error::new(io::ErrorKind::InvalidData, TlsError::HandshakeNotComplete));
        for (phase, sent, stop, error, expected) in [
            (Phase::Resolving, false, None, io(Other), Dns),
            (Phase::Resolving, false, None, Error::HostNotFound, Dns),
            (Phase::Resolving, false, Some(Stop::TimedOut), timeout(), Dns),
            (Phase::Connecting, false, None, io(ConnectionRefused), Connect),
            (Phase::Connecting, false, None, io(UnexpectedEof), Connect),
            (Phase::Connecting, false, None, tls(), Tls),
            (Phase::Connecting, false, None, Error::Rustls(TlsError::HandshakeNotComplete), Tls),
            (Phase::Connecting, false, Some(Stop::TimedOut), timeout(), Connect),
            (Phase::Exchanging, false, None, io(ConnectionReset), Connect),
            (Phase::Exchanging, false, Some(Stop::TimedOut), timeout(), Connect),
            (Phase::Exchanging, true, None, io(ConnectionReset), Interrupted),
            (Phase::Exchanging, true, None, tls(), Interrupted),
            (Phase::Exchanging, true, None, alert(), Tls),
            (Phase::Exchanging, true, None, Error::BodyStalled, Interrupted),
            (Phase::Exchanging, true, Some(Stop::TimedOut), timeout(), Timeout),
            (Phase::Exchanging, true, Some(Stop::Interrupted), timeout(), Interrupted),
        ] {
            let told = format!("{phase:?} {sent} {stop:?} {error:?}");
            assert_eq!(class(phase, sent, stop, error), expected, "{told}");
        }
    }

    #[test]
    fn an_alert_on_a_reused_connection_says_nothing_about_the_request() {
        let mut seen = Attempt::new(Instant::now(), Duration::ZERO, None, Progress::default());
        seen.sent = true;
        let alert = Error::Rustls(TlsError::AlertReceived(AlertDescription::CertificateRequired));
        assert_eq!(classify(alert, &seen).class, TransportError::Interrupted);
    }
}
