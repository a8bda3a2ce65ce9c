//! What an endpoint is: everything the rest of the sandbox knows of a command or a call.

use super::d3::tenant::{D3Command, D3Run};
use super::exchange::Answer;
use super::rate::Rate;
use super::vendor::Vendor;
use super::visit::Visit;
use super::xpanse::tenant::{XpanseCall, XpanseRun};

/// One command or call of a vendor. Each has a file of its own, which declares it as `ENDPOINT`.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// soarwire's id, such as `d3.close_incidents`.
    pub(super) id: &'static str,
    /// The vendor's name. D3 keys and the counters in `Effects` go by it, and it ends the path of a D3 command.
    pub(super) wire_name: &'static str,
    /// The faults on single incidents that can apply. None for an endpoint that takes one incident and answers for the request
    /// as a whole.
    pub(super) item_faults: &'static [ItemFault],
    /// Its own rate limit, in addition to the tenant's.
    pub(super) rate: Option<Rate>,
    pub(super) handler: Handler,
}

/// How a request gets to an endpoint, and what carries it out.
///
/// The function gives `Ok` when the request was carried out, even if some of its incidents failed, and `Err` when nothing
/// was done. It runs once the tenant has checked the method, the credentials and the frame of the body.
#[derive(Debug)]
pub(super) enum Handler {
    /// `<prefix>/api/Command/<wire name>`.
    D3(D3Run),
    /// A path of its own, with a slash before it and none after.
    Xpanse(&'static str, XpanseRun),
}

/// A fault that concerns single incidents of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemFault {
    /// Single incidents can fail.
    PartialFailure,
    /// The answer lists incidents, so it can leave some out.
    LeftOut,
    /// The endpoint gives lists in pages, so the world can move between them.
    WorldMoves,
}

impl Endpoint {
    pub(super) fn vendor(&self) -> Vendor {
        match self.handler {
            Handler::D3(_) => Vendor::D3,
            Handler::Xpanse(..) => Vendor::Xpanse,
        }
    }

    /// Checks a request and carries it out.
    pub(super) fn answer(&self, visit: Visit<'_>) -> Result<Answer, Answer> {
        match self.handler {
            Handler::D3(run) => D3Command::serve(visit, self.wire_name, run),
            Handler::Xpanse(_, run) => XpanseCall::serve(visit, run),
        }
    }
}

/// Declares a vendor's endpoints, one line each: the module, and its place in the table.
macro_rules! endpoints {
    ($($name:ident,)+) => {
        $(mod $name;)+

        /// This vendor's endpoints.
        pub(super) static ENDPOINTS: &[$crate::sandbox::endpoint::Endpoint] = &[$($name::ENDPOINT),+];
    };
}
pub(super) use endpoints;
