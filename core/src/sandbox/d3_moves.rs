//! How the incidents of the D3 tenant move on their own: see [`Move`].

use super::config::Config;
use super::d3_incident::D3Incident;
use super::faults::{Change, Pick};
use super::moves::Move;
use super::world::World;

/// D3's dates have no fractions of a second.
const SECOND_MS: u64 = 1_000;

impl World {
    pub(super) fn move_d3(&mut self, step: &Move, config: &Config, now_ms: u64) {
        let numbers = match (&step.incidents, step.change) {
            (Pick::These(numbers), _) => numbers.clone(),
            (Pick::First(count), Change::Inserted) => {
                for _ in 0..*count {
                    self.insert_d3(None, config, now_ms);
                }
                return;
            }
            (Pick::First(count), _) => {
                self.d3_newest_first().into_iter().take(*count).map(|incident| incident.number.clone()).collect()
            }
        };
        for number in numbers {
            match (step.change, self.d3.get_mut(&number)) {
                (Change::Inserted, _) => self.insert_d3(Some(number), config, now_ms),
                (Change::Removed, _) => self.d3.remove(&number),
                (Change::Changed, Some(incident)) => {
                    let next = if incident.status == "Open" { "In Progress" } else { "Open" };
                    next.clone_into(&mut incident.status);
                    incident.modification_time = now_ms.max(incident.creation_time);
                }
                (Change::Changed, None) => {}
            }
        }
    }

    /// Adds the newest incident, a second after the one before it: a span of time that has that one may well have both.
    fn insert_d3(&mut self, number: Option<String>, config: &Config, now_ms: u64) {
        let newest = self.d3.rows().iter().map(|incident| incident.creation_time).max();
        let created = newest.map_or(now_ms, |newest| newest.saturating_add(SECOND_MS));
        let mut incident = D3Incident::new(number.unwrap_or_else(|| self.d3.unused_number(created)));
        incident.site = config.d3.sites.first().cloned().unwrap_or_default();
        incident.creation_time = created;
        incident.modification_time = created;
        self.d3.push(incident);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{NOW, body, command, demo};
    use crate::sandbox::{Fault, Sandbox};

    fn under(fault: &Value) -> Sandbox {
        let mut sandbox = demo();
        sandbox.script(Fault::list_from_json(fault.to_string().as_bytes()).unwrap());
        sandbox
    }

    fn page(sandbox: &mut Sandbox, index: u64) -> Vec<String> {
        let params = json!({ "Start Time": "2026-01-01 00:00:00", "End Time": "2026-12-31 00:00:00",
            "Page Index": index, "Page Size": 10 });
        let answer = body(&command(sandbox, "GetIncidents", &params));
        let rows = answer["rawData"]["incidents"].as_array().unwrap();
        rows.iter().map(|row| row["IR Number"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn one_that_comes_makes_the_next_page_repeat_one_and_one_that_goes_makes_it_skip_one() {
        let mut still = demo();
        let [first, second] = [page(&mut still, 0), page(&mut still, 1)];
        let mut sandbox = under(&json!({ "kind": "world_moves", "change": "inserted", "on": "d3.get_incidents" }));
        assert_eq!(page(&mut sandbox, 0), first);
        assert_eq!(page(&mut sandbox, 1)[..2], [first[9].clone(), second[0].clone()]);
        assert_eq!(page(&mut sandbox, 0)[1..], first[..9]);

        let mut sandbox = under(&json!({ "kind": "world_moves", "change": "removed", "count": 2 }));
        assert_eq!(page(&mut sandbox, 0), first);
        assert_eq!(page(&mut sandbox, 1)[..8], second[2..]);
        assert!(sandbox.effects().d3.is_empty(), "no client did it");
    }

    #[test]
    fn those_named_change_and_come_by_their_names() {
        let mut sandbox = under(&json!([
            { "kind": "world_moves", "change": "changed", "incidents": ["20261103-104", "NO-SUCH"] },
            { "kind": "world_moves", "change": "inserted", "incidents": ["A-1", "20261103-104"] },
            { "kind": "world_moves", "change": "removed", "incidents": ["20261103-105", "NO-SUCH"] },
        ]));
        let before = sandbox.snapshot();
        page(&mut sandbox, 0);
        assert_eq!(sandbox.pending_faults(), 0, "one request, three moves");
        let after = sandbox.snapshot().d3;
        assert_eq!((after[0].status.as_str(), after[0].modification_time), ("In Progress", NOW));
        assert_eq!(after.len(), before.d3.len());
        let new = after.last().unwrap();
        assert_eq!((new.number.as_str(), new.site.as_str()), ("A-1", "Security Operations"));
        assert_eq!(page(&mut sandbox, 0)[0], "A-1");
        assert!(after.iter().all(|incident| incident.number != "20261103-105"));
    }

    #[test]
    fn an_empty_world_takes_a_new_one() {
        let mut sandbox = under(&json!([
            { "kind": "world_moves", "change": "removed", "count": 4_000_000_000_u32 },
            { "kind": "world_moves", "change": "changed" },
            { "kind": "world_moves", "change": "inserted" },
        ]));
        page(&mut sandbox, 0);
        assert_eq!(page(&mut sandbox, 0), ["20261103-1"]);
    }
}
