//! What is tried: operations, keys, limits, faults, and everything else that may happen to a call.

use std::collections::BTreeSet;

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use soarwire::Policy;

pub(super) const START_MS: u64 = 1_793_696_706_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// How the clocks of drivers are wrong. An advanced key is refused for that.
pub(super) const OFFSETS: [i64; 3] = [0, 2 * HOUR_MS, -HOUR_MS];

pub(super) const D3_NUMBERS: [&str; 6] =
    ["20261103-101", "20261103-102", "20261103-103", "20261103-104", "20261103-105", "20261103-999"];
pub(super) const XPANSE_IDS: [&str; 4] = ["5471", "5472", "602", "99"];
pub(super) const ALERT_IDS: [&str; 3] = ["701", "702", "799"];

/// One call on its way.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) operation: Operation,
    /// Whether it contains a text that accumulates.
    pub(super) appends: bool,
    /// The incidents, as places in the lists above.
    pub(super) incidents: Vec<usize>,
    pub(super) key: usize,
    pub(super) policy: Policy,
    pub(super) begins_ms: u64,
    pub(super) offset: usize,
    pub(super) lateness_ms: u64,
    pub(super) fate: Fate,
    /// When that happens, after the call's start.
    pub(super) fate_ms: u64,
    /// What the transport does with each attempt; the last one goes on.
    pub(super) transports: Vec<Transport>,
    /// From this attempt on there is no nonce.
    pub(super) nonces: u32,
    /// Whether its driver also makes reports that it must not make.
    pub(super) confused: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    UpdateOwner,
    CloseIncidents,
    LinkToCases,
    CloseIncident,
    AddTags,
    UpdateSite,
    SetHtml,
    RunPlaybooks,
    CreateIncident,
    UpdateIncident,
    UpdateAlerts,
    GetIncidents,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    Lives,
    Cancelled,
    Dropped,
    ClockSet { offset: usize },
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Transport {
    Works,
    NeverConnects,
    /// The driver withdraws the attempt.
    Withdrawn,
    /// The answer comes and is over the limit.
    TooLarge,
}

impl Plan {
    pub(super) fn is_d3(&self) -> bool {
        !matches!(self.operation, Operation::UpdateIncident | Operation::UpdateAlerts | Operation::GetIncidents)
    }

    pub(super) fn id(&self) -> &'static str {
        match self.operation {
            Operation::UpdateOwner => "d3.update_owner",
            Operation::CloseIncidents => "d3.close_incidents",
            Operation::LinkToCases => "d3.link_to_cases",
            Operation::CloseIncident => "d3.close_incident",
            Operation::AddTags => "d3.add_tags",
            Operation::UpdateSite => "d3.update_site",
            Operation::SetHtml => "d3.set_html",
            Operation::RunPlaybooks => "d3.run_playbooks",
            Operation::CreateIncident => "d3.create_incident",
            Operation::UpdateAlerts => "xpanse.update_alerts",
            Operation::UpdateIncident => "xpanse.update_incident",
            Operation::GetIncidents => "xpanse.get_incidents",
        }
    }

    /// The parameters of the call with this index: whatever it leaves behind says whose it is.
    pub(super) fn params(&self, index: usize) -> Value {
        let numbers: Vec<&str> = self.incidents.iter().filter_map(|at| D3_NUMBERS.get(*at).copied()).collect();
        let mut params = match self.operation {
            Operation::UpdateOwner => json!({ "incident_numbers": numbers, "owner": owner(index) }),
            Operation::CloseIncidents => {
                json!({ "incident_numbers": numbers, "bypass_required_tasks": index.is_multiple_of(2) })
            }
            Operation::LinkToCases => json!({ "incident_numbers": numbers, "case_numbers": [case(index)] }),
            Operation::CloseIncident | Operation::GetIncidents => json!({}),
            Operation::AddTags => json!({ "incident_number": numbers.first(), "tags": [text(index)] }),
            Operation::UpdateSite => json!({ "incident_numbers": numbers, "site": site(index) }),
            Operation::SetHtml => json!({ "incident_number": numbers.first(), "field": "Note", "html": text(index) }),
            Operation::RunPlaybooks => json!({ "incident_numbers": numbers, "playbook_names": [playbook(index)] }),
            Operation::CreateIncident => json!({ "incident_type": "Phishing", "title": text(index) }),
            Operation::UpdateAlerts => json!({ "alert_ids": self.alerts(), "status": "under_investigation" }),
            Operation::UpdateIncident => {
                let id = self.incidents.first().and_then(|at| XPANSE_IDS.get(at % XPANSE_IDS.len()));
                json!({ "incident_id": id, "resolve_comment": text(index) })
            }
        };
        let appended = match self.operation {
            Operation::CloseIncidents => "conclusion",
            Operation::CloseIncident => "note",
            Operation::UpdateIncident | Operation::UpdateAlerts => "comment",
            _ => return params,
        };
        if let (true, Some(params)) = (self.appends, params.as_object_mut()) {
            params.insert(appended.to_owned(), json!(text(index)));
        }
        params
    }

    /// The alerts of a call that is about alerts.
    pub(super) fn alerts(&self) -> BTreeSet<&'static str> {
        self.incidents.iter().filter_map(|at| ALERT_IDS.get(at % ALERT_IDS.len()).copied()).collect()
    }

    /// The tenant with one of the kinds of keys, some of which the sandbox refuses.
    pub(super) fn tenant(&self) -> Value {
        if self.is_d3() {
            let auth = match self.key % 5 {
                0 => json!({ "api_key": "sandbox-d3-key" }),
                1 => json!({ "api_keys": { "*": "sandbox-d3-key" } }),
                2 => json!({ "jwt": "sandbox.d3.jwt" }),
                3 => json!({ "api_key": "another-key" }),
                _ => Value::Null,
            };
            let base = if auth.is_null() { "/MainApp/VSOC" } else { "https://soc.example.com/MainApp/VSOC" };
            return json!({ "base_url": base, "username": "Admin", "site": "Security Operations", "auth": auth });
        }
        let auth = match self.key % 4 {
            0 => json!({ "key_id": "1", "key": "sandbox-xpanse-standard-key" }),
            1 | 2 => json!({ "key_id": "2", "key": "sandbox-xpanse-advanced-key", "nonce": "n", "now_ms": 0 }),
            _ => json!({ "key_id": "9", "key": "another", "nonce": "n", "now_ms": 0 }),
        };
        json!({ "fqdn": "acme.example.com", "auth": auth })
    }
}

