//! Base URLs: what our parser accepts, the `url` crate (and so every browser) reads the same way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire::fuzz_base_url;
use url::{Host, Url};

fuzz_target!(|text: &str| {
    let Some((scheme, host, port, path)) = fuzz_base_url(text) else { return };
    // Punycode is checked by the `url` crate; to us it is letters.
    if host.contains("xn--") {
        return;
    }
    let text = text.trim();
    let url = if scheme.is_empty() {
        let page = Url::parse("https://page.example.com/dashboard/index.html").expect("a page");
        let url = page.join(text).expect("a path that a browser takes");
        assert_eq!(url.origin(), page.origin(), "a path that leads to another host");
        url
    } else {
        let url = Url::parse(text).expect("a URL that the url crate takes");
        assert_eq!(url.scheme(), scheme);
        match url.host().expect("a host") {
            Host::Domain(name) => assert_eq!(name, host),
            Host::Ipv4(address) => assert_eq!(address.to_string(), host),
            Host::Ipv6(address) => assert_eq!(host.trim_matches(['[', ']']).parse(), Ok(address)),
        }
        assert_eq!(url.port_or_known_default(), port.or(Some(if scheme == "https" { 443 } else { 80 })));
        url
    };
    assert_eq!(url.path().trim_end_matches('/'), path);
    assert_eq!((url.username(), url.password(), url.query(), url.fragment()), ("", None, None, None));

    // What was understood reads the same when it is written out.
    let port_text = port.map(|port| format!(":{port}")).unwrap_or_default();
    let origin = if scheme.is_empty() { String::new() } else { format!("{scheme}://{host}{port_text}") };
    let slash = if scheme.is_empty() { "/" } else { "" };
    assert_eq!(fuzz_base_url(&format!("{origin}{path}{slash}")), Some((scheme, host, port, path)));
});
