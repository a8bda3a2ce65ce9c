//! What clients can call, with types known at compile time or only at run time.

use super::{Operation, Prepared, Tenant, sealed::Sealed};
use crate::{answer::Answer, error::Error};

/// A tenant that clients call: that of a vendor, or [`AnyTenant`](crate::AnyTenant), whose vendor is known only at run time.
///
/// Sealed: this crate supports a fixed set of vendors.
pub trait Target: Clone + Send + Sync + 'static + Sealed {
    /// The vendor's documented limit of requests per second.
    fn documented_rate(&self) -> u32;
}

impl<T: Tenant> Target for T {
    fn documented_rate(&self) -> u32 {
        T::REQUESTS_PER_SECOND
    }
}

/// What a client of a `T` can run: every [`Operation`] of the vendor, and on an [`AnyTenant`](crate::AnyTenant) every
/// [`AnyOperation`](crate::AnyOperation).
///
/// Sealed, as [`Operation`] is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be run on a client of `{T}`",
    label = "not an operation of this tenant",
    note = "operations of `soarwire::d3` run on a client of a `d3::Tenant`, those of `soarwire::xpanse` on one of an \
            `xpanse::Tenant`, and an `AnyOperation` on one of an `AnyTenant`"
)]
pub trait RunsOn<T>: Sealed {
    /// The type of its answer.
    type Answer: Answer;

    /// Prepares it for a [`Call`](crate::Call).
    ///
    /// # Errors
    /// As [`Tenant::prepare`] and [`AnyTenant::prepare`](crate::AnyTenant::prepare).
    fn prepare_on(&self, tenant: &T) -> Result<Prepared<Self::Answer>, Error>;
}

impl<O: Operation> RunsOn<O::Tenant> for O {
    type Answer = O::Answer;

    fn prepare_on(&self, tenant: &O::Tenant) -> Result<Prepared<O::Answer>, Error> {
        tenant.prepare(self)
    }
}
