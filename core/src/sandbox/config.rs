//! What the simulated tenants contain and accept.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::alerts::XpanseAlert;
use super::d3_incident::D3Incident;
use super::incidents::{User, XpanseIncident};
use super::text;

/// The two tenants and what they share. [`Config::default`] is a demo world, ready to use; change its fields for your
/// own.
///
/// In JSON, whatever is left out keeps the demo world's value, and an unknown key is an error.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "serde_json::Value")]
#[non_exhaustive]
pub struct Config {
    /// Seeds the generated incidents and the faults that have a probability.
    pub seed: u64,
    /// The D3 tenant.
    pub d3: D3Config,
    /// The Xpanse tenant.
    pub xpanse: XpanseConfig,
    /// How many of the latest requests the log keeps.
    pub log_capacity: usize,
    /// Whether the log keeps the bodies of requests too.
    pub record_bodies: bool,
}

impl Config {
    /// Every key and token that opens a tenant.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        let Self { d3, xpanse, .. } = self;
        let keys = xpanse.standard_keys.iter().chain(&xpanse.advanced_keys).map(|key| &key.key);
        d3.keys.values().chain(&d3.jwts).chain(&d3.jwt_secrets).chain(keys).map(String::as_str)
    }
}

impl Default for Config {
    fn default() -> Self {
        let (d3, xpanse) = (D3Config::default(), XpanseConfig::default());
        Self { seed: 1, d3, xpanse, log_capacity: 1000, record_bodies: false }
    }
}

/// The D3 tenant. Its `Debug` hides keys and tokens.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct D3Config {
    /// The part of the path before `/api/Command/…`.
    pub path_prefix: String,
    /// The header that carries an API key.
    pub key_header: String,
    /// The header that carries a JSON web token.
    pub jwt_header: String,
    /// API keys by command. A command that has its own key accepts no other; `*` is the key of all the rest.
    pub keys: BTreeMap<String, String>,
    /// Tokens that every command accepts, compared as text.
    pub jwts: Vec<String>,
    /// Secrets: every command accepts the tokens signed with one of them (HS256) whose payload has no value that the body has
    /// differently.
    pub jwt_secrets: Vec<String>,
    /// The accounts that may send commands.
    pub usernames: Vec<String>,
    /// The sites on which commands run, and on which incidents are.
    pub sites: Vec<String>,
    /// The names that an incident's owner can be set to.
    pub owners: Vec<String>,
    /// The numbers of existing cases.
    pub cases: Vec<String>,
    /// Given incidents; of two with the same number the first counts.
    pub incidents: Vec<D3Incident>,
    /// How many incidents to generate from the seed, in addition.
    pub generate: u32,
    /// The incident that CloseIncident closes, as if its playbook had sent the command; without one the command fails.
    pub playbook_incident: Option<String>,
    /// Requests a second before a 429; `None` for no limit, neither for the tenant nor for endpoints with a limit of their
    /// own.
    pub rate_limit: Option<u32>,
    /// The names of the playbooks that can run on an incident.
    pub playbooks: Vec<String>,
}

impl D3Config {
    pub(super) fn knows_site(&self, name: &str) -> bool {
        self.sites.iter().any(|site| site == name)
    }

    pub(super) fn knows_owner(&self, name: &str) -> bool {
        self.owners.iter().any(|owner| owner == name)
    }

    pub(super) fn knows_playbook(&self, name: &str) -> bool {
        self.playbooks.iter().any(|playbook| playbook == name)
    }

    /// The path prefix with a slash before it and none after; empty for the root.
    #[must_use]
    pub fn prefix(&self) -> String {
        match self.path_prefix.trim_matches('/') {
            "" => String::new(),
            inner => format!("/{inner}"),
        }
    }
}

impl fmt::Debug for D3Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("D3Config")
            .field("path_prefix", &self.path_prefix)
            .field("keys", &self.keys.keys())
            .field("jwts", &self.jwts.len())
            .field("jwt_secrets", &self.jwt_secrets.len())
            .field("usernames", &self.usernames)
            .field("sites", &self.sites)
            .field("owners", &self.owners)
            .field("incidents", &self.incidents.len())
            .field("generate", &self.generate)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}

