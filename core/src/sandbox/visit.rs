//! One request on its way through the sandbox.

use super::config::Config;
use super::exchange::Incoming;
use super::faults::What;
use super::trace::Trace;
use super::world::World;

/// A function that gives the SHA-256 of some bytes as 64 lower-case hex digits.
pub type Sha256Hex = fn(&[u8]) -> String;

/// What a tenant gets to work with during one request.
pub(super) struct Visit<'a> {
    pub(super) config: &'a Config,
    pub(super) world: &'a mut World,
    pub(super) sha256_hex: Option<Sha256Hex>,
    pub(super) fault: Option<&'a What>,
    pub(super) now_ms: u64,
    pub(super) request: &'a Incoming<'a>,
    pub(super) trace: &'a Trace,
}
