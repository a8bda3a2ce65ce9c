//! Any tenant, from its settings as JSON.

use crate::{
    d3,
    error::Error,
    operation::{Param, Params, Target, Tenant, sealed::Sealed, value::Value},
    wire::Secret,
    xpanse,
};

/// A tenant of either vendor, known only at run time: from a configuration file, or one of several.
///
/// ```
/// use soarwire::{AnyTenant, TenantConfig, xpanse};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let config = r#"{"base_url": "https://soc.example.com/MainApp/VSOC", "username": "Admin", "site": "Security Operations",
///     "auth": {"api_key": "the key that D3 shows"}}"#;
/// let tenants = [
///     TenantConfig::from_json(config)?.tenant()?,
///     AnyTenant::from(xpanse::Tenant::new("acme.crtx.us.example.com")?),
/// ];
/// assert_eq!(tenants.map(|tenant| tenant.requests_per_second()), [50, 10]);
/// # Ok(())
/// # }
/// ```
///
/// Clients take it as they take a vendor's tenant, and run an [`AnyOperation`](crate::AnyOperation) on it. The example
/// `queue` is a queue of operations on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnyTenant {
    /// D3 SOAR.
    D3(d3::Tenant),
    /// Cortex Xpanse.
    Xpanse(xpanse::Tenant),
}

impl From<d3::Tenant> for AnyTenant {
    fn from(tenant: d3::Tenant) -> Self {
        AnyTenant::D3(tenant)
    }
}

impl From<xpanse::Tenant> for AnyTenant {
    fn from(tenant: xpanse::Tenant) -> Self {
        AnyTenant::Xpanse(tenant)
    }
}

impl Sealed for AnyTenant {}

impl Target for AnyTenant {
    fn documented_rate(&self) -> u32 {
        self.requests_per_second()
    }
}

impl AnyTenant {
    /// The vendor's documented limit of requests per second.
    pub fn requests_per_second(&self) -> u32 {
        match self {
            AnyTenant::D3(_) => d3::Tenant::REQUESTS_PER_SECOND,
            AnyTenant::Xpanse(_) => xpanse::Tenant::REQUESTS_PER_SECOND,
        }
    }

    /// The user whose calls they are; Xpanse has none.
    pub fn username(&self) -> Option<&str> {
        match self {
            AnyTenant::D3(tenant) => Some(tenant.username()),
            AnyTenant::Xpanse(_) => None,
        }
    }

    /// The normalised base URL.
    pub fn base_url(&self) -> String {
        match self {
            AnyTenant::D3(tenant) => tenant.base_url().to_owned(),
            AnyTenant::Xpanse(tenant) => tenant.base_url().to_owned(),
        }
    }
}

/// The settings of a tenant, as vectors and bindings write them. D3 has `base_url`, `username` and `site`; Xpanse has `fqdn`,
/// or only `base_url`.
#[derive(Default)]
pub struct TenantConfig {
    /// See [`d3::Tenant::new`] and [`xpanse::Tenant::at`].
    pub base_url: Option<String>,
    /// See [`xpanse::Tenant::new`].
    pub fqdn: Option<String>,
    /// See [`d3::Tenant::new`].
    pub username: Option<String>,
    /// See [`d3::Tenant::new`].
    pub site: Option<String>,
    /// See [`d3::Tenant::with_headers`].
    pub key_header: Option<String>,
    /// See [`d3::Tenant::with_headers`].
    pub jwt_header: Option<String>,
    /// The credentials; absent or `null` for none.
    pub auth: Option<AuthConfig>,
}

/// Credentials: one of `{api_key}`, `{api_keys}`, `{jwt}`, `{jwt_secret, jwt_payload}`, `{key_id, key}` (standard) and
/// `{key_id, key, nonce, now_ms}` (advanced).
#[derive(Default)]
pub struct AuthConfig {
    /// See [`d3::Auth::api_key`].
    pub api_key: Option<String>,
    /// See [`d3::Auth::api_keys`].
    pub api_keys: Option<Vec<(String, String)>>,
    /// See [`d3::Auth::Jwt`].
    pub jwt: Option<String>,
    /// See [`d3::Auth::signed_jwt`].
    pub jwt_secret: Option<String>,
    /// The payload as the text of a JSON object; see [`d3::Auth::signed_jwt`].
    pub jwt_payload: Option<String>,
    /// See [`xpanse::Auth`].
    pub key_id: Option<String>,
    /// See [`xpanse::Auth`].
    pub key: Option<String>,
    /// The nonce to sign with; its presence means that the key is advanced.
    pub nonce: Option<String>,
    /// The time to sign with, in epoch milliseconds.
    pub now_ms: Option<u64>,
}

