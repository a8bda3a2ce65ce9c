//! The configuration of reqwest: certificates, proxies, names, and what it must not decide by itself.

use std::{net::SocketAddr, sync::Arc};

use ::reqwest::{
    Client, ClientBuilder, NoProxy, Proxy,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect, retry,
};
use http::Uri;
use rustls::{RootCertStore, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;

use super::seen::{Seen, Watch};
use crate::{
    error::Error,
    transport::client::{self, ClientConfig, MAX_IDLE, Route, roots},
};

/// What clients are made from.
#[derive(Debug)]
pub(super) struct Blueprint {
    tls: rustls::ClientConfig,
    proxy: Option<(Route, Proxy)>,
    config: ClientConfig,
}

/// Two clients over the same settings: one without a proxy, as for this machine, and one for everywhere else. `None` if
/// reqwest refuses the settings.
#[derive(Debug)]
pub(super) struct Clients {
    direct: Option<Client>,
    proxied: Option<(Route, Option<Client>)>,
}

impl client::Blueprint for Blueprint {
    type Connections = Clients;

    fn new(config: &ClientConfig) -> Result<Self, Error> {
        let tls = tls(config)?;
        // The URL was checked before.
        let invalid = |_| Error::invalid("proxy", "is not a proxy URL: pass one such as http://proxy.example.com:3128");
        let proxy = Route::new(&config.proxy)?.map(|route| match Proxy::all(route.url.as_str()) {
            Ok(proxy) => Ok((route, proxy.no_proxy(None::<NoProxy>))),
            Err(error) => Err(invalid(error)),
        });
        Ok(Blueprint { tls, proxy: proxy.transpose()?, config: config.clone() })
    }

    fn connections(&self) -> Clients {
        let client = |builder: ClientBuilder| builder.build().ok();
        Clients {
            direct: client(self.settings()),
            proxied: self
                .proxy
                .as_ref()
                .map(|(route, proxy)| (route.clone(), client(self.settings().proxy(proxy.clone())))),
        }
    }
}

impl Blueprint {
    fn settings(&self) -> ClientBuilder {
        let config = &self.config;
        Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .user_agent(config.user_agent.as_str())
            .connect_timeout(config.connect_timeout)
            .pool_idle_timeout(MAX_IDLE)
            .pool_max_idle_per_host(if config.reuse_connections { config.max_idle_connections } else { 0 })
            .dns_resolver(Arc::new(System))
            .connector_layer(Watch)
            .tcp_nodelay(true)
            .http1_only()
            // Every status is an answer, redirects too: keys never reach another host.
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            // Other crates may switch these on for all clients of a program.
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
    }
}

impl Clients {
    /// The client for this URL, and whether it uses a proxy.
    pub(super) fn to(&self, uri: &Uri) -> (Option<&Client>, bool) {
        match self.proxied.as_ref().filter(|(route, _)| route.is_for(uri)) {
            Some((_, client)) => (client.as_ref(), true),
            None => (self.direct.as_ref(), false),
        }
    }
}

fn tls(config: &ClientConfig) -> Result<rustls::ClientConfig, Error> {
    // Without an explicit provider rustls panics if none is installed.
    let builder = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let unusable = |_| Error::invalid("ca_file", "is needed: the certificates of this system cannot be used");
    let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
    let builder = match roots(config.ca_file.as_deref())? {
        None => builder.with_platform_verifier().map_err(unusable)?,
        Some(given) => {
            let mut store = RootCertStore::empty();
            store.add_parsable_certificates(given);
            builder.with_root_certificates(store)
        }
    };
    Ok(builder.with_no_client_auth())
}

/// The system's resolver, on tokio's threads for blocking work.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Seen::resolving();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Seen::connecting();
            Ok::<Addrs, _>(Box::new(found.into_iter()))
        })
    }
}
