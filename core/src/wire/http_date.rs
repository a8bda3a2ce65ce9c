//! HTTP dates, in the three forms of RFC 9110. A library would add code for system time, for which the browser package has
//! no room.

/// Epoch milliseconds of a date such as `Sat, 07 Nov 2026 10:00:09 GMT`; `None` for anything else and before 1970.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match *words.as_slice() {
        [_weekday, day, month, year, time, "GMT"] => (day, month, year, time),
        // The form of C's asctime.
        [_weekday, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    epoch_ms(full_year(year)?, month_number(month)?, number(day, 31)?, time)
}

/// Epoch milliseconds of a date such as `2026-11-07 10:00:09`, in UTC; fractions of a second are dropped.
pub(crate) fn parse_plain(text: &str) -> Option<u64> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let date: Vec<&str> = date.split('-').collect();
    let [year, month, day] = *date.as_slice() else { return None };
    let time = time.strip_suffix('Z').unwrap_or(time);
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let is_plain = year.len() == 4 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let month = number(month, 12).filter(|month| *month > 0 && is_plain)?;
    epoch_ms(number(year, 9_999)?, month, number(day, 31)?, time)
}

fn epoch_ms(year: u64, month: u64, day: u64, time: &str) -> Option<u64> {
    let days = days_before(year, month) + day.checked_sub(1)?;
    let clock: Vec<&str> = time.split(':').collect();
    let [hours, minutes, seconds] = *clock.as_slice() else { return None };
    let (hours, minutes, seconds) = (number(hours, 23)?, number(minutes, 59)?, number(seconds, 60)?);
    let seconds = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    seconds.checked_sub(EPOCH_DAYS * 24 * 60 * 60).map(|seconds| seconds * 1_000)
}

/// Days from the first of March of the year 0 to the epoch.
const EPOCH_DAYS: u64 = 719_468;

/// One or two digits, or four for a year.
#[inline(never)]
fn number(text: &str, most: u64) -> Option<u64> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number <= most)
}

/// Two digits are a year of the last or this century.
fn full_year(text: &str) -> Option<u64> {
    let year = number(text, 9_999)?;
    match text.len() {
        2 if year < 70 => Some(year + 2_000),
        2 => Some(year + 1_900),
        4 => Some(year),
        _ => None,
    }
}

fn month_number(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    (1..).zip(MONTHS).find(|(_, name)| *name == text).map(|(number, _)| number)
}

/// Days from the first of March of the year 0 to the first of a month; years begin in March, so that a leap day comes
/// last.
fn days_before(year: u64, month: u64) -> u64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.saturating_sub(1), month + 9) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_times_are_in_utc() {
        for text in ["1994-11-06 08:49:37", "1994-11-06T08:49:37Z", "1994-11-06 08:49:37.757000"] {
            assert_eq!(parse_plain(text), Some(784_111_777_000), "{text}");
        }
        for text in [
            "",
            "1994-11-06",
            "11/06/1994 08:49:37",
            "1994-11-06 08:49:37 China Standard Time",
            "94-11-06 08:49:37",
            "1994-13-06 08:49:37",
            "1994-00-06 08:49:37",
            "1994-11-06 24:49:37",
            "1994-11-06 08:49:37.x",
            "1994-11-06 08:49",
        ] {
            assert_eq!(parse_plain(text), None, "{text}");
        }
    }

    #[test]
    fn the_three_forms() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(parse(text), Some(784_111_777_000), "{text}");
        }
        for text in [
            "",
            "soon",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1969 08:49:37 GMT",
            "Sun, 66 Nov 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 00006 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 994 08:49:37 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn two_digits_are_a_year_from_1970_to_2069() {
        for (short, long) in [("70", "1970"), ("94", "1994"), ("00", "2000"), ("26", "2026"), ("69", "2069")] {
            let date = |year| parse(&format!("Sunday, 06-Nov-{year} 08:49:37 GMT"));
            assert!(date(short).is_some(), "{short}");
            assert_eq!(date(short), date(long), "{short}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_httpdate(seconds in 0u64..253_402_300_799) {
            let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
            prop_assert_eq!(parse(&text), Some(seconds * 1_000));
        }

        #[test]
        fn survives_anything(text in "[A-Za-z0-9:, -]{0,40}") {
            let _ = parse(&text);
        }
    }
}
