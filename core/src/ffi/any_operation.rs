//! Any operation, by its id.

use super::AnyTenant;
use crate::{
    answer::AnyAnswer,
    d3,
    error::Error,
    operation::{Operation, Params, Prepared, Reading, Tenant, parse},
    reply_context::{Asked, Effect, ReplyContext},
    text::join,
    wire::{Request, Response},
    xpanse,
};

macro_rules! operations {
    ($($vendor:ident::$name:ident on $tenant:ident),* $(,)?) => {
        /// Any operation. For bindings, which learn only at run time which one it is.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyOperation {
            $(#[doc = concat!("See [`", stringify!($vendor), "::", stringify!($name), "`].")] $name($vendor::$name),)*
        }

        impl AnyOperation {
            /// The ids of all operations.
            pub const IDS: &[&str] = &[$($vendor::$name::ID),*];

            /// Reads an operation from its id and parameters, and checks them.
            ///
            /// # Errors
            /// `invalid_request`, naming the field and the fix; `operation` for an unknown id.
            pub fn from_params(id: &str, params: impl Into<Params>) -> Result<Self, Error> {
                let params = params.into();
                $(if id == $vendor::$name::ID {
                    let operation = $vendor::$name::from_params(params)?;
                    operation.validate()?;
                    return Ok(AnyOperation::$name(operation));
                })*
                Err(Error::invalid("operation", format!("is none of {}", join(Self::IDS, ", "))))
            }

            /// The same with the parameters as the text of a JSON object.
            ///
            /// # Errors
            /// `invalid_request`; `params` for what is no JSON object.
            pub fn from_params_json(id: &str, params: &str) -> Result<Self, Error> {
                let params = Params::from_json(params);
                AnyOperation::from_params(id, params.ok_or_else(|| Error::invalid("params", "must be a JSON object"))?)
            }

            /// The parameters that are set.
            pub fn to_params(&self) -> Params {
                match self { $(AnyOperation::$name(operation) => operation.to_params(),)* }
            }

            /// The id.
            pub fn id(&self) -> &'static str {
                match self { $(AnyOperation::$name(_) => $vendor::$name::ID,)* }
            }

            /// The vendor's name of the command or endpoint.
            pub fn wire_name(&self) -> &str {
                match self { $(AnyOperation::$name(operation) => operation.wire_name(),)* }
            }

            /// Whether repeating exactly this request adds up.
            pub fn effect(&self) -> Effect {
                match self { $(AnyOperation::$name(operation) => operation.effect(),)* }
            }

            /// The incidents that it names.
            pub fn asked(&self) -> Asked {
                match self { $(AnyOperation::$name(operation) => operation.asked(),)* }
            }

            /// Reads an answer; see [`Operation::parse`].
            ///
            /// # Errors
            /// As [`Operation::parse`].
            pub fn parse(&self, response: Response<'_>) -> Result<AnyAnswer, Error> {
                let (context, reading) = match self {
                    $(AnyOperation::$name(operation) => (operation.context(), $vendor::$name::READING),)*
                };
                parse::parse(&context, reading, response)
            }
        }

        /// What it takes to read an answer again; `None` for an unknown id.
        pub(super) fn reply_context(id: &str, effect: Effect, asked: Asked) -> Option<(ReplyContext, Reading)> {
            $(if id == $vendor::$name::ID {
                let context = ReplyContext { operation: $vendor::$name::ID, effect, asked };
                return Some((context, $vendor::$name::READING));
            })*
            None
        }

        impl AnyTenant {
            /// Builds the request without credentials; see [`Tenant::build`].
            ///
            /// # Errors
            /// As [`Tenant::build`]; `operation` when it is for another vendor's tenant.
            pub fn build(&self, operation: &AnyOperation) -> Result<Request, Error> {
                match (self, operation) {
                    $((AnyTenant::$tenant(tenant), AnyOperation::$name(operation)) => tenant.build(operation),)*
                    _ => Err(wrong_vendor(operation)),
                }
            }

            /// Builds and signs the request; see [`Tenant::sign_with`].
            ///
            /// # Errors
            /// As [`Tenant::sign_with`]; `operation` when it is for another vendor's tenant.
            pub fn sign_with(&self, operation: &AnyOperation, nonce: &str, now_ms: u64) -> Result<Request, Error> {
                match (self, operation) {
                    $((AnyTenant::$tenant(tenant), AnyOperation::$name(operation)) => tenant.sign_with(operation, nonce, now_ms),)*
                    _ => Err(wrong_vendor(operation)),
                }
            }

            /// Prepares the operation for a [`Call`](crate::Call); see [`Tenant::prepare`].
            ///
            /// # Errors
            /// As [`Tenant::prepare`]; `operation` when it is for another vendor's tenant.
            pub fn prepare(&self, operation: &AnyOperation) -> Result<Prepared<AnyAnswer>, Error> {
                match (self, operation) {
                    $((AnyTenant::$tenant(tenant), AnyOperation::$name(operation)) => tenant.prepare(operation).map(Prepared::erased),)*
                    _ => Err(wrong_vendor(operation)),
                }
            }
        }
    };
}

// The list of operations: one line each.
operations! {
    d3::UpdateOwner on D3,
    d3::CloseIncidents on D3,
    d3::LinkToCases on D3,
    d3::CloseIncident on D3,
    xpanse::UpdateIncident on Xpanse,
}

fn wrong_vendor(operation: &AnyOperation) -> Error {
    Error::invalid("operation", format!("{} is not for this vendor's tenant", operation.id()))
}
