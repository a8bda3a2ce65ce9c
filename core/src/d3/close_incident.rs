//! `POST …/api/Command/CloseIncident`
//!
//! Vendor page: D3 utility command docs, "Close Incident".

use super::reply;
use crate::{operation::declare::operation, reply_context::Asked};

operation! {
    /// Closes the incident of the current playbook. The request names no incident; the report is about the one that the
    /// answer names. With a note the request appends: it is never sent again once it may have been carried out.
    ///
    /// Outside a playbook use [`CloseIncidents`](super::CloseIncidents).
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
    /// let close = d3::CloseIncident::new().note("False positive.");
    /// assert!(tenant.build(&close)?.url().ends_with("/api/Command/CloseIncident"));
    ///
    /// let body = br#"{"error": "", "returnData": "Succeed",
    ///     "contextData": {"incidentNumber": "20261103-104", "result": "Succeed"}}"#;
    /// let report = close.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(report.succeeded().collect::<Vec<_>>(), ["20261103-104"]);
    /// # Ok(())
    /// # }
    /// ```
    CloseIncident {
        id: "d3.close_incident",
        page: "D3 utility command docs, \"Close Incident\"",
        path: "/api/Command/CloseIncident",
        answer: Report,
        reading: reply::NAMED_BY_ANSWER,
        effect: Idempotent,
        asked: |_| Asked::new(vec![String::new()]),
    }
    required {}
    optional {
        /// A note to add to the incident.
        note: optional text => "Incident Note" => appends,
    }
}

impl Default for CloseIncident {
    fn default() -> Self {
        CloseIncident::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Counts, Operation, Response};

    #[test]
    fn counts_add_up_when_the_answer_names_an_incident_and_when_it_names_none() {
        let counts = |body: &str| {
            let report = CloseIncident::new().parse(Response::new(200, body.as_bytes()));
            report.map(|report| report.counts()).unwrap_or_default()
        };
        let named = r#"{"returnData": {"incidentNumber": "20261103-104", "result": "Succeed"}}"#;
        assert_eq!(counts(named), Counts { asked: 1, succeeded: 1, ..Counts::default() });
        assert_eq!(counts("{}"), Counts { asked: 1, unreported: 1, ..Counts::default() });
    }

    /// One is documented. What a server makes of that is bounded, and said.
    #[test]
    fn an_answer_that_names_very_many_incidents_is_read() {
        let items: Vec<String> =
            (0..100_000).map(|n| format!(r#"{{"incidentNumber":"{n}","result":"Succeed"}}"#)).collect();
        let body = format!(r#"{{"contextData":[{}]}}"#, items.join(","));
        let report = CloseIncident::new().parse(Response::new(200, body.as_bytes())).ok();
        assert_eq!(report.as_ref().map(|report| report.counts().succeeded), Some(1000));
        assert_eq!(report.as_ref().map(|report| report.items().len()), Some(100_000));
        let warning = report.as_ref().and_then(|report| report.warnings().first());
        assert!(warning.is_some_and(|warning| warning.starts_with("the answer names more incidents")));
    }
}
