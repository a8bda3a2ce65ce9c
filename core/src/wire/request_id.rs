//! The id by which a server names a request in its own logs.

use super::response::Response;
use crate::json::cut;

/// The headers that give it, the best first.
const NAMES: [&str; 8] = [
    "x-request-id",
    "x-correlation-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-trace-id",
    "cf-ray",
];

/// How much is kept of it.
const LIMIT: usize = 256;

/// The first that is not blank; `None` when the answer has none.
pub(crate) fn of(response: &Response<'_>) -> Option<String> {
    let rank = |name: &str| NAMES.iter().position(|known| known.eq_ignore_ascii_case(name));
    let told = response.headers.iter().filter_map(|(name, value)| Some((rank(name)?, value.trim())));
    let (_, best) = told.filter(|(_, value)| !value.is_empty()).min_by_key(|(rank, _)| *rank)?;
    Some(cut(best.into(), LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_header_that_says_anything() {
        let answer = Response::new(200, vec![]).with_header("CF-Ray", "7").with_header("X-Request-Id", " ");
        assert_eq!(of(&answer).as_deref(), Some("7"));
        assert_eq!(of(&answer.with_header("x-request-id", " b2 ")).as_deref(), Some("b2"));
        assert_eq!(of(&Response::new(200, vec![]).with_header("x-id", "1")), None);
    }

    #[test]
    fn a_long_one_is_cut() {
        let id = of(&Response::new(200, vec![]).with_header("request-id", "é".repeat(1000)));
        assert!(id.is_some_and(|id| id.len() <= LIMIT + '…'.len_utf8() && id.ends_with("é…")));
    }
}
