//! An Xpanse tenant: where its API lives and the key that opens it.

use std::error::Error as StdError;

use crate::{
    error::Error,
    operation::{
        self, Frame,
        sign::{Signer, credential},
    },
    text::join,
    wire::{BaseUrl, Secret, SecretSource, split_scheme},
};

/// The credentials of an Xpanse tenant. A key is created as standard or advanced; its text does not say which it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// No credentials: a gateway adds them.
    #[default]
    Unsigned,
    /// A standard key, which is sent in a header.
    Standard {
        /// The key's id, a small number.
        key_id: Secret,
        /// The key.
        key: Secret,
    },
    /// An advanced key, which is never sent: every attempt has a fresh signature made with it, a nonce and the time.
    Advanced {
        /// The key's id, a small number.
        key_id: Secret,
        /// The key.
        key: Secret,
    },
    /// A standard key and its id, asked for whenever an attempt is signed.
    StandardFrom(SecretSource<Key>),
    /// An advanced key and its id, asked for whenever an attempt is signed.
    AdvancedFrom(SecretSource<Key>),
}

/// A key with its id, as a function gives them; see [`Auth::standard_from`] and [`Auth::advanced_from`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// The key's id, a small number.
    pub key_id: Secret,
    /// The key.
    pub key: Secret,
}

impl Key {
    /// A key with its id.
    pub fn new(key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        Key { key_id: key_id.into(), key: key.into() }
    }
}

impl Auth {
    /// A standard key.
    pub fn standard(key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        Auth::Standard { key_id: key_id.into(), key: key.into() }
    }

    /// An advanced key.
    pub fn advanced(key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        Auth::Advanced { key_id: key_id.into(), key: key.into() }
    }

    /// A standard key, which `give` gives whenever an attempt is signed: for keys that rotate. See [`SecretSource`].
    pub fn standard_from<E: Into<Box<dyn StdError + Send + Sync>>>(
        give: impl Fn() -> Result<Key, E> + Send + Sync + 'static,
    ) -> Self {
        Auth::StandardFrom(SecretSource::new(give))
    }

    /// An advanced key, which `give` gives whenever an attempt is signed: for keys that rotate. See [`SecretSource`].
    pub fn advanced_from<E: Into<Box<dyn StdError + Send + Sync>>>(
        give: impl Fn() -> Result<Key, E> + Send + Sync + 'static,
    ) -> Self {
        Auth::AdvancedFrom(SecretSource::new(give))
    }

    /// The key, and whether it is an advanced one; `None` if there is none, or it is asked for later.
    fn key(&self) -> Option<(&Secret, &Secret, bool)> {
        match self {
            Auth::Standard { key_id, key } => Some((key_id, key, false)),
            Auth::Advanced { key_id, key } => Some((key_id, key, true)),
            Auth::Unsigned | Auth::StandardFrom(_) | Auth::AdvancedFrom(_) => None,
        }
    }
}

/// An Xpanse tenant. It prints without its key and cannot be serialised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    base: BaseUrl,
    auth: Auth,
}

impl Tenant {
    /// A tenant by its FQDN, such as `acme.crtx.us.example.com`, with or without scheme, `api-` or slash. Its calls go to
    /// `https://api-<fqdn>/public_api/v1/…`.
    ///
    /// # Errors
    /// `invalid_request` (field `fqdn`) for anything else, such as another path or http.
    pub fn new(fqdn: &str) -> Result<Self, Error> {
        let invalid = |reason: &str| Error::invalid("fqdn", reason);
        let fqdn = fqdn.trim();
        if fqdn.starts_with('/') {
            return Err(invalid("is a path: pass it as `base_url` instead"));
        }
        let url = if split_scheme(fqdn).is_some() { fqdn.to_owned() } else { join(&["https://", fqdn], "") };
        let base = BaseUrl::parse(&url).map_err(invalid)?;
        if !base.as_str().starts_with("https:") {
            return Err(invalid("must use https: for a gateway or a test server pass `base_url` instead"));
        }
        if !(base.path().is_empty() || base.path().starts_with("/public_api")) {
            return Err(invalid("has a path: pass only the host name, or `base_url` instead"));
        }
        let authority = base.authority();
        let host = authority.strip_prefix("api-").unwrap_or(&authority);
        let base = BaseUrl::parse(&join(&["https://api-", host], "")).map_err(invalid)?;
        Ok(Tenant { base, auth: Auth::Unsigned })
    }

