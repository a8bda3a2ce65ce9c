//! Points in time as `datetime` objects.

use pyo3::{intern, prelude::*, sync::PyOnceLock, types::PyType};

/// The class, and UTC.
static DATETIME: PyOnceLock<(Py<PyType>, Py<PyAny>)> = PyOnceLock::new();

fn datetime(py: Python<'_>) -> PyResult<&(Py<PyType>, Py<PyAny>)> {
    if DATETIME.get(py).is_none() {
        // Imported before the cell is locked, as the exceptions are: another thread may fork meanwhile.
        let module = py.import("datetime")?;
        let class = module.getattr(intern!(py, "datetime"))?.cast_into::<PyType>()?.unbind();
        let utc = module.getattr(intern!(py, "timezone"))?.getattr(intern!(py, "utc"))?.unbind();
        let _ = DATETIME.set(py, (class, utc));
    }
    DATETIME.get(py).ok_or_else(crate::errors::defect)
}

/// The `datetime`, in UTC, of milliseconds since 1970 that lie in the years 1 to 9999.
pub(crate) fn of_ms(py: Python<'_>, ms: i64) -> PyResult<Bound<'_, PyAny>> {
    const DAY: i64 = 86_400_000;
    let (class, utc) = datetime(py)?;
    let (year, month, day) = date(ms.div_euclid(DAY));
    let of_day = ms.rem_euclid(DAY);
    let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let (second, microsecond) = (of_day / 1_000 % 60, of_day % 1_000 * 1_000);
    class.bind(py).call1((year, month, day, hour, minute, second, microsecond, utc))
}

/// Year, month and day of a number of days since 1970, in the Gregorian calendar.
fn date(days: i64) -> (i64, i64, i64) {
    // Counted from 1 March of the year 0 on, in eras of 400 years, so that the leap day is the last of its year.
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}
