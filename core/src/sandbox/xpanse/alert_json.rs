//! An alert as the vendor writes it: in the list of alerts, and flat, inside the data of an incident. Many fields have a
//! list in one and a single value in the other.

use serde::Serialize;

use crate::sandbox::alerts::XpanseAlert;
use crate::sandbox::exposures::Exposure;

/// An alert. The types are those of what it can hold several of: lists in the list of alerts, otherwise comma-joined text or
/// single values.
#[derive(Serialize)]
pub(super) struct AlertJson<'a, Words, Number, Units, Assets> {
    external_id: String,
    severity: &'a str,
    matching_status: &'static str,
    end_match_attempt_ts: Option<u64>,
    local_insert_ts: u64,
    last_modified_ts: u64,
    first_observed: u64,
    last_observed: u64,
    event_timestamp: Number,
    case_id: Option<u64>,
    resolution_status: &'static str,
    resolution_comment: Option<&'a str>,
    is_whitelisted: bool,
    starred: bool,
    alert_type: &'static str,
    category: Option<&'a str>,
    event_type: Option<&'a str>,
    action_country: Words,
    action_remote_ip: Option<&'a str>,
    action_remote_port: Option<Number>,
    mitre_tactic_id_and_name: Option<Words>,
    mitre_technique_id_and_name: Option<Words>,
    tags: Words,
    country_codes: Words,
    cloud_providers: Words,
    ipv4_addresses: Option<Words>,
    ipv6_addresses: Option<Words>,
    domain_names: Option<Words>,
    service_ids: Words,
    website_ids: Option<Words>,
    asset_ids: Words,
    port_number: Option<u16>,
    port_protocol: &'static str,
    certificate: Option<Certificate>,
    business_unit_hierarchies: Units,
    asset_identifiers: Assets,
    attack_surface_rule_id: String,
    attack_surface_rule_name: String,
    remediation_guidance: Option<&'a str>,
    cloud_management_status: &'static str,
    integration_source: Option<&'static str>,
    alert_id: &'a str,
    detection_timestamp: u64,
    name: &'a str,
    description: String,
    host_ip: Option<String>,
    host_name: Option<String>,
    endpoint_id: Option<&'a str>,
    source: &'static str,
    action: &'static str,
    action_pretty: &'static str,
    user_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<Event<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events_length: Option<u64>,
}

/// An alert of the list of alerts.
pub(super) type ListedAlert<'a> = AlertJson<'a, Vec<String>, Vec<u64>, [[Unit; 1]; 1], [Asset; 1]>;
/// An alert inside the data of an incident.
pub(super) type FlatAlert<'a> = AlertJson<'a, String, u64, [Unit; 1], Asset>;

#[derive(Serialize)]
struct Event<'a> {
    alert_id: &'a str,
    event_timestamp: u64,
    action_country: &'static str,
    host_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Certificate {
    issuer_name: &'static str,
    subject_name: String,
    valid_not_before: u64,
    valid_not_after: u64,
    serial_number: &'static str,
}

