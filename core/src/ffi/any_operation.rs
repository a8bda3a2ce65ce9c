//! Any operation, by its id.

use std::marker::PhantomData;

use super::AnyTenant;
use crate::{
    answer::AnyAnswer,
    d3,
    error::{Detail, Error, TransportError},
    json::{Object, same},
    operation::{Frame, Operation, Param, Params, Prepared, RateBucket, Reading, Tenant, parse, sign::Signer},
    reply_context::{Asked, Effect, ReplyContext},
    text::join,
    wire::{Request, Response},
    xpanse,
};

macro_rules! any_operation {
    ($($vendor:ident $tenant:ident { $($file:ident::$name:ident,)* })*) => {
        /// Any operation, with valid parameters. For bindings, which know its type only at run time.
        #[derive(Clone, Debug, PartialEq)]
        pub struct AnyOperation(Kind);

        #[derive(Clone, Debug, PartialEq)]
        enum Kind {
            $($($name($vendor::$name),)*)*
        }

        $($(
            impl TryFrom<$vendor::$name> for AnyOperation {
                type Error = Error;

                /// Checks the parameters: `invalid_request`, naming the field and the fix.
                fn try_from(operation: $vendor::$name) -> Result<Self, Error> {
                    operation.validate()?;
                    Ok(AnyOperation(Kind::$name(operation)))
                }
            }
        )*)*

        impl AnyOperation {
            /// The ids of all operations.
            pub const IDS: &[&str] = &[$($($vendor::$name::ID),*),*];

            /// Creates an operation from its id and parameters, and checks them.
            ///
            /// # Errors
            /// `invalid_request`, naming the field and the fix; the field is `operation` for an unknown id.
            pub fn from_params(id: &str, params: impl Into<Params>) -> Result<Self, Error> {
                let params = params.into();
                $($(if same(id.as_bytes(), $vendor::$name::ID.as_bytes()) {
                    return $vendor::$name::from_params(params)?.try_into();
                })*)*
                Err(Error::invalid("operation", join(&["must be one of ", &join(Self::IDS, ", ")], "")))
            }

            /// The parameters that are set, for [`AnyOperation::from_params`].
            pub fn to_params(&self) -> Params {
                match &self.0 { $($(Kind::$name(operation) => operation.to_params(),)*)* }
            }

            /// The id, such as `d3.close_incidents`.
            pub fn id(&self) -> &'static str {
                match &self.0 { $($(Kind::$name(_) => $vendor::$name::ID,)*)* }
            }

            /// The path of the command or endpoint, below the tenant's base URL.
            pub fn path(&self) -> &str {
                match &self.0 { $($(Kind::$name(operation) => operation.path(),)*)* }
            }

            /// The vendor's name of the command or endpoint.
            pub fn wire_name(&self) -> &str {
                match &self.0 { $($(Kind::$name(_))|* => $vendor::Tenant::wire_name(self.path()),)* }
            }

            /// The effect of repeating this request, given its parameters.
            pub fn effect(&self) -> Effect {
                match &self.0 { $($(Kind::$name(operation) => operation.effect(),)*)* }
            }

            /// The incidents that the request names.
            pub fn asked(&self) -> Asked {
                match &self.0 { $($(Kind::$name(operation) => operation.asked(),)*)* }
            }

            /// The part of the JSON body that does not depend on the tenant.
            pub fn content(&self) -> String {
                match &self.0 { $($(Kind::$name(operation) => operation.content(),)*)* }
            }

            fn reading(&self) -> (ReplyContext, Reading) {
                match &self.0 { $($(Kind::$name(operation) => (operation.context(), $vendor::$name::READING),)*)* }
            }

            fn bucket(&self) -> Option<RateBucket> {
                match &self.0 { $($(Kind::$name(_) => $vendor::$name::BUCKET,)*)* }
            }
        }

        /// The id and how its answers are read; `None` for an unknown id.
        pub(super) fn reading(id: &str) -> Option<(&'static str, Reading)> {
            $($(if id == $vendor::$name::ID {
                return Some(($vendor::$name::ID, $vendor::$name::READING));
            })*)*
            None
        }

        impl AnyTenant {
            /// Whether the operation is for this vendor.
            fn is_for(&self, operation: &AnyOperation) -> bool {
                match &operation.0 { $($(Kind::$name(_))|* => matches!(self, AnyTenant::$tenant(_)),)* }
            }

            /// What every request of this tenant has.
            pub fn frame(&self) -> Frame<'_> {
                match self { $(AnyTenant::$tenant(tenant) => tenant.frame(),)* }
            }
        }
    };
}

