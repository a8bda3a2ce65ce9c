//! A scripted server, well behaved or not, over plain sockets and TLS on loopback. The scripts are the rows of
//! `tests/behaviours/table.json`; every client is tested against them.

mod piece;
mod step;
mod tls;

use std::{
    error::Error,
    fs,
    net::TcpListener,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde::Deserialize;
use serde_json::Value;

pub use self::tls::Authority;
use self::{
    step::{Step, play},
    tls::Tls,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One behaviour: the script of the server, and the outcomes that clients must report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What happens, in a few words.
    pub name: String,
    /// Whether the server speaks TLS, and how.
    #[serde(default)]
    tls: Option<Tls>,
    /// The steps for each connection; the last list also applies to all further ones. Without any, the port is closed.
    connections: Vec<Vec<Step>>,
    /// The calls, in sequence: `append` must not be repeated, `repeat` may be.
    #[serde(default = "one_call")]
    pub calls: Vec<Call>,
    /// How long the client waits between calls.
    #[serde(default)]
    pub pause_ms: u64,
    /// The settings of the client; one attempt by default.
    #[serde(default)]
    pub settings: Settings,
    /// The outcome that every client must report.
    #[serde(flatten)]
    pub expected: Expected,
    /// Exceptions by the client's name, for what its platform cannot detect, with the reason.
    #[serde(default)]
    pub but: Value,
}

impl Row {
    /// The outcome that this client must report: the usual one, or its exception; `None` if the row is not for it.
    ///
    /// # Errors
    /// The exception is not one.
    pub fn expected_of(&self, client: &str) -> serde_json::Result<Option<Expected>> {
        match self.but.get(client) {
            None => Ok(Some(self.expected.clone())),
            Some(but) if but.get("not").is_some() => Ok(None),
            Some(but) => Expected::deserialize(but).map(Some),
        }
    }
}

fn one_call() -> Vec<Call> {
    vec![Call::Append]
}

/// A call.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Appends a conclusion.
    Append,
    /// May be repeated.
    Repeat,
}

/// The settings of a client.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names of the clients' settings")]
pub struct Settings {
    pub attempt_timeout_ms: Option<u64>,
    pub connect_timeout_ms: Option<u64>,
    pub max_attempts: Option<u32>,
    pub body_limit: Option<usize>,
    pub reuse_connections: Option<bool>,
}

/// The expected result of a row.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    /// The outcome of each call: `succeeded`, `denied`, or an error's `kind` and `maybe_executed`.
    pub outcomes: Vec<Value>,
    /// How many complete requests arrive.
    pub requests: usize,
    /// How many connections are made, where that matters.
    #[serde(default)]
    pub made: Option<usize>,
}

/// Reads the table.
///
/// # Errors
/// The file cannot be read, or is invalid.
pub fn table() -> Outcome<Vec<Row>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("behaviours/table.json");
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// What arrived.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    requests: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Seen {
    /// How many complete requests arrived.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// A row that is being served.
#[derive(Clone, Debug)]
pub struct Served {
    /// The base URL.
    pub url: String,
    /// What arrived so far.
    pub seen: Seen,
}

/// Serves a row on its own port for as long as the program runs.
///
/// # Errors
/// There is no free port, or no certificate can be created.
pub fn serve(row: &Row, authority: &Authority) -> Outcome<Served> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let scheme = if row.tls.is_some() { "https" } else { "http" };
    let served =
        Served { url: format!("{scheme}://127.0.0.1:{}", listener.local_addr()?.port()), seen: Seen::default() };
    if row.connections.is_empty() {
        return Ok(served);
    }
    let config = row.tls.and_then(|tls| tls.config(authority).transpose()).transpose()?;
    let (scripts, seen) = (row.connections.clone(), served.seen.clone());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let nth = seen.connections.fetch_add(1, Ordering::SeqCst);
            let Some(script) = scripts.get(nth).or(scripts.last()).cloned() else { return };
            let (seen, config) = (seen.clone(), config.clone());
            // An error ends only this connection: the client may have closed it.
            thread::spawn(move || {
                tls::line(stream, config).and_then(|mut line| play(&script, &mut line, &seen.requests))
            });
        }
    });
    Ok(served)
}
