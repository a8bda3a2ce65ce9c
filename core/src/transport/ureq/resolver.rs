//! Resolves host names, only when a connection has to be made.

use std::net::{SocketAddr, ToSocketAddrs};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

use super::{attempt, tcp::patiently};

/// Resolves nothing. ureq resolves before it looks for an idle connection, which needs no address.
#[derive(Debug)]
pub(super) struct Later;

impl Resolver for Later {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// The system's resolver, for the tenant's host or the proxy's.
#[derive(Debug)]
pub(super) struct System;

/// How many addresses ureq's list holds.
const MOST: usize = 16;

impl Resolver for System {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.scheme().zip(uri.authority());
        let host = host.and_then(|(scheme, authority)| DefaultResolver::host_and_port(scheme, authority));
        let Some(host) = host else { return Err(Error::HostNotFound) };
        let found: Vec<SocketAddr> = match host.parse() {
            Ok(address) => vec![address],
            Err(_) => attempt::resolving(|| patiently(move || Ok(host.to_socket_addrs()?.take(MOST).collect())))?,
        };
        let mut addresses = self.empty();
        found.into_iter().for_each(|address| addresses.push(address));
        if addresses.is_empty() { Err(Error::HostNotFound) } else { Ok(addresses) }
    }
}
