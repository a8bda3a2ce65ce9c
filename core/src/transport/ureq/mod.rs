//! The blocking client, on ureq and rustls.
//!
//! [`Client`] calls one tenant; [`Driver`] is what it is made of, for calls prepared elsewhere. Attempts, waits and
//! deadlines are decided by [`Call`](crate::Call) alone; this module carries the bytes. So ureq repeats nothing and
//! follows no redirect: a 3xx is an answer, and a key never travels to another host than the tenant's.
//!
//! # What it guards
//!
//! - **Time.** Connecting (name, proxy and TLS included) has its own limit; every attempt and the whole call have theirs
//!   from [`Policy`](crate::Policy). No read or write blocks for longer than 50 ms without looking at them, and at the
//!   [`Interrupt`] of the call.
//! - **Size.** A body over the limit is not read further, counted after decompression.
//! - **Trust.** Certificates are checked by the system's own roots; a private authority is added to them with
//!   [`ClientConfig::ca_file`]. On Linux `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the system's roots, as in OpenSSL.
//! - **Connections** are kept and reused; one that was idle for 15 s, or that the server has closed, is not. A server may
//!   still close one at the very moment at which a request goes out on it. Nobody can tell then whether the request
//!   was read: that is `interrupted`, and an appending call is not sent again.

mod agents;
mod attempt;
mod classify;
mod client;
mod clock;
mod config;
mod connector;
mod driver;
mod random;
mod redact;
mod resolver;
mod reveal;
mod round_trip;
mod tcp;

pub use attempt::Interrupt;
pub use client::{Client, TenantExt};
pub use clock::now_ms;
pub use config::{ClientConfig, Proxy};
pub use driver::{Driver, RunOptions, Wait};
pub use random::nonce;
