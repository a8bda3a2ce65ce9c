//! The Xpanse tenant: who may send a request.

use serde_json::Value;

use super::fields::{Fields, Problems};
use super::{answers, auth};
use crate::sandbox::config::XpanseConfig;
use crate::sandbox::exchange::Answer;
use crate::sandbox::visit::Visit;

/// Carries out a request that passed the tenant's checks: see [`Handler`](crate::sandbox::endpoint::Handler).
pub(in crate::sandbox) type XpanseRun = fn(&mut XpanseCall<'_>) -> Result<Answer, Answer>;

/// What an endpoint works with.
pub(in crate::sandbox) struct XpanseCall<'a> {
    pub(super) visit: Visit<'a>,
    /// The whole body: any JSON; none if it is empty.
    body: Option<&'a Value>,
}

impl<'a> XpanseCall<'a> {
    /// Checks a request, and runs the endpoint if nothing is wrong with it.
    pub(in crate::sandbox) fn serve(visit: Visit<'_>, run: XpanseRun) -> Result<Answer, Answer> {
        visit.request.require_post()?;
        auth::check(&visit.config.xpanse, visit.sha256_hex, visit.now_ms, visit.request)?;
        let body: Option<Value> = match visit.request.body {
            [] => None,
            body => Some(serde_json::from_slice(body).map_err(|_| not_json())?),
        };
        run(&mut XpanseCall { visit, body: body.as_ref() })
    }

    /// The `request_data` of the body, which must not be empty.
    pub(super) fn request(&self, problems: &mut Problems) -> Result<Fields<'a>, Answer> {
        let body = self.body.ok_or_else(not_json)?;
        Ok(Fields::of_request(body, self.visit.trace, problems))
    }

    pub(super) fn config(&self) -> &'a XpanseConfig {
        &self.visit.config.xpanse
    }
}

fn not_json() -> Answer {
    answers::failure(400, "The request body is not valid JSON.", None)
}
