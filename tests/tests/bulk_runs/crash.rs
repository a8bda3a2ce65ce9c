//! Every prefix of a recorded journal is a crash: the run goes on, appends nothing twice, and loses nothing.

use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestCaseResult},
};

use super::{
    plan::{Case, Disk, Operation, Way},
    world::{Moment, World, fail, read},
};

/// A recorded run: its journal, and what the tenants had done each time that a write began or ended.
struct Recorded {
    case: Case,
    disk: Vec<u8>,
    moments: Vec<Moment>,
}

fn record(case: &Case) -> Result<Recorded, TestCaseError> {
    let mut world = World::new(case)?;
    world.moments = Some(Vec::new());
    world.run(u64::MAX)?;
    let _ = world.check()?;
    let moments = world.moments.take().unwrap_or_default();
    Ok(Recorded { case: case.clone(), disk: world.disk, moments })
}

impl Recorded {
    /// What the tenants may have done when so many bytes were on disk: the least and the most.
    fn moments(&self, cut: usize) -> [&Moment; 2] {
        // The write to which the last byte belongs had begun, and the next one had not ended.
        let began = self.moments.iter().rev().find(|moment| moment.disk < cut);
        let ended = self.moments.iter().find(|moment| moment.disk > cut).or(self.moments.last());
        let first = &self.moments[0];
        [began.unwrap_or(first), ended.unwrap_or(first)]
    }

    /// Where each line ends, that of the plan and those behind it.
    fn ends(&self) -> Vec<usize> {
        let ends = self.disk.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        ends.filter(|end| read(&self.disk[..*end]).is_ok()).collect()
    }
}

/// Goes on from what is on disk, to the end.
fn resume(case: &Case, moment: &Moment, disk: &[u8]) -> Result<World, TestCaseError> {
    let mut case = case.clone();
    case.cancel_ms = None;
    let mut world = World::resume(&case, moment, disk, false)?;
    world.moments = Some(Vec::new());
    world.run(u64::MAX)?;
    let report = world.check()?;
    // Nothing is lost: what may have been sent before is sent again, or read back, and all the rest is sent.
    if report.stopped().is_none() {
        let journal = read(disk).map_err(fail)?;
        for (before, row) in journal.report().rows().zip(report.rows()) {
            prop_assert!(row.outcome.name() != "not_attempted", "{} is {:?}", row.id, row.outcome);
            if case.adds_up() && before.outcome.name() == "unknown" && journal.end() != Some("done") {
                prop_assert!(row.settled.is_some(), "{} was not read back", row.id);
            }
        }
    }
    Ok(world)
}

/// A prefix says what its whole lines say, with zeros behind it, too, and nothing is sent while the plan is not complete.
fn check_every_byte(recorded: &Recorded) -> TestCaseResult {
    let ends = recorded.ends();
    let first = ends.first().copied().unwrap_or_default();
    for cut in 0..=recorded.disk.len() {
        let prefix = &recorded.disk[..cut];
        let zeros = [prefix, &[0; 700]].concat();
        let [plain, filled] = [read(prefix), read(&zeros)];
        if cut < first {
            prop_assert!(plain.is_err() && filled.is_err(), "a plan that ends at {} of {}", cut, first);
            prop_assert!(recorded.moments(cut)[1].truth.sent.is_empty());
            continue;
        }
        let sound = ends.iter().rev().find(|end| **end <= cut).copied().unwrap_or_default();
        for journal in [plain.map_err(fail)?, filled.map_err(fail)?] {
            prop_assert_eq!(journal.sound_bytes() as usize, sound, "cut at {}", cut);
        }
    }
    Ok(())
}

/// Goes on from the end of each line, as it is after any byte of the next; and from the end of each line of that, again.
fn check_every_line(recorded: &Recorded, is_deep: bool) -> TestCaseResult {
    for end in recorded.ends() {
        for moment in recorded.moments(end) {
            let case = &recorded.case;
            let world = resume(case, moment, &recorded.disk[..end]).map_err(|error| at(end, &error))?;
            if !is_deep {
                continue;
            }
            let disk = world.disk.clone();
            let again = Recorded { case: case.clone(), disk, moments: world.moments.unwrap_or_default() };
            for second in again.ends().into_iter().filter(|second| *second > end) {
                for moment in again.moments(second) {
                    resume(case, moment, &again.disk[..second]).map_err(|error| at(end, &at(second, &error)))?;
                }
            }
        }
    }
    Ok(())
}

fn at(end: usize, error: &TestCaseError) -> TestCaseError {
    TestCaseError::fail(format!("cut at {end}: {error}"))
}

/// Runs with everything in them that leaves something in a journal.
fn recorded() -> Vec<Case> {
    let faults = |json: &str| soarwire::sandbox::Fault::list_from_json(json.as_bytes()).unwrap_or_default();
    let mut cases = Vec::new();
    for operation in Operation::ALL {
        let mut case = Case::plain(operation, 7, 3);
        case.poison = vec![(4, 422)];
        case.faults = faults(
            r#"[{"kind": "cut_after"}, {"kind": "rate_limited", "retry_after": 1}, {"kind": "delay", "ms": 400},
                {"kind": "server_error", "after_effect": true}, {"kind": "cut_before"}, {"kind": "truncated_json"}]"#,
        );
        cases.push(case);
    }
    let mut guarded = Case::plain(Operation::CloseIncidents, 9, 3);
    guarded.is_guarded = true;
    guarded.poison = vec![(0, 400)];
    cases.push(guarded.clone());
    (guarded.operation, guarded.appends) = (Operation::UpdateOwner, false);
    cases.push(guarded);
    let mut cancelled = Case::plain(Operation::RunPlaybooks, 9, 1);
    (cancelled.cancel_ms, cancelled.network) =
        (Some(20), vec![Way::Works { there_ms: 0, back_ms: 9 }, Way::NeverConnects]);
    cases.push(cancelled);
    cases
}

#[test]
fn every_prefix_of_a_journal_is_a_crash() -> TestCaseResult {
    for case in recorded() {
        let recorded = record(&case)?;
        assert!(recorded.ends().len() > 5, "{:?}", case.operation);
        check_every_byte(&recorded)?;
        let is_deep = case.is_guarded && case.appends || case.operation == Operation::UpdateIncident;
        check_every_line(&recorded, is_deep).map_err(|error| fail(format!("{:?}: {error}", case.operation)))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(super::cases(400))]

    /// Killed at any moment, with any part of what was being written on disk, again and again; what was under way arrives later.
    #[test]
    fn a_run_that_is_killed_goes_on(
        mut case in super::case(),
        kills in proptest::collection::vec((0u64..60, 0.0f64..1.0, any::<bool>(), any::<bool>()), 1..5),
    ) {
        if case.disk.is_empty() {
            case.disk.push(Disk::Writes { ms: 1 });
        }
        let mut world = World::new(&case)?;
        for (events, part, is_late, is_filled) in kills {
            if world.run(events)? {
                break;
            }
            let (moment, mut disk) = world.kill(part);
            if is_filled {
                disk.extend([0; 300]);
            }
            if read(&disk).is_err() {
                // Nothing was sent: the run is begun anew.
                prop_assert!(moment.truth.sent.is_empty(), "something was sent without a plan");
                return Ok(());
            }
            world = World::resume(&case, &moment, &disk, is_late)?;
        }
        world.run(u64::MAX)?;
        let _ = world.check()?;
    }
}
