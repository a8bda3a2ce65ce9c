//! Bulk runs under any script of faults, in virtual time: whatever the network, the disk, the tenants and the analyst do, each incident
//! has one outcome, which is true, nothing is appended twice, and the run ends.
#![allow(clippy::indexing_slicing, reason = "every index is that of a constant list")]

mod crash;
#[path = "../faults/mod.rs"]
mod faults;
mod plan;
mod truth;
mod world;

use proptest::{prelude::*, test_runner::TestCaseError};

use plan::{Case, case};
use world::World;

/// How many cases are tried: few in the usual tests, more where the environment asks for it.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("SOARWIRE_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(usual);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 3_000, ..ProptestConfig::default() }
}

fn check(case: &Case) -> Result<(), TestCaseError> {
    let mut world = World::new(case)?;
    world.run(u64::MAX)?;
    let _ = world.check()?;
    Ok(())
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn under_any_script_of_faults(case in case()) {
        check(&case)?;
    }
}
