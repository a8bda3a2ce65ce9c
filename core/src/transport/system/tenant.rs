//! Signing with what the system provides.

use super::{nonce, now_ms};
use crate::{
    error::Error,
    operation::{Operation, Tenant},
    wire::Request,
};

/// What a tenant can do where a clock and random numbers are available.
#[cfg_attr(docsrs, doc(cfg(feature = "system")))]
pub trait TenantExt: Tenant {
    /// Builds and signs a request, with a nonce from the system and the time of its clock: [`Tenant::sign_with`] without
    /// the arguments. Send it at once: the signature expires.
    ///
    /// # Errors
    /// As [`Tenant::sign_with`]; and `invalid_request`, if the system has no randomness.
    fn request<O: Operation<Tenant = Self>>(&self, operation: &O) -> Result<Request, Error> {
        self.sign_with(operation, &nonce()?, now_ms())
    }
}

impl<T: Tenant> TenantExt for T {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xpanse;

    #[test]
    fn requests_are_signed_for_now() -> Result<(), Error> {
        let tenant = xpanse::Tenant::new("acme.example.com")?.with_auth(xpanse::Auth::advanced("7", "key"))?;
        let request = tenant.request(&xpanse::UpdateIncident::new("1").status("new"))?;
        assert_eq!(request.header("x-xdr-nonce").map(str::len), Some(64));
        let signed_ms: Option<u64> = request.header("x-xdr-timestamp").and_then(|text| text.parse().ok());
        assert!(signed_ms.is_some_and(|signed_ms| now_ms().abs_diff(signed_ms) < 10_000));
        Ok(())
    }
}
