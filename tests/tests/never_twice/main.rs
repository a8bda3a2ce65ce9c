//! Laws 2 and 3: a reported success happened, and what accumulates is never repeated once it may have been carried out.
//!
//! Many calls share one pacer and the sandbox's tenants, in virtual time: all operations, all kinds of keys, all faults of
//! the sandbox, transports that fail, calls that are cancelled, withdrawn and dropped, reports of stale attempts, clocks
//! that are set. In the end every report is compared with what the tenants actually did.
#![allow(clippy::indexing_slicing, reason = "every index is that of a driver or of a constant list")]

#[path = "../faults/mod.rs"]
mod faults;
mod plan;
mod truth;
mod world;

use faults::fault;
use plan::{D3_NUMBERS, Operation, Plan, plan};
use proptest::{collection::vec, prelude::*, test_runner::TestCaseError};
use soarwire::{AnyAnswer, Effect, Error, Family, Kind, Report, sandbox::Fault};
use truth::{PLAYBOOK, appended};
use world::{Driver, World};

fn check(plans: &[Plan], faults: Vec<Fault>, rate: f64, limit: Option<u32>) -> Result<(), TestCaseError> {
    let mut world = World::new(plans, faults, rate, limit)?;
    world.run(rate)?;
    for (index, driver) in world.drivers.iter().enumerate() {
        let times = appended(&world.sandbox, index);
        check_appended(driver, times)?;
        match &driver.result {
            Some(Ok(AnyAnswer::Report(report))) => check_report(driver, report)?,
            Some(Ok(AnyAnswer::Created(created))) => {
                prop_assert!(times == 1, "{created:?} is there {times} times");
            }
            Some(Ok(_)) => prop_assert!(driver.effect == Effect::Reads && driver.sent > 0, "another answer"),
            Some(Err(error)) => check_error(driver, error)?,
            None => prop_assert!(matches!(driver.plan.fate, plan::Fate::Dropped), "a call without an end"),
        }
    }
    prop_assert!(world.sandbox.effects().duplicates().is_empty());
    Ok(())
}

/// However the call ended, its text is in the tenant at most once.
fn check_appended(driver: &Driver, times: usize) -> Result<(), TestCaseError> {
    prop_assert!(times <= 1, "appended {times} times");
    if driver.effect == Effect::Appends {
        prop_assert!(driver.truth.done.values().all(|attempts| *attempts <= 1), "done twice: {:?}", driver.truth.done);
    }
    Ok(())
}

fn check_report(driver: &Driver, report: &Report) -> Result<(), TestCaseError> {
    // The report about an incident that nobody names is about the playbook's.
    let real = |id: &str| if id.is_empty() { PLAYBOOK.to_owned() } else { id.to_owned() };
    let is_itemised = matches!(
        driver.plan.operation,
        Operation::UpdateOwner | Operation::CloseIncidents | Operation::CloseIncident | Operation::UpdateSite
    );
    for id in report.succeeded() {
        prop_assert!(driver.truth.last.contains(&real(id)), "{id}: a success that never happened");
        prop_assert!(!is_itemised || driver.answer.contains(id), "{id}: a success that nobody stated");
    }
    for failed in report.failed() {
        prop_assert!(!driver.truth.last.contains(&real(failed.id)), "{}: failed, and done", failed.id);
    }
    prop_assert_eq!(report.counts().unknown, 0);
    prop_assert!(driver.sent > 0);
    Ok(())
}

fn check_error(driver: &Driver, error: &Error) -> Result<(), TestCaseError> {
    prop_assert_eq!(error.attempts(), driver.sent);
    prop_assert_eq!(error.maybe_executed(), driver.open, "{}", error);
    prop_assert!(driver.open || driver.truth.done.is_empty(), "{error}: it was carried out");
    let is_about_any = driver.plan.operation != Operation::CreateIncident;
    prop_assert_eq!(error.report().is_some(), error.maybe_executed() && is_about_any);
    if let Some(report) = error.report() {
        prop_assert_eq!(report.why_unknown(), Some(error.kind()));
        prop_assert_eq!(report.counts().unknown, report.counts().asked);
    }
    let never_sent = matches!(error.kind(), Kind::NotSent | Kind::Interrupted) || error.family() == Family::Build;
    prop_assert!(driver.sent > 0 || never_sent, "{error}, and nothing was sent");
    prop_assert!(driver.sent == 0 || !matches!(error.kind(), Kind::NotSent | Kind::InvalidRequest), "{error}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn under_any_script_of_faults(
        plans in vec(plan(), 1..24),
        faults in vec(fault(D3_NUMBERS.map(str::to_owned).to_vec()), 0..24),
        rate in prop_oneof![Just(0.0), 0.5f64..100.0],
        limit in prop_oneof![3 => Just(None), 1 => (1u32..5).prop_map(Some)],
    ) {
        check(&plans, faults, rate, limit)?;
    }
}
