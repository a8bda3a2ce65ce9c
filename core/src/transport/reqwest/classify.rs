//! Classifies a failed attempt: by whether any byte of the request was sent, by its phase, and only then by the error.

use std::{error::Error as StdError, io, iter, sync::Arc};

use ::reqwest::Error;

use super::seen::Seen;
use crate::transport::client::{Failure, Phase, Stop};

/// `sent` says whether hyper began to send the request, `proxied` whether it goes through a proxy.
pub(super) fn classify(error: Error, seen: &Seen, sent: bool, proxied: bool) -> Failure {
    let failure = match seen.phase() {
        _ if sent => exchanging(&error),
        Phase::Resolving => Failure::not_found(),
        _ if error.is_connect() || tls(&error).is_some() => connecting(&error, proxied),
        _ => Failure::unsent(&io_kind(&error).unwrap_or(io::ErrorKind::UnexpectedEof).to_string()),
    };
    // Without the URL it names no tenant, and it never contains a header or a body.
    failure.with_source(Some(Arc::new(error.without_url())))
}

fn connecting(error: &Error, proxied: bool) -> Failure {
    if let Some(error) = tls(error) {
        return Failure::handshake(error);
    }
    match io_kind(error) {
        _ if error.is_timeout() => Failure::stopped(Stop::TimedOut, Phase::Connecting, false),
        None if proxied => Failure::proxy(),
        kind => Failure::no_connection(kind),
    }
}

fn exchanging(error: &Error) -> Failure {
    if tls(error).is_some() {
        // An alert that asks for a client certificate would say that the request was not read, if no answer had begun. Whether
        // part of a head has arrived, hyper does not say.
        return Failure::tls_after_sending();
    }
    let hyper = chain(error).find_map(|error| error.downcast_ref::<hyper::Error>());
    match (io_kind(error), hyper) {
        (_, Some(error)) if error.is_parse_too_large() => Failure::head_too_large(),
        (_, Some(error)) if error.is_parse() => Failure::garbage(),
        // A chunk without a size, or a length that is none.
        (Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput), _) => Failure::garbage(),
        (kind, _) => Failure::cut(&kind.unwrap_or(io::ErrorKind::UnexpectedEof).to_string()),
    }
}

type Link<'a> = &'a (dyn StdError + 'static);

/// The error and all that caused it. What an I/O error wraps is not its source but part of it.
fn chain(error: &Error) -> impl Iterator<Item = Link<'_>> {
    iter::successors(Some(error as Link<'_>), |error: &Link<'_>| match error.downcast_ref::<io::Error>() {
        Some(wrapping) => wrapping.get_ref().map(|wrapped| wrapped as Link<'_>),
        None => (*error).source(),
    })
}

/// What the system reported, at the bottom of it all.
fn io_kind(error: &Error) -> Option<io::ErrorKind> {
    chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

fn tls(error: &Error) -> Option<&rustls::Error> {
    chain(error).find_map(|error| error.downcast_ref())
}
