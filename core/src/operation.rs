//! What every vendor call implements, and the tenants it is made for.

use std::{fmt, sync::Arc};

use crate::{
    error::Error,
    outcome::Report,
    params::Params,
    reading::Reading,
    sign::Signer,
    wire::{Request, Response},
};

/// What repeating a request would do. Read off the concrete request, not its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Twice is the same as once: an owner, a status, a link.
    Idempotent,
    /// It adds up: a conclusion, a note or a comment would stand there twice.
    Appends,
}

/// The incidents that a request names, each once, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked(Arc<[String]>);

impl Asked {
    pub(crate) fn new(ids: Vec<String>) -> Self {
        Asked(ids.into())
    }

    /// The ids.
    pub fn ids(&self) -> &[String] {
        &self.0
    }
}

/// One vendor call with its parameters: what to send, and how to read the answer.
///
/// Every operation is plain data: it compares, clones and prints, and it knows nothing of keys, sockets or time.
pub trait Operation: fmt::Debug + Clone + PartialEq + Send + Sync + 'static {
    /// The vendor's tenant that the call is made for.
    type Tenant: Tenant;

    /// The id, the same in every language, such as `d3.close_incidents`.
    const ID: &'static str;

    /// The vendor's name of the command or endpoint; D3 keys belong to one.
    const WIRE_NAME: &'static str;

    /// How the answer is to be read.
    #[doc(hidden)]
    const READING: Reading;

    /// Checks the parameters.
    ///
    /// # Errors
    /// `invalid_request`, naming the field and the fix.
    fn validate(&self) -> Result<(), Error>;

    /// Whether repeating exactly this request adds up.
    fn effect(&self) -> Effect;

    /// The incidents that it names.
    fn asked(&self) -> Asked;

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

    /// Reads an answer to this request: what happened to each incident.
    ///
    /// # Errors
    /// Families `service` and `decode`, and `body_too_large` for a body over 4 GiB. An error that says
    /// `maybe_executed` carries a report in which every incident is unknown.
    fn parse(&self, response: Response<'_>) -> Result<Report, Error> {
        self.answered().parse(response)
    }

    /// What is needed to read an answer, without the parameters.
    #[doc(hidden)]
    fn answered(&self) -> Question {
        Question { operation: Self::ID, reading: Self::READING, effect: self.effect(), asked: self.asked() }
    }
}

/// What was asked, as far as it takes to read an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct Question {
    pub(crate) operation: &'static str,
    pub(crate) reading: Reading,
    pub(crate) effect: Effect,
    pub(crate) asked: Asked,
}

/// A vendor's tenant: where it lives and what opens it.
pub trait Tenant: fmt::Debug + Clone + Send + Sync + 'static {
    /// The documented number of requests per second that a tenant takes.
    const REQUESTS_PER_SECOND: u32;

    /// The URL of a call.
    #[doc(hidden)]
    fn endpoint(&self, wire_name: &str) -> String;

    /// What signs a call.
    #[doc(hidden)]
    fn signer(&self, wire_name: &str) -> Result<Signer, Error>;

    /// Builds the request without credentials: what a page sends to a gateway that adds them.
    ///
    /// # Errors
    /// `invalid_request`, naming the parameter and the fix.
    fn build<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Request, Error> {
        operation.validate()?;
        Ok(Request::post(self.endpoint(O::WIRE_NAME), operation.body(self)))
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
        self.signer(O::WIRE_NAME)?.sign(request, nonce, now_ms)
    }

    /// Everything that [`Call`](crate::Call) needs to drive one call: the request, what signs it, how to read answers.
    ///
    /// # Errors
    /// As [`Tenant::sign_with`].
    fn prepare<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Prepared, Error> {
        let request = self.build(operation)?;
        Ok(Prepared { request, signer: self.signer(O::WIRE_NAME)?, question: operation.answered() })
    }
}

/// A validated call, ready to be driven by a [`Call`](crate::Call).
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) request: Request,
    pub(crate) signer: Signer,
    pub(crate) question: Question,
}

impl Prepared {
    /// The request without credentials.
    pub fn request(&self) -> &Request {
        &self.request
    }
}
