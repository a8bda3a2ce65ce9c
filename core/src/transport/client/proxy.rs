//! Which requests go through a proxy.

use std::{env, fmt};

use http::Uri;

use crate::error::Error;

/// The proxy for requests. Requests to this machine (`localhost`, `127.0.0.0/8`, `::1`) never go through a proxy:
/// they may be plain http, and their keys must not leave the machine.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proxy {
    /// What the environment says when the client is made: the first valid URL of `ALL_PROXY`, `HTTPS_PROXY` and
    /// `HTTP_PROXY`, each also in lower case, except for the hosts in `NO_PROXY` (or `no_proxy`): a list with commas of
    /// `host`, `.domain`, `*.domain` or `*`.
    #[default]
    Environment,
    /// None, whatever the environment says.
    None,
    /// This one, for every host but this machine: `http://proxy.example.com:3128`, or `https://…`, with
    /// `user:password@` before the host if it asks for them.
    Url(String),
}

/// Does not print the URL, which may contain a password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Proxy::Environment => "Environment",
            Proxy::None => "None",
            Proxy::Url(_) => "Url(***)",
        })
    }
}

/// A proxy in use, and the hosts that it is not for.
#[derive(Clone)]
pub(crate) struct Route {
    /// The URL, with its scheme: `http` or `https`.
    pub(crate) url: String,
    except: Vec<String>,
}

impl Route {
    /// What the setting stands for.
    ///
    /// # Errors
    /// `invalid_request` (field `proxy`) for what is not the URL of a proxy that is supported. The URL may contain a password,
    /// so the error does not repeat it.
    pub(crate) fn new(setting: &Proxy) -> Result<Option<Self>, Error> {
        let (url, except) = match setting {
            Proxy::None => return Ok(None),
            Proxy::Url(url) => {
                let url = checked(url).ok_or_else(|| {
                    Error::invalid("proxy", "is not a proxy URL: pass one such as http://proxy.example.com:3128")
                })?;
                (url, String::new())
            }
            Proxy::Environment => match from_environment() {
                Some(found) => found,
                None => return Ok(None),
            },
        };
        match url.parse::<Uri>().ok().as_ref().and_then(Uri::scheme_str) {
            Some("http" | "https") => {
                let except = except.split(',').map(|host| host.trim().to_ascii_lowercase()).collect();
                Ok(Some(Route { url, except }))
            }
            _ => Err(Error::invalid(
                "proxy",
                "is a SOCKS proxy, which is not supported: pass an http:// or https:// proxy, or none",
            )),
        }
    }

    /// Whether requests to this URL go through the proxy.
    pub(crate) fn is_for(&self, uri: &Uri) -> bool {
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        !is_this_machine(&host) && !self.except.iter().any(|pattern| excepts(pattern, &host))
    }
}

/// Does not print the URL, which may contain a password.
impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route").field("except", &self.except).finish_non_exhaustive()
    }
}

/// The URL with a scheme, if it is one of a proxy: with a host, a valid port or none, and a scheme that proxies have.
fn checked(url: &str) -> Option<String> {
    let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let uri: Uri = url.parse().ok()?;
    let known = matches!(uri.scheme_str()?, "http" | "https" | "socks" | "socks4" | "socks4a" | "socks5" | "socks5h");
    let authority = uri.authority()?;
    let place = authority.as_str().rsplit('@').next()?;
    let port = place.strip_prefix(authority.host())?;
    let good_port = port.is_empty() || authority.port_u16().is_some();
    (known && !authority.host().is_empty() && good_port).then_some(url)
}

/// The first valid URL, and the list of hosts that it is not for.
fn from_environment() -> Option<(String, String)> {
    let value = |name: &str| env::var(name).or_else(|_| env::var(name.to_ascii_lowercase())).ok();
    let names = ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
    let url = names.iter().find_map(|name| checked(&env::var(name).ok()?))?;
    Some((url, value("NO_PROXY").unwrap_or_default()))
}

fn excepts(pattern: &str, host: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(""), _) => true,
        (Some(suffix), _) => host.ends_with(suffix),
        (_, Some(prefix)) => host.starts_with(prefix),
        _ if pattern.starts_with('.') => host.ends_with(pattern),
        _ => host == pattern,
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_for(except: &str, url: &str) -> bool {
        let except = except.split(',').map(str::to_owned).collect();
        url.parse().is_ok_and(|uri| Route { url: String::new(), except }.is_for(&uri))
    }

    #[test]
    fn this_machine_is_behind_no_proxy() {
        for here in ["http://localhost:1/x", "https://LOCALHOST", "http://127.8.9.1", "https://[::1]:8443/x"] {
            assert!(!is_for("", here), "{here}");
        }
        for elsewhere in
            ["http://localhost.example.com", "https://10.0.0.1", "https://soc.example.com", "https://[::2]"]
        {
            assert!(is_for("", elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn hosts_that_the_environment_excepts() {
        for (except, yes, no) in [
            ("soc.example.com", "https://SOC.example.com", "https://a.soc.example.com"),
            (".example.com", "https://soc.example.com", "https://example.com"),
            ("*.example.com", "https://soc.example.com", "https://example.com"),
            ("other.test,10.*", "https://10.1.2.3", "https://11.1.2.3"),
            ("other.test", "https://other.test:8443/x", "https://soc.example.com"),
        ] {
            assert!(!is_for(except, yes), "{yes}");
            assert!(is_for(except, no), "{no}");
        }
        assert!(!is_for("*", "https://soc.example.com"));
    }

    #[test]
    fn urls_of_proxies() {
        for (url, is_one) in [
            ("http://proxy.example.com:3128", true),
            ("proxy.example.com:3128", true),
            ("https://u:p@proxy.example.com", true),
            ("socks5://proxy.example.com", true),
            ("ftp://proxy.example.com", false),
            ("http://proxy.example.com:port", false),
            ("http://proxy.example.com:99999", false),
            ("http://:3128", false),
            ("", false),
        ] {
            assert_eq!(checked(url).is_some(), is_one, "{url}");
        }
    }
}
