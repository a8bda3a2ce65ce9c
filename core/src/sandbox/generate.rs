//! D3 incidents generated from a seed: the same seed gives the same incidents.

use super::dates;
use super::incidents::D3Incident;
use super::random::Random;

/// 2026-11-03, the day of the newest generated D3 incident; earlier ones go back from here.
const NEWEST_DAY_MS: u64 = 1_793_664_000_000;
const DAY_MS: u64 = 86_400_000;
/// Numbers on one day start here and count up.
const FIRST_OF_DAY: u64 = 104;

const PEOPLE: &[&str] =
    &["Dana Fox", "Ivo Brandt", "Noor Haddad", "Rui Costa", "Aiko Mori", "Paul Lindqvist", "Grace Mensah", "Jan Novak"];
const HOSTS: &[&str] =
    &["FIN-LT-0231", "HR-WS-0077", "DC-SRV-02", "DEV-LT-0419", "SALES-LT-0102", "BUILD-SRV-05", "KIOSK-WS-0013"];
const D3_TITLES: &[(&str, &[&str])] = &[
    ("Phishing mail reported by", PEOPLE),
    ("Impossible travel for", PEOPLE),
    ("Repeated failed logins for", PEOPLE),
    ("New mailbox forwarding rule of", PEOPLE),
    ("Privileged group changed by", PEOPLE),
    ("Malware quarantined on", HOSTS),
    ("Unusual data transfer from", HOSTS),
    ("Suspicious script on", HOSTS),
    ("Beacon-like traffic from", HOSTS),
    ("Disk encryption switched off on", HOSTS),
];
/// Open is more frequent than closed, so that there is work to do.
const D3_STATUSES: &[&str] = &["Open", "Open", "Open", "In Progress", "In Progress", "On Hold", "Closed"];
const D3_SEVERITIES: &[&str] = &["Critical", "High", "High", "Medium", "Medium", "Medium", "Low", "Informational"];

/// D3 incidents, newest day first, with numbers such as `20261103-104`.
pub(super) fn d3_incidents(seed: u64, count: u32, owners: &[String]) -> impl Iterator<Item = D3Incident> {
    let mut random = Random::new(seed);
    let per_day = u64::from(count / 60).max(12);
    (0..u64::from(count)).map(move |at| {
        let day = dates::compact_day(NEWEST_DAY_MS.saturating_sub(at / per_day * DAY_MS));
        let (what, subjects) = random.pick(D3_TITLES).copied().unwrap_or_default();
        let status = word(&mut random, D3_STATUSES);
        let closed = status == "Closed";
        let owner = random.pick(owners).cloned().unwrap_or_default();
        D3Incident {
            title: format!("{what} {}", word(&mut random, subjects)),
            severity: word(&mut random, D3_SEVERITIES),
            conclusion: if closed { "False positive.".to_owned() } else { String::new() },
            required_tasks_pending: !closed && random.chance(0.15),
            required_fields_missing: !closed && random.chance(0.05),
            close_date: closed.then(|| dates::d3_short(NEWEST_DAY_MS)),
            closed_by: closed.then(|| owner.clone()),
            modified_by: closed.then(|| owner.clone()),
            owner,
            status,
            ..D3Incident::new(format!("{day}-{}", FIRST_OF_DAY + at % per_day))
        }
    })
}

fn word(random: &mut Random, words: &[&str]) -> String {
    random.pick(words).copied().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn one_seed_gives_one_world() {
        let owners = ["admin user".to_owned()];
        let world = |seed| d3_incidents(seed, 50, &owners).collect::<Vec<_>>();
        assert_eq!(world(3), world(3));
        assert_ne!(world(3), world(4));
    }

    #[test]
    fn numbers_look_like_the_vendors_and_are_unique() {
        let incidents: Vec<_> = d3_incidents(1, 5_000, &[]).collect();
        assert_eq!(incidents.first().map(|first| first.number.as_str()), Some("20261103-104"));
        let numbers: BTreeSet<_> = incidents.iter().map(|incident| &incident.number).collect();
        assert_eq!(numbers.len(), 5_000);
    }

    #[test]
    fn every_kind_of_incident_occurs() {
        let d3: Vec<_> = d3_incidents(1, 500, &["admin user".to_owned()]).collect();
        for status in D3_STATUSES {
            assert!(d3.iter().any(|incident| incident.status == *status), "{status}");
        }
        assert!(d3.iter().any(|incident| incident.required_tasks_pending));
        assert!(d3.iter().any(|incident| incident.required_fields_missing));
    }
}
