//! How connections are made: a tunnel if there is a proxy, else TCP; TLS on top for https.

use ureq::{
    Error,
    unversioned::{
        resolver::Resolver,
        transport::{ConnectProxyConnector, ConnectionDetails, Connector, RustlsConnector},
    },
};

use super::{
    attempt,
    records::FollowRecords,
    resolver::{Later, System},
    reveal::Reveal,
    tcp::Dial,
};

/// The whole chain. The connection to a proxy itself goes through it too.
pub(super) fn chain() -> impl Connector {
    Watched(
        ().chain(ConnectProxyConnector::default()).chain(Dial).chain(FollowRecords).chain(RustlsConnector::default()),
    )
}

/// Tells the attempt when a connection is being made, so that the connect timeout applies.
#[derive(Debug)]
struct Watched<C>(C);

impl<C: Connector> Connector for Watched<C> {
    type Out = Reveal<C::Out>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        attempt::connecting(|| {
            let proxy = details.config.proxy();
            // A proxy resolves the host itself; the proxy's own address is resolved when connecting to the proxy.
            let mut addrs = Later.empty();
            if proxy.is_none() && details.addrs.is_empty() {
                addrs = System.resolve(details.uri, details.config, details.timeout)?;
            } else {
                details.addrs.iter().for_each(|address| addrs.push(*address));
            }
            let details = ConnectionDetails {
                uri: details.uri,
                addrs,
                resolver: &System,
                config: details.config,
                request_level: details.request_level,
                now: details.now,
                timeout: details.timeout,
                current_time: details.current_time.clone(),
                run_connector: details.run_connector.clone(),
                register_shutdown: details.register_shutdown.clone(),
            };
            Ok(self.0.connect(&details, chained)?.map(Reveal))
        })
    }
}