#[derive(Serialize)]
pub(super) struct Unit {
    creation_time: u64,
    family: &'static str,
    family_alias: &'static str,
    id: String,
    name: &'static str,
    parent_id: Option<&'static str>,
    update_time: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asset {
    domain: Option<String>,
    certificate: Option<Certificate>,
    ipv4_address: Option<String>,
    ipv6_address: Option<String>,
    http_path: Option<&'static str>,
    port_number: Option<u16>,
    port_protocol: &'static str,
    first_observed: u64,
    last_observed: u64,
}

impl<'a> ListedAlert<'a> {
    pub(super) fn new(alert: &'a XpanseAlert) -> Self {
        let place = Exposure::new(&alert.name, &alert.alert_id);
        let event = Event {
            alert_id: &alert.alert_id,
            event_timestamp: alert.creation_time,
            action_country: place.country,
            host_name: place.host().map(str::to_owned),
        };
        let shapes = Shapes {
            words: |words: Vec<String>| words,
            number: |number| vec![number],
            units: |unit| [[unit]],
            assets: |asset| [asset],
        };
        Self { events: Some(vec![event]), ..shapes.alert(alert, place) }
    }
}

impl<'a> FlatAlert<'a> {
    pub(super) fn new(alert: &'a XpanseAlert) -> Self {
        let place = Exposure::new(&alert.name, &alert.alert_id);
        let shapes = Shapes {
            words: |words: Vec<String>| words.join(","),
            number: |number| number,
            units: |unit| [unit],
            assets: |asset| asset,
        };
        Self { events_length: Some(1), ..shapes.alert(alert, place) }
    }
}

/// How one of the two kinds writes what may be several.
struct Shapes<Words, Number, Units, Assets> {
    words: fn(Vec<String>) -> Words,
    number: fn(u64) -> Number,
    units: fn(Unit) -> Units,
    assets: fn(Asset) -> Assets,
}

impl<Words, Number, Units, Assets> Shapes<Words, Number, Units, Assets> {
    fn alert(self, alert: &XpanseAlert, place: Exposure) -> AlertJson<'_, Words, Number, Units, Assets> {
        let Self { words, number, units, assets } = self;
        let (created, modified) = (alert.creation_time, alert.modification_time);
        let host = place.host().map(str::to_owned);
        let some_words = |text: &Option<String>| text.clone().map(|text| words(vec![text]));
        AlertJson {
            external_id: place.service_id.clone(),
            severity: &alert.severity,
            matching_status: "MATCHED",
            end_match_attempt_ts: None,
            local_insert_ts: created,
            last_modified_ts: modified,
            first_observed: created,
            last_observed: modified,
            event_timestamp: number(created),
            case_id: alert.case_id,
            resolution_status: read_status(&alert.status),
            resolution_comment: alert.comments.last().map(String::as_str),
            is_whitelisted: false,
            starred: false,
            alert_type: "Unclassified",
            category: None,
            event_type: None,
            action_country: words(vec![place.country.to_owned()]),
            action_remote_ip: None,
            action_remote_port: place.port.map(|port| number(u64::from(port))),
            mitre_tactic_id_and_name: None,
            mitre_technique_id_and_name: None,
            tags: words(place.tags().to_vec()),
            country_codes: words(vec![place.country.to_owned()]),
            cloud_providers: words(vec![place.provider.to_owned()]),
            ipv4_addresses: some_words(&place.ipv4),
            ipv6_addresses: None,
            domain_names: some_words(&place.domain),
            service_ids: words(vec![place.service_id.clone()]),
            website_ids: None,
            asset_ids: words(vec![place.asset_id.clone()]),
            port_number: place.port,
            port_protocol: "TCP",
            certificate: certificate(&place, created),
            business_unit_hierarchies: units(Unit {
                creation_time: created,
                family: "business_units",
                family_alias: "BU",
                id: format!("BU:{}", place.asset_id),
                name: place.unit,
                parent_id: None,
                update_time: created,
            }),
            asset_identifiers: assets(Asset {
                domain: place.domain.clone(),
                certificate: certificate(&place, created),
                ipv4_address: place.ipv4.clone(),
                ipv6_address: None,
                http_path: None,
                port_number: place.port,
                port_protocol: "TCP",
                first_observed: created,
                last_observed: modified,
            }),
            attack_surface_rule_id: place.rule_id(),
            attack_surface_rule_name: place.rule.clone(),
            remediation_guidance: None,
            cloud_management_status: place.management,
            integration_source: place.integration,
            alert_id: &alert.alert_id,
            detection_timestamp: created,
            name: &alert.name,
            description: format!("This alert flags: {}.", place.rule),
            host_ip: place.ipv4.clone(),
            host_name: host,
            endpoint_id: None,
            source: "ASM",
            action: "NOT_AVAILABLE",
            action_pretty: "N/A",
            user_name: None,
            events: None,
            events_length: None,
        }
    }
}

fn certificate(place: &Exposure, created: u64) -> Option<Certificate> {
    const YEAR_MS: u64 = 365 * 86_400_000;
    place.domain.clone().map(|subject_name| Certificate {
        issuer_name: "Example Trust CA",
        subject_name,
        valid_not_before: created.saturating_sub(YEAR_MS),
        valid_not_after: created,
        serial_number: "13753674210934031867582050232",
    })
}

/// The third spelling of a status, which is only read. Sources show one word for everything resolved.
fn read_status(status: &str) -> &'static str {
    match status {
        "new" | "reopened" => "STATUS_010_NEW",
        "under_investigation" => "STATUS_020_UNDER_INVESTIGATION",
        _ => "STATUS_070_RESOLVED_OTHER",
    }
}
