//! A D3 site: where its commands live and the keys that open them.

use std::{borrow::Cow, error::Error as StdError};

use super::commands::{meant_by, name_of};
use crate::{
    error::Error,
    json::{Object, Value, View},
    operation::{
        Frame,
        sign::{Signer, credential, jwt},
        value::check_text,
    },
    text::join,
    wire::{BaseUrl, Secret, SecretSource, check_header_name},
};

/// The credentials of a D3 tenant. A key belongs to one command each, so there may be many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// No credentials: a gateway adds them.
    #[default]
    Unsigned,
    /// Keys by the wire name of their command, such as `CloseIncident`; `*` is the default.
    ApiKeys(Vec<(String, Secret)>),
    /// A JSON Web Token that is already signed.
    Jwt(Secret),
    /// One key for every command, asked for whenever an attempt is signed.
    ApiKeyFrom(SecretSource),
    /// Keys by the wire name of their command, `*` being the default, each asked for whenever an attempt of its command is signed.
    ApiKeysFrom(Vec<(String, SecretSource)>),
    /// A JSON Web Token that is already signed, asked for whenever an attempt is signed.
    JwtFrom(SecretSource),
}

impl Auth {
    /// One key for every command.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Auth::ApiKeys(vec![("*".to_owned(), key.into())])
    }

    /// One key for every command, which `give` gives whenever an attempt is signed: for keys that rotate. See [`SecretSource`].
    ///
    /// ```
    /// use std::sync::{Arc, RwLock};
    ///
    /// use soarwire::{Secret, Tenant, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let current = Arc::new(RwLock::new(Secret::new("the key of today")));
    /// let read = Arc::clone(&current);
    /// let auth = d3::Auth::api_key_from(move || read.read().map(|key| key.clone()).map_err(|error| error.to_string()));
    /// let tenant = d3::Tenant::new("https://soc.example.com", "Admin", "Security Operations")?.with_auth(auth)?;
    ///
    /// let owner = d3::UpdateOwner::new(["20261103-104"], "m.okoye");
    /// assert_eq!(tenant.sign_with(&owner, "", 0)?.header("d3key"), Some("the key of today"));
    /// if let Ok(mut key) = current.write() {
    ///     *key = Secret::new("the key of tomorrow");
    /// }
    /// assert_eq!(tenant.sign_with(&owner, "", 0)?.header("d3key"), Some("the key of tomorrow"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn api_key_from<E: Into<Box<dyn StdError + Send + Sync>>>(
        give: impl Fn() -> Result<Secret, E> + Send + Sync + 'static,
    ) -> Self {
        Auth::ApiKeyFrom(SecretSource::new(give))
    }

    /// A JSON Web Token, already signed, which `give` gives whenever an attempt is signed: for tokens that expire. See
    /// [`SecretSource`].
    pub fn jwt_from<E: Into<Box<dyn StdError + Send + Sync>>>(
        give: impl Fn() -> Result<Secret, E> + Send + Sync + 'static,
    ) -> Self {
        Auth::JwtFrom(SecretSource::new(give))
    }

    /// A key for each command, by wire name such as `CloseIncident`; `*` is the default.
    pub fn api_keys<N: Into<String>, K: Into<Secret>>(keys: impl IntoIterator<Item = (N, K)>) -> Self {
        Auth::ApiKeys(keys.into_iter().map(|(name, key)| (name.into(), key.into())).collect())
    }

    /// A key for each command, as for [`Auth::api_keys`], each given whenever an attempt of its command is signed. See
    /// [`SecretSource`].
    ///
    /// ```
    /// use soarwire::{Secret, SecretSource, d3};
    ///
    /// let close = SecretSource::new(|| std::fs::read_to_string("/run/secrets/close").map(Secret::new));
    /// let rest = SecretSource::new(|| Ok::<_, String>(Secret::new("a key that stays")));
    /// let auth = d3::Auth::api_keys_from([("CloseIncident", close), ("*", rest)]);
    /// # assert!(matches!(auth, d3::Auth::ApiKeysFrom(_)));
    /// ```
    pub fn api_keys_from<N: Into<String>>(keys: impl IntoIterator<Item = (N, SecretSource)>) -> Self {
        Auth::ApiKeysFrom(keys.into_iter().map(|(name, source)| (name.into(), source)).collect())
    }

    /// A JSON Web Token, signed by this function (HS256) with the key's own secret. `payload` is the text of a JSON object,
    /// whose values D3 requires to match the request body exactly.
    ///
    /// The token is signed once, here, and used for as long as the tenant is. D3 documents no lifetime of tokens. If the
    /// payload has an expiry (`exp`), it is sent as it is, neither checked nor renewed: from then on calls end with
    /// `unauthenticated`. Use [`Auth::jwt_from`] to sign tokens anew.
    ///
    /// # Errors
    /// `invalid_request` (field `jwt_payload`) if the payload is not a JSON object, or (field `jwt_secret`) if the secret is
    /// empty.
    pub fn signed_jwt(secret: impl Into<Secret>, payload: &str) -> Result<Self, Error> {
        let payload = match View::parse(payload, 0) {
            Ok(object) if matches!(object.value(), Value::Object(_)) => {
                let mut compact = String::new();
                object.push_json(&mut compact, usize::MAX);
                compact
            }
            _ => return Err(Error::invalid("jwt_payload", "must be a JSON object: copy the template that D3 shows")),
        };
        let secret = secret.into();
        if secret.expose().is_empty() {
            return Err(Error::invalid("jwt_secret", "is empty: copy the key's own secret from D3"));
        }
        Ok(Auth::Jwt(jwt(&secret, &payload)))
    }
}

