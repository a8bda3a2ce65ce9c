//! One way into each tenant, for another process.

use serde_json::{Map, Value, json};

use super::shared::Shared;
use crate::sandbox::{D3Config, XpanseConfig};

/// Arguments of the tenants of every language, by vendor, and where the admin route is.
pub(super) fn of(shared: &Shared) -> Value {
    let (url, d3_base_url) = (shared.url(), shared.d3_base_url());
    let sandbox = shared.sandbox();
    let config = sandbox.config();
    json!({
        "d3": d3(&config.d3, d3_base_url),
        "xpanse": xpanse(&config.xpanse, url.clone()),
        "admin": format!("{url}/_sandbox/"),
    })
}

fn d3(config: &D3Config, base_url: String) -> Value {
    let mut tenant = Map::new();
    let mut add = |name: &str, value: Value| tenant.insert(name.to_owned(), value);
    add("base_url", json!(base_url));
    add("username", json!(config.usernames.first()));
    add("site", json!(config.sites.first()));
    add("key_header", json!(config.key_header));
    add("jwt_header", json!(config.jwt_header));
    if !config.keys.is_empty() {
        add("api_keys", json!(config.keys));
    } else if let Some(token) = config.jwts.first() {
        add("jwt", json!(token));
    } else if let Some(secret) = config.jwt_secrets.first() {
        add("jwt_secret", json!(secret));
        add("jwt_payload", json!({ "Username": config.usernames.first(), "Site": config.sites.first() }));
    }
    Value::Object(tenant)
}

fn xpanse(config: &XpanseConfig, base_url: String) -> Value {
    let advanced = config.advanced_keys.iter().map(|key| ("advanced", key));
    let mut keys = advanced.chain(config.standard_keys.iter().map(|key| ("standard", key)));
    match keys.next() {
        Some((key_type, key)) => {
            json!({ "base_url": base_url, "key_id": key.key_id, "key": key.key, "key_type": key_type })
        }
        None => json!({ "base_url": base_url }),
    }
}
