//! What all threads of a server have in common.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::AtomicBool;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::sandbox::Sandbox;

/// The state of a server.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) sandbox: Mutex<Sandbox>,
    pub(super) address: SocketAddr,
    pub(super) d3_prefix: String,
    pub(super) cors_origin: Option<String>,
    /// Whether the port is still being listened on.
    pub(super) listening: AtomicBool,
    pub(super) stopping: Mutex<bool>,
    pub(super) stop_signal: Condvar,
}

impl Shared {
    pub(super) fn sandbox(&self) -> MutexGuard<'_, Sandbox> {
        self.sandbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn d3_base_url(&self) -> String {
        format!("{}{}", self.url(), self.d3_prefix)
    }

    pub(super) fn signal_stop(&self) {
        *self.stopping.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop_signal.notify_all();
    }

    pub(super) fn is_stopping(&self) -> bool {
        *self.stopping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until `until`, or until the server stops.
    pub(super) fn sleep_until(&self, until: Instant) {
        let mut stopping = self.stopping.lock().unwrap_or_else(PoisonError::into_inner);
        while !*stopping {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            (stopping, _) = self.stop_signal.wait_timeout(stopping, left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// An address under which this machine reaches the listener.
    pub(super) fn wake_address(&self) -> SocketAddr {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        SocketAddr::new(ip, self.address.port())
    }
}
