//! Commands that act on several incidents: the outcome of each one, and the status word for all of them.

use serde::Serialize;
use serde_json::Value;

use super::answers::{Envelope, command_error};
use super::tenant::D3Command;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::effects::Effects;
use crate::sandbox::exchange::Answer;
use crate::sandbox::faults::What;

pub(super) const SUCCESSFUL: &str = "Successful";
pub(super) const PARTIALLY: &str = "Partially Successful";
pub(super) const FAILED: &str = "Failed";
pub(super) const CLOSED: &str = "Closed";

/// What became of one incident.
pub(super) struct SimOutcome<'a> {
    pub(super) number: &'a str,
    /// Why it failed; none if it succeeded.
    pub(super) failure: Option<String>,
    /// Whether a fault keeps it out of the answer.
    left_out: bool,
}

impl SimOutcome<'_> {
    pub(super) fn succeeded(&self) -> bool {
        self.failure.is_none()
    }

    pub(super) fn status_text(&self) -> &'static str {
        if self.succeeded() { SUCCESSFUL } else { FAILED }
    }
}

/// The status word for all of them together.
pub(super) fn overall(outcomes: &[SimOutcome<'_>]) -> &'static str {
    let failures = outcomes.iter().filter(|outcome| !outcome.succeeded()).count();
    match failures {
        0 => SUCCESSFUL,
        _ if failures == outcomes.len() => FAILED,
        _ => PARTIALLY,
    }
}

/// Those that the answer mentions.
pub(super) fn shown<'o, 'n>(outcomes: &'o [SimOutcome<'n>]) -> impl Iterator<Item = &'o SimOutcome<'n>> {
    outcomes.iter().filter(|outcome| !outcome.left_out)
}

/// An answer with an item for each incident.
pub(super) fn with_items<I: Serialize>(outcomes: &[SimOutcome<'_>], items: Vec<I>) -> Answer {
    Answer::json(200, &Envelope { error: "", return_data: overall(outcomes), context_data: Some(items) })
}

/// An answer without items: a word, or an object if some incidents failed or there is something to tell.
pub(super) fn by_envelope(outcomes: &[SimOutcome<'_>], data: Option<Value>) -> Answer {
    let status = overall(outcomes);
    let error_data: Vec<_> = outcomes
        .iter()
        .filter_map(|SimOutcome { number, failure, .. }| Some(ItemError { number, failure: failure.as_deref()? }))
        .collect();
    if error_data.is_empty() && data.is_none() {
        return Answer::json(200, &Envelope { error: "", return_data: status, context_data: None::<()> });
    }
    let return_data = ReturnData { status, data, error_data };
    Answer::json(200, &Envelope { error: "", return_data, context_data: None::<()> })
}

/// `returnData` as an object.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ReturnData<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    error_data: Vec<ItemError<'a>>,
}

/// An incident that failed.
#[derive(Serialize)]
struct ItemError<'a> {
    #[serde(rename = "Incident Number")]
    number: &'a str,
    #[serde(rename = "Error message")]
    failure: &'a str,
}

pub(super) fn not_found(number: &str) -> String {
    format!("Incident '{number}' was not found.")
}

/// At least one number; the whole command is refused without any.
pub(super) fn some_numbers(numbers: Option<Vec<&str>>) -> Result<Vec<&str>, Answer> {
    numbers.filter(|numbers| !numbers.is_empty()).ok_or_else(|| command_error("No incident numbers were given."))
}

impl D3Command<'_> {
    /// Acts on every incident named, as often as it is named, unless a fault prevents it or there is no such incident. `by`
    /// is noted as the user who changed it.
    pub(super) fn each<'n>(
        &mut self,
        numbers: &[&'n str],
        by: &str,
        mut act: impl FnMut(&mut D3Incident, &mut Effects) -> Result<(), String>,
    ) -> Vec<SimOutcome<'n>> {
        let (fault, now_ms) = (self.fault, self.now_ms);
        let (incidents, effects) = (&mut self.world.d3, &mut self.world.effects);
        let outcomes = numbers.iter().enumerate().map(|(at, &number)| {
            let result = match (fault.and_then(|fault| fault.fails(at, number)), incidents.get_mut(number)) {
                (Some(reason), _) => Err(reason.to_owned()),
                (None, None) => Err(not_found(number)),
                (None, Some(incident)) => act(incident, effects).map(|()| incident.touch(by, now_ms)),
            };
            let left_out = fault.is_some_and(|fault: &What| fault.leaves_out(at, number));
            SimOutcome { number, failure: result.err(), left_out }
        });
        outcomes.collect()
    }

    /// Acts on one incident, for a command that fails as a whole if that does. `by` is noted as the user who changed it.
    pub(super) fn one<T>(
        &mut self,
        number: &str,
        by: &str,
        act: impl FnOnce(&mut D3Incident, &mut Effects) -> Result<T, String>,
    ) -> Result<T, Answer> {
        let (incidents, effects) = (&mut self.world.d3, &mut self.world.effects);
        let incident = incidents.get_mut(number).ok_or_else(|| command_error(&not_found(number)))?;
        let done = act(incident, effects).map_err(|why| command_error(&why))?;
        incident.touch(by, self.now_ms);
        Ok(done)
    }
}
