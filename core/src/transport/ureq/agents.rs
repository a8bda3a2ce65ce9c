//! The configuration of ureq: certificates, proxies, and what it must not decide by itself.

use std::sync::Arc;

use rustls::{crypto::ring, pki_types::CertificateDer};
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    tls::{Certificate, RootCerts, TlsConfig, TlsProvider},
};

use super::{connector, resolver};
use crate::{
    error::Error,
    transport::client::{self, ClientConfig, MAX_IDLE, Route, roots},
};

const MAX_HEAD: usize = 32 << 10;
/// Larger than the largest head: ureq takes a full buffer for the end of the connection.
const BUFFER: usize = 64 << 10;

/// What agents are made from.
#[derive(Clone, Debug)]
pub(super) struct Blueprint {
    tls: TlsConfig,
    proxy: Option<(Route, ureq::Proxy)>,
    user_agent: String,
    idle_connections: usize,
}

/// Two agents over the same settings: one without a proxy, as for this machine, and one for everywhere else.
#[derive(Debug)]
pub(super) struct Agents {
    direct: Agent,
    proxied: Option<(Route, Agent)>,
}

impl client::Blueprint for Blueprint {
    type Connections = Agents;

    fn new(config: &ClientConfig) -> Result<Self, Error> {
        // Without an explicit provider rustls panics if none is installed.
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(roots(config.ca_file.as_deref())?.map_or(RootCerts::PlatformVerifier, given))
            .build();
        Ok(Blueprint {
            tls,
            proxy: Route::new(&config.proxy)?.map(proxy).transpose()?,
            user_agent: config.user_agent.clone(),
            idle_connections: if config.reuse_connections { config.max_idle_connections } else { 0 },
        })
    }

    fn connections(&self) -> Agents {
        let agent = |proxy| {
            let settings = Config::builder()
                .tls_config(self.tls.clone())
                .proxy(proxy)
                .user_agent(&self.user_agent)
                // Every status is an answer, redirects too: keys never reach another host.
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .max_response_header_size(MAX_HEAD)
                .input_buffer_size(BUFFER)
                .output_buffer_size(BUFFER)
                .max_idle_age(MAX_IDLE)
                .max_idle_connections(self.idle_connections)
                .max_idle_connections_per_host(self.idle_connections);
            Agent::with_parts(settings.build(), connector::chain(), resolver::Later)
        };
        Agents { direct: agent(None), proxied: self.proxy.clone().map(|(route, proxy)| (route, agent(Some(proxy)))) }
    }
}

impl Agents {
    pub(super) fn to(&self, uri: &Uri) -> &Agent {
        self.proxied.as_ref().filter(|(route, _)| route.is_for(uri)).map_or(&self.direct, |(_, agent)| agent)
    }
}

fn given(roots: Vec<CertificateDer<'static>>) -> RootCerts {
    roots.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).into()
}

fn proxy(route: Route) -> Result<(Route, ureq::Proxy), Error> {
    // What is wrong then is the percent-encoding of user or password.
    let invalid = |_| Error::invalid("proxy", "has a user or password that is not percent-encoded UTF-8");
    let proxy = ureq::Proxy::new(&route.url).map_err(invalid)?;
    Ok((route, proxy))
}
