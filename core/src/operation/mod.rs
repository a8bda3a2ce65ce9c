//! What every vendor call implements, and the tenants it is made for: two traits that name each other.

mod change;
pub(crate) mod declare;
pub(crate) mod fewer;
pub(crate) mod id_list;
pub(crate) mod ids;
#[cfg(feature = "catalogue")]
pub(crate) mod info;
mod params;
pub(crate) mod parse;
mod prepared;
pub(crate) mod sign;
pub(crate) mod slot;
mod target;
#[cfg(test)]
mod tests;
pub(crate) mod time;
pub(crate) mod turn;
pub(crate) mod value;

use std::{fmt, marker::PhantomData};

pub use change::Change;
pub use params::{Param, Params};
pub use parse::Reading;
pub use prepared::{Frame, Prepared, RateBucket};
pub use target::{RunsOn, Target};

use self::sign::Signer;
use crate::{
    answer::{Answer, NextPage},
    error::{Detail, Error, TransportError, Undecodable},
    kind::Kind,
    reply_context::{Asked, Effect, Paging, ReplyContext},
    wire::{Request, Response},
};

/// One vendor call with its parameters: what to send, and how to read the answer.
///
/// An operation is plain data: it can be compared, cloned and printed, and does not depend on keys, sockets or time.
///
/// Sealed: operations are declared in this crate, one file each. If an operation is missing, please request it:
/// CONTRIBUTING.md says how one is added.
pub trait Operation: fmt::Debug + Clone + PartialEq + Send + Sync + 'static + sealed::Sealed {
    /// The tenant type of the vendor.
    type Tenant: Tenant;

    /// The type of its answer: a [`Report`](crate::Report) for operations that act on incidents, a [`Page`](crate::Page) for
    /// those that list.
    type Answer: Answer;

    /// The id, the same in every language, such as `d3.close_incidents`.
    const ID: &'static str;

    /// The path of the command or endpoint, below the tenant's base URL.
    #[doc(hidden)]
    const PATH: &'static str;

    /// How the answer is read.
    #[doc(hidden)]
    const READING: Reading;

    /// A rate limit in addition to the tenant's.
    #[doc(hidden)]
    const BUCKET: Option<RateBucket> = None;

    /// The path of the command or endpoint, below the tenant's base URL.
    fn path(&self) -> &str {
        Self::PATH
    }

    /// The vendor's name of the command or endpoint, such as `CloseIncidentInBulk` or `incidents/update_incident`. A D3 key
    /// belongs to one command.
    fn wire_name(&self) -> &str {
        Self::Tenant::wire_name(self.path())
    }

    /// Checks the parameters. [`Tenant::build`] and the methods that sign do this too.
    ///
    /// # Errors
    /// `invalid_request`, naming the field and the fix.
    fn validate(&self) -> Result<(), Error>;

    /// The effect of repeating this request, given its parameters.
    fn effect(&self) -> Effect;

    /// The incidents that the request names.
    fn asked(&self) -> Asked;

    /// The page that the request asks for.
    #[doc(hidden)]
    fn paging(&self) -> Option<Paging> {
        None
    }

    /// Writes the part of the JSON body that does not depend on the tenant. Call [`Tenant::build`] for the whole, validated request.
    #[doc(hidden)]
    fn write_content(&self, body: &mut String);

    /// Reads the parameters by their documented names in snake_case. Values are checked by [`Operation::validate`].
    ///
    /// # Errors
    /// `invalid_request`, naming the field, for a parameter that is missing, unknown or of the wrong type.
    fn from_params(params: Params) -> Result<Self, Error>;

    /// The parameters that are set, for [`Operation::from_params`].
    fn to_params(&self) -> Params;

    /// Reads an answer to this request: its status, headers and body, decompressed. All headers count, and every status is an
    /// answer, a redirect too: the client must not follow it, see [`Tenant::sign_with`]. Where it gets no answer,
    /// [`Operation::lost`] makes the error.
    ///
    /// # Errors
    /// The kinds of the families `service` and `decode`, and `body_too_large` for a body over 1 GiB. An error with
    /// [`Error::maybe_executed`] has a report in which every incident is unknown.
    fn parse(&self, response: Response<'_>) -> Result<Self::Answer, Error> {
        let context = self.context();
        typed(&context, parse::parse(&context, Self::READING, response)?)
    }

    /// The same request for fewer incidents, such as those that an answer left unreported.
    ///
    /// ```
    /// # use soarwire::{Operation, d3};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let owner = d3::UpdateOwner::new(["1", "2", "3"], "m.okoye");
    /// assert_eq!(owner.only(["3", "1"])?, d3::UpdateOwner::new(["3", "1"], "m.okoye"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_request`: if there are no ids (field `ids`), and for an id that is not an incident of this operation (field
    /// `ids[1]` and the like). An operation on one incident is only for that one.
    fn only(&self, ids: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, Error> {
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        if fewer::is_whole(&self.asked(), &ids) {
            return Ok(self.clone());
        }
        Self::from_params(fewer::only(self.to_params(), ids)?)
    }

    /// The same request in parts of at most `size` incidents each, in order; see also [`Report::merged`](crate::Report::merged).
    ///
    /// # Errors
    /// `invalid_request`: for an operation without `incident_numbers`, and for a `size` of 0 (field `size`).
    fn chunks(&self, size: usize) -> Result<Vec<Self>, Error> {
        fewer::chunks(self.to_params(), size)?.into_iter().map(Self::from_params).collect()
    }

    /// The same request for another page, such as that of [`Page::next`](crate::Page::next). [`Pages`](crate::Pages) goes through
    /// all of them.
    ///
    /// # Errors
    /// `invalid_request` for an operation without such parameters.
    fn at_page(&self, page: &NextPage) -> Result<Self, Error> {
        Self::from_params(turn::to(self.to_params(), page))
    }

    /// The error of a call whose answer was lost, for an HTTP client of your own: how its transport failed. Where you are not sure,
    /// say [`TransportError::Interrupted`]: the request may have been carried out. Then the error has a report in which every
    /// incident is unknown.
    ///
    /// ```
    /// use soarwire::{Operation, TransportError, d3};
    ///
    /// let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
    /// let error = close.lost(TransportError::Timeout);
    /// assert!(error.maybe_executed() && !error.retryable());
    /// assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
    /// ```
    fn lost(&self, class: TransportError) -> Error {
        parse::lost(&self.context(), class, class.as_text().to_owned())
    }

    /// What is needed to read an answer, without the parameters.
    #[doc(hidden)]
    fn context(&self) -> ReplyContext {
        ReplyContext { operation: Self::ID, effect: self.effect(), asked: self.asked(), paging: self.paging() }
    }
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

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// An answer with its type. Each operation's `READING` returns its `Answer`, which a test checks for all vectors.
pub(crate) fn typed<A: Answer>(context: &ReplyContext, answer: crate::answer::AnyAnswer) -> Result<A, Error> {
    let mismatch = || {
        let undecodable = Undecodable { expected: "the operation's answer".into(), ..Undecodable::default() };
        parse::error(context, Kind::Undecodable, Detail::Decode(Box::new(undecodable)))
    };
    A::from_any(answer).ok_or_else(mismatch)
}
