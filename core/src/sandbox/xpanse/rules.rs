//! What incidents and alerts can be filtered and sorted by, as the vendor documents it.

use std::borrow::Cow;

use super::filter::{Held, Rule, Test};
use super::listing::Listed;
use crate::sandbox::alerts::XpanseAlert;
use crate::sandbox::exposures::Exposure;
use crate::sandbox::incidents::XpanseIncident;
use crate::sandbox::store::{Generated, Store};
use crate::sandbox::table::Identified;

const WORDS: &[Test] = &[Test::InTexts];
const NUMBERS: &[Test] = &[Test::InIntegers];
const TIME: &[Test] = &[Test::AtLeast, Test::AtMost];
const SEEN: &[Test] = &[Test::AtLeast, Test::AtMost, Test::Range, Test::Recent];
/// From the least severe up.
const SEVERITIES: &[&str] = &["unknown", "informational", "low", "medium", "high", "critical"];

fn place(incident: &XpanseIncident) -> Exposure {
    Exposure::new(&incident.name, &incident.incident_id)
}

fn alert_place(alert: &XpanseAlert) -> Exposure {
    Exposure::new(&alert.name, &alert.alert_id)
}

fn words(words: impl IntoIterator<Item = impl Into<String>>) -> Held<'static> {
    Held::Texts(words.into_iter().map(Into::into).collect())
}

impl Listed for XpanseIncident {
    const RULES: &'static [Rule<Self>] = &[
        Rule { field: "incident_id_list", tests: WORDS, held: |row| Held::Text(Cow::Borrowed(&row.incident_id)) },
        Rule {
            field: "incident_id",
            tests: &[Test::Is, Test::IsNot, Test::InTexts],
            held: |row| Held::Text(Cow::Borrowed(&row.incident_id)),
        },
        Rule {
            field: "description",
            tests: &[Test::InTexts, Test::Contains],
            held: |row| Held::Text(Cow::Borrowed(&row.name)),
        },
        Rule { field: "status", tests: &[Test::Is, Test::IsNot], held: |row| Held::Text(Cow::Borrowed(&row.status)) },
        Rule { field: "starred", tests: &[Test::IsFlag, Test::IsNotFlag], held: |row| Held::Flag(row.starred) },
        Rule { field: "alert_sources", tests: WORDS, held: |_| Held::Text(Cow::Borrowed("ASM")) },
        Rule { field: "creation_time", tests: TIME, held: |row| Held::Number(row.creation_time) },
        Rule { field: "modification_time", tests: TIME, held: |row| Held::Number(row.modification_time) },
        Rule {
            field: "cloud_management_status",
            tests: &[Test::InTexts, Test::Is],
            held: |row| Held::Text(Cow::Borrowed(place(row).management)),
        },
        Rule { field: "integration_source", tests: WORDS, held: |row| words(place(row).integration) },
    ];

    fn sort_key(field: &str) -> Option<fn(&Store<Self>, u64) -> u64> {
        Some(match field {
            "creation_time" => created,
            "modification_time" => modified,
            "severity" => |store, slot| store.row(slot).map_or(0, |row| rank(&row.severity)),
            "incident_id" => |store, slot| store.row(slot).map_or(0, |row| row.id().parse().unwrap_or(0)),
            _ => return None,
        })
    }
}

impl Listed for XpanseAlert {
    const RULES: &'static [Rule<Self>] = &[
        Rule { field: "alert_id_list", tests: NUMBERS, held: |row| number(row.alert_id.parse().ok()) },
        Rule { field: "case_id_list", tests: NUMBERS, held: |row| number(row.case_id) },
        Rule { field: "external_id_list", tests: WORDS, held: |row| words([alert_place(row).service_id]) },
        Rule { field: "severity", tests: WORDS, held: |row| Held::Text(Cow::Borrowed(&row.severity)) },
        Rule { field: "status", tests: WORDS, held: |row| Held::Text(Cow::Borrowed(&row.status)) },
        Rule { field: "alert_source", tests: WORDS, held: |_| Held::Text(Cow::Borrowed("ASM")) },
        Rule { field: "creation_time", tests: TIME, held: |row| Held::Number(row.creation_time) },
        Rule { field: "server_creation_time", tests: TIME, held: |row| Held::Number(row.creation_time) },
        Rule { field: "last_modified_ts", tests: TIME, held: |row| Held::Number(row.modification_time) },
        Rule { field: "first_observed", tests: SEEN, held: |row| Held::Number(row.creation_time) },
        Rule { field: "last_observed", tests: SEEN, held: |row| Held::Number(row.modification_time) },
        Rule {
            field: "business_units_list",
            tests: WORDS,
            held: |row| {
                let unit = alert_place(row).unit;
                words([unit.to_owned(), format!("BU:{unit}")])
            },
        },
        Rule { field: "tags", tests: WORDS, held: |row| words(alert_place(row).tags()) },
        Rule { field: "host_name", tests: WORDS, held: |row| words(alert_place(row).host().map(str::to_owned)) },
        Rule { field: "attack_surface_rule_id", tests: WORDS, held: |row| words([alert_place(row).rule_id()]) },
        Rule { field: "attack_surface_rule_name", tests: WORDS, held: |row| words([alert_place(row).rule]) },
        Rule { field: "xpanse_policy_id", tests: WORDS, held: |row| words([alert_place(row).rule_id()]) },
        Rule { field: "cloud_management_status", tests: WORDS, held: |row| words([alert_place(row).management]) },
        Rule { field: "integration_source", tests: WORDS, held: |row| words(alert_place(row).integration) },
        Rule { field: "asm_alert_categories", tests: WORDS, held: |_| Held::Nothing },
        Rule { field: "aws_cloud_tags", tests: WORDS, held: |_| Held::Nothing },
        Rule { field: "gcp_cloud_tags", tests: WORDS, held: |_| Held::Nothing },
        Rule { field: "azure_cloud_tags", tests: WORDS, held: |_| Held::Nothing },
    ];

    fn sort_key(field: &str) -> Option<fn(&Store<Self>, u64) -> u64> {
        Some(match field {
            "creation_time" | "server_creation_time" => created,
            "severity" => |store, slot| store.row(slot).map_or(0, |row| rank(&row.severity)),
            _ => return None,
        })
    }
}

fn number(number: Option<u64>) -> Held<'static> {
    number.map_or(Held::Nothing, Held::Number)
}

fn created<T: Generated>(store: &Store<T>, slot: u64) -> u64 {
    store.times(slot).created
}

fn modified<T: Generated>(store: &Store<T>, slot: u64) -> u64 {
    store.times(slot).modified
}

fn rank(severity: &str) -> u64 {
    SEVERITIES.iter().position(|known| *known == severity).map_or(0, |at| at as u64 + 1)
}
