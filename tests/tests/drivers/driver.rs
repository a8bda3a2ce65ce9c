use std::time::Duration;

use reqwest::{Client, redirect, retry};
use soarwire::{Call, Error, Operation, Pacer, Policy, Request, Response, Step, Tenant, TransportError, nonce, now_ms};

const BODY_LIMIT: usize = 64 * 1024 * 1024;

pub(crate) fn client() -> reqwest::Result<Client> {
    Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_proxy() // none from variables
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .pool_max_idle_per_host(0)
        .connect_timeout(Duration::from_secs(10))
        .build()
}

/// Makes one attempt, with a limit of time for all of it.
pub(crate) async fn send(
    client: &Client,
    request: Request,
    time: Duration,
) -> Result<Response<'static>, TransportError> {
    let request = request.into_http().ok().and_then(|request| reqwest::Request::try_from(request).ok());
    let mut request = request.ok_or(TransportError::Connect)?; // there is one for all that soarwire builds
    *request.timeout_mut() = Some(time);
    let mut answer = client.execute(request).await.map_err(class)?;
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(class)? {
        if body.len() + piece.len() > BODY_LIMIT {
            return Err(TransportError::BodyTooLarge);
        }
        body.extend_from_slice(&piece);
    }
    let response = Response::new(answer.status().as_u16(), body);
    Ok(answer.headers().iter().fold(response, |response, (name, value)| {
        response.with_header(name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    }))
}

/// What may have been sent was sent: `Connect` is the only class here that says otherwise.
fn class(error: reqwest::Error) -> TransportError {
    match error {
        error if error.is_connect() => TransportError::Connect,
        error if error.is_timeout() => TransportError::Timeout,
        _ => TransportError::Interrupted,
    }
}

/// Attempts and waits, until the call is done.
pub(crate) async fn run<O: Operation>(
    client: &Client,
    tenant: &O::Tenant,
    operation: &O,
    pacer: &Pacer,
) -> Result<O::Answer, Error> {
    let mut call = Call::new(tenant.prepare(operation)?, pacer.clone(), Policy::default(), now_ms());
    let left = |until_ms: u64| Duration::from_millis(until_ms.saturating_sub(now_ms()));
    loop {
        match call.poll(now_ms(), &nonce()?) {
            Step::Send { attempt, request, until_ms } => match send(client, request, left(until_ms)).await {
                Ok(response) => call.on_response(now_ms(), attempt, response),
                Err(class) => call.on_transport_error(now_ms(), attempt, class),
            },
            Step::Wait { until_ms, .. } => tokio::time::sleep(left(until_ms)).await,
            Step::Done(result) => return result,
            _ => unreachable!("no further steps"),
        }
    }
}
