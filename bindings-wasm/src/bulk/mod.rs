//! Plans, runs and journals, for a page or a program that needs them. What is refused comes back as text, in the lines of
//! `error::write`.

mod events;
mod journal;
mod pacer;
mod plan;
mod report;
mod run;

pub use journal::{Journal, Reader};
pub use pacer::Pacer;
pub use plan::Plan;
pub use report::Report;
pub use run::Run;
use soarwire::Error;

/// An error as text.
fn refusal(error: Error) -> String {
    let mut lines = Vec::new();
    crate::error::write(&error, &mut lines);
    crate::text::text(&lines).to_owned()
}
