//! What is tried: operations, sizes, limits, guards, disks, networks, and everything that may go wrong with them.

use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use soarwire::{
    AnyTenant, Error, Params, Policy,
    bulk::{BulkOptions, Guard, Plan},
    d3,
    ffi::{AnyOperation, TenantConfig},
    sandbox::Fault,
};

use super::faults;

pub(super) const START_MS: u64 = 1_793_696_706_000;

/// The incident that the others are linked to.
pub(super) const SOURCE: &str = "20261102-900";
/// What a run leaves behind.
pub(super) const TEXT: &str = "By the run.";
pub(super) const OWNER: &str = "Li Wen";
pub(super) const SITE: &str = "Branch Office";
pub(super) const CASE: &str = "20261102-1";
pub(super) const PLAYBOOK: &str = "Contain";
/// A tag that all incidents have.
pub(super) const OLD_TAG: &str = "old";

/// A run, and its world.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) operation: Operation,
    /// Whether it contains a text that accumulates.
    pub(super) appends: bool,
    /// How many incidents there are; the last one is not in the tenant.
    pub(super) count: usize,
    pub(super) chunk: usize,
    pub(super) concurrency: usize,
    pub(super) rate: f64,
    /// Requests a second that the server allows.
    pub(super) limit: Option<u32>,
    pub(super) deadline_ms: Option<u64>,
    pub(super) breaker: u32,
    pub(super) policy: Policy,
    pub(super) cancel_ms: Option<u64>,
    pub(super) is_guarded: bool,
    /// Whether the Xpanse key signs each attempt afresh.
    pub(super) is_advanced: bool,
    pub(super) faults: Vec<Fault>,
    /// A request that names this incident is refused as a whole, with this status.
    pub(super) poison: Vec<(usize, u16)>,
    /// What the network does with each request, over and over.
    pub(super) network: Vec<Way>,
    /// What the disk does with each write, over and over; empty if there is no journal.
    pub(super) disk: Vec<Disk>,
    /// How long the limiter that is shared with others holds each attempt back, over and over; empty if there is none.
    pub(super) limiter: Vec<u64>,
    /// Whether the driver reports what it does not hear in time.
    pub(super) tells_timeouts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    UpdateOwner,
    CloseIncidents,
    LinkToCases,
    RemoveLinks,
    RunPlaybooks,
    UpdateSite,
    SetFields,
    SetEachField,
    AddTags,
    RemoveTags,
    SetField,
    SetHtml,
    UpdateIncident,
    UpdateAlerts,
}

impl Operation {
    pub(super) const ALL: [Operation; 14] = [
        Operation::UpdateOwner,
        Operation::CloseIncidents,
        Operation::LinkToCases,
        Operation::RemoveLinks,
        Operation::RunPlaybooks,
        Operation::UpdateSite,
        Operation::SetFields,
        Operation::SetEachField,
        Operation::AddTags,
        Operation::RemoveTags,
        Operation::SetField,
        Operation::SetHtml,
        Operation::UpdateIncident,
        Operation::UpdateAlerts,
    ];
}

/// What the network does with one request.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// It takes so long to the server, and the answer so long back.
    Works { there_ms: u64, back_ms: u64 },
    /// It never leaves.
    NeverConnects,
    /// The driver withdraws the attempt.
    Withdrawn,
    /// The answer comes and is over the limit.
    TooLarge,
}

/// What the disk does with one write.
#[derive(Clone, Copy, Debug)]
pub(super) enum Disk {
    Writes { ms: u64 },
    Full { ms: u64 },
}

impl Case {
    /// A plain one, for tests that change what they are about.
    pub(super) fn plain(operation: Operation, count: usize, chunk: usize) -> Case {
        Case {
            operation,
            appends: true,
            count,
            chunk,
            concurrency: 2,
            rate: 0.0,
            limit: None,
            deadline_ms: None,
            breaker: 5,
            policy: Policy::default().max_attempts(3),
            cancel_ms: None,
            is_guarded: false,
            is_advanced: false,
            faults: Vec::new(),
            poison: Vec::new(),
            network: vec![Way::Works { there_ms: 0, back_ms: 5 }],
            disk: vec![Disk::Writes { ms: 2 }],
            limiter: Vec::new(),
            tells_timeouts: true,
        }
    }

