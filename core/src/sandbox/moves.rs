//! A world that moves on its own, as a tenant does while somebody pages through a list of it.

use super::config::Config;
use super::faults::{Change, Pick};
use super::vendor::Vendor;
use super::world::World;

/// What happens to the world once a request was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) change: Change,
    pub(super) incidents: Pick,
}

impl World {
    /// Lets the incidents of a tenant move: those named, or the newest. None of it counts as an effect: no client did it.
    pub(super) fn moves(&mut self, vendor: Vendor, step: &Move, config: &Config, now_ms: u64) {
        match vendor {
            Vendor::D3 => self.move_d3(step, config, now_ms),
            Vendor::Xpanse => self.move_xpanse(step, config, now_ms),
        }
    }

    fn move_xpanse(&mut self, step: &Move, config: &Config, now_ms: u64) {
        let ids = match (&step.incidents, step.change) {
            (Pick::These(ids), _) => ids.clone(),
            (Pick::First(count), Change::Inserted) => {
                for _ in 0..*count {
                    self.insert_xpanse(None, now_ms);
                }
                return;
            }
            (Pick::First(count), _) => self.newest_xpanse(*count),
        };
        for id in ids {
            match step.change {
                Change::Inserted => self.insert_xpanse(Some(id), now_ms),
                Change::Removed => self.remove_xpanse(&id),
                Change::Changed => self.change_xpanse(&id, config, now_ms),
            }
        }
    }

    /// Adds the newest incident, and an alert that belongs to it.
    fn insert_xpanse(&mut self, id: Option<String>, now_ms: u64) {
        let newest = |created: Option<u64>| created.map_or(now_ms, |created| now_ms.max(created.saturating_add(1)));
        let mut incident = self.xpanse.another();
        if let Some(id) = id {
            incident.incident_id = id;
        }
        if self.xpanse.get(&incident.incident_id).is_some() {
            return;
        }
        incident.creation_time = newest(self.xpanse.slots().map(|slot| self.xpanse.times(slot).created).max());
        incident.modification_time = incident.creation_time;
        let mut alert = self.alerts.another();
        alert.case_id = incident.incident_id.parse().ok();
        alert.creation_time = newest(self.alerts.slots().map(|slot| self.alerts.times(slot).created).max());
        alert.modification_time = alert.creation_time;
        self.xpanse.insert(incident);
        self.alerts.insert(alert);
    }

    /// Removes an incident and its alerts.
    fn remove_xpanse(&mut self, id: &str) {
        let alerts: Vec<String> = self.alerts_of(id).iter().map(|alert| alert.alert_id.clone()).collect();
        for alert in alerts {
            self.alerts.remove(&alert);
        }
        self.xpanse.remove(id);
    }

    /// An incident and its alerts get the next status.
    fn change_xpanse(&mut self, id: &str, config: &Config, now_ms: u64) {
        let alerts: Vec<String> = self.alerts_of(id).iter().map(|alert| alert.alert_id.clone()).collect();
        if let Some(incident) = self.xpanse.get_mut(id) {
            incident.status = following(&config.xpanse.statuses, &incident.status);
            incident.modification_time = now_ms;
        }
        for alert in alerts {
            if let Some(alert) = self.alerts.get_mut(&alert) {
                alert.status = following(&config.xpanse.alert_statuses, &alert.status);
                alert.modification_time = now_ms;
            }
        }
    }

    /// The ids of the newest incidents, newest first.
    fn newest_xpanse(&self, count: usize) -> Vec<String> {
        let mut slots: Vec<u64> = self.xpanse.slots().collect();
        slots.sort_by_key(|&slot| std::cmp::Reverse(self.xpanse.times(slot).created));
        slots.into_iter().take(count).filter_map(|slot| Some(self.xpanse.row(slot)?.incident_id.clone())).collect()
    }
}

