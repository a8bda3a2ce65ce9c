//! Tenants: where calls go, and what opens them.

use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyString},
};
use serde_json::value::RawValue;
use soarwire::{
    Error, Secret, SecretSource, d3,
    ffi::{AnyTenant, AuthConfig, TenantConfig},
    xpanse,
};

use crate::{
    credential::{Credential, refuse_awaited},
    errors::{guard, invalid, raise},
    operation::Operation,
    os, pickle,
    request::Request,
};

/// A tenant of either vendor: `soarwire.d3.Tenant` or `soarwire.xpanse.Tenant`. It holds keys, so it prints without them
/// and cannot be pickled.
#[pyclass(frozen, subclass, module = "soarwire")]
pub(crate) struct Tenant(
    pub(crate) AnyTenant,
    /// Whether a credential must be awaited.
    pub(crate) bool,
);

impl Tenant {
    /// The tenant that an argument must be.
    pub(crate) fn of<'a, 'py>(argument: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, Tenant>> {
        argument.cast().map_err(|_| invalid(argument.py(), "tenant", "must be a d3.Tenant or an xpanse.Tenant"))
    }
}

#[pymethods]
impl Tenant {
    /// The base URL after normalization.
    #[getter]
    fn base_url(&self) -> String {
        self.0.base_url()
    }

    /// The number of requests per second that the vendor documents for a tenant.
    #[getter]
    fn requests_per_second(&self) -> u32 {
        self.0.requests_per_second()
    }

