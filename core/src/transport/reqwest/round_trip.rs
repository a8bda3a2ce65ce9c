//! One attempt: a request out, an answer in.

use ::reqwest::{Body, Error as HttpError, Response as HttpResponse};
use http::{HeaderValue, Uri, header};

use super::{
    body::Gated,
    classify::classify,
    clients::Clients,
    gunzip::{Gathered, TooLarge},
    seen::Seen,
};
use crate::{
    transport::client::{self, ClientConfig, Failure, Progress},
    wire::{Request, Response},
};

/// Sends the request and reads the whole answer.
pub(super) async fn round_trip(
    clients: &Clients,
    (uri, request): (Uri, Request),
    progress: &Progress,
    seen: &Seen,
    config: &ClientConfig,
) -> Result<Response<'static>, Failure> {
    let Ok(request) = request.into_http() else { return Err(Failure::not_http()) };
    let (Some(client), proxied) = clients.to(&uri) else { return Err(Failure::not_http()) };
    let mut request = request.map(|body| Body::wrap(Gated::new(body, progress.clone())));
    request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    if !config.reuse_connections {
        request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let Ok(request) = request.try_into() else { return Err(Failure::not_http()) };
    let failed = |error: HttpError| classify(error, seen, progress.is_sent(), proxied);
    let answer = client.execute(request).await.map_err(failed)?;
    match read(answer, config.body_limit).await {
        Ok(read) => read.map_err(|TooLarge| Failure::too_large(config.body_limit)),
        Err(error) => Err(failed(error)),
    }
}

async fn read(mut answer: HttpResponse, limit: usize) -> Result<Result<Response<'static>, TooLarge>, HttpError> {
    let is_gzip = answer.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "gzip");
    let mut body = match Gathered::new(is_gzip, answer.content_length(), limit) {
        Ok(body) => body,
        Err(too_large) => return Ok(Err(too_large)),
    };
    while let Some(chunk) = answer.chunk().await? {
        if let Err(too_large) = body.push(&chunk) {
            return Ok(Err(too_large));
        }
    }
    Ok(body.finish().map(|body| client::answer(answer.status(), answer.headers(), body)))
}