/// The word after another, the first after the last.
fn following(words: &[String], word: &str) -> String {
    let after = words.iter().position(|one| one == word).map_or(0, |at| at + 1);
    words.get(after).or(words.first()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{NOW, ask, demo, post};
    use crate::sandbox::{Fault, Sandbox, What};

    const PATH: &str = "/public_api/v1/incidents/get_incidents/";

    fn under(fault: &Value) -> Sandbox {
        let mut sandbox = demo();
        sandbox.script(Fault::list_from_json(fault.to_string().as_bytes()).unwrap());
        sandbox
    }

    fn page(sandbox: &mut Sandbox, from: u64) -> Vec<String> {
        let (status, answer) = ask(sandbox, PATH, &json!({ "search_from": from, "search_to": from + 10 }));
        assert_eq!(status, 200);
        let rows = answer["reply"]["incidents"].as_array().unwrap();
        rows.iter().map(|row| row["incident_id"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn an_incident_that_comes_makes_the_next_page_repeat_one() {
        let mut sandbox = under(&json!({ "kind": "world_moves", "change": "inserted" }));
        let (first, second) = (page(&mut sandbox, 0), page(&mut sandbox, 10));
        assert_eq!(second[0], first[9]);
        assert_eq!(page(&mut sandbox, 0)[1..], first[..9]);
        assert!(sandbox.effects().xpanse.is_empty());
        let newest = page(&mut sandbox, 0)[0].clone();
        let (_, answer) =
            ask(&mut sandbox, "/public_api/v1/incidents/get_incident_extra_data/", &json!({ "incident_id": newest }));
        assert_eq!(answer["reply"]["alerts"]["total_count"], json!(1));
    }

    #[test]
    fn an_incident_that_goes_makes_the_next_page_skip_one() {
        let still = {
            let mut sandbox = demo();
            [page(&mut sandbox, 0), page(&mut sandbox, 10)]
        };
        let mut sandbox = under(&json!({ "kind": "world_moves", "change": "removed", "count": 2 }));
        assert_eq!(page(&mut sandbox, 0), still[0]);
        assert_eq!(page(&mut sandbox, 10)[..8], still[1][2..]);
        let snapshot = sandbox.snapshot();
        for id in &still[0][..2] {
            assert!(snapshot.xpanse.iter().all(|row| row.incident_id != *id));
            assert!(snapshot.xpanse_alerts.iter().all(|row| row.case_id != id.parse().ok()));
        }
    }

    #[test]
    fn an_incident_that_changes_leaves_what_it_was_found_by() {
        let mut sandbox =
            under(&json!({ "kind": "world_moves", "change": "changed", "incidents": ["5471", "no-such"] }));
        page(&mut sandbox, 0);
        let snapshot = sandbox.snapshot();
        let row = snapshot.xpanse.iter().find(|row| row.incident_id == "5471").unwrap();
        assert_eq!((row.status.as_str(), row.modification_time), ("under_investigation", NOW));
        let alerts: Vec<_> = snapshot.xpanse_alerts.iter().filter(|row| row.case_id == Some(5471)).collect();
        assert!(alerts.len() == 2 && alerts.iter().all(|row| row.status == "reopened" && row.modification_time == NOW));
    }

    #[test]
    fn the_same_script_moves_the_world_in_the_same_way() {
        let run = || {
            let kinds = ["inserted", "removed", "changed"];
            let fault =
                |kind: &&str| json!({ "kind": "world_moves", "change": kind, "times": null, "probability": 0.4 });
            let mut sandbox = under(&kinds.iter().map(fault).collect());
            let pages: Vec<_> = (0..12).map(|at| page(&mut sandbox, at % 4 * 10)).collect();
            (pages, sandbox.snapshot())
        };
        assert_eq!(run(), run());
        let mut still = demo();
        assert_ne!(run().0, (0..12).map(|at| page(&mut still, at % 4 * 10)).collect::<Vec<_>>());
    }

    #[test]
    fn it_waits_for_a_list_and_lets_the_next_fault_strike_too() {
        let mut sandbox = under(
            &json!([{ "kind": "world_moves", "change": "inserted", "incidents": ["77", "5471"] }, { "kind": "html" }]),
        );
        let before = sandbox.snapshot();
        let headers = [("x-xdr-auth-id", "1"), ("authorization", "sandbox-xpanse-standard-key")];
        let answer = post(&mut sandbox, "/api_keys/validate/", &headers, "");
        assert_eq!((answer.status, sandbox.pending_faults()), (502, 1));
        assert_eq!(sandbox.snapshot(), before);
        sandbox.script(vec![Fault::new(What::CutAfter)]);
        let answer = post(&mut sandbox, PATH, &headers, r#"{"request_data": {}}"#);
        assert!(answer.cut.is_some());
        assert_eq!(sandbox.snapshot().xpanse.len(), before.xpanse.len() + 1, "one of the ids was taken");
        assert_eq!(sandbox.snapshot().xpanse_alerts.len(), before.xpanse_alerts.len() + 1);
        sandbox.reset();
        assert_eq!(sandbox.snapshot(), before);
    }
}
