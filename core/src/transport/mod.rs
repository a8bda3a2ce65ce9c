//! The only I/O of the crate, behind the features `serve` and `ureq`.

#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "ureq")]
pub mod ureq;
