//! A settlement made again from its canonical JSON.

use super::settlement::{Settled, Settlement};
use crate::{
    error::Error,
    ffi::{
        AnyOperation,
        rebuilt::{Outcomes, document, members, missing, text, texts},
    },
    json::Value,
    reply_context::Asked,
};

const KEYS: [&str; 6] = ["in_effect", "not_in_effect", "cannot_tell", "operation", "params", "asked"];

impl Settlement {
    /// Makes an equal settlement from the text that [`Settlement::to_json`] gives: to settle in one process, and go on in another.
    ///
    /// ```
    /// # use soarwire::{Operation, Settle, Settlement, TransportError, d3};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// # let close = d3::CloseIncidents::new(["20261103-104"], true);
    /// # let error = close.lost(TransportError::Timeout);
    /// let settlement = Settle::after_error(close, &error).finish();
    /// assert_eq!(Settlement::from_json(&settlement.to_json())?, settlement);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member. Each incident in `asked` must be in exactly one of the lists.
    pub fn from_json(json: &str) -> Result<Settlement, Error> {
        let mut found = [None; KEYS.len()];
        members(document(json, "settlement")?, &KEYS, &mut found);
        let [in_effect, not_in_effect, cannot_tell, id, params, asked] = found;
        let id = text(id, "operation")?.ok_or_else(|| missing("operation"))?;
        let params = params.ok_or_else(|| missing("params"))?;
        let Value::Object(span) = params.value() else { return Err(Error::invalid("params", "must be an object")) };
        let operation = AnyOperation::from_params_json(&id, span.of(params.text()))?;
        let asked = Asked::new(texts(Some(asked.ok_or_else(|| missing("asked"))?), "asked")?);
        let mut outcomes = Outcomes::new(&asked);
        outcomes.list(in_effect, "in_effect", &Settled::InEffect)?;
        outcomes.list(not_in_effect, "not_in_effect", &Settled::NotInEffect)?;
        outcomes.entries(cannot_tell, "cannot_tell", "why", &|why, json| Settled::CannotTell {
            why: why.read(json).into_owned().into(),
        })?;
        let settled = outcomes.finish()?;
        Ok(Settlement { operation, rows: asked.ids().iter().cloned().zip(settled).collect() })
    }
}

crate::ffi::from_json!(Settlement);
