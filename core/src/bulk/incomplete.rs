//! Reports of runs that must not pass for success.

use std::{fmt, ops::Deref};

use super::report::BulkReport;
use crate::answer::caution;

/// The error of [`BulkReport::require_all`]: not every incident succeeded. It holds the report, to which it dereferences.
///
/// It is not an [`Error`](crate::Error): the run has ended, and the report says what happened to each incident.
#[derive(Clone, PartialEq, Eq)]
pub struct Incomplete(Box<BulkReport>);

impl Incomplete {
    /// The report.
    pub fn report(&self) -> &BulkReport {
        &self.0
    }

    /// The report by value.
    pub fn into_report(self) -> BulkReport {
        *self.0
    }
}

impl Deref for Incomplete {
    type Target = BulkReport;

    fn deref(&self) -> &BulkReport {
        &self.0
    }
}

/// Prints the counts, why the run was stopped, and what to do about what is not known to be done.
impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let counts = self.0.counts();
        f.write_str(caution(counts.unreported + counts.unknown))
    }
}

impl fmt::Debug for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Incomplete").field(&self.0).finish()
    }
}

impl std::error::Error for Incomplete {}

impl BulkReport {
    /// The report itself if every incident succeeded, so that nothing else passes for success.
    ///
    /// ```
    /// # use soarwire::{AnyTenant, Error, Pacer, bulk::{BulkOptions, Plan, Run}, d3};
    /// # fn main() -> Result<(), Error> {
    /// # let tenant: AnyTenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?.into();
    /// # let plan = Plan::new(d3::UpdateOwner::new(["1", "2"], "m.okoye"))?;
    /// # let mut run = Run::new(plan, tenant, Pacer::new(50.0)?, BulkOptions::default(), "run-1", 7)?;
    /// run.cancel(1_790_000_000_000);
    /// let _ = run.poll(1_790_000_000_000, "");
    /// let incomplete = run.report().require_all().unwrap_err();
    /// assert_eq!(incomplete.to_string(), "d3.update_owner: 0 of 2 succeeded, 2 not attempted; stopped: cancelled");
    /// let again = incomplete.retry();
    /// assert_eq!(again.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Incomplete`], with the report, if any incident failed, is unreported or unknown, was not attempted or skipped.
    pub fn require_all(self) -> Result<Self, Incomplete> {
        if self.all_succeeded() { Ok(self) } else { Err(Incomplete(Box::new(self))) }
    }
}

#[cfg(test)]
mod tests {
    use super::Incomplete;
    use crate::{
        bulk::{BulkReport, Plan},
        d3::UpdateOwner,
        error::Error,
    };

    /// A report of two incidents.
    fn report(outcomes: [&str; 2]) -> Result<BulkReport, Error> {
        let [first, second] = outcomes;
        let rows = format!(r#"[{{"id": "a", "outcome": "{first}"}}, {{"id": "b", "outcome": "{second}"}}]"#);
        let text = format!(r#"{{"run": "r", "operation": "d3.update_owner", "outcomes": {rows}}}"#);
        BulkReport::from_json(Plan::new(UpdateOwner::new(["a", "b"], "m.okoye"))?, &text)
    }

    #[test]
    fn a_report_of_nothing_but_success_is_given_back() -> Result<(), Error> {
        let report = report(["succeeded", "succeeded"])?;
        assert_eq!(report.clone().require_all().ok(), Some(report));
        Ok(())
    }

    #[test]
    fn anything_else_is_an_error_that_carries_the_report() -> Result<(), Error> {
        for outcome in ["failed", "unreported", "unknown", "not_attempted", "skipped"] {
            let report = report(["succeeded", outcome])?;
            let incomplete = report.clone().require_all().err();
            assert_eq!(incomplete.as_ref().map(Incomplete::report), Some(&report), "{outcome}");
            assert_eq!(incomplete.as_ref().map(|error| error.counts()), Some(report.counts()));
            assert_eq!(format!("{incomplete:?}"), format!("Some(Incomplete({report:?}))"));
            let said = incomplete.as_ref().map(ToString::to_string).unwrap_or_default();
            assert!(said.starts_with("d3.update_owner: 1 of 2 succeeded, 1 "), "{said}");
            let is_open = ["unreported", "unknown"].contains(&outcome);
            assert_eq!(said.ends_with("read it back before you send it again"), is_open, "{said}");
            assert_eq!(incomplete.map(Incomplete::into_report), Some(report));
        }
        Ok(())
    }
}
