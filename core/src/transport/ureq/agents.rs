//! The configuration of ureq: certificates, proxies, and what it must not decide by itself.

use std::{fs, path::Path, sync::Arc, time::Duration};

use rustls::{
    RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    tls::{Certificate, RootCerts, TlsConfig, TlsProvider},
};

use super::{
    config::{ClientConfig, Proxy},
    connector, resolver,
};
use crate::error::Error;

/// How long a connection may be idle and still be used. Short, since most servers close idle ones after 5 to 75 s, and
/// one that closes at the wrong moment leaves the outcome of an appending call unknown.
const MAX_IDLE: Duration = Duration::from_secs(15);

const MAX_HEAD: usize = 32 << 10;
/// Larger than the largest head: ureq takes a full buffer for the end of the connection.
const BUFFER: usize = 64 << 10;

/// What agents are made from, read and checked once. It holds no lock and no connection, so a forked child can make
/// agents of its own from it, even where it may not read the files again.
#[derive(Clone, Debug)]
pub(super) struct Blueprint {
    tls: TlsConfig,
    proxy: Option<ureq::Proxy>,
    user_agent: String,
    idle_connections: usize,
}

/// Two agents over the same settings: one for this machine, which no proxy may see, and one for everywhere else.
#[derive(Debug)]
pub(super) struct Agents {
    direct: Agent,
    proxied: Option<Agent>,
}

impl Blueprint {
    pub(super) fn new(config: &ClientConfig) -> Result<Self, Error> {
        config.check()?;
        // Without an explicit provider rustls panics if none is installed.
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(roots(config.ca_file.as_deref())?)
            .build();
        Ok(Blueprint {
            tls,
            proxy: proxy(&config.proxy)?,
            user_agent: config.user_agent.clone(),
            idle_connections: if config.reuse_connections { config.max_idle_connections } else { 0 },
        })
    }

    /// New agents, without connections.
    pub(super) fn agents(&self) -> Agents {
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
        Agents { direct: agent(None), proxied: self.proxy.clone().map(|proxy| agent(Some(proxy))) }
    }
}

impl Agents {
    pub(super) fn to(&self, uri: &Uri) -> &Agent {
        self.proxied.as_ref().filter(|_| !is_this_machine(uri)).unwrap_or(&self.direct)
    }
}

fn is_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn proxy(setting: &Proxy) -> Result<Option<ureq::Proxy>, Error> {
    let proxy = match setting {
        Proxy::None => None,
        Proxy::Environment => ureq::Proxy::try_from_env(),
        // The URL may contain a password, so the error does not repeat it.
        Proxy::Url(url) => Some(ureq::Proxy::new(url).ok().filter(has_good_port).ok_or_else(|| {
            Error::invalid("proxy", "is not a proxy URL: pass one such as http://proxy.example.com:3128")
        })?),
    };
    match proxy.as_ref().map(ureq::Proxy::protocol) {
        None | Some(ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https) => Ok(proxy),
        // ureq would bypass it, or panic.
        Some(_) => Err(Error::invalid(
            "proxy",
            "is a SOCKS proxy, which is not supported: pass an http:// or https:// proxy, or none",
        )),
    }
}

/// Whether the part after the host, if any, is a valid port. ureq would use the default port instead.
fn has_good_port(proxy: &ureq::Proxy) -> bool {
    let authority = proxy.uri().authority().map_or("", |authority| authority.as_str());
    let place = authority.rsplit('@').next().unwrap_or_default();
    let port = place.strip_prefix(proxy.host()).unwrap_or_default();
    !proxy.host().is_empty() && (port.is_empty() || proxy.uri().port_u16().is_some())
}

/// The system's roots, plus those of the CA file if there is one.
fn roots(ca_file: Option<&Path>) -> Result<RootCerts, Error> {
    let Some(path) = ca_file else { return Ok(RootCerts::PlatformVerifier) };
    let invalid = |problem: String| Error::invalid("ca_file", format!("{} {problem}", path.display()));
    let pem = fs::read(path).map_err(|error| {
        invalid(format!("cannot be read ({}): pass a PEM file that this program may read", error.kind()))
    })?;
    let mut checked = RootCertStore::empty();
    let mut all = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.ok().filter(|certificate| checked.add(certificate.clone()).is_ok());
        all.push(
            certificate.ok_or_else(|| invalid("contains an invalid certificate: export it again as PEM".to_owned()))?,
        );
    }
    if all.is_empty() {
        return Err(invalid("contains no certificate: pass the authority's certificate as PEM".to_owned()));
    }
    // Some of the system's roots may be unreadable; the others are used.
    all.extend(rustls_native_certs::load_native_certs().certs);
    Ok(all.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine() {
        for here in ["http://localhost:1/x", "https://LOCALHOST", "http://127.8.9.1", "https://[::1]:8443/x"] {
            assert!(here.parse().is_ok_and(|uri| is_this_machine(&uri)), "{here}");
        }
        for elsewhere in
            ["http://localhost.example.com", "https://10.0.0.1", "https://soc.example.com", "https://[::2]"]
        {
            assert!(elsewhere.parse().is_ok_and(|uri| !is_this_machine(&uri)), "{elsewhere}");
        }
    }
}
