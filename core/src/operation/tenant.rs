//! A vendor's tenant: from an operation to a signed request.

use std::{fmt, marker::PhantomData};

use super::{Operation, Reading, sealed, sign::Signer};
use crate::{
    answer::{AnyAnswer, Report},
    error::Error,
    reply_context::ReplyContext,
    wire::Request,
};

/// A rate limit that some endpoints have beside the tenant's. Operations that name the same bucket share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateBucket {
    /// What it is called, such as `extra_data`.
    pub name: &'static str,
    /// How many requests the vendor takes in a minute.
    pub per_minute: u32,
}

/// A vendor's tenant: where it lives and what opens it.
///
/// Sealed: the vendors are those of this crate.
pub trait Tenant: fmt::Debug + Clone + Send + Sync + 'static + sealed::Sealed {
    /// The documented number of requests per second that a tenant takes.
    const REQUESTS_PER_SECOND: u32;

    /// The vendor's name of the command or endpoint at this path.
    #[doc(hidden)]
    fn wire_name(path: &str) -> &str;

    /// The URL of a call.
    #[doc(hidden)]
    fn endpoint(&self, path: &str) -> String;

    /// What signs a call.
    #[doc(hidden)]
    fn signer(&self, wire_name: &str) -> Result<Signer, Error>;

    /// Builds the request without credentials: what a page sends to a gateway that adds them.
    ///
    /// # Errors
    /// `invalid_request`, naming the parameter and the fix.
    fn build<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Request, Error> {
        operation.validate()?;
        Ok(Request::post(self.endpoint(operation.path()), operation.body(self)))
    }

    /// Builds the request and adds this tenant's credentials; without any it is [`Tenant::build`].
    ///
    /// `nonce` (64 random letters and digits, new for every request) and `now_ms` (epoch milliseconds) are used by
    /// Xpanse advanced keys alone.
    ///
    /// # Errors
    /// `invalid_request`, and `missing_credential` for a command without a key.
    fn sign_with<O: Operation<Tenant = Self>>(
        &self,
        operation: &O,
        nonce: &str,
        now_ms: u64,
    ) -> Result<Request, Error> {
        let request = self.build(operation)?;
        self.signer(operation.wire_name())?.sign(request, nonce, now_ms)
    }

    /// Everything that [`Call`](crate::Call) needs to drive one call: the request, what signs it, how to read answers.
    ///
    /// # Errors
    /// As [`Tenant::sign_with`].
    fn prepare<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Prepared<O::Answer>, Error> {
        Ok(Prepared {
            request: self.build(operation)?,
            signer: self.signer(operation.wire_name())?,
            context: operation.context(),
            reading: O::READING,
            bucket: O::BUCKET,
            answer: PhantomData,
        })
    }
}

/// A validated call, ready to be driven by a [`Call`](crate::Call). `A` is what the operation answers with.
#[derive(Clone, Debug)]
pub struct Prepared<A = Report> {
    pub(crate) request: Request,
    pub(crate) signer: Signer,
    pub(crate) context: ReplyContext,
    pub(crate) reading: Reading,
    pub(crate) bucket: Option<RateBucket>,
    pub(crate) answer: PhantomData<fn() -> A>,
}

impl<A> Prepared<A> {
    /// The request without credentials.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The same call without the type of its answer, as bindings drive it.
    pub fn erased(self) -> Prepared<AnyAnswer> {
        let Prepared { request, signer, context, reading, bucket, answer: _ } = self;
        Prepared { request, signer, context, reading, bucket, answer: PhantomData }
    }
}
