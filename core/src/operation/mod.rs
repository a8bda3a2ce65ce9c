//! What every vendor call implements, and the tenants that it is made for.

mod change;
pub(crate) mod declare;
pub(crate) mod ids;
#[cfg(feature = "catalogue")]
pub(crate) mod info;
mod params;
pub(crate) mod parse;
pub(crate) mod sign;
pub(crate) mod slot;
mod tenant;
pub(crate) mod value;

use std::fmt;

pub use change::Change;
pub use params::{Param, Params};
pub use parse::Reading;
pub use tenant::{Prepared, RateBucket, Tenant};

use crate::{
    answer::Answer,
    error::{Detail, Error},
    kind::Kind,
    reply_context::{Asked, Effect, Paging, ReplyContext},
    wire::Response,
};

/// One vendor call with its parameters: what to send, and how to read the answer.
///
/// Every operation is plain data: it compares, clones and prints, and it knows nothing of keys, sockets or time.
///
/// Sealed: operations are declared in this crate, one file each. For a D3 command that has no type of its own yet, ask for
/// one; adding it takes an hour.
pub trait Operation: fmt::Debug + Clone + PartialEq + Send + Sync + 'static + sealed::Sealed {
    /// The vendor's tenant that the call is made for.
    type Tenant: Tenant;

    /// What it answers with: a [`Report`](crate::Report) for operations that act on incidents.
    type Answer: Answer;

    /// The id, the same in every language, such as `d3.close_incidents`.
    const ID: &'static str;

    /// How the answer is read.
    #[doc(hidden)]
    const READING: Reading;

    /// A rate limit of its own, beside the tenant's.
    #[doc(hidden)]
    const BUCKET: Option<RateBucket> = None;

    /// The path of the command or endpoint, below the tenant's base URL.
    fn path(&self) -> &str;

    /// The vendor's name of the command or endpoint, such as `CloseIncidentInBulk` or `incidents/update_incident`. D3 keys
    /// belong to one each.
    fn wire_name(&self) -> &str {
        Self::Tenant::wire_name(self.path())
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// `invalid_request`, naming the field and the fix.
    fn validate(&self) -> Result<(), Error>;

    /// What repeating exactly this request would do.
    fn effect(&self) -> Effect;

    /// The incidents that it names.
    fn asked(&self) -> Asked;

    /// Which page it asks for.
    #[doc(hidden)]
    fn paging(&self) -> Option<Paging> {
        None
    }

    /// The JSON body for `tenant`. Call [`Tenant::build`] for the whole, validated request.
    #[doc(hidden)]
    fn body(&self, tenant: &Self::Tenant) -> Vec<u8>;

    /// Reads the parameters by the names of the documentation.
    ///
    /// # Errors
    /// `invalid_request` for a missing, unknown or wrong parameter.
    fn from_params(params: Params) -> Result<Self, Error>;

    /// The parameters that are set, as [`Operation::from_params`] takes them.
    fn to_params(&self) -> Params;

    /// Reads an answer to this request.
    ///
    /// # Errors
    /// Families `service` and `decode`, and `body_too_large` for a body over 1 GiB. An error that says
    /// `maybe_executed` carries a report in which every incident is unknown.
    fn parse(&self, response: Response<'_>) -> Result<Self::Answer, Error> {
        let context = self.context();
        typed(&context, parse::parse(&context, Self::READING, response)?)
    }

    /// What is needed to read an answer, without the parameters.
    #[doc(hidden)]
    fn context(&self) -> ReplyContext {
        ReplyContext { operation: Self::ID, effect: self.effect(), asked: self.asked(), paging: self.paging() }
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// An answer with its type. Each operation's `READING` gives its `Answer`, which a test over all vectors holds.
pub(crate) fn typed<A: Answer>(context: &ReplyContext, answer: crate::answer::AnyAnswer) -> Result<A, Error> {
    let mismatch =
        || parse::error(context, Kind::Undecodable, Detail::Decode { offset: 0, expected: "another answer" });
    A::from_any(answer).ok_or_else(mismatch)
}