/// A D3 site with the account that runs its commands. It prints without its keys and cannot be serialised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    base: BaseUrl,
    username: String,
    site: String,
    /// The body of every command up to its parameters.
    before: String,
    auth: Auth,
    key_header: Cow<'static, str>,
    jwt_header: Cow<'static, str>,
}

impl Tenant {
    /// A site without credentials.
    ///
    /// `base_url` is the site URL up to and including the application path, such as
    /// `https://soc.example.com/MainApp/VSOC` (a trailing slash or `/api/Command/…` is removed), or an absolute
    /// path such as `/soar` on the page's own origin. `username` is the D3 account, `site` the site that runs the
    /// commands.
    ///
    /// # Errors
    /// `invalid_request` (field `base_url`, `username` or `site`) for an invalid URL or a blank name.
    pub fn new(base_url: &str, username: impl Into<String>, site: impl Into<String>) -> Result<Self, Error> {
        let mut base = BaseUrl::parse(base_url).map_err(|reason| Error::invalid("base_url", reason))?;
        if let Some(at) = command_tail(base.path()) {
            base = base.with_path_until(at);
        }
        let (username, site) = (username.into(), site.into());
        check_text("username", &username)?;
        check_text("site", &site)?;
        let mut before =
            Object::new().text("Username", &username).text("Site", &site).raw("CommandParams", "").finish();
        before.pop();
        let (key_header, jwt_header) = (Cow::Borrowed("d3key"), Cow::Borrowed("d3jwt"));
        Ok(Tenant { base, username, site, before, auth: Auth::Unsigned, key_header, jwt_header })
    }

