//! The only I/O of the crate, each kind behind its own feature.

#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "ureq")]
pub mod ureq;