/// The Xpanse tenant.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct XpanseConfig {
    /// Keys that are sent as they are.
    pub standard_keys: Vec<ApiKey>,
    /// Keys that sign a nonce and a time.
    pub advanced_keys: Vec<ApiKey>,
    /// Whether an advanced key's timestamp must lie within 15 minutes of now.
    pub check_timestamp: bool,
    /// The people an incident can be assigned to.
    pub users: Vec<User>,
    /// The words that `status` accepts.
    pub statuses: Vec<String>,
    /// The words that `manual_severity` accepts, besides those that clear it.
    pub severities: Vec<String>,
    /// Given incidents; of two with the same id the first counts.
    pub incidents: Vec<XpanseIncident>,
    /// How many incidents to generate from the seed, in addition. They are made when they are read, so a million is cheap.
    pub generate: u32,
    /// Requests a second before a 429; `None` for no limit, neither for the tenant nor for endpoints with a limit of their
    /// own.
    pub rate_limit: Option<u32>,
    /// The words that an alert's `status` accepts.
    pub alert_statuses: Vec<String>,
    /// The words that an alert's `severity` accepts.
    pub alert_severities: Vec<String>,
    /// Given alerts; of two with the same id the first counts.
    pub alerts: Vec<XpanseAlert>,
    /// How many alerts to generate from the seed, in addition. They are dealt out evenly to the generated incidents.
    pub generate_alerts: u32,
}

/// An Xpanse API key and its id. Its `Debug` hides the key.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ApiKey {
    /// The key's id, sent as `x-xdr-auth-id`; JSON may give it as a number.
    #[serde(deserialize_with = "text::text_or_number")]
    pub key_id: String,
    /// The key itself.
    pub key: String,
}

impl ApiKey {
    /// A key with its id.
    #[must_use]
    pub fn new(key_id: impl Into<String>, key: impl Into<String>) -> Self {
        Self { key_id: key_id.into(), key: key.into() }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey {{ key_id: {:?}, key: *** }}", self.key_id)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_left_out_keeps_the_demo_value() {
        let config: Config =
            serde_json::from_str(r#"{"d3": {"rate_limit": 5, "incidents": [{"number": "A-1"}]}}"#).unwrap();
        assert_eq!(config.d3.rate_limit, Some(5));
        assert_eq!(config.d3.incidents.len(), 1);
        assert_eq!(config.d3.path_prefix, D3Config::default().path_prefix);
        assert!(!config.xpanse.users.is_empty());
    }

    #[test]
    fn unknown_keys_are_refused_by_name() {
        for (json, name) in
            [(r#"{"d4": {}}"#, "d4"), (r#"{"d3": {"key": 1}}"#, "key"), (r#"{"xpanse": {"user": []}}"#, "user")]
        {
            let error = serde_json::from_str::<Config>(json).unwrap_err().to_string();
            assert!(error.contains(&format!("`{name}`")), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let json = r#"{"d3": {"keys": {"*": "TOPSECRET"}, "jwts": ["TOPSECRET"], "jwt_secrets": ["TOPSECRET"]},
            "xpanse": {"standard_keys": [{"key_id": 1, "key": "TOPSECRET"}]}}"#;
        let text = format!("{:?}", serde_json::from_str::<Config>(json).unwrap());
        assert!(!text.contains("TOPSECRET"), "{text}");
        assert!(text.contains(r#"key_id: "1""#), "{text}");
    }

    #[test]
    fn prefixes_are_normalised() {
        for (given, expected) in [("", ""), ("/", ""), ("a/b/", "/a/b"), ("/a", "/a")] {
            let config = D3Config { path_prefix: given.to_owned(), ..D3Config::default() };
            assert_eq!(config.prefix(), expected);
        }
    }
}
