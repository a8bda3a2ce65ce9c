//! `POST /api_keys/validate/`
//!
//! Vendor page: none; the vendor's own SDK for Python sends it.

use super::reply::{self, Reply};
use crate::{
    answer::{AnyAnswer, Document, Validity},
    json::{Object, View, start_of},
    operation::{Reading, declare::operation, parse::Refused},
    reply_context::{Asked, ReplyContext},
};

operation! {
    /// Asks whether the tenant's key is valid. A key that the vendor refuses is an error, `unauthenticated`.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?;
    /// let ask = xpanse::ValidateKey::new();
    /// assert!(tenant.build(&ask)?.url().ends_with("/api_keys/validate/"));
    /// assert!(ask.parse(Response::new(200, &b"true"[..]))?.valid());
    /// # Ok(())
    /// # }
    /// ```
    ValidateKey {
        id: "xpanse.validate_key",
        page: "Cortex Xpanse SDK for Python, `api_keys/validate/`",
        path: "/api_keys/validate/",
        answer: Validity,
        reading: VALIDITY,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
    }
    required {}
    optional {}
}

const VALIDITY: Reading = Reading { read, is_error: reply::is_error_object, rows: None, answers: &["validity"] };

/// A boolean, alone or as the `reply`.
fn read(context: &ReplyContext, text: String) -> Result<AnyAnswer, Refused> {
    let view = View::parse(&text, start_of(&text))?;
    if let Some(valid) = Reply::of(view).stated() {
        let said = Object::new().flag("valid", valid);
        return Ok(AnyAnswer::Validity(Validity(Document::new(context, said, Some(text)))));
    }
    Err(reply::refused(view, &text, "true or false"))
}

impl Default for ValidateKey {
    fn default() -> Self {
        ValidateKey::new()
    }
}