    /// This tenant with credentials.
    ///
    /// # Errors
    /// `invalid_request` (field `base_url`) if the base URL is neither https nor on this machine, or (field `api_key`,
    /// `api_keys` or `jwt`) for a key that is empty or contains characters that headers do not allow; also (field `api_keys`)
    /// for a key of a command whose name is written wrongly, such as `CloseIncidents`.
    pub fn with_auth(mut self, auth: Auth) -> Result<Self, Error> {
        if auth != Auth::Unsigned && !self.base.is_safe_for_credentials() {
            return Err(Error::invalid("base_url", "must be https, or http to this machine, to send credentials"));
        }
        match &auth {
            Auth::Unsigned => {}
            // They are checked when they are given.
            Auth::ApiKeyFrom(_) | Auth::JwtFrom(_) => {}
            Auth::Jwt(token) => check_secret("jwt", token)?,
            Auth::ApiKeysFrom(keys) => keys.iter().try_for_each(|(command, _)| check_command(command))?,
            Auth::ApiKeys(keys) => {
                let field = match keys.as_slice() {
                    [(command, _)] if command == "*" => "api_key",
                    _ => "api_keys",
                };
                for (command, key) in keys {
                    check_command(command)?;
                    key.header_problem().map_or(Ok(()), |problem| {
                        Err(Error::invalid(field, join(&["(command ", command, ") ", problem], "")))
                    })?;
                }
            }
        }
        self.auth = auth;
        Ok(self)
    }

    /// This tenant with other header names for keys and tokens than `d3key` and `d3jwt`. D3 shows them with the key.
    ///
    /// # Errors
    /// `invalid_request` (field `key_header` or `jwt_header`) for an invalid header name, or one that requests already use.
    pub fn with_headers(mut self, key_header: impl Into<String>, jwt_header: impl Into<String>) -> Result<Self, Error> {
        let (key_header, jwt_header) = (key_header.into(), jwt_header.into());
        check_header_name(&key_header).map_err(|reason| Error::invalid("key_header", reason))?;
        check_header_name(&jwt_header).map_err(|reason| Error::invalid("jwt_header", reason))?;
        self.key_header = key_header.to_ascii_lowercase().into();
        self.jwt_header = jwt_header.to_ascii_lowercase().into();
        Ok(self)
    }

    /// The normalised base URL.
    pub fn base_url(&self) -> &str {
        self.base.as_str()
    }

    /// The D3 account.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The site that runs the commands.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The key of a command, or else the default key.
    fn key_of<'k, K>(&self, keys: &'k [(String, K)], wire_name: &str) -> Result<&'k K, Error> {
        let named = |name: &str| keys.iter().find(|(command, _)| command == name).map(|(_, key)| key);
        let key = named(wire_name).or_else(|| named("*"));
        key.ok_or_else(|| Error::missing_credential(self.base.as_str(), wire_name))
    }
}

/// Refuses the wrongly written name of a command that has a key.
fn check_command(command: &str) -> Result<(), Error> {
    let Some(meant) = meant_by(command) else { return Ok(()) };
    let parts = ["has a key for `", command, "`, which is not a command: did you mean `", &meant, "`?"];
    Err(Error::invalid("api_keys", join(&parts, "")))
}

/// Puts what the source gives into this header, attempt by attempt.
fn asked(source: &SecretSource, field: &'static str, header: Cow<'static, str>) -> Signer {
    let source = source.clone();
    Signer::asked(false, move || {
        let secret = credential(&source, field)?;
        check_secret(field, &secret)?;
        Ok(Signer::Header(header.clone(), secret))
    })
}

fn check_secret(field: &str, secret: &Secret) -> Result<(), Error> {
    secret.header_problem().map_or(Ok(()), |problem| Err(Error::invalid(field, problem)))
}