    /// A tenant at any base URL: a gateway, a proxy, a test server, or an absolute path such as `/xpanse` on the page's own
    /// origin. Its calls go to `<base_url>/public_api/v1/…`.
    ///
    /// # Errors
    /// `invalid_request` (field `base_url`) for an invalid URL.
    pub fn at(base_url: &str) -> Result<Self, Error> {
        let base = BaseUrl::parse(base_url).map_err(|reason| Error::invalid("base_url", reason))?;
        Ok(Tenant { base, auth: Auth::Unsigned })
    }

    /// This tenant with credentials.
    ///
    /// # Errors
    /// `invalid_request` (field `base_url`) if the base URL is neither https nor on this machine, or (field `key` or `key_id`)
    /// for one that is empty or contains characters that headers do not allow.
    pub fn with_auth(mut self, auth: Auth) -> Result<Self, Error> {
        if auth != Auth::Unsigned && !self.base.is_safe_for_credentials() {
            return Err(Error::invalid("base_url", "must be https, or http to this machine, to send credentials"));
        }
        if let Some((key_id, key, is_advanced)) = auth.key() {
            check(key_id, key, is_advanced)?;
        }
        self.auth = auth;
        Ok(self)
    }

    /// The normalised base URL.
    pub fn base_url(&self) -> &str {
        self.base.as_str()
    }
}

fn check(key_id: &Secret, key: &Secret, is_advanced: bool) -> Result<(), Error> {
    // An advanced key is hashed, never sent: it may hold what a header cannot.
    let key_problem = if is_advanced { key.paste_problem() } else { key.header_problem() };
    for (field, problem) in [("key_id", key_id.header_problem()), ("key", key_problem)] {
        if let Some(problem) = problem {
            return Err(Error::invalid(field, problem));
        }
    }
    Ok(())
}

fn signer(key_id: Secret, key: Secret, is_advanced: bool) -> Signer {
    match is_advanced {
        true => Signer::Advanced { key_id, key },
        false => Signer::Standard { key_id, key },
    }
}

/// Signs with what the source gives, attempt by attempt.
fn asked(source: &SecretSource<Key>, is_advanced: bool) -> Signer {
    let source = source.clone();
    Signer::asked(is_advanced, move || {
        let Key { key_id, key } = credential(&source, "key")?;
        check(&key_id, &key, is_advanced)?;
        Ok(signer(key_id, key, is_advanced))
    })
}

impl operation::sealed::Sealed for Tenant {}

impl operation::Tenant for Tenant {
    /// Documented for the XDR platform, which this API belongs to.
    const REQUESTS_PER_SECOND: u32 = 10;

    fn wire_name(path: &str) -> &str {
        let below = path.strip_prefix("/public_api/").and_then(|versioned| versioned.split_once('/'));
        below.map_or(path, |(_, name)| name).trim_matches('/')
    }

    fn frame(&self) -> Frame<'_> {
        Frame { base_url: self.base.as_str(), ..Frame::default() }
    }

    fn signer(&self, _wire_name: &str) -> Result<Signer, Error> {
        Ok(match &self.auth {
            Auth::Unsigned => Signer::None,
            Auth::Standard { key_id, key } => signer(key_id.clone(), key.clone(), false),
            Auth::Advanced { key_id, key } => signer(key_id.clone(), key.clone(), true),
            Auth::StandardFrom(source) => asked(source, false),
            Auth::AdvancedFrom(source) => asked(source, true),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_url_of_a_host_name_is_that_of_its_api() -> Result<(), Error> {
        assert_eq!(Tenant::new("ACME.crtx.us.example.com")?.base_url(), "https://api-acme.crtx.us.example.com");
        assert_eq!(Tenant::at("/xpanse/")?.base_url(), "/xpanse");
        Ok(())
    }
}
