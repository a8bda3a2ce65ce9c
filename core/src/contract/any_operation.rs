//! Any operation, by its id.

use super::AnyTenant;
use crate::{
    d3,
    error::Error,
    operation::{Asked, Effect, Operation, Prepared, Question, Tenant},
    outcome::Report,
    params::Params,
    wire::{Request, Response},
    words::join,
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
            pub fn wire_name(&self) -> &'static str {
                match self { $(AnyOperation::$name(_) => $vendor::$name::WIRE_NAME,)* }
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
            pub fn parse(&self, response: Response<'_>) -> Result<Report, Error> {
                self.answered().parse(response)
            }

            fn answered(&self) -> Question {
                match self { $(AnyOperation::$name(operation) => operation.answered(),)* }
            }
        }

        /// What was asked, from its parts; `None` for an unknown id.
        pub(super) fn question(id: &str, effect: Effect, asked: Asked) -> Option<Question> {
            $(if id == $vendor::$name::ID {
                return Some(Question { operation: $vendor::$name::ID, reading: $vendor::$name::READING, effect, asked });
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
            pub fn prepare(&self, operation: &AnyOperation) -> Result<Prepared, Error> {
                match (self, operation) {
                    $((AnyTenant::$tenant(tenant), AnyOperation::$name(operation)) => tenant.prepare(operation),)*
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
