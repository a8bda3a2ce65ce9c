//! What a tenant makes of an operation: a request, and what a call needs besides.

use std::marker::PhantomData;

use super::{parse::Reading, sign::Signer};
use crate::{
    answer::{AnyAnswer, Report},
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
