//! The Xpanse tenant: who may send a request.

use serde_json::Value;

use super::{answers, auth};
use crate::sandbox::config::XpanseConfig;
use crate::sandbox::exchange::Answer;
use crate::sandbox::visit::Visit;

/// Carries out a request that passed the tenant's checks: see [`Handler`](crate::sandbox::endpoint::Handler).
pub(in crate::sandbox) type XpanseRun = fn(&mut XpanseCall<'_>) -> Result<Answer, Answer>;

/// What an endpoint works with.
pub(in crate::sandbox) struct XpanseCall<'a> {
    pub(super) visit: Visit<'a>,
    /// The whole body: any JSON.
    pub(super) body: &'a Value,
}

impl<'a> XpanseCall<'a> {
    /// Checks a request, and runs the endpoint if nothing is wrong with it.
    pub(in crate::sandbox) fn serve(visit: Visit<'_>, run: XpanseRun) -> Result<Answer, Answer> {
        visit.request.require_post()?;
        auth::check(&visit.config.xpanse, visit.sha256_hex, visit.now_ms, visit.request)?;
        let body: Value = serde_json::from_slice(visit.request.body)
            .map_err(|_| answers::failure(400, "The request body is not valid JSON.", None))?;
        run(&mut XpanseCall { visit, body: &body })
    }

    pub(super) fn config(&self) -> &'a XpanseConfig {
        &self.visit.config.xpanse
    }
}
