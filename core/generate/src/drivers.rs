//! The driver in Rust, which the documentation shows as the tests run it.

use crate::region::Region;

const DRIVER: &str = include_str!("../../../tests/tests/drivers/driver.rs");

pub(crate) fn regions() -> Vec<Region> {
    vec![Region { path: "docs/drivers.md", name: "reqwest", text: format!("```rust\n{DRIVER}```\n") }]
}