    pub(super) fn is_d3(&self) -> bool {
        !matches!(self.operation, Operation::UpdateIncident | Operation::UpdateAlerts)
    }

    /// The vendor takes one incident a request.
    pub(super) fn is_single(&self) -> bool {
        use Operation::{AddTags, RemoveTags, SetField, SetHtml, UpdateIncident};
        matches!(self.operation, AddTags | RemoveTags | SetField | SetHtml | UpdateIncident)
    }

    /// All of the same length, so that none is part of another.
    pub(super) fn ids(&self) -> Vec<String> {
        let id = |place: usize| match self.operation {
            Operation::UpdateIncident => format!("{}", 5_100 + place),
            Operation::UpdateAlerts => format!("{}", 70_100 + place),
            _ => format!("20261103-{}", 100 + place),
        };
        (0..self.count).map(id).collect()
    }

    /// Whether the guard holds for the incident at this place.
    pub(super) fn is_held_back(&self, place: usize) -> bool {
        self.is_guarded && place % 3 == 2
    }

    pub(super) fn adds_up(&self) -> bool {
        match self.operation {
            Operation::RunPlaybooks | Operation::SetHtml => true,
            Operation::CloseIncidents | Operation::UpdateIncident | Operation::UpdateAlerts => self.appends,
            _ => false,
        }
    }

    fn params(&self) -> (&'static str, Value) {
        let (id, mut params) = match self.operation {
            Operation::UpdateOwner => ("d3.update_owner", json!({ "owner": OWNER })),
            Operation::CloseIncidents => {
                ("d3.close_incidents", json!({ "bypass_required_tasks": true, "bypass_required_fields": true }))
            }
            Operation::LinkToCases => ("d3.link_to_cases", json!({ "case_numbers": [CASE] })),
            Operation::RemoveLinks => ("d3.remove_links", json!({ "source_incident_number": SOURCE })),
            Operation::RunPlaybooks => ("d3.run_playbooks", json!({ "playbook_names": [PLAYBOOK] })),
            Operation::UpdateSite => ("d3.update_site", json!({ "site": SITE })),
            Operation::SetFields | Operation::SetEachField => ("d3.set_fields", json!({ "fields": { "Title": TEXT } })),
            Operation::AddTags => ("d3.add_tags", json!({ "tags": [TEXT] })),
            Operation::RemoveTags => ("d3.remove_tags", json!({ "tags": [OLD_TAG] })),
            Operation::SetField => ("d3.set_field", json!({ "field": "Title", "value": TEXT })),
            Operation::SetHtml => ("d3.set_html", json!({ "field": "Note", "html": TEXT })),
            Operation::UpdateIncident => ("xpanse.update_incident", json!({ "resolve_comment": TEXT })),
            Operation::UpdateAlerts => ("xpanse.update_alerts", json!({ "severity": "low" })),
        };
        let appended = match self.operation {
            Operation::CloseIncidents => "conclusion",
            Operation::UpdateIncident | Operation::UpdateAlerts => "comment",
            _ => return (id, params),
        };
        if let (true, Some(params)) = (self.appends, params.as_object_mut()) {
            params.insert(appended.to_owned(), json!(TEXT));
        }
        (id, params)
    }

    pub(super) fn plan(&self) -> Result<Plan, Error> {
        let ids = self.ids();
        let plan = if self.operation == Operation::SetEachField {
            let changes = ids.iter().map(|id| d3::FieldChanges::new(id.as_str()).set("Title", format!("{TEXT} {id}")));
            Plan::new(AnyOperation::from(d3::SetFields::new(changes)))?
        } else {
            let (id, params) = self.params();
            let params = Params::from_json(&params.to_string()).unwrap_or_default();
            Plan::from_params(id, params, &ids)?
        };
        let plan = if self.is_single() { plan } else { plan.chunk(self.chunk)? };
        if !self.is_guarded {
            return Ok(plan);
        }
        let (field, value) = match self.operation {
            Operation::UpdateAlerts => ("title", "New"),
            Operation::UpdateIncident => ("status", "new"),
            _ => ("status", "Open"),
        };
        Ok(plan.guard(Guard::new().is_in(field, [value])?))
    }

