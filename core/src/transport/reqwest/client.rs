//! The asynchronous client of one tenant.

use super::driver::Driver;
use crate::{
    error::Error,
    ffi::AnyTenant,
    operation::{RunsOn, Target},
    transport::client::{ClientConfig, RunOptions},
};

/// Calls one tenant, asynchronously, in a tokio runtime. Clones share connections, pace and retry budget; tasks may share
/// one client. Dropping the future of a call cancels it, see [`transport::reqwest`](crate::transport::reqwest).
///
/// ```no_run
/// # async fn call() -> Result<(), soarwire::Error> {
/// use soarwire::{AsyncClient, d3};
///
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
///     .with_auth(d3::Auth::api_key("the key that D3 shows"))?;
/// let client = AsyncClient::new(tenant);
///
/// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true);
/// let report = client.run(&close).await?;
/// for id in report.unreported() {
///     println!("{id}: the answer does not say what happened to it");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AsyncClient<T> {
    tenant: T,
    driver: Result<Driver, Error>,
}

impl<T: Target> AsyncClient<T> {
    /// A client with the default settings. An unusable environment (a SOCKS proxy) is reported when a call is run.
    pub fn new(tenant: T) -> Self {
        let driver = Driver::new(tenant.documented_rate().into(), ClientConfig::default());
        AsyncClient { tenant, driver }
    }

    /// A client with other settings.
    ///
    /// # Errors
    /// As [`Driver::new`].
    pub fn with_config(tenant: T, config: ClientConfig) -> Result<Self, Error> {
        let driver = Ok(Driver::new(tenant.documented_rate().into(), config)?);
        Ok(AsyncClient { tenant, driver })
    }

    /// Runs a call to its end.
    ///
    /// # Errors
    /// As [`Tenant::sign_with`](crate::Tenant::sign_with) before anything is sent, then whatever ended the call: see [`Driver::run`].
    ///
    /// # Panics
    /// As [`Driver::run`].
    pub async fn run<O: RunsOn<T>>(&self, operation: &O) -> Result<O::Answer, Error> {
        self.run_with(operation, &RunOptions::default()).await
    }

    /// The same with limits and hooks for this call.
    ///
    /// # Errors
    /// As [`AsyncClient::run`].
    ///
    /// # Panics
    /// As [`Driver::run`].
    pub async fn run_with<O: RunsOn<T>>(&self, operation: &O, options: &RunOptions<'_>) -> Result<O::Answer, Error> {
        let prepared = operation.prepare_on(&self.tenant)?;
        self.driver()?.run(prepared, options).await
    }

    /// The same client, whatever the vendor.
    pub(super) fn for_any(&self) -> AsyncClient<AnyTenant>
    where
        T: Into<AnyTenant>,
    {
        AsyncClient { tenant: self.tenant.clone().into(), driver: self.driver.clone() }
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
