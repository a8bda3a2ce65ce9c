//! The two vendors, and what each answers to any request.

use super::exchange::Answer;
use super::{d3, xpanse};

/// A vendor whose tenant is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vendor {
    D3,
    Xpanse,
}

impl Vendor {
    /// The name that a fault's `on` uses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::D3 => "d3",
            Self::Xpanse => "xpanse",
        }
    }

    /// 429 in the vendor's shape.
    pub(super) fn rate_limited(self) -> Answer {
        match self {
            Self::D3 => d3::answers::rate_limited(),
            Self::Xpanse => xpanse::answers::rate_limited(),
        }
    }

    /// 5xx in the vendor's shape.
    pub(super) fn server_error(self, status: u16) -> Answer {
        match self {
            Self::D3 => d3::answers::server_error(status),
            Self::Xpanse => xpanse::answers::server_error(status),
        }
    }
}