operations!(any_operation);

impl AnyTenant {
    /// Builds the request without credentials; see [`Tenant::build`].
    ///
    /// # Errors
    /// `invalid_request` (field `operation`) if the operation is for another vendor.
    pub fn build(&self, operation: &AnyOperation) -> Result<Request, Error> {
        if !self.is_for(operation) {
            return Err(wrong_vendor(operation));
        }
        Ok(self.frame().request(operation.path(), &operation.content()))
    }

    /// Builds and signs the request; see [`Tenant::sign_with`].
    ///
    /// # Errors
    /// As [`Tenant::sign_with`], and `invalid_request` (field `operation`) if the operation is for another vendor.
    pub fn sign_with(&self, operation: &AnyOperation, nonce: &str, now_ms: u64) -> Result<Request, Error> {
        let request = self.build(operation)?;
        self.signer(operation)?.sign(request, nonce, now_ms)
    }

    /// Prepares the operation for a [`Call`](crate::Call); see [`Tenant::prepare`].
    ///
    /// # Errors
    /// As [`Tenant::prepare`], and `invalid_request` (field `operation`) if the operation is for another vendor.
    pub fn prepare(&self, operation: &AnyOperation) -> Result<Prepared<AnyAnswer>, Error> {
        let request = self.build(operation)?;
        let signer = self.signer(operation)?;
        let (context, reading) = operation.reading();
        Ok(Prepared { request, signer, context, reading, bucket: operation.bucket(), answer: PhantomData })
    }

    fn signer(&self, operation: &AnyOperation) -> Result<Signer, Error> {
        match self {
            AnyTenant::D3(tenant) => tenant.signer(operation.wire_name()),
            AnyTenant::Xpanse(tenant) => tenant.signer(operation.wire_name()),
        }
    }
}

impl AnyOperation {
    /// Creates an operation from its id and its parameters as the text of a JSON object, and checks them.
    ///
    /// # Errors
    /// As [`AnyOperation::from_params`]; the field is `params` for text that is not a JSON object.
    pub fn from_params_json(id: &str, params: &str) -> Result<Self, Error> {
        let params = Params::from_json(params);
        AnyOperation::from_params(id, params.ok_or_else(|| Error::invalid("params", "must be a JSON object"))?)
    }

    /// The operation as JSON text, `{"operation": id, "params": {…}}`, for [`AnyOperation::from_json`].
    pub fn to_json(&self) -> String {
        Object::new().text("operation", self.id()).raw("params", &self.to_params().to_json()).finish()
    }

    /// Reads what [`AnyOperation::to_json`] gives, and checks the parameters.
    ///
    /// # Errors
    /// As [`AnyOperation::from_params`]; the field is `operation` or `params` if that member is missing or invalid.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let invalid = || Error::invalid("operation", "must be a JSON object with `operation` and `params`");
        let mut members = Params::from_json(text).ok_or_else(invalid)?;
        let (id, params) = (members.take("operation"), members.take("params"));
        let Some(Param::Text(id)) = id else {
            return Err(Error::invalid("operation", "must be the id of an operation"));
        };
        let Some(Param::Object(params)) = params else { return Err(Error::invalid("params", "must be a JSON object")) };
        AnyOperation::from_params(&id, params)
    }

    /// Reads an answer; see [`Operation::parse`].
    ///
    /// # Errors
    /// As [`Operation::parse`].
    pub fn parse(&self, response: Response<'_>) -> Result<AnyAnswer, Error> {
        let (context, reading) = self.reading();
        parse::parse(&context, reading, response)
    }

    /// The error of a call that ended because the program ran out of memory.
    pub fn out_of_memory(&self, class: TransportError, attempts: u32) -> Error {
        let (context, _) = self.reading();
        let reason = match class {
            TransportError::BodyTooLarge => "the answer does not fit into memory",
            _ => "the program ran out of memory",
        };
        parse::error(&context, class.kind(), Detail::Transport(reason.to_owned())).with_attempts(attempts)
    }
}

fn wrong_vendor(operation: &AnyOperation) -> Error {
    Error::invalid("operation", join(&[operation.id(), " is for the other vendor: use a tenant of that vendor"], ""))
}
