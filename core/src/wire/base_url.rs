//! Base URLs: a small strict parser. What it accepts, the `url` crate (and every browser) reads the same way; a fuzz
//! target compares the two.

use crate::text::join;

/// A tenant's base URL: an origin with an optional path, or an absolute path on the page's own origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    /// `https`, `http`, or empty for a bare path.
    scheme: &'static str,
    host: String,
    port: Option<u16>,
    /// Without trailing slashes.
    path: String,
    /// The whole, without a trailing slash.
    text: String,
}

impl BaseUrl {
    /// Reads a URL as people paste it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty: pass a URL such as https://soc.example.com/MainApp/VSOC");
        }
        if text.starts_with("//") {
            return Err("starts with //, which browsers read as another host: use a single /");
        }
        if text.starts_with('/') {
            return Ok(BaseUrl::new("", String::new(), None, path(text)?));
        }
        let Some((scheme, rest)) = split_scheme(text) else {
            return Err("has no scheme: start it with https://, or with / for a same-origin gateway");
        };
        let scheme = match scheme {
            scheme if scheme.eq_ignore_ascii_case("https") => "https",
            scheme if scheme.eq_ignore_ascii_case("http") => "http",
            _ => return Err("has an unsupported scheme: use https, or http to this machine"),
        };
        let slash = rest.bytes().position(|byte| b"/?#\\".contains(&byte)).unwrap_or(rest.len());
        let (authority, tail) = (rest.get(..slash).unwrap_or_default(), rest.get(slash..).unwrap_or_default());
        let (host, port) = authority_parts(authority)?;
        Ok(BaseUrl::new(scheme, host, port, path(tail)?))
    }

    fn new(scheme: &'static str, host: String, port: Option<u16>, path: String) -> Self {
        let mut base = BaseUrl { scheme, host, port, path, text: String::new() };
        base.text =
            if base.is_path() { base.path.clone() } else { join(&[scheme, "://", &base.authority(), &base.path], "") };
        base
    }

    /// Whether this is a path on the page's own origin.
    pub(crate) fn is_path(&self) -> bool {
        self.scheme.is_empty()
    }

    /// Whether credentials may travel there: over TLS, or without leaving this machine.
    pub(crate) fn is_safe_for_credentials(&self) -> bool {
        self.scheme == "https" || (self.scheme == "http" && self.is_loopback())
    }

    fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host == "[::1]" || (is_ipv4(&self.host) && self.host.starts_with("127."))
    }

    /// Host and port as in a `Host` header; empty for a path.
    pub(crate) fn authority(&self) -> String {
        match self.port {
            Some(port) => join(&[&*self.host, ":", &port.to_string()], ""),
            None => self.host.clone(),
        }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The same base with its path cut at `at`, and slashes before it.
    pub(crate) fn with_path_until(self, at: usize) -> Self {
        let path = self.path.get(..at).unwrap_or_default().trim_end_matches('/').to_owned();
        BaseUrl::new(self.scheme, self.host, self.port, path)
    }

    /// The base without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_parts(self) -> (String, String, Option<u16>, String) {
        (self.scheme.to_owned(), self.host, self.port, self.path)
    }
}

/// The text before and after `://`.
pub(crate) fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// Host, in lower case, and port.
fn authority_parts(authority: &str) -> Result<(String, Option<u16>), &'static str> {
    if authority.contains('@') {
        return Err("contains a user name or password: pass credentials as keys, not in the URL");
    }
    let colon = match authority.bytes().rposition(|byte| byte == b']') {
        Some(bracket) => authority.get(bracket..).and_then(|rest| rest.find(':')).map(|at| bracket + at),
        None => authority.find(':'),
    };
    let (host, port) = match colon {
        Some(at) => (authority.get(..at).unwrap_or_default(), authority.get(at + 1..)),
        None => (authority, None),
    };
    let port = match port {
        None => None,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            Some(digits.parse().map_err(|_| "has an invalid port: use one up to 65535")?)
        }
        Some(_) => return Err("has an invalid port: use digits only"),
    };
    let host = host.to_ascii_lowercase();
    let valid = match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(is_ipv6),
        None => is_host_name(&host),
    };
    if valid { Ok((host, port)) } else { Err("has an invalid host: use a host name or an IP address") }
}

/// A DNS name, or four plain decimal numbers. Browsers read a last label that starts with a digit as an IPv4 address, in
/// several spellings, so all but the usual one are refused.
fn is_host_name(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let labels: Vec<&str> = host.split('.').collect();
    if labels.last().and_then(|last| last.bytes().next()).is_some_and(|first| first.is_ascii_digit()) {
        return is_ipv4(host);
    }
    host.len() <= 253 && labels.into_iter().all(label)
}

/// Four decimal numbers without leading zeros. The parsers of the standard library cost a kilobyte in the browser.
fn is_ipv4(host: &str) -> bool {
    let number = |part: &str| match part.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => {
            rest.iter().all(u8::is_ascii_digit) && (rest.len() < 2 || (rest.len() == 2 && part <= "255"))
        }
        _ => false,
    };
    host.split('.').count() == 4 && host.split('.').all(number)
}

