//! Any operation, by its id.

use std::{
    hash::{Hash, Hasher},
    marker::PhantomData,
};

use super::AnyTenant;
use crate::{
    answer::{AnyAnswer, NextPage},
    d3,
    error::{Error, TransportError},
    json::{Object, same},
    operation::{
        Frame, Operation, Param, Params, Prepared, RateBucket, Reading, RunsOn, Tenant, fewer, parse,
        sealed::Sealed,
        sign::Signer,
        slot::{Parameters, read_all, scan_all},
        turn,
    },
    reply_context::{Asked, Effect, ReplyContext},
    text::join,
    wire::{Request, Response},
    xpanse,
};

macro_rules! any_operation {
    ($($vendor:ident $tenant:ident { $($file:ident::$name:ident,)* })*) => {
        /// Any operation, where its type is known only at run time: in bindings, in queues, in stores.
        ///
        /// Serde reads and writes what [`AnyOperation::to_json`] gives.
        ///
        /// ```
        /// use soarwire::{AnyOperation, Effect, d3};
        ///
        /// # fn main() -> Result<(), soarwire::Error> {
        /// let stored = AnyOperation::from(d3::UpdateOwner::new(["20261103-104"], "m.okoye")).to_json();
        /// assert_eq!(
        ///     stored,
        ///     r#"{"operation":"d3.update_owner","params":{"incident_numbers":["20261103-104"],"owner":"m.okoye"}}"#
        /// );
        /// let operation = AnyOperation::from_json(&stored)?;
        /// assert_eq!((operation.id(), operation.effect()), ("d3.update_owner", Effect::Idempotent));
        ///
        /// let refused = AnyOperation::from_params_json("d3.update_owner", r#"{"incident_numbers": []}"#);
        /// assert_eq!(refused.err().and_then(|error| error.field().map(str::to_owned)).as_deref(), Some("owner"));
        /// # Ok(())
        /// # }
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct AnyOperation(Box<Kind>, Checked);

        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        enum Kind {
            $($tenant(kinds::$vendor::Kind),)*
        }

        /// The operations of each vendor: two vendors may have one of the same name.
        mod kinds {
            $(pub(super) mod $vendor {
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                pub(in super::super) enum Kind {
                    $($name(crate::$vendor::$name),)*
                }
            })*
        }

        $($(
            /// Its parameters are checked when a request is built.
            impl From<$vendor::$name> for AnyOperation {
                fn from(operation: $vendor::$name) -> Self {
                    AnyOperation(Box::new(Kind::$tenant(kinds::$vendor::Kind::$name(operation))), Checked(false))
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
                AnyOperation::read(id, params.into())
            }

            /// The operation of this id before its parameters are read; `None` for an unknown id.
            fn blank(id: &str) -> Option<Self> {
                $($(if same(id.as_bytes(), $vendor::$name::ID.as_bytes()) {
                    return Some($vendor::$name::blank().into());
                })*)*
                None
            }

            fn parameters(&mut self) -> &mut dyn Parameters {
                match &mut *self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation,)*)* }
            }

            /// The parameters that are set, for [`AnyOperation::from_params`].
            pub fn to_params(&self) -> Params {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation.to_params(),)*)* }
            }

            /// The id, such as `d3.close_incidents`.
            pub fn id(&self) -> &'static str {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(_)) => $vendor::$name::ID,)*)* }
            }

            /// Checks the parameters; see [`Operation::validate`].
            ///
            /// # Errors
            /// `invalid_request`, naming the field and the fix.
            pub fn validate(&self) -> Result<(), Error> {
                let checked = match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation.validate(),)*)* };
                checked.map_err(|error| error.about(&self.reading().0))
            }

            /// The path of the command or endpoint, below the tenant's base URL.
            #[doc(hidden)]
            pub fn path(&self) -> &str {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation.path(),)*)* }
            }

            /// The vendor's name of the command or endpoint.
            pub fn wire_name(&self) -> &str {
                match &*self.0 { $(Kind::$tenant(_) => $vendor::Tenant::wire_name(self.path()),)* }
            }

            /// The effect of repeating this request, given its parameters.
            pub fn effect(&self) -> Effect {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation.effect(),)*)* }
            }

            /// The incidents that the request names.
            pub fn asked(&self) -> Asked {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation.asked(),)*)* }
            }

            /// Writes the part of the JSON body that does not depend on the tenant.
            #[doc(hidden)]
            pub fn write_content(&self, body: &mut String) {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => operation.write_content(body),)*)* }
            }

            fn reading(&self) -> (ReplyContext, Reading) {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(operation)) => (operation.context(), $vendor::$name::READING),)*)* }
            }

            fn bucket(&self) -> Option<RateBucket> {
                match &*self.0 { $($(Kind::$tenant(kinds::$vendor::Kind::$name(_)) => $vendor::$name::BUCKET,)*)* }
            }
        }

        /// The id and how its answers are read; `None` for an unknown id.
        pub(super) fn reading(id: &str) -> Option<(&'static str, Reading)> {
            const ALL: &[(&str, Reading)] = &[$($(($vendor::$name::ID, $vendor::$name::READING),)*)*];
            ALL.iter().copied().find(|(known, _)| *known == id)
        }

        impl AnyTenant {
            /// Whether the operation is for this vendor.
            fn is_for(&self, operation: &AnyOperation) -> bool {
                match &*operation.0 { $(Kind::$tenant(_) => matches!(self, AnyTenant::$tenant(_)),)* }
            }

            /// What every request of this tenant has.
            #[doc(hidden)]
            pub fn frame(&self) -> Frame<'_> {
                match self { $(AnyTenant::$tenant(tenant) => tenant.frame(),)* }
            }
        }
    };
}

