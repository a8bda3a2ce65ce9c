//! The blocking client, on ureq and rustls.
//!
//! [`Client`] calls one tenant; [`Driver`] runs calls that were prepared elsewhere, and [`Running`] is one such call driven
//! step by step, for event loops. Attempts, waits and deadlines are decided by [`Call`](crate::Call) alone; this module
//! carries the bytes. So ureq repeats nothing and follows no redirect: a 3xx is an answer, and a key never travels to
//! another host than the tenant's.
//!
//! # What it guards
//!
//! - **Time.** Connecting (name, proxy and TLS included) has its own limit; every attempt and the whole call have theirs
//!   from [`Policy`](crate::Policy). No read or write blocks for longer than 50 ms without checking them and the
//!   [`Interrupt`](crate::Interrupt) of the call.
//! - **Size.** A body over the limit is not read further, counted after decompression.
//! - **Trust.** Certificates are checked by the system's own roots; a private authority is added to them with
//!   [`ClientConfig::ca_file`](crate::ClientConfig::ca_file). On Linux `SSL_CERT_FILE` and `SSL_CERT_DIR` replace the system's roots, as in OpenSSL.
//! - **Connections** are kept and reused. One that was idle for 15 s, that the server has closed, or on which anything
//!   arrived unasked, is not. A server may still close one at the very moment at which a request goes out on it. Nobody can
//!   tell then whether the request was read: that is `interrupted`, and an appending call is not sent again.
//!   [`ClientConfig::reuse_connections`](crate::ClientConfig::reuse_connections) turns reuse off.
//! - **Forks.** A forked child that goes on using a client begins anew: connections, threads, locks and pace are its own,
//!   and nothing of the parent's is read, written or closed. Its copies of the parent's sockets stay open, unused, for as
//!   long as it lives. A call under way on the thread that forked stays the parent's and ends as `interrupted` in the
//!   child. A [`Call`](crate::Call), and the pacer that calls share, know no process: where both sides go on using one, each
//!   has a copy with a pace of its own, and the child's may be locked for ever. So make new ones in the child.

mod agents;
mod attempt;
mod bulk;
mod classify;
mod client;
mod connector;
mod driver;
mod overview;
mod reading;
mod records;
mod redact;
mod resolver;
mod reveal;
mod round_trip;
mod running;
mod tcp;

pub use client::Client;
pub use driver::Driver;
pub use overview::ClientOverview;
pub use reading::ClientPages;
pub use running::{Exchange, Exchanged, Next, Running};
