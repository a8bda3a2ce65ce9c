//! Classifies a failed attempt: by its phase, by whether any byte of the request was sent, and only then by the error.

use std::{io, sync::Arc};

use rustls::{AlertDescription, Error as TlsError};
use ureq::Error;

use super::attempt::Attempt;
use crate::{
    error::TransportError,
    transport::client::{Failure, Phase},
};

pub(super) fn classify(error: Error, seen: &Attempt) -> Failure {
    let failure = match (seen.stop, seen.phase) {
        (Some(why), phase) => Failure::stopped(why, phase, seen.sent),
        (None, Phase::Resolving) => Failure::not_found(),
        (None, Phase::Connecting) => connecting(&error),
        (None, Phase::Exchanging) => exchanging(&error, seen),
    };
    match error {
        Error::Io(error) if seen.stop.is_none() => failure.with_source(Some(Arc::new(error))),
        Error::Rustls(error) => failure.with_source(Some(Arc::new(error))),
        _ => failure,
    }
}

fn connecting(error: &Error) -> Failure {
    if let Some(error) = tls(error) {
        return Failure::handshake(error);
    }
    match error {
        Error::Tls(_) | Error::TlsRequired => Failure::no_tls_name(),
        Error::ConnectProxyFailed(_) | Error::Protocol(_) => Failure::proxy(),
        Error::Io(error) => Failure::no_connection(Some(error.kind())),
        _ => Failure::no_connection(None),
    }
}

fn exchanging(error: &Error, seen: &Attempt) -> Failure {
    let kind = match (seen.reset, error) {
        // ureq reports only that the body ended too early.
        (Some(reset), _) => reset.to_string(),
        (None, Error::Io(error) | Error::Decompress(_, error)) => error.kind().to_string(),
        (None, _) => "not HTTP/1.1".to_owned(),
    };
    if !seen.sent {
        return Failure::unsent(&kind);
    }
    match (error, tls(error)) {
        // Under TLS 1.3 a server checks the client's certificate, or misses it, when the first request is already on its
        // way. It reads no request before that. On a connection that has carried a request the check is long over, and
        // the same alert says nothing about this one.
        (_, Some(TlsError::AlertReceived(alert))) if seen.fresh && is_about_the_client(*alert) => {
            Failure::new(TransportError::Tls, "the server requires a client certificate")
        }
        (_, Some(_)) => Failure::tls_after_sending(),
        (Error::LargeResponseHeader(..), _) => Failure::head_too_large(),
        (Error::Io(_) | Error::Decompress(..), None) => Failure::cut(&kind),
        _ => Failure::garbage(),
    }
}

fn is_about_the_client(alert: AlertDescription) -> bool {
    use AlertDescription::{AccessDenied, BadCertificate, CertificateRequired, HandshakeFailure, UnknownCA};
    [AccessDenied, BadCertificate, CertificateRequired, HandshakeFailure, UnknownCA].contains(&alert)
}

/// The error of rustls, which is usually wrapped in an I/O error.
fn tls(error: &Error) -> Option<&TlsError> {
    match error {
        Error::Rustls(error) => Some(error),
        Error::Io(error) => inner(error),
        _ => None,
    }
}

fn inner(error: &io::Error) -> Option<&TlsError> {
    error.get_ref()?.downcast_ref()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::transport::client::{Progress, Stop};

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
