//! Commands that act on several incidents: the outcome of each one, and the status word for all of them.

use serde::Serialize;

use super::answers::{Envelope, command_error};
use super::tenant::D3Command;
use crate::sandbox::effects::Effects;
use crate::sandbox::exchange::Answer;
use crate::sandbox::faults::What;
use crate::sandbox::incidents::D3Incident;

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
        let fault = self.fault;
        let (incidents, effects) = (&mut self.world.d3, &mut self.world.effects);
        let outcomes = numbers.iter().enumerate().map(|(at, &number)| {
            let result = match (fault.and_then(|fault| fault.fails(at, number)), incidents.get_mut(number)) {
                (Some(reason), _) => Err(reason.to_owned()),
                (None, None) => Err(format!("Incident '{number}' was not found.")),
                (None, Some(incident)) => act(incident, effects).map(|()| incident.modified_by = Some(by.to_owned())),
            };
            let left_out = fault.is_some_and(|fault: &What| fault.leaves_out(at, number));
            SimOutcome { number, failure: result.err(), left_out }
        });
        outcomes.collect()
    }
}