/// Eight groups of hex digits, or fewer around one `::`; the last two may be written as an IPv4 address.
fn is_ipv6(host: &str) -> bool {
    // Not `split_once`: searching for a text would add the code that formats its panics.
    match host.as_bytes().windows(2).position(|pair| pair == b"::") {
        None => ipv6_groups(host, true) == Some(8),
        Some(at) => {
            let (head, tail) = (host.get(..at).unwrap_or_default(), host.get(at + 2..).unwrap_or_default());
            matches!((ipv6_groups(head, false), ipv6_groups(tail, true)), (Some(before), Some(behind)) if before + behind < 8)
        }
    }
}

/// How many groups there are, if they are valid; an IPv4 address is allowed only at the end.
#[inline(never)]
fn ipv6_groups(text: &str, is_end: bool) -> Option<usize> {
    let is_group = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut count = 0;
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next().filter(|_| !text.is_empty()) {
        let is_last = is_end && parts.peek().is_none();
        count += match part {
            part if is_group(part) => 1,
            part if is_last && is_ipv4(part) => 2,
            _ => return None,
        };
    }
    Some(count)
}

/// A path without trailing slashes.
fn path(text: &str) -> Result<String, &'static str> {
    if text.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
        return Err("has a query or fragment: pass only the part before it");
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&()*+,;=:@/%".contains(&byte);
    if !text.bytes().all(allowed) {
        return Err("has a character that is not allowed in a URL path: percent-encode it");
    }
    let dots = |segment: &str| {
        [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"].iter().any(|dots| segment.eq_ignore_ascii_case(dots))
    };
    if text.split('/').any(dots) {
        return Err("has a `.` or `..` segment in its path: write the path without it");
    }
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
        if byte == b'%' && !(hex(bytes.next()) && hex(bytes.next())) {
            return Err("has a `%` without two hex digits after it: write a literal one as %25");
        }
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Whether `name` can be the header of a credential: a token that is not a header of every request.
pub(crate) fn check_header_name(name: &str) -> Result<(), &'static str> {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(token) {
        return Err("is not a valid header name: copy the one that D3 shows with the key");
    }
    let taken = ["content-type", "content-length", "accept", "host", "connection", "transfer-encoding"];
    if taken.iter().any(|other| name.eq_ignore_ascii_case(other)) {
        return Err("is a header that requests already use: copy the one that D3 shows with the key");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_people_paste() {
        let string = |text| BaseUrl::parse(text).map(|base| base.as_str().to_owned());
        assert_eq!(
            string(" HTTPS://SOC.Example.com/MainApp/VSOC/ ").as_deref(),
            Ok("https://soc.example.com/MainApp/VSOC")
        );
        assert_eq!(string("http://127.0.0.1:8080//").as_deref(), Ok("http://127.0.0.1:8080"));
        assert_eq!(string("/soar/").as_deref(), Ok("/soar"));
        assert_eq!(string("/").as_deref(), Ok(""));
        assert_eq!(string("https://[::1]:8443").as_deref(), Ok("https://[::1]:8443"));
    }

    #[test]
    fn refuses_what_may_be_read_otherwise() {
        for bad in [
            "",
            "soc.example.com",
            "ftp://soc.example.com",
            "https://",
            "https://u:p@soc.example.com",
            "//soc.example.com",
            "/\\soc.example.com",
            "https://soc.example.com/../x",
            "https://soc.example.com/%2E%2e/x",
            "https://a b/",
            "https://soc.example.com?x",
            "https://soc.example.com/#x",
            "https://soc.example.com:99999",
            "https://soc.example.com:",
            "https://0x7f.1",
            "https://1.2.3",
            "https://soc..example.com",
            "https://soc.example.com/\u{e9}",
            "https://soc.example.com/%zz",
            "https://[::1",
            "https://[::zz]/",
            "https://soc\\example.com",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn addresses_are_those_of_the_standard_library(
            v4 in "[0-9+.]{1,3}(\\.[0-9]{1,3}){2,3}",
            v6 in "[0-9a-f]{0,4}(:{1,2}[0-9a-f]{1,5}){0,8}(:|::|:1\\.2\\.3\\.4)?",
        ) {
            proptest::prop_assert_eq!(is_ipv4(&v4), v4.parse::<std::net::Ipv4Addr>().is_ok());
            proptest::prop_assert_eq!(is_ipv6(&v6), v6.parse::<std::net::Ipv6Addr>().is_ok());
        }

        #[test]
        fn every_address_is_taken(v4: std::net::Ipv4Addr, v6: std::net::Ipv6Addr) {
            proptest::prop_assert!(is_ipv4(&v4.to_string()) && is_ipv6(&v6.to_string()));
        }
    }

    #[test]
    fn loopback_is_the_only_plain_http_for_credentials() {
        let safe = |text| BaseUrl::parse(text).is_ok_and(|base| base.is_safe_for_credentials());
        for good in ["https://soc.example.com", "http://localhost:1", "http://127.8.9.1", "http://[::1]/x"] {
            assert!(safe(good), "{good}");
        }
        for bad in ["http://soc.example.com", "http://localhost.example.com", "http://10.0.0.1", "/soar"] {
            assert!(!safe(bad), "{bad}");
        }
    }
}
