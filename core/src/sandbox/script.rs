//! The fault script at work: which fault strikes which request, and what it makes of the answer.

use serde_json::Value;

use super::exchange::{Answer, Cut};
use super::faults::{Fault, What};
use super::operation::{Operation, Vendor, means};
use super::random::Random;
use super::{d3, xpanse};

/// The faults that are still to strike, in their order.
#[derive(Debug, Clone)]
pub(super) struct Script {
    faults: Vec<Fault>,
    random: Random,
}

/// What strikes one request.
#[derive(Debug, Default)]
pub(super) struct Strike {
    pub(super) delay_ms: u64,
    pub(super) what: Option<What>,
    /// The kinds, for the log.
    pub(super) kinds: Vec<&'static str>,
}

impl Script {
    pub(super) fn new(seed: u64) -> Self {
        Self { faults: Vec::new(), random: Random::new(seed) }
    }

    pub(super) fn append(&mut self, faults: Vec<Fault>) {
        self.faults.extend(faults);
    }

    pub(super) fn clear(&mut self) {
        self.faults.clear();
    }

    /// How many entries are not used up.
    pub(super) fn pending(&self) -> usize {
        self.faults.len()
    }

    /// The first fault that fits strikes; a delay takes the next that fits along.
    pub(super) fn next(&mut self, operation: Option<Operation>, path: &str) -> Strike {
        let mut strike = Strike::default();
        let random = &mut self.random;
        self.faults.retain_mut(|fault| {
            if strike.what.is_some() || !strikes(fault, operation, path, random) {
                return true;
            }
            strike.kinds.push(fault.what.kind());
            match fault.what {
                What::Delay { ms } => strike.delay_ms = strike.delay_ms.saturating_add(ms),
                _ => strike.what = Some(fault.what.clone()),
            }
            match &mut fault.times {
                Some(times) => {
                    *times = times.saturating_sub(1);
                    *times > 0
                }
                None => true,
            }
        });
        if strike.what == Some(What::NeverAnswer) {
            strike.delay_ms = u64::MAX;
        }
        strike
    }
}

fn strikes(fault: &Fault, operation: Option<Operation>, path: &str, random: &mut Random) -> bool {
    fault.on.as_ref().is_none_or(|on| means(on, operation, path))
        && suits(&fault.what, operation)
        && fault.probability.is_none_or(|probability| random.chance(probability))
}

/// Whether the operation has what the fault meddles with.
fn suits(what: &What, operation: Option<Operation>) -> bool {
    match what {
        What::PartialFailure { .. } => operation.is_some_and(|operation| operation.vendor() == Vendor::D3),
        What::LeftOut { .. } => operation.is_some_and(Operation::answers_per_incident),
        _ => true,
    }
}

/// The answer that a fault gives in place of the tenant's, while nothing is carried out; none if the tenant gets its say.
pub(super) fn instead(what: &What, vendor: Vendor) -> Option<Answer> {
    Some(match what {
        What::CutBefore => Answer::empty(0).cut(Cut::BeforeEffect),
        What::ServerError { after_effect: true, .. }
        | What::Html { after_effect: true, .. }
        | What::Status { after_effect: true, .. } => return None,
        _ => return canned(what, vendor),
    })
}

/// What a fault makes of the tenant's answer.
pub(super) fn reshape(what: &What, vendor: Vendor, mut answer: Answer) -> Answer {
    match what {
        What::TruncatedJson => {
            answer.body.truncate(answer.body.len() / 2);
            answer
        }
        What::CutAfter => answer.cut(Cut::AfterEffect),
        What::CutMidBody => answer.cut(Cut::MidBody),
        What::WrongType { replace } => {
            if let Ok(Value::Object(mut body)) = serde_json::from_slice(&answer.body) {
                body.extend(replace.clone());
                answer.body = serde_json::to_vec(&body).unwrap_or_default();
            }
            answer
        }
        _ => canned(what, vendor).unwrap_or(answer),
    }
}

/// The answers that do not depend on what the tenant says.
fn canned(what: &What, vendor: Vendor) -> Option<Answer> {
    Some(match what {
        What::RateLimited { retry_after } => {
            let answer = match vendor {
                Vendor::D3 => d3::rate_limited(),
                Vendor::Xpanse => xpanse::rate_limited(),
            };
            match retry_after {
                Some(value) => answer.header("retry-after", value.as_str()),
                None => answer,
            }
        }
        What::ServerError { status, body: Some(body), .. } | What::Status { status, body, .. } => {
            Answer::raw(*status, body)
        }
        What::ServerError { status, body: None, .. } => match vendor {
            Vendor::D3 => d3::server_error(*status),
            Vendor::Xpanse => xpanse::server_error(*status),
        },
        What::Html { status, .. } => Answer::html(*status, "Upstream trouble"),
        What::EmptyUnauthorized => Answer::empty(401),
        What::Redirect { location, status } => Answer::empty(*status).header("location", location.as_str()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/MainApp/VSOC/api/Command/CloseIncidentInBulk";
    const CLOSE: Option<Operation> = Some(Operation::CloseIncidents);

    fn kinds(script: &mut Script) -> Vec<&'static str> {
        script.next(CLOSE, PATH).kinds
    }

    #[test]
    fn faults_strike_in_their_order_and_are_used_up() {
        let mut script = Script::new(1);
        script.append(vec![
            Fault::new(What::RateLimited { retry_after: None }).times(2),
            Fault::new(What::CutAfter).on("CloseIncident"),
            Fault::new(What::CutBefore),
        ]);
        assert_eq!(kinds(&mut script), ["rate_limited"]);
        assert_eq!(kinds(&mut script), ["rate_limited"]);
        assert_eq!(kinds(&mut script), ["cut_before"]);
        assert!(kinds(&mut script).is_empty());
        assert_eq!(script.pending(), 1);
    }

    #[test]
    fn a_delay_takes_the_next_fault_along() {
        let mut script = Script::new(1);
        script.append(vec![
            Fault::new(What::Delay { ms: 5 }),
            Fault::new(What::Delay { ms: 7 }),
            Fault::new(What::CutAfter),
            Fault::new(What::CutBefore),
        ]);
        let strike = script.next(CLOSE, PATH);
        assert_eq!((strike.delay_ms, strike.what), (12, Some(What::CutAfter)));
        assert_eq!(kinds(&mut script), ["cut_before"]);
    }

    #[test]
    fn for_ever_is_for_ever_and_chance_is_seeded() {
        let run = || {
            let mut script = Script::new(9);
            script.append(vec![Fault::new(What::CutAfter).forever().probability(0.5)]);
            (0..64).map(|_| script.next(CLOSE, PATH).kinds.len()).collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        let struck: usize = run().iter().sum();
        assert!((16..48).contains(&struck), "{struck}");
    }

    #[test]
    fn item_faults_wait_for_a_command_with_items() {
        let mut script = Script::new(1);
        let fault = Fault::list_from_json(br#"[{"kind": "partial_failure"}, {"kind": "left_out"}]"#);
        script.append(fault.unwrap_or_default());
        assert!(script.next(Some(Operation::UpdateIncident), "/").kinds.is_empty());
        assert_eq!(script.next(Some(Operation::LinkToCases), "/").kinds, ["partial_failure"]);
        assert!(script.next(Some(Operation::LinkToCases), "/").kinds.is_empty());
        assert_eq!(kinds(&mut script), ["left_out"]);
    }
}
