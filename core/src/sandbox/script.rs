//! The fault script: which fault applies to which request, and how it changes the answer.

use serde_json::Value;

use super::endpoint::{Endpoint, ItemFault};
use super::endpoints::means;
use super::exchange::{Answer, Cut};
use super::faults::{Fault, What};
use super::moves::Move;
use super::random::Random;
use super::vendor::Vendor;

/// The faults that are not used up, in order.
#[derive(Debug, Clone)]
pub(super) struct Script {
    faults: Vec<Fault>,
    random: Random,
}

/// What applies to one request.
#[derive(Debug, Default)]
pub(super) struct Applied {
    pub(super) delay_ms: u64,
    pub(super) what: Option<What>,
    /// What happens to the world afterwards.
    pub(super) moves: Vec<Move>,
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

    /// The first matching fault applies; after a delay or a move of the world, so does the next one.
    pub(super) fn next(&mut self, endpoint: Option<&Endpoint>, path: &str) -> Applied {
        let mut applied = Applied::default();
        let random = &mut self.random;
        self.faults.retain_mut(|fault| {
            if applied.what.is_some() || !applies(fault, endpoint, path, random) {
                return true;
            }
            applied.kinds.push(fault.what.kind());
            match &fault.what {
                What::Delay { ms } => applied.delay_ms = applied.delay_ms.saturating_add(*ms),
                What::WorldMoves { change, incidents } => {
                    applied.moves.push(Move { change: *change, incidents: incidents.clone() });
                }
                _ => applied.what = Some(fault.what.clone()),
            }
            match &mut fault.times {
                Some(times) => {
                    *times = times.saturating_sub(1);
                    *times > 0
                }
                None => true,
            }
        });
        if applied.what == Some(What::NeverAnswer) {
            applied.delay_ms = u64::MAX;
        }
        applied
    }
}

fn applies(fault: &Fault, endpoint: Option<&Endpoint>, path: &str, random: &mut Random) -> bool {
    fault.on.as_ref().is_none_or(|on| means(on, endpoint, path))
        && can_apply(&fault.what, endpoint)
        && fault.probability.is_none_or(|probability| random.chance(probability))
}

/// Whether the fault can apply to the endpoint.
fn can_apply(what: &What, endpoint: Option<&Endpoint>) -> bool {
    let needs = match what {
        What::PartialFailure { .. } => ItemFault::PartialFailure,
        What::LeftOut { .. } => ItemFault::LeftOut,
        What::WorldMoves { .. } => ItemFault::WorldMoves,
        _ => return true,
    };
    endpoint.is_some_and(|endpoint| endpoint.item_faults.contains(&needs))
}

/// The answer that a fault gives without anything being carried out; none if the tenant is to answer.
pub(super) fn instead(what: &What, vendor: Vendor) -> Option<Answer> {
    Some(match what {
        What::CutBefore => Answer::empty(0).cut(Cut::BeforeEffect),
        What::ServerError { after_effect: true, .. }
        | What::Html { after_effect: true, .. }
        | What::Status { after_effect: true, .. } => return None,
        _ => return canned(what, vendor),
    })
}

/// The tenant's answer as a fault changes it.
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
            let answer = vendor.rate_limited();
            match retry_after {
                Some(value) => answer.header("retry-after", value.as_str()),
                None => answer,
            }
        }
        What::ServerError { status, body: Some(body), .. } | What::Status { status, body, .. } => {
            Answer::raw(*status, body)
        }
        What::ServerError { status, body: None, .. } => vendor.server_error(*status),
        What::Html { status, .. } => Answer::html(*status, "Upstream trouble"),
        What::EmptyUnauthorized => Answer::empty(401),
        What::Redirect { location, status } => Answer::empty(*status).header("location", location.as_str()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::endpoints::Endpoints;
    use crate::sandbox::faults::Pick;

    const PATH: &str = "/MainApp/VSOC/api/Command/CloseIncidentInBulk";

    fn endpoint(id: &str) -> Option<&'static Endpoint> {
        Endpoints::ALL.iter().find(|endpoint| endpoint.id == id)
    }

    fn next(script: &mut Script) -> Applied {
        script.next(endpoint("d3.close_incidents"), PATH)
    }

    fn kinds(script: &mut Script) -> Vec<&'static str> {
        next(script).kinds
    }

    #[test]
    fn faults_apply_in_their_order_and_are_used_up() {
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
    fn a_delay_is_joined_by_the_next_fault() {
        let mut script = Script::new(1);
        script.append(vec![
            Fault::new(What::Delay { ms: 5 }),
            Fault::new(What::Delay { ms: 7 }),
            Fault::new(What::CutAfter),
            Fault::new(What::CutBefore),
        ]);
        let applied = next(&mut script);
        assert_eq!((applied.delay_ms, applied.what), (12, Some(What::CutAfter)));
        assert_eq!(kinds(&mut script), ["cut_before"]);
    }

    #[test]
    fn no_limit_is_no_limit_and_chance_is_seeded() {
        let run = || {
            let mut script = Script::new(9);
            script.append(vec![Fault::new(What::CutAfter).forever().probability(0.5)]);
            (0..64).map(|_| kinds(&mut script).len()).collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        let total: usize = run().iter().sum();
        assert!((16..48).contains(&total), "{total}");
    }

    #[test]
    fn item_faults_wait_for_a_command_with_items() {
        let mut script = Script::new(1);
        script.append(vec![
            Fault::new(What::PartialFailure { incidents: Pick::First(1), reason: "locked".to_owned() }),
            Fault::new(What::LeftOut { incidents: Pick::First(1) }),
        ]);
        let (update, link) = (endpoint("xpanse.update_incident"), endpoint("d3.link_to_cases"));
        assert!(update.is_some() && link.is_some());
        assert!(script.next(update, "/").kinds.is_empty());
        assert_eq!(script.next(link, "/").kinds, ["partial_failure"]);
        assert!(script.next(link, "/").kinds.is_empty());
        assert_eq!(kinds(&mut script), ["left_out"]);
    }
}
