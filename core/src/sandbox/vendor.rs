//! The two vendors, and what each answers to any request.

use super::d3::answers as d3;
use super::exchange::Answer;
use super::xpanse::answers as xpanse;

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
            Self::D3 => d3::rate_limited(),
            Self::Xpanse => xpanse::rate_limited(),
        }
    }

    /// 5xx in the vendor's shape.
    pub(super) fn server_error(self, status: u16) -> Answer {
        match self {
            Self::D3 => d3::server_error(status),
            Self::Xpanse => xpanse::server_error(status),
        }
    }
}
