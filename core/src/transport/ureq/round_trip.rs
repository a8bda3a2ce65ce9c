//! One attempt: a request out, an answer in.

use std::io::{self, Read};

use ureq::{
    Agent, Body, Error as HttpError,
    http::{self, Method, Uri, header},
};

use super::{
    agents::Agents,
    attempt::{self, Attempt},
    classify::classify,
    redact::redacted,
};
use crate::{
    transport::client::{self, ClientConfig, Failure},
    wire::{HeaderValue, Request, Response},
};

/// Sends the request and reads the whole answer.
pub(super) fn round_trip(
    agents: &Agents,
    uri: &Uri,
    request: Request,
    attempt: Attempt,
    config: &ClientConfig,
) -> Result<Response<'static>, Failure> {
    let secrets: Vec<_> = request.headers().iter().filter(|(_, value)| value.is_secret()).cloned().collect();
    let Ok(request) = convert(uri, request, config.reuse_connections) else {
        return Err(Failure::not_http());
    };
    let (result, seen) = attempt.with_credentials(secrets).run(|| answer(agents.to(uri), request, config.body_limit));
    match (result, seen.reset) {
        (Ok(response), None) => Ok(response),
        (Ok(_), Some(kind)) => Err(classify(io::Error::from(kind).into(), &seen)),
        (Err(HttpError::BodyExceedsLimit(_)), _) => Err(Failure::too_large(config.body_limit)),
        (Err(error), _) => Err(classify(error, &seen)),
    }
}

/// The request as ureq takes it, with asterisks for credentials.
fn convert(uri: &Uri, request: Request, keep_alive: bool) -> Result<http::Request<Vec<u8>>, http::Error> {
    let mut builder = http::Request::builder().method(Method::POST).uri(uri.clone());
    for (name, value) in request.headers() {
        builder = match value {
            HeaderValue::Plain(value) => builder.header(name.as_ref(), value.as_ref()),
            HeaderValue::Secret(_) => builder.header(name.as_ref(), redacted(value)),
        };
    }
    if !keep_alive {
        builder = builder.header(header::CONNECTION, "close");
    }
    builder.body(request.into_body())
}

fn answer(agent: &Agent, request: http::Request<Vec<u8>>, body_limit: usize) -> Result<Response<'static>, HttpError> {
    let (head, body) = agent.run(request)?.into_parts();
    let body = match read(body, body_limit) {
        // All of it arrived, but it is not encoded as its header says. The status still counts; the body is dropped.
        Err(HttpError::Decompress(..)) if !attempt::has_ended() => Vec::new(),
        body => body?,
    };
    Ok(client::answer(head.status, &head.headers, body))
}

/// Reads a body up to the limit. ureq's own limit counts compressed bytes.
fn read(body: Body, limit: usize) -> Result<Vec<u8>, HttpError> {
    let too_large = HttpError::BodyExceedsLimit(limit as u64);
    let Some(mut bytes) = client::room_for(body.content_length(), limit) else { return Err(too_large) };
    body.into_with_config().reader().take((limit as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > limit { Err(too_large) } else { Ok(bytes) }
}