/// Where a pasted `/api/Command…` tail begins, in any case.
fn command_tail(path: &str) -> Option<usize> {
    const TAIL: &str = "/api/command";
    let begins = |at: &usize| {
        let tail = path.get(*at..*at + TAIL.len()).is_some_and(|tail| tail.eq_ignore_ascii_case(TAIL));
        tail && path.get(*at + TAIL.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    (0..path.len()).rev().find(begins)
}

impl crate::operation::sealed::Sealed for Tenant {}

impl crate::operation::Tenant for Tenant {
    /// The documented maximum.
    const REQUESTS_PER_SECOND: u32 = 50;

    fn wire_name(path: &str) -> &str {
        name_of(path)
    }

    fn frame(&self) -> Frame<'_> {
        Frame { base_url: self.base.as_str(), before: &self.before, behind: "}" }
    }

    fn signer(&self, wire_name: &str) -> Result<Signer, Error> {
        Ok(match &self.auth {
            Auth::Unsigned => Signer::None,
            Auth::Jwt(token) => Signer::Header(self.jwt_header.clone(), token.clone()),
            Auth::ApiKeyFrom(source) => asked(source, "api_key", self.key_header.clone()),
            Auth::JwtFrom(source) => asked(source, "jwt", self.jwt_header.clone()),
            Auth::ApiKeys(keys) => Signer::Header(self.key_header.clone(), self.key_of(keys, wire_name)?.clone()),
            Auth::ApiKeysFrom(keys) => asked(self.key_of(keys, wire_name)?, "api_keys", self.key_header.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payload_of_a_token_is_an_object() {
        for payload in ["[1]", "\"text\"", "7", "null", "", "{"] {
            let field = Auth::signed_jwt("secret", payload).err().and_then(|error| error.field().map(str::to_owned));
            assert_eq!(field.as_deref(), Some("jwt_payload"), "{payload}");
        }
        assert_eq!(Auth::signed_jwt("secret", "{ }").ok(), Auth::signed_jwt("secret", "{}").ok());
    }

    #[test]
    fn the_key_of_a_command_that_is_none_is_refused() -> Result<(), Error> {
        let tenant = Tenant::new("https://soc.example.com", "Admin", "Site")?;
        let with = |command: &str| tenant.clone().with_auth(Auth::api_keys([(command, "k")]));
        let error = with("CloseIncidents").err();
        assert_eq!(error.as_ref().and_then(Error::field), Some("api_keys"));
        let told = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(told.ends_with("did you mean `CloseIncidentInBulk` or `CloseIncident`?"), "{told}");
        assert!(with("CloseIncident").is_ok() && with("*").is_ok() && with("GetIncidentDetails").is_ok());
        Ok(())
    }

    #[test]
    fn each_command_asks_for_its_own_key() -> Result<(), Error> {
        use std::sync::{Arc, Mutex};

        use crate::operation::Tenant as _;

        let asked = Arc::new(Mutex::new(Vec::new()));
        let source = |name: &'static str| {
            let asked = Arc::clone(&asked);
            SecretSource::new(move || {
                asked.lock().map(|mut asked| asked.push(name)).map_err(|error| error.to_string())?;
                Ok::<_, String>(Secret::new(name))
            })
        };
        let tenant = Tenant::new("https://soc.example.com", "Admin", "Site")?;
        let close = Auth::api_keys_from([("CloseIncident", source("close"))]);
        assert!(tenant.clone().with_auth(Auth::api_keys_from([("CloseIncidents", source("wrong"))])).is_err());
        let both = Auth::api_keys_from([("CloseIncident", source("close")), ("*", source("any"))]);
        let (few, all) = (tenant.clone().with_auth(close)?, tenant.with_auth(both)?);
        let owner = super::super::UpdateOwner::new(["1"], "m");
        let refused = few.sign_with(&owner, "", 0).err();
        assert_eq!(refused.map(|error| error.kind()), Some(crate::Kind::MissingCredential));
        assert_eq!(all.sign_with(&owner, "", 0)?.header("d3key"), Some("any"));
        assert_eq!(all.sign_with(&super::super::CloseIncident::new(), "", 0)?.header("d3key"), Some("close"));
        assert_eq!(asked.lock().map(|asked| asked.clone()).unwrap_or_default(), ["any", "close"]);
        Ok(())
    }

    #[test]
    fn the_base_url_is_what_was_pasted_without_its_tail() -> Result<(), Error> {
        let tenant = Tenant::new("https://SOC.example.com/MainApp/VSOC/api/Command/CloseIncident", "Admin", "Site")?;
        assert_eq!(tenant.base_url(), "https://soc.example.com/MainApp/VSOC");
        assert_eq!((tenant.username(), tenant.site()), ("Admin", "Site"));
        Ok(())
    }
}
