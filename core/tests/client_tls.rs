//! TLS: what is trusted, and which kind of error an insecure connection has.

#![cfg(feature = "ureq")]

mod client_support;

use std::{
    error::Error,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use client_support::{CLOSED, KEY, Outcome, Seen, answer, close, conclude, config, serve, tenant};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    RootCertStore, ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    server::{WebPkiClientVerifier, danger::ClientCertVerifier},
};
use soarwire::{Client, Kind, Proxy, d3};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Result<Authority, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}

/// Writes the authority's certificate where a client can be told to find it.
fn ca_file(name: &str, authority: &Authority) -> std::io::Result<PathBuf> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.pem", std::process::id()));
    fs::write(&path, authority.pem())?;
    Ok(path)
}

/// A server for `host` with a certificate of `authority`, which may want one of its clients.
fn server(authority: &Authority, host: &str, wants_certificate: bool) -> Result<(u16, Seen), Box<dyn Error>> {
    let config = Arc::new(server_config(authority, host, wants_certificate)?);
    serve(move |stream, seen| {
        let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else { return };
        let mut stream = StreamOwned::new(connection, stream);
        while seen.read(&mut stream).is_some() {
            let _ = stream.write_all(&answer("200 OK", "", CLOSED));
        }
        // An alert that is under way must not be lost to a reset.
        let _ = stream.sock.read(&mut [0]);
    })
}

fn server_config(authority: &Authority, host: &str, wants_certificate: bool) -> Result<ServerConfig, Box<dyn Error>> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(vec![host.to_owned()])?.signed_by(&key, authority)?;
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let builder = if wants_certificate {
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone())?;
        let verifier: Arc<dyn ClientCertVerifier> =
            WebPkiClientVerifier::builder_with_provider(roots.into(), provider).build()?;
        builder.with_client_cert_verifier(verifier)
    } else {
        builder.with_no_client_auth()
    };
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    Ok(builder.with_single_cert(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())?)
}

fn client(host: &str, port: u16, ca_file: Option<PathBuf>) -> Result<Client<d3::Tenant>, soarwire::Error> {
    let mut config = config();
    config.ca_file = ca_file;
    Client::with_config(tenant(&format!("https://{host}:{port}"))?, config)
}

#[test]
fn an_unknown_authority_is_tls_and_a_ca_file_makes_it_known() -> Outcome {
    let authority = authority()?;
    let (port, seen) = server(&authority, "localhost", false)?;
    let error = client("localhost", port, None)?.run(&conclude()).err().ok_or("trusted")?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Tls, false, 1), "{error}");
    assert!(error.to_string().contains("ca_file"), "{error}");
    assert!(seen.requests().is_empty());

    let trusting = client("localhost", port, Some(ca_file("trusted", &authority)?))?;
    for _ in 0..10 {
        assert!(trusting.run(&conclude())?.all_succeeded());
    }
    assert!(seen.requests().concat().contains(&format!("d3key: {KEY}\r\n")));
    assert_eq!(seen.connections(), 2, "one refused, one kept");
    Ok(())
}

#[test]
fn another_authority_in_the_ca_file_does_not_help() -> Outcome {
    let (port, _) = server(&authority()?, "localhost", false)?;
    let error =
        client("localhost", port, Some(ca_file("other", &authority()?)?))?.run(&close()).err().ok_or("trusted")?;
    assert_eq!(error.kind(), Kind::Tls);
    Ok(())
}

#[test]
fn a_certificate_for_another_name_is_tls() -> Outcome {
    let authority = authority()?;
    let (port, _) = server(&authority, "soc.example.com", false)?;
    let error = client("localhost", port, Some(ca_file("name", &authority)?))?.run(&close()).err().ok_or("trusted")?;
    assert_eq!(error.kind(), Kind::Tls);
    assert_eq!(error.to_string(), "tls: the certificate is for another host name");
    Ok(())
}