    pub(super) fn tenant(&self) -> Result<AnyTenant, Error> {
        let config = if self.is_d3() {
            json!({ "base_url": "https://soc.example.com/MainApp/VSOC", "username": "Admin",
                "site": "Security Operations", "auth": { "api_key": "sandbox-d3-key" } })
        } else if self.is_advanced {
            json!({ "fqdn": "acme.example.com",
                "auth": { "key_id": "2", "key": "sandbox-xpanse-advanced-key", "nonce": "n", "now_ms": 0 } })
        } else {
            json!({ "fqdn": "acme.example.com", "auth": { "key_id": "1", "key": "sandbox-xpanse-standard-key" } })
        };
        TenantConfig::from_json(&config.to_string())?.tenant()
    }

    pub(super) fn options(&self) -> BulkOptions {
        let options = BulkOptions::default().concurrency(self.concurrency).breaker(self.breaker).policy(self.policy);
        let options = options.acquires(!self.limiter.is_empty());
        match self.deadline_ms {
            Some(ms) => options.deadline_ms(ms),
            None => options,
        }
    }
}

fn way() -> impl Strategy<Value = Way> {
    let there = prop_oneof![12 => Just(0u64), 4 => 1u64..300, 1 => 300u64..100_000];
    prop_oneof![
        16 => (there, 1u64..400).prop_map(|(there_ms, back_ms)| Way::Works { there_ms, back_ms }),
        1 => Just(Way::NeverConnects),
        1 => Just(Way::Withdrawn),
        1 => Just(Way::TooLarge),
    ]
}

fn disk() -> impl Strategy<Value = Disk> {
    let ms = prop_oneof![8 => 0u64..20, 1 => 20u64..3_000];
    (ms, 0u8..60).prop_map(|(ms, fate)| if fate == 0 { Disk::Full { ms } } else { Disk::Writes { ms } })
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let operation = proptest::sample::select(Operation::ALL.to_vec());
    let rate = prop_oneof![3 => Just(0.0), 2 => 5f64..100.0, 1 => 0.01f64..5.0];
    let limit = prop_oneof![3 => Just(None), 1 => (1u32..5).prop_map(Some)];
    let deadline = prop_oneof![3 => Just(None), 1 => (1u64..60_000).prop_map(Some)];
    let breaker = prop_oneof![2 => Just(5u32), 1 => 0u32..4];
    let policy =
        (1u32..5, prop_oneof![1 => 1u64..20_000, 3 => 20_000u64..300_000], 1u64..90_000, 0u64..3_000, 0u64..30_000)
            .prop_map(|(max_attempts, deadline_ms, attempt_ms, base_ms, cap_ms)| {
                let policy = Policy::default().max_attempts(max_attempts).deadline_ms(deadline_ms);
                policy.attempt_timeout_ms(attempt_ms).backoff_base_ms(base_ms).backoff_cap_ms(cap_ms)
            });
    let cancel = prop_oneof![4 => Just(None), 1 => (0u64..20_000).prop_map(Some)];
    let status = proptest::sample::select(vec![400u16, 404, 413, 422]);
    let poison = prop_oneof![2 => Just(Vec::new()), 1 => vec((0usize..24, status), 1..4)];
    let disk = prop_oneof![1 => Just(Vec::new()), 3 => vec(disk(), 1..12)];
    let limiter = prop_oneof![2 => Just(Vec::new()), 1 => vec(prop_oneof![3 => 0u64..200, 1 => 200u64..30_000], 1..8)];
    let ids: Vec<String> = (0..5).flat_map(|at| [format!("20261103-{}", 100 + at), (5_100 + at).to_string()]).collect();
    (
        (operation, any::<bool>(), 1usize..24, 1usize..10, 1usize..6, rate, limit),
        (deadline, breaker, policy, cancel, proptest::bool::weighted(0.25), any::<bool>(), any::<bool>()),
        (vec(faults::fault(ids), 0..16), poison, vec(way(), 1..12), disk, limiter),
    )
        .prop_map(|(what, how, world)| {
            let (operation, appends, count, chunk, concurrency, rate, limit) = what;
            let (deadline_ms, breaker, policy, cancel_ms, is_guarded, is_advanced, tells_timeouts) = how;
            let (faults, poison, network, disk, limiter) = world;
            Case {
                operation,
                appends,
                count,
                chunk,
                concurrency,
                rate,
                limit,
                deadline_ms,
                breaker,
                policy,
                cancel_ms,
                is_guarded,
                is_advanced,
                faults,
                poison,
                network,
                disk,
                limiter,
                tells_timeouts,
            }
        })
}
