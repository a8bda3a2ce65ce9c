//! One connection of the server, with or without TLS, and the certificates for it.

use std::{
    error::Error,
    io::{self, Read, Write},
    net::TcpStream,
    sync::Arc,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::{
    AlertDescription, ConnectionTrafficSecrets as Secrets, ContentType, ProtocolVersion, RootCertStore, ServerConfig,
    ServerConnection,
    crypto::{cipher::OutboundPlainMessage, ring},
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    server::{WebPkiClientVerifier, danger::ClientCertVerifier},
};
use serde::Deserialize;

/// The authority that the clients trust.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Creates an authority.
    ///
    /// # Errors
    /// The random generator fails.
    pub fn new() -> Result<Self, rcgen::Error> {
        let mut params = CertificateParams::new(Vec::new())?;
        // A certificate whose issuer has the same name would be taken for self-signed.
        params.distinguished_name.push(DnType::CommonName, "Authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Ok(Authority(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?))
    }

    /// Its certificate.
    pub fn pem(&self) -> String {
        self.0.pem()
    }
}

/// The server's TLS behaviour.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tls {
    /// With a certificate that clients trust.
    Trusted,
    /// With a certificate of an unknown authority.
    Unknown,
    /// With a certificate for another host.
    OtherHost,
    /// Requires a client certificate, which the clients do not have.
    WantsCertificate,
    /// The server does not speak TLS, although the client does.
    Absent,
}

impl Tls {
    pub(super) fn config(self, authority: &Authority) -> Result<Option<Arc<ServerConfig>>, Box<dyn Error>> {
        let unknown = Authority::new()?;
        let signer = match self {
            Tls::Absent => return Ok(None),
            Tls::Unknown => &unknown,
            _ => authority,
        };
        let host = if matches!(self, Tls::OtherHost) { "soc.example.com" } else { "127.0.0.1" };
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new(vec![host.to_owned()])?.signed_by(&key, &signer.0)?;
        let provider = Arc::new(ring::default_provider());
        let builder =
            ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
        let builder = if matches!(self, Tls::WantsCertificate) {
            let mut roots = RootCertStore::empty();
            roots.add(authority.0.der().clone())?;
            let verifier: Arc<dyn ClientCertVerifier> =
                WebPkiClientVerifier::builder_with_provider(roots.into(), provider).build()?;
            builder.with_client_cert_verifier(verifier)
        } else {
            builder.with_no_client_auth()
        };
        let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        let mut config = builder.with_single_cert(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
        config.enable_secret_extraction = true;
        Ok(Some(Arc::new(config)))
    }
}

/// One connection.
pub(super) struct Line {
    stream: TcpStream,
    tls: Option<ServerConnection>,
    held: Vec<u8>,
}

/// Accepts a connection.
pub(super) fn line(stream: TcpStream, config: Option<Arc<ServerConfig>>) -> io::Result<Line> {
    stream.set_nodelay(true)?;
    let tls = config.map(ServerConnection::new).transpose().map_err(io::Error::other)?;
    Ok(Line { stream, tls, held: Vec::new() })
}

impl Line {
    /// Waits for a request that is complete according to `whole`, and reads all but its last byte.
    pub(super) fn read_but_last(&mut self, whole: fn(&[u8]) -> Option<usize>) -> io::Result<()> {
        let mut seen = vec![0; 1 << 16];
        loop {
            let amount = self.stream.peek(&mut seen)?;
            if let Some(length) = whole(seen.get(..amount).unwrap_or_default()) {
                return self.stream.read_exact(&mut vec![0; length.saturating_sub(1)]);
            }
            if amount == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            std::thread::yield_now();
        }
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)?;
        self.flush()
    }

    /// Sends each piece as one record, except for the last bytes.
    pub(super) fn send_records(&mut self, records: &[Vec<u8>], hold_back: usize) -> io::Result<()> {
        let Some(tls) = self.tls.as_mut() else { return Err(io::ErrorKind::Unsupported.into()) };
        let mut all = Vec::new();
        for record in records {
            tls.writer().write_all(record)?;
            while tls.wants_write() {
                tls.write_tls(&mut all)?;
            }
        }
        self.held = all.split_off(all.len().saturating_sub(hold_back));
        self.stream.write_all(&all)
    }

    pub(super) fn release(&mut self) -> io::Result<()> {
        self.stream.write_all(&std::mem::take(&mut self.held))
    }

    /// Sends an alert, encrypted as the next record of this connection, and waits until the client has closed it: a reset must
    /// not overtake the alert.
    pub(super) fn alert(&mut self) -> io::Result<()> {
        let record = self.tls.take().and_then(alert).ok_or(io::ErrorKind::Unsupported)?;
        self.stream.write_all(&record)?;
        while self.stream.read(&mut [0; 4096])? > 0 {}
        Ok(())
    }
}

fn alert(connection: ServerConnection) -> Option<Vec<u8>> {
    const FATAL: u8 = 2;
    let suite = connection.negotiated_cipher_suite().and_then(|suite| suite.tls13())?;
    let (number, secrets) = connection.dangerous_extract_secrets().ok()?.tx;
    let (Secrets::Aes128Gcm { key, iv } | Secrets::Aes256Gcm { key, iv } | Secrets::Chacha20Poly1305 { key, iv }) =
        secrets
    else {
        return None;
    };
    let payload = [FATAL, AlertDescription::CertificateRequired.into()];
    let message = OutboundPlainMessage {
        typ: ContentType::Alert,
        version: ProtocolVersion::TLSv1_2,
        payload: payload[..].into(),
    };
    Some(suite.aead_alg.encrypter(key, iv).encrypt(message, number).ok()?.encode())
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.tls.as_mut() {
            Some(tls) => rustls::Stream::new(tls, &mut self.stream).read(into).inspect_err(|_| {
                // A reset must not discard an alert in flight.
                let _ = self.stream.read(&mut [0; 4096]);
            }),
            None => self.stream.read(into),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.tls.as_mut() {
            Some(tls) => rustls::Stream::new(tls, &mut self.stream).write(bytes),
            None => self.stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.tls.as_mut() {
            Some(tls) => rustls::Stream::new(tls, &mut self.stream).flush(),
            None => self.stream.flush(),
        }
    }
}
