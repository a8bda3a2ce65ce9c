//! The generated part of the Xpanse tenant: every incident and alert of it follows from the seed and its place alone, so a
//! tenant with a million of them costs nothing until one is read.

use std::ops::Range;

use super::alerts::XpanseAlert;
use super::exposures::{EXPOSURES, NETWORKS};
use super::incidents::{User, XpanseIncident};
use super::random::Random;

/// Ids of generated incidents start here and count up.
pub(super) const FIRST_INCIDENT: u64 = 10_001;
/// Ids of generated alerts start here and count up.
pub(super) const FIRST_ALERT: u64 = 100_001;
/// 2026-11-03: everything generated is older.
const NEWEST_MS: u64 = 1_793_664_000_000;
const HALF_HOUR_MS: u64 = 1_800_000;
/// However many there are, none is older than two years before [`NEWEST_MS`].
const OLDEST_MS: u64 = 2 * 365 * 86_400_000;

const INCIDENT_STATUSES: &[&str] = &["new", "new", "new", "under_investigation", "resolved"];
const ALERT_STATUSES: &[&str] = &["new", "new", "new", "under_investigation", "resolved", "resolved_no_risk"];
const SEVERITIES: &[&str] = &["critical", "high", "high", "medium", "medium", "low"];

/// What the generated part follows from.
#[derive(Debug)]
pub(super) struct XpansePlan {
    pub(super) seed: u64,
    pub(super) incidents: u64,
    pub(super) alerts: u64,
    pub(super) users: Vec<User>,
}

/// When something was created and last changed, in epoch milliseconds. Neither time of anything generated is earlier than
/// that of the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) created: u64,
    pub(super) modified: u64,
}

impl XpansePlan {
    pub(super) fn incident_times(&self, index: u64) -> Times {
        self.times_of(index, self.incidents, word(&mut self.incident_random(index), INCIDENT_STATUSES))
    }

    pub(super) fn alert_times(&self, index: u64) -> Times {
        self.times_of(index, self.alerts, word(&mut self.alert_random(index), ALERT_STATUSES))
    }

    pub(super) fn incident(&self, index: u64) -> XpanseIncident {
        let mut random = self.incident_random(index);
        let status = word(&mut random, INCIDENT_STATUSES);
        let Times { created, modified } = self.times_of(index, self.incidents, status);
        let assignee = if status == "new" { None } else { random.pick(&self.users).cloned() };
        XpanseIncident {
            name: exposure(&mut random),
            severity: word(&mut random, SEVERITIES).to_owned(),
            status: status.to_owned(),
            assignee,
            resolve_comment: (status == "resolved").then(|| "Taken off the network.".to_owned()),
            starred: index % 7 == 3,
            creation_time: created,
            modification_time: modified,
            ..XpanseIncident::new((FIRST_INCIDENT.saturating_add(index)).to_string())
        }
    }

    pub(super) fn alert(&self, index: u64) -> XpanseAlert {
        let mut random = self.alert_random(index);
        let status = word(&mut random, ALERT_STATUSES);
        let Times { created, modified } = self.times_of(index, self.alerts, status);
        XpanseAlert {
            name: exposure(&mut random),
            severity: word(&mut random, SEVERITIES).to_owned(),
            status: status.to_owned(),
            case_id: self.incident_of(index).map(|incident| FIRST_INCIDENT.saturating_add(incident)),
            creation_time: created,
            modification_time: modified,
            ..XpanseAlert::new((FIRST_ALERT.saturating_add(index)).to_string())
        }
    }

    /// The alerts of an incident: alerts are dealt out in order, as evenly as their number allows.
    pub(super) fn alerts_of(&self, incident: u64) -> Range<u64> {
        if incident >= self.incidents {
            return 0..0;
        }
        let first = |incident: u64| part(incident, self.alerts, self.incidents, true);
        first(incident)..first(incident.saturating_add(1))
    }

    /// The incident that an alert belongs to; none if there are no incidents.
    fn incident_of(&self, alert: u64) -> Option<u64> {
        (self.incidents > 0).then(|| part(alert, self.incidents, self.alerts, false))
    }

    fn times_of(&self, index: u64, count: u64, status: &str) -> Times {
        let span = self.span();
        let age = part(count.saturating_sub(index), span, count, false);
        let created = NEWEST_MS.saturating_sub(age);
        let step = span.checked_div(count).unwrap_or(0);
        Times { created, modified: if status == "new" { created } else { created.saturating_add(step) } }
    }

