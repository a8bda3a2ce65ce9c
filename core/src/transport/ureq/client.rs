//! The client of one tenant.

use super::{
    clock::now_ms,
    config::ClientConfig,
    driver::{Driver, RunOptions},
    random::nonce,
};
use crate::{
    error::Error,
    operation::{Operation, Tenant},
    wire::Request,
};

/// Calls one tenant, blocking. Clones share connections, pace and retry budget; threads may share one client. A forked
/// child may go on using it: it begins anew there, see [`Driver`].
///
/// ```no_run
/// # fn main() -> Result<(), soarwire::Error> {
/// use soarwire::{Client, ClientConfig, RunOptions, d3};
///
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
///     .with_auth(d3::Auth::api_key("the key that D3 shows"))?;
/// let config = ClientConfig::default().ca_file("/etc/ssl/soc-ca.pem");
/// let client = Client::with_config(tenant, config)?;
///
/// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true);
/// let options = RunOptions::default().timeout_ms(30_000);
/// let report = client.run_with(&close, &options)?;
/// for id in report.unreported() {
///     println!("{id}: the answer does not say what happened to it");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client<T> {
    tenant: T,
    driver: Result<Driver, Error>,
}

impl<T: Tenant> Client<T> {
    /// A client with the default settings. An unusable environment (a SOCKS proxy) is reported when a call is run.
    pub fn new(tenant: T) -> Self {
        Client { tenant, driver: Driver::new(T::REQUESTS_PER_SECOND.into(), ClientConfig::default()) }
    }

    /// A client with other settings.
    ///
    /// # Errors
    /// As [`Driver::new`].
    pub fn with_config(tenant: T, config: ClientConfig) -> Result<Self, Error> {
        Ok(Client { tenant, driver: Ok(Driver::new(T::REQUESTS_PER_SECOND.into(), config)?) })
    }

    /// Runs a call to its end.
    ///
    /// # Errors
    /// As [`Tenant::sign_with`] before anything is sent, then whatever ended the call: see [`Driver::run`].
    pub fn run<O: Operation<Tenant = T>>(&self, operation: &O) -> Result<O::Answer, Error> {
        self.run_with(operation, &RunOptions::default())
    }

    /// The same with limits and hooks for this call.
    ///
    /// # Errors
    /// As [`Client::run`].
    pub fn run_with<O: Operation<Tenant = T>>(
        &self,
        operation: &O,
        options: &RunOptions<'_>,
    ) -> Result<O::Answer, Error> {
        let prepared = self.tenant.prepare(operation)?;
        self.driver.as_ref().map_err(Clone::clone)?.run(prepared, options)
    }

    /// The tenant.
    pub fn tenant(&self) -> &T {
        &self.tenant
    }
}

/// What a tenant can do where a clock and random numbers are available.
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
