//! `POST …/api/Command/RunPlaybooks`
//!
//! Vendor page: D3 API docs, "Run Playbooks".

use super::reply;
use crate::operation::declare::operation;

operation! {
    /// Starts playbooks for incidents. The envelope of the answer decides for the incidents. The request appends: it is never sent again
    /// once it may have been carried out, as it would start the playbooks again.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let run = d3::RunPlaybooks::new(["20261103-104"], ["Phishing Triage"]);
    /// assert_eq!(run.effect(), soarwire::Effect::Appends);
    /// let report = run.parse(Response::new(200, &br#"{"error": "", "returnData": "Successful"}"#[..]))?;
    /// assert!(report.all_succeeded());
    /// # Ok(())
    /// # }
    /// ```
    RunPlaybooks {
        id: "d3.run_playbooks",
        page: "D3 API docs, \"Run Playbooks\"",
        path: "/api/Command/RunPlaybooks",
        answer: Report,
        reading: reply::BY_ENVELOPE,
        effect: Appends,
        asked: |call| call.incident_numbers.0.asked(),
    }
    required {
        /// The incident numbers: text, matched exactly. Duplicates are sent once.
        incident_numbers: ids => "Incident Numbers",
        /// The names of the playbooks, at least one.
        playbook_names: texts => "Playbook Names",
    }
    optional {}
}