pub(super) fn owner(index: usize) -> String {
    format!("Owner {index}")
}

pub(super) fn site(index: usize) -> &'static str {
    if index.is_multiple_of(2) { "Security Operations" } else { "Branch Office" }
}

pub(super) fn playbook(index: usize) -> String {
    format!("Playbook {index}")
}

pub(super) fn case(index: usize) -> String {
    format!("20261102-{index}")
}

pub(super) fn text(index: usize) -> String {
    format!("By call {index}.")
}

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    use Operation::{
        AddTags, CloseIncident, CloseIncidents, CreateIncident, GetIncidents, LinkToCases, RunPlaybooks, SetHtml,
        UpdateAlerts, UpdateIncident, UpdateOwner, UpdateSite,
    };
    let operation = proptest::sample::select(vec![
        UpdateOwner,
        CloseIncidents,
        LinkToCases,
        CloseIncident,
        AddTags,
        UpdateSite,
        SetHtml,
        RunPlaybooks,
        CreateIncident,
        UpdateIncident,
        UpdateAlerts,
        GetIncidents,
    ]);
    let key = prop_oneof![6 => Just(0usize), 4 => 0usize..20];
    let policy =
        (1u32..7, prop_oneof![1 => 1u64..20_000, 3 => 20_000u64..600_000], 1u64..90_000, 0u64..3_000, 0u64..30_000);
    let policy = policy.prop_map(|(max_attempts, deadline_ms, attempt_timeout_ms, backoff_base_ms, backoff_cap_ms)| {
        let policy = Policy::default().max_attempts(max_attempts).deadline_ms(deadline_ms);
        policy.attempt_timeout_ms(attempt_timeout_ms).backoff_base_ms(backoff_base_ms).backoff_cap_ms(backoff_cap_ms)
    });
    let fate = prop_oneof![
        6 => Just(Fate::Lives),
        1 => Just(Fate::Cancelled),
        1 => Just(Fate::Dropped),
        1 => (0..OFFSETS.len()).prop_map(|offset| Fate::ClockSet { offset }),
    ];
    let transport = prop_oneof![
        8 => Just(Transport::Works),
        1 => Just(Transport::NeverConnects),
        1 => Just(Transport::Withdrawn),
        1 => Just(Transport::TooLarge),
    ];
    let lateness = prop_oneof![4 => Just(0u64), 1 => 0u64..2_000];
    let offset = prop_oneof![6 => Just(0), 1 => 0..OFFSETS.len()];
    let incidents = vec(0..D3_NUMBERS.len(), 1..4);
    let nonces = prop_oneof![8 => Just(u32::MAX), 1 => 0u32..3];
    (
        (operation, any::<bool>(), incidents, key, policy, 0u64..30_000),
        (offset, lateness, fate, 0u64..60_000, vec(transport, 1..4), nonces, any::<bool>()),
    )
        .prop_map(|(what, how)| {
            let (operation, appends, incidents, key, policy, begins_ms) = what;
            let (offset, lateness_ms, fate, fate_ms, transports, nonces, confused) = how;
            Plan {
                operation,
                appends,
                incidents,
                key,
                policy,
                begins_ms,
                offset,
                lateness_ms,
                fate,
                fate_ms,
                transports,
                nonces,
                confused,
            }
        })
}
