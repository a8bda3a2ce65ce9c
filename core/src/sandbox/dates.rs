//! Formats epoch milliseconds as the vendors and HTTP write dates, and reads D3's. All in UTC.

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The parts of a date and time.
struct Civil {
    year: u64,
    month: u64,
    day: u64,
    hour: u64,
    minute: u64,
    second: u64,
    weekday: &'static str,
}

impl Civil {
    fn new(epoch_ms: u64) -> Self {
        let seconds = epoch_ms / 1000;
        let days = seconds / 86_400;
        let (year, month, day) = civil_day(days);
        Self {
            year,
            month,
            day,
            hour: seconds / 3600 % 24,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            weekday: name(&WEEKDAYS, days % 7),
        }
    }

    /// The hour on a clock of twelve, and the half of the day.
    fn half_day(&self) -> (u64, &'static str) {
        ((self.hour + 11) % 12 + 1, if self.hour < 12 { "AM" } else { "PM" })
    }

    fn month_name(&self) -> &'static str {
        name(&MONTHS, self.month - 1)
    }
}

fn name(names: &[&'static str], at: u64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or("")
}

/// Year, month and day of a count of days since 1970-01-01, after Howard Hinnant's `civil_from_days`: years start in
/// March there, which puts the leap day last.
fn civil_day(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

/// `Tue, 03 Nov 2026 09:05:00 GMT`, as in the HTTP headers `Date` and `Retry-After`.
pub(super) fn http_date(epoch_ms: u64) -> String {
    let at = Civil::new(epoch_ms);
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        at.weekday,
        at.day,
        at.month_name(),
        at.year,
        at.hour,
        at.minute,
        at.second
    )
}

/// `11/03/2026 09:05 AM UTC`, as D3's bulk commands write a date.
pub(super) fn d3_short(epoch_ms: u64) -> String {
    let at = Civil::new(epoch_ms);
    let (hour, half) = at.half_day();
    format!("{:02}/{:02}/{:04} {hour:02}:{:02} {half} UTC", at.month, at.day, at.year, at.minute)
}

/// `11/3/2026 9:05:06 AM`, as D3 writes the date of a change to some fields.
pub(super) fn d3_american(epoch_ms: u64) -> String {
    let at = Civil::new(epoch_ms);
    let (hour, half) = at.half_day();
    format!("{}/{}/{:04} {hour}:{:02}:{:02} {half}", at.month, at.day, at.year, at.minute, at.second)
}

/// `Nov 3, 2026 09:05 Coordinated Universal Time`, as D3's CloseIncident writes a date (the zone by its Windows name).
pub(super) fn d3_long(epoch_ms: u64) -> String {
    let at = Civil::new(epoch_ms);
    format!("{} {}, {:04} {:02}:{:02} Coordinated Universal Time", at.month_name(), at.day, at.year, at.hour, at.minute)
}

/// `2026-11-03 09:05:06`, as D3 takes dates.
pub(super) fn d3_stamp(epoch_ms: u64) -> String {
    let at = Civil::new(epoch_ms);
    format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute, at.second)
}

/// Reads `2026-11-03 09:05:06`; none for another format, or for a day that no calendar has.
pub(super) fn read_d3_stamp(text: &str) -> Option<u64> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let seconds = (part(11, 13)? * 60 + part(14, 16)?) * 60 + part(17, 19)?;
    let epoch_ms = (day_count(year, month, day)? * 86_400 + seconds) * 1000;
    (d3_stamp(epoch_ms) == text).then_some(epoch_ms)
}

/// Days since 1970-01-01: the inverse of [`civil_day`]. None for days before it.
fn day_count(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = year.checked_sub(u64::from(month <= 2))?;
    let (era, year_of_era) = (year / 400, year % 400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = ((153 * month_from_march + 2) / 5 + day).checked_sub(1)?;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).checked_sub(719_468)
}

/// `20261103`, the day in a D3 incident number.
pub(super) fn compact_day(epoch_ms: u64) -> String {
    let at = Civil::new(epoch_ms);
    format!("{:04}{:02}{:02}", at.year, at.month, at.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOVEMBER: u64 = 1_793_696_706_789; // 2026-11-03T09:05:06.789Z

    #[test]
    fn known_moments() {
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(951_782_400_000), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(d3_short(NOVEMBER), "11/03/2026 09:05 AM UTC");
        assert_eq!(d3_american(NOVEMBER), "11/3/2026 9:05:06 AM");
        assert_eq!(d3_long(NOVEMBER), "Nov 3, 2026 09:05 Coordinated Universal Time");
        assert_eq!(compact_day(NOVEMBER), "20261103");
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(d3_stamp(NOVEMBER), "2026-11-03 09:05:06");
        for days in (0..60_000).step_by(13) {
            let epoch_ms = (days * 86_400 + days % 86_400) * 1000;
            assert_eq!(read_d3_stamp(&d3_stamp(epoch_ms)), Some(epoch_ms));
        }
    }

    #[test]
    fn other_formats_and_impossible_days_are_not_read() {
        for text in [
            "",
            "2026-11-03",
            "2026-11-03T09:05:06",
            "2026-11-03 09:05:06Z",
            "2026-11-03 09:05",
            "11/03/2026 09:05:06",
            "2026-02-29 00:00:00",
            "2026-13-01 00:00:00",
            "2026-00-01 00:00:00",
            "2026-01-00 00:00:00",
            "2026-11-03 24:00:00",
            "2026-11-03 09:60:00",
            "1969-12-31 23:59:59",
            "0000-01-01 00:00:00",
            "+026-11-03 09:05:06",
            "2026-11-0é 09:05:06",
        ] {
            assert_eq!(read_d3_stamp(text), None, "{text}");
        }
    }

    #[test]
    fn midnight_and_noon_are_twelve() {
        assert!(d3_short(0).ends_with("12:00 AM UTC"));
        assert!(d3_short(12 * 3_600_000).ends_with("12:00 PM UTC"));
    }

    #[test]
    fn the_end_of_time_does_not_panic() {
        assert!(!http_date(u64::MAX).is_empty());
    }
}
