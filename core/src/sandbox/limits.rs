//! The rate limits of both tenants, and of the endpoints that have one of their own.

use std::collections::BTreeMap;

use super::config::Config;
use super::endpoint::Endpoint;
use super::rate::{Bucket, Rate};
use super::vendor::Vendor;

/// The buckets of both tenants.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    d3: TenantBuckets,
    xpanse: TenantBuckets,
}

/// The buckets of one tenant; none when it has no limit.
#[derive(Debug, Clone)]
struct TenantBuckets(Option<(Bucket, BTreeMap<&'static str, Bucket>)>);

impl Limits {
    /// Full buckets.
    pub(super) fn new(config: &Config) -> Self {
        Self { d3: TenantBuckets::new(config.d3.rate_limit), xpanse: TenantBuckets::new(config.xpanse.rate_limit) }
    }

    /// Whether a request may pass.
    pub(super) fn take(&mut self, endpoint: &Endpoint, now_ms: u64) -> bool {
        let tenant = match endpoint.vendor() {
            Vendor::D3 => &mut self.d3,
            Vendor::Xpanse => &mut self.xpanse,
        };
        tenant.take(endpoint, now_ms)
    }
}

impl TenantBuckets {
    fn new(per_second: Option<u32>) -> Self {
        Self(per_second.map(|requests| (Bucket::new(Rate::per_second(requests)), BTreeMap::new())))
    }

    fn take(&mut self, endpoint: &Endpoint, now_ms: u64) -> bool {
        let Some((tenants, own)) = &mut self.0 else { return true };
        tenants.take(now_ms)
            && endpoint.rate.is_none_or(|rate| own.entry(endpoint.id).or_insert_with(|| Bucket::new(rate)).take(now_ms))
    }
}
