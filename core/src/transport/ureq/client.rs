//! The client of one tenant.

use super::driver::Driver;
use crate::{
    error::Error,
    ffi::AnyTenant,
    operation::{RunsOn, Target},
    transport::client::{ClientConfig, RunOptions},
};

/// Calls one tenant, blocking. Clones share connections, pace and retry budget; threads may share one client. A forked
/// child may go on using it: it begins anew there, see [`Driver`].
///
/// ```no_run
/// # fn main() -> Result<(), soarwire::Error> {
/// use std::time::Duration;
///
/// use soarwire::{Client, ClientConfig, RunOptions, d3};
///
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
///     .with_auth(d3::Auth::api_key("the key that D3 shows"))?;
/// let config = ClientConfig::default().ca_file("/etc/ssl/soc-ca.pem");
/// let client = Client::with_config(tenant, config)?;
///
/// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true);
/// let options = RunOptions::default().timeout(Duration::from_secs(30));
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

impl<T: Target> Client<T> {
    /// A client with the default settings. An unusable environment (a SOCKS proxy) is reported when a call is run.
    pub fn new(tenant: T) -> Self {
        let driver = Driver::new(tenant.documented_rate().into(), ClientConfig::default());
        Client { tenant, driver }
    }

    /// A client with other settings.
    ///
    /// # Errors
    /// As [`Driver::new`].
    pub fn with_config(tenant: T, config: ClientConfig) -> Result<Self, Error> {
        let driver = Ok(Driver::new(tenant.documented_rate().into(), config)?);
        Ok(Client { tenant, driver })
    }

    /// Runs a call to its end.
    ///
    /// # Errors
    /// As [`Tenant::sign_with`](crate::Tenant::sign_with) before anything is sent, then whatever ended the call: see [`Driver::run`].
    pub fn run<O: RunsOn<T>>(&self, operation: &O) -> Result<O::Answer, Error> {
        self.run_with(operation, &RunOptions::default())
    }

    /// The same with limits and hooks for this call.
    ///
    /// # Errors
    /// As [`Client::run`].
    pub fn run_with<O: RunsOn<T>>(&self, operation: &O, options: &RunOptions<'_>) -> Result<O::Answer, Error> {
        let prepared = operation.prepare_on(&self.tenant)?;
        self.driver()?.run(prepared, options)
    }

    /// The same client, whatever the vendor.
    pub(super) fn for_any(&self) -> Client<AnyTenant>
    where
        T: Into<AnyTenant>,
    {
        Client { tenant: self.tenant.clone().into(), driver: self.driver.clone() }
    }

    /// What runs its calls.
    pub(super) fn driver(&self) -> Result<&Driver, Error> {
        self.driver.as_ref().map_err(Clone::clone)
    }

    /// The tenant.
    pub fn tenant(&self) -> &T {
        &self.tenant
    }
}
