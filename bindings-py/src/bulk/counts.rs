//! How many incidents of a run there are of each outcome.

use pyo3::{prelude::*, types::PyDict};

/// How many incidents of a run there are of each outcome; the others add up to `planned`.
#[pyclass(frozen, eq, module = "soarwire.bulk")]
#[derive(PartialEq)]
pub(crate) struct BulkCounts(pub(crate) soarwire::bulk::BulkCounts);

#[pymethods]
impl BulkCounts {
    /// All incidents of the plan.
    #[getter]
    fn planned(&self) -> usize {
        self.0.planned
    }

    /// How many succeeded, as an answer states, or as was read back.
    #[getter]
    fn succeeded(&self) -> usize {
        self.0.succeeded
    }

    /// How many failed, or were certainly not carried out.
    #[getter]
    fn failed(&self) -> usize {
        self.0.failed
    }

    /// How many the answers do not mention.
    #[getter]
    fn unreported(&self) -> usize {
        self.0.unreported
    }

    /// How many may have been carried out.
    #[getter]
    fn unknown(&self) -> usize {
        self.0.unknown
    }

    /// For how many nothing was sent; during a run, how many have no outcome yet.
    #[getter]
    fn not_attempted(&self) -> usize {
        self.0.not_attempted
    }

    /// For how many the guard did not hold.
    #[getter]
    fn skipped(&self) -> usize {
        self.0.skipped
    }

    /// The counts by name.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (name, count) in self.0.named() {
            dict.set_item(name, count)?;
        }
        Ok(dict)
    }

    /// In words, such as `250 of 400 succeeded, 1 failed, 149 not attempted`.
    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let counts: Vec<String> = self.0.named().iter().map(|(name, count)| format!("{name}={count}")).collect();
        format!("BulkCounts({})", counts.join(", "))
    }
}
