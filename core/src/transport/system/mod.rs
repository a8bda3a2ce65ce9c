//! The machine's clock and random numbers, for drivers of calls: no sockets, no HTTP.

mod clock;
mod journal_file;
mod random;
mod tenant;

pub use clock::now_ms;
pub use journal_file::JournalFile;
pub use random::nonce;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
pub(crate) use random::seed;
pub use tenant::TenantExt;
