//! D3 incidents generated from a seed: the same seed gives the same incidents.

use super::d3_incident::D3Incident;
use super::dates;
use super::random::Random;

/// 2026-11-03, the day of the newest generated D3 incident; earlier ones go back from here.
const NEWEST_DAY_MS: u64 = 1_793_664_000_000;
const DAY_MS: u64 = 86_400_000;
const HALF_HOUR_MS: u64 = 1_800_000;
/// All incidents of a day come before nine o'clock.
const MORNING_MS: u64 = 9 * 3_600_000;
/// Numbers on one day start here and count up.
const FIRST_OF_DAY: u64 = 104;

const PEOPLE: &[&str] =
    &["Dana Fox", "Ivo Brandt", "Noor Haddad", "Rui Costa", "Aiko Mori", "Paul Lindqvist", "Grace Mensah", "Jan Novak"];
const HOSTS: &[&str] =
    &["FIN-LT-0231", "HR-WS-0077", "DC-SRV-02", "DEV-LT-0419", "SALES-LT-0102", "BUILD-SRV-05", "KIOSK-WS-0013"];
/// What happened, to whom or what, and the type of such incidents.
const D3_TITLES: &[(&str, &[&str], &str)] = &[
    ("Phishing mail reported by", PEOPLE, "Phishing"),
    ("Impossible travel for", PEOPLE, "Suspicious Login"),
    ("Repeated failed logins for", PEOPLE, "Suspicious Login"),
    ("New mailbox forwarding rule of", PEOPLE, "Phishing"),
    ("Privileged group changed by", PEOPLE, "Privilege Escalation"),
    ("Malware quarantined on", HOSTS, "Malware"),
    ("Unusual data transfer from", HOSTS, "Data Loss"),
    ("Suspicious script on", HOSTS, "Malware"),
    ("Beacon-like traffic from", HOSTS, "Malware"),
    ("Disk encryption switched off on", HOSTS, "Policy Violation"),
];
/// Open is more frequent than closed, so that there is work to do.
const D3_STATUSES: &[&str] = &["Open", "Open", "Open", "In Progress", "In Progress", "On Hold", "Closed"];
const D3_SEVERITIES: &[&str] = &["Critical", "High", "High", "Medium", "Medium", "Medium", "Low", "Informational"];

/// D3 incidents, newest day first, with numbers such as `20261103-104`.
pub(super) fn d3_incidents(
    seed: u64,
    count: u32,
    owners: &[String],
    sites: &[String],
) -> impl Iterator<Item = D3Incident> {
    let mut random = Random::new(seed);
    let per_day = u64::from(count / 60).max(12);
    let day_ms = move |at: u64| NEWEST_DAY_MS.saturating_sub(at / per_day * DAY_MS);
    let number = move |at: u64| format!("{}-{}", dates::compact_day(day_ms(at)), FIRST_OF_DAY + at % per_day);
    (0..u64::from(count)).map(move |at| {
        let (what, subjects, incident_type) = random.pick(D3_TITLES).copied().unwrap_or_default();
        let status = word(&mut random, D3_STATUSES);
        let closed = status == "Closed";
        let owner = random.pick(owners).cloned().unwrap_or_default();
        let creation_time = day_ms(at) + at % per_day * (MORNING_MS / per_day);
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
            // Every third is on the next site, and every fifth is linked to the one before it.
            site: word_at(sites, if at % 3 == 2 { at / 3 } else { 0 }),
            incident_type: incident_type.to_owned(),
            description: format!("<p>Found by the rule {incident_type}-{}.</p>", at % 10),
            disposition: if closed { "False Positive".to_owned() } else { String::new() },
            tags: if at % 4 == 1 { vec![incident_type.to_lowercase()] } else { Vec::new() },
            linked_incidents: if at % 5 == 1 { vec![number(at - 1)] } else { Vec::new() },
            modification_time: if closed { creation_time + HALF_HOUR_MS } else { creation_time },
            creation_time,
            ..D3Incident::new(number(at))
        }
    })
}

/// The word at a place, counted in a circle.
fn word_at(words: &[String], at: u64) -> String {
    let place = at.checked_rem(words.len() as u64).unwrap_or(0);
    words.get(usize::try_from(place).unwrap_or(0)).cloned().unwrap_or_default()
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
        let world = |seed| d3_incidents(seed, 50, &owners, &[]).collect::<Vec<_>>();
        assert_eq!(world(3), world(3));
        assert_ne!(world(3), world(4));
    }

    #[test]
    fn numbers_look_like_the_vendors_and_are_unique() {
        let incidents: Vec<_> = d3_incidents(1, 5_000, &[], &[]).collect();
        assert_eq!(incidents.first().map(|first| first.number.as_str()), Some("20261103-104"));
        let numbers: BTreeSet<_> = incidents.iter().map(|incident| &incident.number).collect();
        assert_eq!(numbers.len(), 5_000);
    }

    #[test]
    fn the_days_of_numbers_are_those_of_creation_and_links_name_incidents() {
        let sites = ["North".to_owned(), "South".to_owned()];
        let incidents: Vec<_> = d3_incidents(1, 2_000, &[], &sites).collect();
        let numbers: BTreeSet<_> = incidents.iter().map(|incident| &incident.number).collect();
        for incident in &incidents {
            assert!(incident.number.starts_with(&dates::compact_day(incident.creation_time)), "{incident:?}");
            assert!(incident.linked_incidents.iter().all(|linked| numbers.contains(linked)), "{incident:?}");
        }
        for site in &sites {
            assert!(incidents.iter().any(|incident| incident.site == *site), "{site}");
        }
    }

    #[test]
    fn every_kind_of_incident_occurs() {
        let d3: Vec<_> = d3_incidents(1, 500, &["admin user".to_owned()], &[]).collect();
        for status in D3_STATUSES {
            assert!(d3.iter().any(|incident| incident.status == *status), "{status}");
        }
        assert!(d3.iter().any(|incident| incident.required_tasks_pending));
        assert!(d3.iter().any(|incident| incident.required_fields_missing));
    }
}
