//! What can be set on a client.

use std::{path::PathBuf, time::Duration};

use http::HeaderValue;

use super::proxy::Proxy;
use crate::{
    call::{Observer, Pacer, Policy},
    error::Error,
    wire::DEFAULT_BODY_LIMIT,
};

/// The settings of a client. Change what you need and leave the rest:
///
/// ```
/// # use soarwire::ClientConfig;
/// let config = ClientConfig::default().ca_file("/etc/ssl/soc-ca.pem").requests_per_second(5.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClientConfig {
    /// The limit for making a connection: name resolution, proxy and TLS included. 10 s by default.
    pub connect_timeout: Duration,
    /// Attempts, deadlines and backoff.
    pub policy: Policy,
    /// The pace: `None` for the rate that the vendor documents, 0 for no pacing.
    pub requests_per_second: Option<f64>,
    /// A pacer to share with other clients of the tenant, instead of `requests_per_second`. Otherwise a client and its clones
    /// have one of their own, and know nothing of other clients. In a forked child every client begins anew with its own, at
    /// the same rate: to share one there, make new clients.
    pub pacer: Option<Pacer>,
    /// The largest body that is read, decompressed. 64 MiB by default.
    pub body_limit: usize,
    /// A PEM file with certificates of authorities that are trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// The proxy.
    pub proxy: Proxy,
    /// The `User-Agent`, `soarwire/<version>` by default.
    pub user_agent: String,
    /// How many idle connections are kept, 32 by default: as many as threads that call at once.
    pub max_idle_connections: usize,
    /// Whether a connection may carry more than one request, true by default. With false every attempt opens a new connection,
    /// asks the server to close it, and closes it: slower, but no response to an earlier request can arrive on it, and no idle
    /// connection can break just as it is reused. Set it to false if something in between (a proxy, a load balancer) may send a
    /// response twice: a duplicate that arrives before the next request closes the connection, but no HTTP/1.1 client can tell
    /// one that arrives later from the response to that request.
    pub reuse_connections: bool,
    /// Told what happens to every call, `None` by default.
    pub on_event: Option<Observer>,
}

impl Default for ClientConfig {
    fn default() -> Self {
        ClientConfig {
            connect_timeout: Duration::from_secs(10),
            policy: Policy::default(),
            requests_per_second: None,
            pacer: None,
            body_limit: DEFAULT_BODY_LIMIT,
            ca_file: None,
            proxy: Proxy::default(),
            user_agent: concat!("soarwire/", env!("CARGO_PKG_VERSION")).to_owned(),
            max_idle_connections: 32,
            reuse_connections: true,
            on_event: None,
        }
    }
}

impl ClientConfig {
    setters! {
        connect_timeout: Duration = connect_timeout,
        policy: Policy = policy,
        requests_per_second: f64 = Some(requests_per_second),
        pacer: &Pacer = Some(pacer.clone()),
        body_limit: usize = body_limit,
        ca_file: impl Into<PathBuf> = Some(ca_file.into()),
        proxy: Proxy = proxy,
        user_agent: impl Into<String> = user_agent.into(),
        max_idle_connections: usize = max_idle_connections,
        reuse_connections: bool = reuse_connections,
        on_event: Observer = Some(on_event),
    }

    /// The pace, of which the tenant documents this.
    pub(crate) fn rate(&self, documented: f64) -> f64 {
        match &self.pacer {
            Some(pacer) => pacer.requests_per_second(),
            None => self.requests_per_second.unwrap_or(documented),
        }
    }

    /// Checks what can be checked without the file system.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.requests_per_second.is_some_and(|rate| !rate.is_finite() || rate < 0.0) {
            return Err(Error::invalid(
                "requests_per_second",
                "must be a finite number, 0 or more (0 turns pacing off)",
            ));
        }
        if self.pacer.is_some() && self.requests_per_second.is_some() {
            return Err(Error::invalid(
                "requests_per_second",
                "cannot be combined with a pacer, which has its own rate",
            ));
        }
        if HeaderValue::from_str(&self.user_agent).is_err() || !self.user_agent.is_ascii() {
            return Err(Error::invalid(
                "user_agent",
                "contains a character that is not allowed in a header: use printable ASCII",
            ));
        }
        Ok(())
    }
}
