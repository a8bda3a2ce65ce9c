//! The asynchronous client, on reqwest, tokio and rustls.
//!
//! [`AsyncClient`] calls one tenant; [`Driver`] runs calls that were prepared elsewhere. Attempts, waits and deadlines are
//! decided by [`Call`](crate::Call) alone, as in the blocking client; this module carries the bytes. Settings, kinds, reasons
//! and limits are those of [`transport::ureq`](crate::Client). Create and use clients inside a tokio runtime with its time
//! and I/O drivers enabled.
//!
//! # What it guards
//!
//! - **Once.** Nothing is sent twice behind a call's back: redirects, reqwest's retries and HTTP/2 are off, and the body of
//!   an attempt can be taken for sending once. hyper may move a request of which nothing was sent to another connection.
//! - **Cancellation.** Dropping the future of a call cancels it. What has not begun to be sent then never is; a request that
//!   has may have been carried out, and its connection carries nothing else. The place in the pace is free again.
//! - **Surprises.** Proxies come from the settings alone, and what other crates of a program switch on in reqwest
//!   (decompression, cookies, HTTP/2, the system's proxies) does not reach this client.
//! - **Size.** A body over the limit is not read further, counted after decompression.
//! - **Trust.** As the blocking client: rustls with *ring*, the system's roots, and those of
//!   [`ClientConfig::ca_file`](crate::ClientConfig::ca_file).
//!
//! # What hyper cannot tell
//!
//! A kept connection is not used again if anything has arrived on it unasked. hyper sees that once the runtime has polled the
//! socket, which it is given the time to do before every attempt. Bytes that arrive at the moment at which the next request
//! goes out are taken for the answer to that request; nor does hyper look below TLS, at the beginning of a record. The
//! blocking client, which looks at the socket itself, notices both. Where something in between may send an answer twice, set
//! [`ClientConfig::reuse_connections`](crate::ClientConfig::reuse_connections) to false: no answer can then be another's.
//!
//! The headers of an answer may take 400 KB, where the blocking client takes 32 KiB.
//!
//! # Forks
//!
//! A tokio runtime does not survive a fork, and futures of the parent must not be polled or dropped in the child. A client may
//! be used there in a runtime of the child's: it begins anew, with connections, pace and retry budget of its own.

mod body;
mod classify;
mod client;
mod clients;
mod driver;
mod gunzip;
mod overview;
mod reading;
mod round_trip;
mod seen;

pub use client::AsyncClient;
pub use driver::Driver;
pub use overview::AsyncOverview;
pub use reading::AsyncPages;