operations!(any_operation);

/// Whether the parameters were found valid. No difference between operations: a request is built of valid ones only.
#[derive(Clone, Copy, Debug)]
struct Checked(bool);

impl PartialEq for Checked {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Checked {}

impl Hash for Checked {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl AnyTenant {
    /// Builds the request without credentials; see [`Tenant::build`].
    ///
    /// # Errors
    /// As [`Tenant::build`], and `invalid_request` (field `operation`) if the operation is for another vendor.
    pub fn build(&self, operation: &AnyOperation) -> Result<Request, Error> {
        let AnyOperation(_, Checked(is_checked)) = operation;
        if !is_checked {
            operation.validate()?;
        }
        if !self.is_for(operation) {
            return Err(wrong_vendor(operation));
        }
        Ok(self.frame().request(operation.path(), |body| operation.write_content(body)))
    }

    /// Builds and signs the request; see [`Tenant::sign_with`].
    ///
    /// # Errors
    /// As [`Tenant::sign_with`], and `invalid_request` (field `operation`) if the operation is for another vendor.
    pub fn sign_with(&self, operation: &AnyOperation, nonce: &str, now_ms: u64) -> Result<Request, Error> {
        let request = self.build(operation)?;
        let signed = self.signer(operation)?.sign(request, nonce, now_ms);
        signed.map_err(|error| error.about(&operation.reading().0))
    }

    /// Prepares the operation for a [`Call`](crate::Call); see [`Tenant::prepare`].
    ///
    /// # Errors
    /// As [`Tenant::prepare`], and `invalid_request` (field `operation`) if the operation is for another vendor.
    pub fn prepare(&self, operation: &AnyOperation) -> Result<Prepared<AnyAnswer>, Error> {
        let request = self.build(operation)?;
        let signer = self.signer(operation)?;
        let (context, reading) = operation.reading();
        let (path_len, bucket) = (operation.path().len(), operation.bucket());
        Ok(Prepared { request, path_len, signer, context, reading, bucket, answer: PhantomData })
    }

    fn signer(&self, operation: &AnyOperation) -> Result<Signer, Error> {
        let signer = match self {
            AnyTenant::D3(tenant) => tenant.signer(operation.wire_name()),
            AnyTenant::Xpanse(tenant) => tenant.signer(operation.wire_name()),
        };
        signer.map_err(|error| error.about(&operation.reading().0))
    }
}

impl Sealed for AnyOperation {}

impl RunsOn<AnyTenant> for AnyOperation {
    type Answer = AnyAnswer;

    fn prepare_on(&self, tenant: &AnyTenant) -> Result<Prepared<AnyAnswer>, Error> {
        tenant.prepare(self)
    }
}

impl AnyOperation {
    /// Creates an operation from its id and its parameters as the text of a JSON object, and checks them.
    ///
    /// # Errors
    /// As [`AnyOperation::from_params`]; the field is `params` for text that is not a JSON object.
    pub fn from_params_json(id: &str, params: &str) -> Result<Self, Error> {
        if let Some(mut operation) = AnyOperation::blank(id)
            && scan_all(operation.parameters(), params)
        {
            return operation.checked();
        }
        let params = Params::from_json(params);
        AnyOperation::read(id, params.ok_or_else(|| Error::invalid("params", "must be a JSON object"))?)
    }