    /// Builds the request of an operation with this tenant's credentials.
    ///
    /// `nonce` (64 random letters and digits, new for every request) and `now_ms` (milliseconds since 1970) are used by
    /// Xpanse advanced keys only and default to values from the operating system. No I/O is done.
    ///
    /// The HTTP client that sends it must follow no redirects, since they would take the credentials to another host, and must
    /// repeat nothing by itself: see <https://github.com/soarwire/soarwire/blob/main/docs/drivers.md>.
    ///
    /// Raises `InvalidRequest`, or `MissingCredential` for a command that the tenant has no key for.
    #[pyo3(signature = (operation, /, *, nonce=None, now_ms=None))]
    fn request(
        &self,
        py: Python<'_>,
        operation: &Bound<'_, PyAny>,
        nonce: Option<&Bound<'_, PyAny>>,
        now_ms: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Request> {
        if self.1 {
            return Err(refuse_awaited());
        }
        let operation = Operation::of(operation)?;
        let signs_afresh = matches!(self.0, AnyTenant::Xpanse(_));
        let nonce = match nonce {
            Some(nonce) => text(py, "nonce", nonce)?,
            None if signs_afresh => os::new_nonce(py)?,
            None => String::new(),
        };
        let now_ms = match now_ms {
            Some(now) => now.extract().map_err(|_| invalid(py, "now_ms", "must be milliseconds since 1970"))?,
            None if signs_afresh => os::now_ms(),
            None => 0,
        };
        let operation = &operation.get().0;
        guard(|| self.0.sign_with(operation, &nonce, now_ms))?
            .map(Request)
            .map_err(|error| raise(py, &error, Some(operation.id())))
    }

    /// Builds the request of an operation without credentials, for a gateway that adds them. No I/O is done.
    ///
    /// Raises `InvalidRequest`.
    #[pyo3(signature = (operation, /))]
    fn unsigned(&self, py: Python<'_>, operation: &Bound<'_, PyAny>) -> PyResult<Request> {
        let operation = Operation::of(operation)?;
        let operation = &operation.get().0;
        guard(|| self.0.build(operation))?.map(Request).map_err(|error| raise(py, &error, Some(operation.id())))
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let class = slf.get_type();
        let base = PyString::new(slf.py(), &slf.get().base_url()).repr()?;
        Ok(format!("<{}.{} {base}>", class.module()?, class.qualname()?))
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(pickle::refused("a tenant", "it holds keys; create it where it is needed"))
    }
}

/// A D3 SOAR site, the account that runs its commands, and its credentials.
///
/// `base_url` is the site's URL up to and including the application path, such as
/// `https://soc.example.com/MainApp/VSOC`; a trailing slash or a pasted `/api/Command/...` is removed. `username` is the D3
/// account, `site` the site that runs the commands.
///
/// Give at most one of: `api_key`, one key for all commands; `api_keys`, a key for each command by its wire name
/// (`CloseIncident`), `*` being the default; `jwt`, a ready-made token; `jwt_secret` with `jwt_payload`, a token signed
/// here (HS256). With none of them requests are sent unsigned, for a gateway that adds the key. `key_header` and
/// `jwt_header` are the names of the headers that carry them.
///
/// `api_key`, `jwt` and each of `api_keys` may be callables without arguments that return the text: they are called whenever an
/// attempt is signed, for keys that rotate and tokens that expire. They should be quick, with `AsyncClient` above all: they run on
/// the event loop or on a thread of its own. `AsyncClient` also takes coroutine functions (`async def`), which it awaits on the
/// event loop; what cannot await raises a `TypeError`. If one raises, nothing is sent: the call ends with `MissingCredential`, whose `__cause__` is what
/// was raised. A token that is signed here is signed once: an expiry in `jwt_payload` is sent as it is and not renewed.
///
/// Raises `InvalidRequest`, naming the argument.
#[pyclass(frozen, extends = Tenant, name = "Tenant", module = "soarwire.d3")]
pub(crate) struct D3Tenant;

#[pymethods]
impl D3Tenant {
    #[new]
    #[pyo3(signature = (
        base_url, *, username, site, api_key=None, api_keys=None, jwt=None, jwt_secret=None, jwt_payload=None,
        key_header=None, jwt_header=None
    ), text_signature = "(base_url, *, username, site, api_key=None, api_keys=None, jwt=None, jwt_secret=None, jwt_payload=None, key_header='d3key', jwt_header='d3jwt')")]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        base_url: &Bound<'_, PyAny>,
        username: &Bound<'_, PyAny>,
        site: &Bound<'_, PyAny>,
        api_key: Option<&Bound<'_, PyAny>>,
        api_keys: Option<&Bound<'_, PyAny>>,
        jwt: Option<&Bound<'_, PyAny>>,
        jwt_secret: Option<&Bound<'_, PyAny>>,
        jwt_payload: Option<&Bound<'_, PyAny>>,
        key_header: Option<&Bound<'_, PyAny>>,
        jwt_header: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let (api_key, jwt) = (Credential::of(py, "api_key", api_key)?, Credential::of(py, "jwt", jwt)?);
        let api_keys = api_keys.map(|keys| Credential::named(py, keys)).transpose()?;
        let named = api_keys.iter().flatten().map(|(_, key)| key);
        let awaited = [&api_key, &jwt].into_iter().flatten().chain(named).any(Credential::is_awaited);
        let (api_key, key_source) = Credential::split(api_key);
        let (jwt, jwt_source) = Credential::split(jwt);
        let (api_keys, keys_source) = split_named(api_keys);
        let others = api_key.is_some() || jwt.is_some() || jwt_secret.is_some();
        let source = match (key_source, jwt_source, keys_source) {
            (None, None, None) => None,
            (Some(source), None, None) if !others && api_keys.is_none() => Some(d3::Auth::ApiKeyFrom(source)),
            (None, Some(source), None) if !others && api_keys.is_none() => Some(d3::Auth::JwtFrom(source)),
            (None, None, Some(sources)) if !others => Some(d3::Auth::ApiKeysFrom(sources)),
            _ => return Err(invalid(py, "auth", "has more than one kind of credentials: keep one of them")),
        };
        let auth = AuthConfig {
            api_key,
            api_keys,
            jwt,
            jwt_secret: optional_text(py, "jwt_secret", jwt_secret)?,
            jwt_payload: jwt_payload
                .map(|payload| json_text(py, payload))
                .transpose()?
                .map(|payload| payload.get().to_owned()),
            ..AuthConfig::default()
        };
        let config = TenantConfig {
            base_url: Some(text(py, "base_url", base_url)?),
            username: Some(text(py, "username", username)?),
            site: Some(text(py, "site", site)?),
            key_header: optional_text(py, "key_header", key_header)?,
            jwt_header: optional_text(py, "jwt_header", jwt_header)?,
            auth: Some(auth),
            ..TenantConfig::default()
        };
        let asked = |tenant| match (tenant, source) {
            (AnyTenant::D3(tenant), Some(auth)) => tenant.with_auth(auth).map(AnyTenant::D3),
            (tenant, _) => Ok(tenant),
        };
        Ok(tenant(py, config, awaited, asked)?.add_subclass(D3Tenant))
    }
}

/// A Cortex Xpanse tenant and its API key.
///
/// Give `fqdn` in any common spelling (with or without scheme, `api-` or trailing slash), or `base_url`, a prefix that is
/// used unchanged: a gateway or a test server. `key_id` and `key` are the API key; `key_type` is `"advanced"` (every
/// request is signed) or `"standard"` (the key itself is sent), as chosen when the key was created. Without a key requests
/// are sent unsigned, for a gateway that adds it. `key` may be a callable that returns it, as `api_key` of `d3.Tenant` may.
///
/// Raises `InvalidRequest`, naming the argument.
#[pyclass(frozen, extends = Tenant, name = "Tenant", module = "soarwire.xpanse")]
pub(crate) struct XpanseTenant;