#[test]
fn a_server_that_wants_a_certificate_is_tls() -> Outcome {
    let authority = authority()?;
    let (port, seen) = server(&authority, "localhost", true)?;
    let error =
        client("localhost", port, Some(ca_file("mutual", &authority)?))?.run(&conclude()).err().ok_or("let in")?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Tls, false, 1), "{error}");
    assert!(seen.requests().is_empty());
    Ok(())
}

#[test]
fn an_answer_nobody_asked_for_is_nobodys() -> Outcome {
    let authority = authority()?;
    let ca_file = ca_file("twice", &authority)?;
    // TLS reads in pieces of 4 KiB and hands over records of up to 16 KiB: what was not asked for lies in different places.
    for size in [0, 2_000, 3_600, 5_000, 12_000, 20_000] {
        let config = Arc::new(server_config(&authority, "localhost", false)?);
        let (port, seen) = serve(move |stream, seen| {
            let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else { return };
            let mut stream = StreamOwned::new(connection, stream);
            while seen.read(&mut stream).is_some() {
                // The first call succeeds, and the server says so twice; all others are denied.
                let said = match seen.requests().len() {
                    1 => vec![answer("200 OK", "", CLOSED.to_owned() + &" ".repeat(size)); 2],
                    _ => vec![answer("403 Forbidden", "", "")],
                };
                // Records of their own, sent together.
                for answer in said {
                    let _ = stream.conn.writer().write_all(&answer);
                }
                let _ = stream.flush();
            }
        })?;
        let client = client("localhost", port, Some(ca_file.clone()))?;
        assert!(client.run(&conclude())?.all_succeeded());
        assert_eq!(client.run(&conclude()).map_err(|error| error.kind()), Err(Kind::Forbidden), "{size}");
        assert_eq!(seen.connections(), 2);
    }
    Ok(())
}

#[test]
fn a_silent_handshake_runs_into_the_connect_timeout() -> Outcome {
    let (port, _) = serve(|_stream, _| client_support::hang())?;
    let tenant = tenant(&format!("https://127.0.0.1:{port}"))?;
    let config = config().connect_timeout(Duration::from_millis(150));
    let began = std::time::Instant::now();
    let error = Client::with_config(tenant, config)?.run(&conclude()).err().ok_or("secured")?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Connect, false, 4), "{error}");
    assert!((600..20_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    Ok(())
}

#[test]
fn a_ca_file_that_is_none_is_named() -> Outcome {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("broken-{}.pem", std::process::id()));
    fs::write(&path, "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n")?;
    let error = client("localhost", 1, Some(path)).err().ok_or("taken")?;
    assert_eq!((error.kind(), error.field()), (Kind::InvalidRequest, Some("ca_file")));
    assert!(error.to_string().contains("invalid certificate") && !error.to_string().contains('\n'), "{error}");
    Ok(())
}

/// Takes a `CONNECT` and passes on what comes, from either side.
fn pass_on(mut client: TcpStream, seen: &Seen, port: u16) -> std::io::Result<()> {
    seen.read(&mut client);
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    std::thread::spawn(move || std::io::copy(&mut from_client, &mut to_server));
    std::io::copy(&mut server, &mut client).map(drop)
}

#[test]
fn tls_goes_through_a_proxy_that_never_sees_the_key() -> Outcome {
    let authority = authority()?;
    let (port, seen) = server(&authority, "soc.example.test", false)?;
    let (proxy, passed) = serve(move |stream, seen| drop(pass_on(stream, seen, port)))?;
    let proxy = Proxy::Url(format!("http://127.0.0.1:{proxy}"));
    let config = config().ca_file(ca_file("proxy", &authority)?).proxy(proxy);
    let client = Client::with_config(tenant("https://soc.example.test")?, config)?;
    for _ in 0..3 {
        assert!(client.run(&conclude())?.all_succeeded());
    }
    assert_eq!((seen.requests().len(), seen.connections(), passed.connections()), (3, 1, 1));
    assert!(seen.requests().concat().contains(&format!("d3key: {KEY}\r\n")));
    assert!(passed.requests().concat().starts_with("CONNECT soc.example.test:443 HTTP/1.1\r\n"));
    Ok(())
}
