//! `Retry-After`, as seconds and as a date.

use super::{http_date, response::Response};

/// How long the server asked to wait, in milliseconds: from seconds, or from a date and the answer's own `Date`.
pub(crate) fn of(response: &Response<'_>) -> Option<u64> {
    let date = || response.values("date").find_map(|value| http_date::parse(value.trim()));
    longest(response, |until| Some(until.saturating_sub(date()?)))
}

/// The same for an answer that names a date but not its own: counted from `now_ms`.
pub(crate) fn from(response: &Response<'_>, now_ms: u64) -> Option<u64> {
    of(response).or_else(|| longest(response, |until| Some(until.saturating_sub(now_ms))))
}

/// Of several values the longest wait.
fn longest(response: &Response<'_>, wait_until: impl Fn(u64) -> Option<u64>) -> Option<u64> {
    response
        .values("retry-after")
        .filter_map(|value| {
            // Browsers join the values of one header with commas; the comma of a date does not separate values.
            let listed = || value.split(',').filter_map(seconds).max();
            http_date::parse(value.trim()).map_or_else(listed, &wait_until)
        })
        .max()
}

/// Whole or decimal seconds, rounded up to a millisecond; larger numbers saturate.
fn seconds(value: &str) -> Option<u64> {
    let value = value.trim();
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let milliseconds =
        fraction.bytes().chain([b'0'; 4]).take(4).fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')).div_ceil(10);
    Some(whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(1000).saturating_add(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(headers: &[(&'static str, &'static str)]) -> Option<u64> {
        let start = Response::new(429, vec![]);
        of(&headers.iter().fold(start, |response, (name, value)| response.with_header(*name, *value)))
    }

    #[test]
    fn seconds_and_dates() {
        assert_eq!(parse(&[("Retry-After", " 7 ")]), Some(7000));
        assert_eq!(parse(&[("retry-after", "1.2345")]), Some(1235));
        assert_eq!(parse(&[("retry-after", "99999999999999999999999")]), Some(u64::MAX));
        let until = ("retry-after", "Sat, 07 Nov 2026 10:00:09 GMT");
        assert_eq!(parse(&[until, ("date", "Sat, 07 Nov 2026 10:00:00 GMT")]), Some(9000));
        assert_eq!(parse(&[until, ("date", "Sat, 07 Nov 2026 10:01:00 GMT")]), Some(0));
        assert_eq!(parse(&[until]), None);
        assert_eq!(parse(&[("retry-after", "soon")]), None);
        assert_eq!(parse(&[("retry-after", "3"), ("retry-after", "5")]), Some(5000));
        assert_eq!(parse(&[("retry-after", "5, 3")]), Some(5000));
    }

    #[test]
    fn a_date_counts_from_the_answers_own_or_else_from_now() {
        let now = http_date::parse("Sat, 07 Nov 2026 09:59:00 GMT").unwrap_or_default();
        let until = |headers: &[(&'static str, &'static str)]| {
            let start = Response::new(429, vec![]).with_header("retry-after", "Sat, 07 Nov 2026 10:00:09 GMT");
            from(&headers.iter().fold(start, |response, (name, value)| response.with_header(*name, *value)), now)
        };
        assert_eq!(until(&[("date", "Sat, 07 Nov 2026 10:00:00 GMT")]), Some(9_000));
        assert_eq!(until(&[]), Some(69_000));
        assert_eq!(until(&[("date", "today")]), Some(69_000));
        assert_eq!(from(&Response::new(429, vec![]), now), None);
    }
}