    /// How far back the generated part goes.
    fn span(&self) -> u64 {
        let count = if self.incidents > 0 { self.incidents } else { self.alerts };
        count.saturating_mul(HALF_HOUR_MS).min(OLDEST_MS)
    }

    fn incident_random(&self, index: u64) -> Random {
        Random::at(!self.seed, index)
    }

    fn alert_random(&self, index: u64) -> Random {
        Random::at(self.seed.rotate_left(32), index)
    }
}

/// `number * times / by`, rounded up or down; 0 if `by` is.
fn part(number: u64, times: u64, by: u64, up: bool) -> u64 {
    let rounding = if up { u128::from(by.saturating_sub(1)) } else { 0 };
    let product = u128::from(number) * u128::from(times);
    let quotient = product.saturating_add(rounding).checked_div(u128::from(by)).unwrap_or(0);
    u64::try_from(quotient).unwrap_or(u64::MAX)
}

fn exposure(random: &mut Random) -> String {
    let (what, port) = random.pick(EXPOSURES).copied().unwrap_or_default();
    format!("{what} {}.{}:{port}", word(random, NETWORKS), random.below(254) + 1)
}

fn word(random: &mut Random, words: &[&'static str]) -> &'static str {
    random.pick(words).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(seed: u64, incidents: u64, alerts: u64) -> XpansePlan {
        XpansePlan { seed, incidents, alerts, users: Vec::new() }
    }

    #[test]
    fn the_seed_and_the_place_decide() {
        assert_eq!(plan(3, 50, 90).incident(17), plan(3, 50, 20).incident(17));
        assert_ne!(plan(3, 50, 90).incident(17), plan(4, 50, 90).incident(17));
        assert_eq!(plan(3, 50, 90).alert(17), plan(3, 50, 90).alert(17));
    }

    #[test]
    fn every_kind_occurs() {
        let plan = plan(1, 500, 500);
        for (at, severity) in SEVERITIES.iter().enumerate() {
            assert!((0..500).any(|index| plan.incident(index).severity == *severity), "{at}");
            assert!((0..500).any(|index| plan.alert(index).severity == *severity), "{at}");
        }
        for status in INCIDENT_STATUSES {
            assert!((0..500).any(|index| plan.incident(index).status == *status), "{status}");
        }
    }

    /// The first and the last of so many.
    fn ends(count: u64) -> impl Iterator<Item = u64> {
        (0..count.min(500)).chain(count.saturating_sub(500).max(500)..count)
    }

    #[test]
    fn times_never_go_back_however_many_there_are() {
        for (incidents, alerts) in [(1, 0), (0, 7), (40, 60), (1_000_000, 3_000_000), (4_000_000_000, 4_000_000_000)] {
            let plan = plan(9, incidents, alerts);
            let mut newest = Times { created: 1, modified: 1 };
            for index in ends(incidents) {
                let (times, row) = (plan.incident_times(index), plan.incident(index));
                assert_eq!((times.created, times.modified), (row.creation_time, row.modification_time));
                assert!(times.created >= newest.created && times.modified >= newest.modified, "{index} of {incidents}");
                newest = times;
            }
            assert!(newest.modified <= NEWEST_MS);
            for index in ends(alerts) {
                let alert = plan.alert(index);
                assert_eq!(plan.alert_times(index).created, alert.creation_time);
                let case = alert.case_id.map(|id| plan.incident_times(id - FIRST_INCIDENT).created);
                assert!(case.is_none_or(|case| case <= alert.creation_time));
            }
        }
    }

    #[test]
    fn every_alert_belongs_to_one_incident() {
        for (incidents, alerts) in [(1, 9), (7, 3), (40, 60), (60, 60), (0, 5)] {
            let plan = plan(1, incidents, alerts);
            let mut dealt = Vec::new();
            for incident in 0..incidents {
                for alert in plan.alerts_of(incident) {
                    assert_eq!(plan.alert(alert).case_id, Some(FIRST_INCIDENT + incident));
                    dealt.push(alert);
                }
            }
            let expected: Vec<u64> = if incidents == 0 { Vec::new() } else { (0..alerts).collect() };
            assert_eq!(dealt, expected, "{incidents} {alerts}");
            assert!(plan.alerts_of(incidents).is_empty());
        }
    }
}
