//! Reports that must not pass for success.

use std::{fmt, ops::Deref};

use super::report::Report;

/// The error of [`Report::require_all`]: not every incident succeeded. It holds the report, to which it dereferences.
///
/// It is not an [`Error`](crate::Error): the call was answered, and the report says what happened to each incident.
#[derive(Clone, PartialEq, Eq)]
pub struct Incomplete(Report);

impl Incomplete {
    /// The report.
    pub fn report(&self) -> &Report {
        &self.0
    }

    /// The report by value.
    pub fn into_report(self) -> Report {
        self.0
    }
}

impl Deref for Incomplete {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

/// Prints the counts, and what to do about what is not known to be done.
impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let counts = self.0.counts();
        f.write_str(caution(counts.unreported + counts.unknown))
    }
}

/// What to say of so many incidents of which it is not known whether they were carried out.
pub(crate) fn caution(open: usize) -> &'static str {
    match open {
        0 => "",
        _ => ". What is unreported or unknown may have been done: read it back before you send it again",
    }
}

impl fmt::Debug for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Incomplete").field(&self.0).finish()
    }
}

impl std::error::Error for Incomplete {}

impl Report {
    /// The report itself if every incident succeeded, so that nothing else passes for success.
    ///
    /// ```
    /// # use soarwire::{Operation, Response, d3};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true);
    /// let body = br#"{"contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}"#;
    /// let report = close.parse(Response::new(200, &body[..]))?;
    /// let incomplete = report.require_all().unwrap_err();
    /// assert_eq!(incomplete.unreported().collect::<Vec<_>>(), ["20261103-105"]);
    /// assert!(incomplete.to_string().starts_with("d3.close_incidents: 1 of 2 succeeded, 1 unreported. "));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Incomplete`], with the report, if any incident failed, is unreported or unknown.
    pub fn require_all(&self) -> Result<(), Incomplete> {
        if self.all_succeeded() { Ok(()) } else { Err(Incomplete(self.clone())) }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Operation, Report, Response, d3::CloseIncidents};

    fn report(results: [&str; 2]) -> Option<Report> {
        let [first, second] = results;
        let body = format!(
            r#"{{"contextData": [{{"Incident Number": "a", "Result": "{first}"}},
                {{"Incident Number": "b", "Result": "{second}"}}]}}"#
        );
        CloseIncidents::new(["a", "b"], true).parse(Response::new(200, body.as_bytes())).ok()
    }

    #[test]
    fn a_report_of_nothing_but_success_is_given_back() {
        let report = report(["Successful", "Succeed"]);
        assert_eq!(report.as_ref().and_then(|report| report.require_all().ok()), Some(()));
    }

    #[test]
    fn anything_else_is_an_error_that_carries_the_report() {
        let report = report(["Successful", "Denied"]);
        let incomplete = report.as_ref().and_then(|report| report.require_all().err());
        assert_eq!(incomplete.as_ref().map(|error| error.report()), report.as_ref());
        assert_eq!(incomplete.as_ref().map(|error| error.counts().failed), Some(1));
        let shown = report.as_ref().map(|report| format!("Incomplete({report:?})"));
        assert_eq!(incomplete.as_ref().map(|error| format!("{error:?}")), shown);
        assert_eq!(
            incomplete.as_ref().map(ToString::to_string).as_deref(),
            Some("d3.close_incidents: 1 of 2 succeeded, 1 failed")
        );
        assert_eq!(incomplete.map(|error| error.into_report()), report);
    }

    #[test]
    fn what_may_have_been_done_is_to_be_read_back_first() {
        let close = CloseIncidents::new(["a", "b"], true);
        let one = &br#"{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}"#[..];
        let unreported = close.parse(Response::new(200, one)).ok();
        let unknown = close.parse(Response::new(200, &b"cut"[..])).err().and_then(|error| error.report().cloned());
        for (report, counts) in
            [(unreported, "1 of 2 succeeded, 1 unreported. "), (unknown, "0 of 2 succeeded, 2 unknown. ")]
        {
            let said = report.and_then(|report| report.require_all().err()).map(|error| error.to_string());
            let said = said.unwrap_or_default();
            assert!(said.starts_with(&["d3.close_incidents: ", counts].concat()), "{said}");
            assert!(said.ends_with("read it back before you send it again"), "{said}");
        }
    }
}