#[pymethods]
impl XpanseTenant {
    #[new]
    #[pyo3(signature = (fqdn=None, *, base_url=None, key_id=None, key=None, key_type=None),
        text_signature = "(fqdn=None, *, base_url=None, key_id=None, key=None, key_type='advanced')")]
    fn new(
        py: Python<'_>,
        fqdn: Option<&Bound<'_, PyAny>>,
        base_url: Option<&Bound<'_, PyAny>>,
        key_id: Option<&Bound<'_, PyAny>>,
        key: Option<&Bound<'_, PyAny>>,
        key_type: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        if fqdn.is_some() && base_url.is_some() {
            return Err(invalid(py, "base_url", "and fqdn are both given: pass one of them"));
        }
        let advanced = match optional_text(py, "key_type", key_type)?.as_deref() {
            None | Some("advanced") => true,
            Some("standard") => false,
            Some(_) => return Err(invalid(py, "key_type", "must be \"advanced\" or \"standard\"")),
        };
        // The ids that the vendor's page shows are numbers.
        let key_id = key_id.map(|id| match id.extract::<u64>() {
            Ok(number) => number.to_string().into_bound_py_any(py),
            Err(_) => Ok(id.clone()),
        });
        let key_id = optional_text(py, "key_id", key_id.transpose()?.as_ref())?;
        let key = Credential::of(py, "key", key)?;
        let awaited = key.as_ref().is_some_and(Credential::is_awaited);
        let (key, source) = Credential::split(key);
        let source = match (source, &key_id) {
            (None, _) => None,
            (Some(_), None) => return Err(invalid(py, "key_id", "is missing: `key` requires it")),
            (Some(source), Some(key_id)) => Some(xpanse_auth(source, key_id, advanced)),
        };
        let config = TenantConfig {
            fqdn: optional_text(py, "fqdn", fqdn)?,
            base_url: optional_text(py, "base_url", base_url)?,
            auth: Some(AuthConfig {
                key_id: key_id.filter(|_| source.is_none()),
                key,
                // Its presence is what says that the key is advanced.
                nonce: advanced.then(String::new),
                ..AuthConfig::default()
            }),
            ..TenantConfig::default()
        };
        let asked = |tenant| match (tenant, source) {
            (AnyTenant::Xpanse(tenant), Some(auth)) => tenant.with_auth(auth).map(AnyTenant::Xpanse),
            (tenant, _) => Ok(tenant),
        };
        Ok(tenant(py, config, awaited, asked)?.add_subclass(XpanseTenant))
    }
}

/// Keys of this id, whatever the source gives.
fn xpanse_auth(source: SecretSource, key_id: &str, advanced: bool) -> xpanse::Auth {
    let key_id = Secret::new(key_id);
    let give = move || source.give().map(|key| xpanse::Key::new(key_id.clone(), key));
    if advanced { xpanse::Auth::advanced_from(give) } else { xpanse::Auth::standard_from(give) }
}

fn tenant(
    py: Python<'_>,
    config: TenantConfig,
    awaited: bool,
    asked: impl FnOnce(AnyTenant) -> Result<AnyTenant, Error>,
) -> PyResult<PyClassInitializer<Tenant>> {
    let tenant = guard(|| config.tenant().and_then(asked))?.map_err(|error| raise(py, &error, None))?;
    Ok(PyClassInitializer::from(Tenant(tenant, awaited)))
}

fn text(py: Python<'_>, field: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    value.extract().map_err(|_| invalid(py, field, "must be text"))
}

fn optional_text(py: Python<'_>, field: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<String>> {
    value.map(|value| text(py, field, value)).transpose()
}

/// Keys as they are.
type Keys = Vec<(String, String)>;

/// The keys that are text, which are checked as any others, and, if one is not, where all come from.
fn split_named(keys: Option<Vec<(String, Credential)>>) -> (Option<Keys>, Option<Vec<(String, SecretSource)>>) {
    let Some(keys) = keys else { return (None, None) };
    let texts = keys.iter().filter_map(|(name, key)| Some((name.clone(), key.text()?.to_owned())));
    let texts: Keys = texts.collect();
    if texts.len() == keys.len() {
        return (Some(texts), None);
    }
    let sources = keys.into_iter().map(|(name, key)| (name, key.source())).collect();
    ((!texts.is_empty()).then_some(texts), Some(sources))
}

/// A dict as JSON text, in its own order.
fn json_text(py: Python<'_>, payload: &Bound<'_, PyAny>) -> PyResult<Box<RawValue>> {
    let options = PyDict::new(py);
    options.set_item("separators", (",", ":"))?;
    options.set_item("ensure_ascii", false)?;
    options.set_item("allow_nan", false)?;
    let dump = || -> PyResult<String> {
        py.import("json")?.getattr("dumps")?.call((payload.cast::<PyDict>()?,), Some(&options))?.extract()
    };
    let text = dump().ok().and_then(|text| RawValue::from_string(text).ok());
    text.ok_or_else(|| invalid(py, "jwt_payload", "must be a dict that JSON can hold: copy the template that D3 shows"))
}