    fn read(id: &str, params: Params) -> Result<Self, Error> {
        let unknown = || Error::invalid("operation", join(&["must be one of ", &join(Self::IDS, ", ")], ""));
        let mut operation = AnyOperation::blank(id).ok_or_else(unknown)?;
        read_all(operation.parameters(), params).map_err(|error| error.of(operation.id()))?;
        operation.checked()
    }

    fn checked(mut self) -> Result<Self, Error> {
        self.validate()?;
        self.1 = Checked(true);
        Ok(self)
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

    /// The same request for fewer incidents; see [`Operation::only`].
    ///
    /// # Errors
    /// As [`Operation::only`].
    pub fn only(&self, ids: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, Error> {
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        if fewer::is_whole(&self.asked(), &ids) {
            return Ok(self.clone());
        }
        AnyOperation::from_params(self.id(), fewer::only(self.to_params(), ids)?)
    }

    /// The same request in parts of at most `size` incidents each; see [`Operation::chunks`].
    ///
    /// # Errors
    /// As [`Operation::chunks`].
    pub fn chunks(&self, size: usize) -> Result<Vec<Self>, Error> {
        let chunks = fewer::chunks(self.to_params(), size)?;
        chunks.into_iter().map(|params| AnyOperation::from_params(self.id(), params)).collect()
    }

    /// The same request for another page; see [`Operation::at_page`].
    ///
    /// # Errors
    /// As [`Operation::at_page`].
    pub fn at_page(&self, page: &NextPage) -> Result<Self, Error> {
        AnyOperation::from_params(self.id(), turn::to(self.to_params(), page))
    }

    /// Whether it answers with a page.
    pub fn lists(&self) -> bool {
        self.reading().1.rows.is_some()
    }

    /// Reads an answer; see [`Operation::parse`].
    ///
    /// # Errors
    /// As [`Operation::parse`].
    pub fn parse(&self, response: Response<'_>) -> Result<AnyAnswer, Error> {
        let (context, reading) = self.reading();
        parse::parse(&context, reading, response)
    }

    /// The error of a call whose answer was lost; see [`Operation::lost`]. `reason` is what happened in words of the caller, which
    /// must not contain secrets; otherwise it is the meaning of the kind.
    pub fn lost(&self, class: TransportError, reason: Option<String>) -> Error {
        parse::lost(&self.reading().0, class, reason.unwrap_or_else(|| class.as_text().to_owned()))
    }

    /// The error of a call that ended because the program ran out of memory.
    pub fn out_of_memory(&self, class: TransportError, attempts: u32) -> Error {
        let (context, _) = self.reading();
        let reason = match class {
            TransportError::BodyTooLarge => "the answer does not fit into memory",
            _ => "the program ran out of memory",
        };
        let error = parse::lost(&context, class, reason.to_owned());
        let maybe_executed = error.maybe_executed();
        error.made(|made| made.attempts = attempts).with_executed(maybe_executed)
    }
}

fn wrong_vendor(operation: &AnyOperation) -> Error {
    let reason = join(&[operation.id(), " is for the other vendor: use a tenant of that vendor"], "");
    Error::invalid("operation", reason).about(&operation.reading().0)
}

#[cfg(test)]
mod tests {
    use std::{
        collections::hash_map::DefaultHasher,
        hash::{Hash, Hasher},
    };

    use super::*;

    fn hash(operation: &AnyOperation) -> u64 {
        let mut hasher = DefaultHasher::new();
        operation.hash(&mut hasher);
        hasher.finish()
    }

    /// Those made of an operation's own type are checked when a request is built; those made of parameters were checked before.
    #[test]
    fn no_request_is_built_of_parameters_that_were_not_checked() -> Result<(), Error> {
        let tenant = AnyTenant::D3(d3::Tenant::new("https://soc.example.com", "Admin", "Site")?);
        let blank = AnyOperation::from(d3::UpdateOwner::new(["20261103-104"], " "));
        let refused = [tenant.build(&blank).err(), tenant.prepare(&blank).err(), tenant.build(&blank.clone()).err()];
        for error in refused {
            assert_eq!(error.as_ref().and_then(Error::field), Some("owner"));
        }
        assert!(AnyOperation::from_params(blank.id(), blank.to_params()).is_err());

        let typed = AnyOperation::from(d3::UpdateOwner::new(["20261103-104"], "m.okoye"));
        let read = AnyOperation::from_json(&typed.to_json())?;
        let scanned = AnyOperation::from_params_json(typed.id(), &typed.to_params().to_json())?;
        for checked in [read, scanned] {
            assert_eq!((&checked, hash(&checked)), (&typed, hash(&typed)));
            assert_eq!(tenant.build(&checked)?, tenant.build(&typed)?);
        }
        Ok(())
    }
}
