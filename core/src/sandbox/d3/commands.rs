//! The four commands at work.

use super::Tenant;
use super::answers::{
    CloseItem, Envelope, LinkError, LinkResult, OwnerItem, PlaybookCloseItem, PlaybookClosed, command_error,
};
use super::params::Params;
use crate::sandbox::dates;
use crate::sandbox::effects::{Effect, Effects};
use crate::sandbox::exchange::Answer;
use crate::sandbox::faults::What;
use crate::sandbox::incidents::D3Incident;
use crate::sandbox::operation::Vendor;

const SUCCESSFUL: &str = "Successful";
const PARTIALLY: &str = "Partially Successful";
const FAILED: &str = "Failed";
const CLOSED: &str = "Closed";

/// What became of one incident.
struct Outcome<'a> {
    number: &'a str,
    /// None when all went well.
    failure: Option<String>,
    /// Whether a fault keeps it out of the answer.
    left_out: bool,
}

impl Outcome<'_> {
    fn word(&self) -> &'static str {
        if self.failure.is_none() { SUCCESSFUL } else { FAILED }
    }
}

/// The word for all of them together.
fn overall(outcomes: &[Outcome<'_>]) -> &'static str {
    let failures = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
    match failures {
        0 => SUCCESSFUL,
        _ if failures == outcomes.len() => FAILED,
        _ => PARTIALLY,
    }
}

impl Tenant<'_> {
    pub(super) fn update_owner(&mut self, params: Params<'_>) -> Result<Answer, Answer> {
        // Optional on paper, both of them; without them there is nothing to do.
        let numbers = some_numbers(params.texts("Incident Numbers")?)?;
        let owner = params.text("Owner")?.unwrap_or_default();
        if !self.config.owners.iter().any(|known| known == owner) {
            return Err(command_error(&format!("Owner '{owner}' is not known.")));
        }
        let outcomes = self.each(&numbers, |incident, effects| {
            incident.owner.clear();
            incident.owner.push_str(owner);
            effects.record(Vendor::D3, &incident.number, Effect::OwnerChange);
            Ok(())
        });
        let items = shown(&outcomes).map(|outcome| OwnerItem {
            number: outcome.number,
            owner: match outcome.failure {
                None => owner,
                Some(_) => self.incidents.get(outcome.number).map_or("", |incident| &incident.owner),
            },
            result: outcome.word(),
            failure: outcome.failure.as_deref(),
        });
        Ok(with_items(&outcomes, items.collect()))
    }

    pub(super) fn close_incidents(&mut self, params: Params<'_>, username: &str) -> Result<Answer, Answer> {
        let numbers = some_numbers(Some(params.required_texts("Incident Numbers")?))?;
        let bypass_tasks = params.required_flag("Bypass Required Pending Tasks")?;
        let bypass_fields = params.flag("Bypass All Required Fields")?.unwrap_or(false);
        let closed_by = params.text("Username")?.unwrap_or(username);
        let conclusion = params.text("Conclusion")?.unwrap_or_default();
        let date = dates::d3_short(self.now_ms);
        let outcomes = self.each(&numbers, |incident, effects| {
            if incident.required_tasks_pending && !bypass_tasks {
                return Err("Required tasks are still pending.".to_owned());
            }
            if incident.required_fields_missing && !bypass_fields {
                return Err("Fields that a close requires are empty.".to_owned());
            }
            close(incident, effects, &date, closed_by);
            if !conclusion.is_empty() {
                append_line(&mut incident.conclusion, conclusion);
                effects.record(Vendor::D3, &incident.number, Effect::Conclusion(conclusion));
            }
            Ok(())
        });
        let items = shown(&outcomes).map(|outcome| CloseItem {
            number: outcome.number,
            status: match outcome.failure {
                None => CLOSED,
                Some(_) => self.incidents.get(outcome.number).map_or("", |incident| &incident.status),
            },
            close_date: outcome.failure.is_none().then_some(&date),
            result: outcome.word(),
            closed_by: outcome.failure.is_none().then_some(closed_by),
            failure: outcome.failure.as_deref(),
        });
        Ok(with_items(&outcomes, items.collect()))
    }

    pub(super) fn link_to_cases(&mut self, params: Params<'_>) -> Result<Answer, Answer> {
        let numbers = some_numbers(params.texts("Incident ID List")?)?;
        let cases = params.texts("Case Numbers")?.unwrap_or_default();
        if cases.is_empty() {
            return Err(command_error("No case numbers were given."));
        }
        if let Some(unknown) = cases.iter().find(|&case| !self.config.cases.iter().any(|known| known == case)) {
            return Err(command_error(&format!("Case '{unknown}' does not exist.")));
        }
        let outcomes = self.each(&numbers, |incident, effects| {
            for &case in &cases {
                if !incident.cases.iter().any(|linked| linked == case) {
                    incident.cases.push(case.to_owned());
                }
                effects.record(Vendor::D3, &incident.number, Effect::Link);
            }
            Ok(())
        });
        let error_data: Vec<_> = outcomes
            .iter()
            .filter_map(|Outcome { number, failure, .. }| Some(LinkError { number, failure: failure.as_deref()? }))
            .collect();
        let status = overall(&outcomes);
        Ok(if error_data.is_empty() {
            Answer::json(200, &Envelope { error: "", return_data: status, context_data: None::<()> })
        } else {
            let return_data = LinkResult { status, error_data };
            Answer::json(200, &Envelope { error: "", return_data, context_data: None::<()> })
        })
    }

    pub(super) fn close_incident(&mut self, params: Params<'_>, username: &str) -> Result<Answer, Answer> {
        let note = params.text("Incident Note")?.unwrap_or_default();
        let number = self.config.playbook_incident.as_deref();
        let Some(number) = number.filter(|number| self.incidents.get(number).is_some()) else {
            return Err(command_error("This command works within an incident playbook only."));
        };
        let date = dates::d3_short(self.now_ms);
        let outcomes = self.each(&[number], |incident, effects| {
            close(incident, effects, &date, username);
            if !note.is_empty() {
                incident.notes.push(note.to_owned());
                effects.record(Vendor::D3, &incident.number, Effect::Note(note));
            }
            Ok(())
        });
        let result = if overall(&outcomes) == SUCCESSFUL { "Succeed" } else { FAILED };
        let item = shown(&outcomes).next().map(|outcome| PlaybookCloseItem {
            incident_number: number,
            result,
            closed: outcome.failure.is_none().then(|| PlaybookClosed {
                close_type: CLOSED,
                close_note: note,
                close_date: dates::d3_long(self.now_ms),
                closed_by: username,
            }),
            error_message: outcome.failure.as_deref(),
        });
        Ok(Answer::json(200, &Envelope { error: "", return_data: result, context_data: item }))
    }

    /// Does something to every incident named, as often as it is named, unless a fault or its absence prevents it.
    fn each<'n>(
        &mut self,
        numbers: &[&'n str],
        mut act: impl FnMut(&mut D3Incident, &mut Effects) -> Result<(), String>,
    ) -> Vec<Outcome<'n>> {
        let fault = self.fault;
        let outcomes = numbers.iter().enumerate().map(|(at, &number)| {
            let result = match (fault.and_then(|fault| fault.fails(at, number)), self.incidents.get_mut(number)) {
                (Some(reason), _) => Err(reason.to_owned()),
                (None, None) => Err(format!("Incident '{number}' was not found.")),
                (None, Some(incident)) => act(incident, self.effects),
            };
            let left_out = fault.is_some_and(|fault: &What| fault.leaves_out(at, number));
            Outcome { number, failure: result.err(), left_out }
        });
        outcomes.collect()
    }
}

fn some_numbers(numbers: Option<Vec<&str>>) -> Result<Vec<&str>, Answer> {
    numbers.filter(|numbers| !numbers.is_empty()).ok_or_else(|| command_error("No incident numbers were given."))
}

fn shown<'o, 'n>(outcomes: &'o [Outcome<'n>]) -> impl Iterator<Item = &'o Outcome<'n>> {
    outcomes.iter().filter(|outcome| !outcome.left_out)
}

fn with_items<I: serde::Serialize>(outcomes: &[Outcome<'_>], items: Vec<I>) -> Answer {
    Answer::json(200, &Envelope { error: "", return_data: overall(outcomes), context_data: Some(items) })
}

/// Closing what is closed succeeds again: nothing on record says that D3 minds.
fn close(incident: &mut D3Incident, effects: &mut Effects, date: &str, by: &str) {
    CLOSED.clone_into(&mut incident.status);
    incident.close_date = Some(date.to_owned());
    incident.closed_by = Some(by.to_owned());
    effects.record(Vendor::D3, &incident.number, Effect::Close);
}

fn append_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
