//! A vendor's tenant: from an operation to a signed request.

use std::{fmt, marker::PhantomData};

use super::{Operation, Reading, sealed, sign::Signer};
use crate::{
    answer::{AnyAnswer, Report},
    error::Error,
    reply_context::ReplyContext,
    text::join,
    wire::Request,
};

/// A rate limit that some endpoints have in addition to the tenant's. Operations with the same bucket share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateBucket {
    /// Its name, such as `extra_data`.
    pub name: &'static str,
    /// The maximum number of requests per minute.
    pub per_minute: u32,
}

/// A vendor's tenant: its URL and its credentials.
///
/// Sealed: this crate supports a fixed set of vendors.
pub trait Tenant: fmt::Debug + Clone + Send + Sync + 'static + sealed::Sealed {
    /// The vendor's documented limit of requests per second for a tenant.
    const REQUESTS_PER_SECOND: u32;

    /// The vendor's name of the command or endpoint at this path.
    #[doc(hidden)]
    fn wire_name(path: &str) -> &str;

    /// What every request of this tenant has.
    #[doc(hidden)]
    fn frame(&self) -> Frame<'_>;

    /// What signs a call.
    #[doc(hidden)]
    fn signer(&self, wire_name: &str) -> Result<Signer, Error>;

    /// Builds the request without credentials, for a gateway that adds them.
    ///
    /// # Errors
    /// `invalid_request` for an invalid parameter, naming it and the fix.
    fn build<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Request, Error> {
        operation.validate().map_err(|error| error.about(&operation.context()))?;
        Ok(self.frame().request(operation.path(), |body| operation.write_content(body)))
    }

    /// Builds the request and adds this tenant's credentials; for a tenant without credentials this is [`Tenant::build`].
    ///
    /// Only Xpanse advanced keys use `nonce` (64 random letters and digits, new for every request) and `now_ms` (epoch
    /// milliseconds).
    ///
    /// The HTTP client that sends it must follow no redirects, since they would take the credentials to another host, and must
    /// repeat nothing by itself: [Writing a driver](https://github.com/soarwire/soarwire/blob/main/docs/drivers.md) says what
    /// else is yours to guarantee, with a complete driver for reqwest.
    ///
    /// # Errors
    /// `invalid_request` for an invalid parameter or nonce, and `missing_credential` if the tenant has no key for the command.
    fn sign_with<O: Operation<Tenant = Self>>(
        &self,
        operation: &O,
        nonce: &str,
        now_ms: u64,
    ) -> Result<Request, Error> {
        let request = self.build(operation)?;
        let signer = self.signer(operation.wire_name());
        let signed = signer.and_then(|signer| signer.sign(request, nonce, now_ms));
        signed.map_err(|error| error.about(&operation.context()))
    }

    /// Prepares the operation for a [`Call`](crate::Call): the request, how to sign it, and how to read its answer.
    ///
    /// # Errors
    /// `invalid_request` for an invalid parameter, and `missing_credential` if the tenant has no key for the command.
    fn prepare<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Prepared<O::Answer>, Error> {
        Ok(Prepared {
            request: self.build(operation)?,
            path_len: operation.path().len(),
            signer: self.signer(operation.wire_name()).map_err(|error| error.about(&operation.context()))?,
            context: operation.context(),
            reading: O::READING,
            bucket: O::BUCKET,
            answer: PhantomData,
        })
    }
}

/// What the requests of a tenant have in common, without credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame<'t> {
    /// The base URL, before the path of the operation.
    pub base_url: &'t str,
    /// What stands in the body before the content of the operation.
    pub before: &'t str,
    /// What stands behind it.
    pub behind: &'t str,
}

impl Frame<'_> {
    /// The request of an operation with this path, and the content that is written.
    pub fn request(&self, path: &str, write: impl FnOnce(&mut String)) -> Request {
        let mut body = String::with_capacity(self.before.len() + self.behind.len() + 256);
        body.push_str(self.before);
        write(&mut body);
        body.push_str(self.behind);
        Request::post(join(&[self.base_url, path], ""), body.into_bytes())
    }
}

/// A validated operation of a tenant, ready for a [`Call`](crate::Call). `A` is the type of its answer.
#[derive(Clone, Debug)]
pub struct Prepared<A = Report> {
    pub(crate) request: Request,
    /// How much of the request's URL, at its end, is the path of the operation.
    pub(crate) path_len: usize,
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

    /// The base URL of the tenant.
    #[cfg(feature = "events")]
    pub(crate) fn base_url(&self) -> &str {
        let url = self.request.url();
        url.get(..url.len().saturating_sub(self.path_len)).unwrap_or(url)
    }

    /// Whether signing needs a fresh nonce and the time, as Xpanse advanced keys do: otherwise any nonce, even an empty one,
    /// will do for [`Call::poll`](crate::Call::poll).
    pub fn needs_nonce(&self) -> bool {
        self.signer.is_fresh_each_time()
    }

    /// The same without the type of its answer, for bindings.
    pub fn erased(self) -> Prepared<AnyAnswer> {
        let Prepared { request, path_len, signer, context, reading, bucket, answer: _ } = self;
        Prepared { request, path_len, signer, context, reading, bucket, answer: PhantomData }
    }
}