impl TenantConfig {
    /// Reads settings from JSON text.
    ///
    /// # Errors
    /// `invalid_request`, naming the setting; the message never contains the text.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let Some(mut settings) = Params::from_json(json) else {
            return Err(Error::invalid("tenant", "must be a JSON object with the documented settings"));
        };
        let mut config = TenantConfig::default();
        for (name, slot) in [
            ("base_url", &mut config.base_url),
            ("fqdn", &mut config.fqdn),
            ("username", &mut config.username),
            ("site", &mut config.site),
            ("key_header", &mut config.key_header),
            ("jwt_header", &mut config.jwt_header),
        ] {
            *slot = settings.optional(name)?;
        }
        config.auth = settings.take("auth").map(AuthConfig::read).transpose()?;
        settings.finish()?;
        Ok(config)
    }

    /// Creates the tenant.
    ///
    /// # Errors
    /// `invalid_request`, naming the setting and the fix.
    pub fn tenant(mut self) -> Result<AnyTenant, Error> {
        self.take_tenant()
    }

    /// What is left is dropped as a whole: each field by itself would take much code.
    fn take_tenant(&mut self) -> Result<AnyTenant, Error> {
        let mut auth = self.auth.take().unwrap_or_default();
        if self.username.is_none() && self.site.is_none() {
            let tenant = match (&self.fqdn, &self.base_url) {
                (Some(fqdn), _) => xpanse::Tenant::new(fqdn)?,
                (None, Some(base_url)) => xpanse::Tenant::at(base_url)?,
                (None, None) => return Err(Error::invalid("base_url", MISSING_BASE)),
            };
            return Ok(AnyTenant::Xpanse(tenant.with_auth(auth.xpanse()?)?));
        }
        let base_url = self.base_url.take().ok_or_else(|| Error::invalid("base_url", MISSING_BASE))?;
        let (username, site) = (self.username.take().unwrap_or_default(), self.site.take().unwrap_or_default());
        let mut tenant = d3::Tenant::new(&base_url, username, site)?;
        if self.key_header.is_some() || self.jwt_header.is_some() {
            tenant = tenant.with_headers(
                self.key_header.as_deref().unwrap_or("d3key"),
                self.jwt_header.as_deref().unwrap_or("d3jwt"),
            )?;
        }
        Ok(AnyTenant::D3(tenant.with_auth(auth.d3()?)?))
    }
}

const MISSING_BASE: &str = "is missing: pass the base URL of the tenant, or for Xpanse its `fqdn`";

impl AuthConfig {
    fn read(auth: Param) -> Result<Self, Error> {
        let Param::Object(mut auth) = auth else {
            return Err(Error::invalid("auth", "must be an object with one kind of credentials"));
        };
        let mut config = AuthConfig::default();
        for (name, slot) in [
            ("api_key", &mut config.api_key),
            ("jwt", &mut config.jwt),
            ("jwt_secret", &mut config.jwt_secret),
            ("key_id", &mut config.key_id),
            ("key", &mut config.key),
            ("nonce", &mut config.nonce),
        ] {
            *slot = auth.optional(name)?;
        }
        config.api_keys = auth.take("api_keys").map(keys).transpose()?;
        config.jwt_payload = auth.take("jwt_payload").map(|payload| payload.to_json());
        config.now_ms = auth.take("now_ms").map(milliseconds).transpose()?;
        auth.finish()?;
        let one_text = [&config.api_key, &config.jwt, &config.jwt_secret, &config.key_id, &config.key];
        if one_text.iter().all(|text| text.is_none()) && config.api_keys.is_none() && config.jwt_payload.is_none() {
            return Err(Error::invalid("auth", "has no credentials: pass some, or omit `auth` if a gateway adds them"));
        }
        Ok(config)
    }

    fn d3(&mut self) -> Result<d3::Auth, Error> {
        let invalid = |reason| Err(Error::invalid("auth", reason));
        if self.key_id.is_some() || self.key.is_some() {
            return invalid("is for Xpanse: D3 takes `api_key`, `api_keys`, `jwt`, or `jwt_secret` with `jwt_payload`");
        }
        let signed = match (self.jwt_secret.take(), self.jwt_payload.take()) {
            (Some(secret), Some(payload)) => Some(d3::Auth::signed_jwt(secret, &payload)?),
            (None, None) => None,
            _ => return invalid("must have both `jwt_secret` and `jwt_payload`, or neither"),
        };
        let ways = [self.api_key.is_some(), self.api_keys.is_some(), self.jwt.is_some(), signed.is_some()];
        if ways.into_iter().filter(|given| *given).count() > 1 {
            return invalid(
                "has more than one kind of credentials: keep one of `api_key`, `api_keys`, `jwt` and `jwt_secret`",
            );
        }
        Ok(if let Some(key) = self.api_key.take() {
            d3::Auth::api_key(key)
        } else if let Some(keys) = self.api_keys.take() {
            d3::Auth::api_keys(keys)
        } else if let Some(token) = self.jwt.take() {
            d3::Auth::Jwt(Secret::new(token))
        } else {
            signed.unwrap_or_default()
        })
    }

    fn xpanse(&mut self) -> Result<xpanse::Auth, Error> {
        if self.api_key.is_some() || self.api_keys.is_some() || self.jwt.is_some() || self.jwt_secret.is_some() {
            return Err(Error::invalid(
                "auth",
                "is for D3: Xpanse takes `key_id` and `key`, with a `nonce` for advanced keys",
            ));
        }
        match (self.key_id.take(), self.key.take()) {
            (Some(key_id), Some(key)) if self.nonce.is_some() => Ok(xpanse::Auth::advanced(key_id, key)),
            (Some(key_id), Some(key)) => Ok(xpanse::Auth::standard(key_id, key)),
            (Some(_), None) => Err(Error::invalid("key", "is missing: `key_id` requires it")),
            (None, Some(_)) => Err(Error::invalid("key_id", "is missing: `key` requires it")),
            (None, None) => Ok(xpanse::Auth::Unsigned),
        }
    }
}

/// Keys by the wire name of their command.
fn keys(keys: Param) -> Result<Vec<(String, String)>, Error> {
    let Param::Object(keys) = keys else {
        return Err(Error::invalid("api_keys", "must be an object that maps commands to keys"));
    };
    keys.into_pairs().map(|(command, key)| Ok((command, String::read("api_keys", key)?))).collect()
}

fn milliseconds(time: Param) -> Result<u64, Error> {
    match time {
        Param::Number(raw) => raw.parse().ok(),
        _ => None,
    }
    .ok_or_else(|| Error::invalid("now_ms", "must be a whole number of epoch milliseconds"))
}
