//! The only I/O of the crate, each part behind a feature of its own: the clients (`ureq`, `reqwest`), the sandbox over HTTP
//! (`serve`), and the machine's clock and random numbers (`system`).

#[cfg(any(feature = "ureq", feature = "reqwest"))]
pub(crate) mod client;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "system")]
pub(crate) mod system;
#[cfg(feature = "ureq")]
pub mod ureq;

/// What stands at the root of the crate.
#[cfg(feature = "system")]
pub(crate) mod exports {
    #[cfg(feature = "ureq")]
    pub use super::client::{Acquire, BulkControl, BulkRun};
    #[cfg(any(feature = "ureq", feature = "reqwest"))]
    pub use super::client::{ClientConfig, Interrupt, Proxy, RunOptions, Wait};
    #[cfg(feature = "reqwest")]
    #[doc(inline)]
    pub use super::reqwest::{AsyncClient, AsyncOverview, AsyncPages};
    pub use super::system::{JournalFile, TenantExt, nonce, now_ms};
    #[cfg(feature = "ureq")]
    #[doc(inline)]
    pub use super::ureq::{Client, ClientOverview, ClientPages, Driver};
}
