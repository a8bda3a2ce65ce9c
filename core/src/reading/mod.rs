//! Reading: page by page, and what is in effect after a call whose outcome is unknown.

mod expected;
mod found;
mod ids_seen;
mod markup;
mod overview;
mod pages;
mod rebuilt;
mod said;
mod settle;
mod settlement;
mod tags;
#[cfg(test)]
mod tests;
mod turn;

pub(crate) use expected::Source;
pub use overview::{Overview, OverviewRow, OverviewStep};
pub use pages::{Listing, Pages, PagesEnd};
pub use settle::Settle;
pub(crate) use settle::{MOST as MOST_READ, reading};
pub use settlement::{Settled, Settlement};
pub use turn::Turn;
