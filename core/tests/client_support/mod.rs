//! Servers on loopback, made by hand, so that they can misbehave in any way.

#![allow(dead_code, reason = "each test crate uses a part")]

use std::{
    error::Error,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use soarwire::{Client, ClientConfig, Policy, Proxy, d3};

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

pub(crate) const KEY: &str = "CANARY0key1that2nobody3may4print";

/// The usual answer: both incidents closed.
pub(crate) const CLOSED: &str = r#"{"error":"","returnData":"Successful","contextData":[
    {"Incident Number":"1-1","Result":"Successful"},{"Incident Number":"1-2","Result":"Successful"}]}"#;

/// What a server saw.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Seen {
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// All requests so far, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads one request; `None` if there is no complete one.
    pub(crate) fn read(&self, stream: &mut impl Read) -> Option<String> {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            if let Some(whole) = whole(&bytes) {
                let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
                requests.push(whole.clone());
                return Some(whole);
            }
            let amount = stream.read(&mut buffer).ok().filter(|amount| *amount > 0)?;
            bytes.extend(buffer.iter().take(amount));
        }
    }
}

/// The text of a request, once it is all there.
fn whole(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    (body.len() >= length.unwrap_or(0usize)).then(|| text.to_string())
}

/// Serves every connection on a thread of its own; returns the port.
pub(crate) fn serve(handle: impl Fn(TcpStream, &Seen) + Send + Sync + 'static) -> Result<(u16, Seen), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let seen = Seen::default();
    let (noted, handle) = (seen.clone(), Arc::new(handle));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            noted.connections.fetch_add(1, Ordering::SeqCst);
            let (noted, handle) = (noted.clone(), Arc::clone(&handle));
            thread::spawn(move || handle(stream, &noted));
        }
    });
    Ok((port, seen))
}

/// Serves with keep-alive; `answer` is given the number of the request, from 0.
pub(crate) fn serve_answers(
    answer: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
) -> Result<(u16, Seen), Box<dyn Error>> {
    serve(move |mut stream, seen| {
        while seen.read(&mut stream).is_some() {
            if stream.write_all(&answer(seen.requests().len() - 1)).is_err() {
                return;
            }
        }
    })
}

/// An answer with a length.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(crate) fn tenant(base_url: &str) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new(base_url, "Admin", "Security Operations")?.with_auth(d3::Auth::api_key(KEY))
}

/// No pacing, no proxy, short waits.
pub(crate) fn config() -> ClientConfig {
    let policy = Policy::default().deadline_ms(10_000).attempt_timeout_ms(5_000).backoff_base_ms(10);
    ClientConfig::default().policy(policy).requests_per_second(0.0).proxy(Proxy::None)
}

/// A client of a server on `port`.
pub(crate) fn client(port: u16) -> Result<Client<d3::Tenant>, soarwire::Error> {
    client_with(port, config())
}

pub(crate) fn client_with(port: u16, config: ClientConfig) -> Result<Client<d3::Tenant>, soarwire::Error> {
    Client::with_config(tenant(&format!("http://127.0.0.1:{port}/VSOC"))?, config)
}

/// May be repeated.
pub(crate) fn close() -> d3::CloseIncidents {
    d3::CloseIncidents::new(["1-1", "1-2"], true)
}

/// Must not be repeated: it leaves a conclusion.
pub(crate) fn conclude() -> d3::CloseIncidents {
    close().conclusion("Contained.")
}

/// Longer than any test.
pub(crate) fn hang() {
    thread::sleep(Duration::from_secs(60));
}
