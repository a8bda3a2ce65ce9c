//! The sandbox over HTTP/1.1 on a loopback port. Each connection has a thread that owns its socket, so that scripted cuts
//! and truncations happen exactly as scripted.
//!
//! In addition to the two tenants there is an admin route:
//!
//! | request | result |
//! | --- | --- |
//! | `GET /_sandbox/` | base URLs and, on loopback, the credentials that work |
//! | `GET /_sandbox/credentials` | on loopback, one way into each tenant: [`Server::credentials`] |
//! | `GET /_sandbox/effects` | what was actually done, with duplicates |
//! | `GET /_sandbox/incidents` | the incidents as they are now |
//! | `GET /_sandbox/requests` | the latest requests, without their secrets |
//! | `POST /_sandbox/faults` | appends one fault or a list of faults |
//! | `DELETE /_sandbox/faults` | removes the pending faults |
//! | `POST /_sandbox/reset` | restores the initial state |

mod accept;
mod admin;
mod connection;
mod credentials;
mod reader;
mod request;
mod shared;
#[cfg(test)]
mod tests;
mod writer;

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{io, mem, process};

use serde_json::Value;

use self::shared::Shared;
use crate::sandbox::Sandbox;

/// Where and how to serve. The default is any free port of 127.0.0.1, without CORS.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// The address to listen on; port 0 takes any free one.
    pub address: SocketAddr,
    /// Whether `address` may be reachable from other machines. Default false.
    pub allow_remote: bool,
    /// The origin that browsers may call from, such as `http://127.0.0.1:5173` or `*`. `None`, the default, sends no CORS
    /// headers.
    pub cors_origin: Option<String>,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self { address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), allow_remote: false, cors_origin: None }
    }
}

/// A running server. Dropping it stops it.
///
/// Only the process that started it serves. A forked child does not inherit its threads: in the child, stopping or dropping
/// the server does nothing, and its state is available only over HTTP; see [`Server::is_inherited`].
#[derive(Debug)]
pub struct Server {
    process: u32,
    shared: Arc<Shared>,
    accepting: Mutex<Option<JoinHandle<()>>>,
}

impl Server {
    /// Starts to serve, in threads of its own; returns when it accepts connections.
    ///
    /// # Errors
    ///
    /// If the address is in use or not permitted, or is not a loopback address and `allow_remote` is false. The error says what
    /// to do.
    pub fn start(sandbox: Sandbox, options: ServeOptions) -> io::Result<Self> {
        let ServeOptions { address, allow_remote, cors_origin } = options;
        if !allow_remote && !address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{address} can be reached from other machines: use 127.0.0.1, or set allow_remote"),
            ));
        }
        let listener = TcpListener::bind(address).map_err(|error| explain(address, &error))?;
        let shared = Arc::new(Shared {
            d3_prefix: sandbox.config().d3.prefix(),
            // A wrong key must not work because nobody thought of the digest.
            sandbox: Mutex::new(sandbox.or_sha256(crate::ffi::sha256_hex)),
            address: listener.local_addr()?,
            cors_origin,
            listening: AtomicBool::new(true),
            stopping: Mutex::new(false),
            stop_signal: Condvar::new(),
        });
        let accepting = thread::Builder::new().name("sandbox-accept".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || accept::run(listener, &shared)
        })?;
        Ok(Self { process: process::id(), shared, accepting: Mutex::new(Some(accepting)) })
    }

    /// The address that the server listens on, with its actual port.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.shared.address
    }

    /// `http://127.0.0.1:PORT`, also the base URL of the Xpanse tenant.
    #[must_use]
    pub fn url(&self) -> String {
        self.shared.url()
    }

    /// The base URL of the D3 tenant: the part before `/api/Command/…`.
    #[must_use]
    pub fn d3_base_url(&self) -> String {
        self.shared.d3_base_url()
    }

    /// What another process needs to reach the tenants: `d3` and `xpanse`, each the arguments of a tenant (`base_url`,
    /// `username`, `site`, a key, …) that are accepted, and `admin`, the admin route.
    #[must_use]
    pub fn credentials(&self) -> Value {
        credentials::of(&self.shared)
    }

    /// Whether this process is a forked child of the process that serves.
    #[must_use]
    pub fn is_inherited(&self) -> bool {
        self.process != process::id()
    }

    /// The sandbox itself. Requests and [`stop`](Self::stop) wait while the guard is held.
    ///
    /// Do not call it in forked children ([`is_inherited`](Self::is_inherited)): it can deadlock if a thread of the parent held
    /// the lock during the fork, and the child has only a copy that is not served. Use the admin route there.
    ///
    /// The server waits while the guard is held, and asking for another one on the same thread waits for ever: use it once in a
    /// statement, and never across an `await`.
    pub fn sandbox(&self) -> MutexGuard<'_, Sandbox> {
        self.shared.sandbox()
    }

    /// Closes all connections and the port, and waits for all threads to end. A second call does nothing; nor does a call in a
    /// forked child.
    pub fn stop(&self) {
        if self.is_inherited() {
            return;
        }
        // Held to the end: whoever else calls this waits until the server has really stopped.
        let mut accepting = self.accepting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(accepting) = accepting.take() else { return };
        self.shared.signal_stop();
        while self.shared.listening.load(Ordering::Acquire) {
            // `accept` has no other way to be woken. It is then given a moment to notice.
            let _ = TcpStream::connect_timeout(&self.shared.wake_address(), Duration::from_millis(100));
            thread::sleep(Duration::from_millis(1));
        }
        // An error is the panic of a thread that has ended anyway.
        let _ = accepting.join();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.is_inherited() {
            // This process does not have the thread: there is nothing to detach.
            mem::forget(self.accepting.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        }
        self.stop();
    }
}

/// The error for an address that cannot be listened on, with what to do about it.
fn explain(address: SocketAddr, error: &io::Error) -> io::Error {
    let text = match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("{address} is in use: stop the program that listens there, or use port 0 for any free port")
        }
        io::ErrorKind::PermissionDenied => {
            format!("not allowed to listen on {address}: use a port above 1023, or port 0 for any free port")
        }
        _ => format!("cannot listen on {address}: {error}"),
    };
    io::Error::new(error.kind(), text)
}
