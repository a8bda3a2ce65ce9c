//! Bulk-close replies as D3 sends them.

use std::fmt::Write;

/// `count` incident numbers.
pub(crate) fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("20261103-{index}")).collect()
}

/// The incident numbers in the body of a request, in order.
pub(crate) fn numbers_in(body: &[u8]) -> Vec<String> {
    let texts = body.split(|byte| *byte == b'"');
    let numbers = texts.filter(|text| text.starts_with(b"20261103-"));
    numbers.map(|number| String::from_utf8_lossy(number).into_owned()).collect()
}

/// A reply about every incident, in another order than asked; every hundredth failed.
pub(crate) fn close_reply(asked: &[String]) -> String {
    let mut reply = String::from(r#"{"error": "", "returnData": "Successful", "contextData": ["#);
    // A prime that divides no length in use, so that every incident is visited once.
    const STRIDE: usize = 7919;
    for position in 0..asked.len() {
        let index = position * STRIDE % asked.len();
        let number = asked.get(index).map_or("", String::as_str);
        let (status, date, result, by, rest) = if index.is_multiple_of(100) {
            ("Open", "", "Failed", "", r#", "Error message": "A required task is still pending""#)
        } else {
            ("Closed", "11/03/2026 06:08 AM PST", "Successful", "Mira Osei", "")
        };
        let comma = if position > 0 { ", " } else { "" };
        let _ = write!(
            reply,
            r#"{comma}{{"Incident Number": "{number}", "Status": "{status}", "Close Date": "{date}", "Result": "{result}", "Closed By": "{by}"{rest}}}"#
        );
    }
    reply.push_str("]}");
    reply
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_every_incident_once() {
        for count in [1, 2, 7, 100, 10_000, 420_000] {
            let reply = close_reply(&numbers(count));
            let parsed: serde_json::Value = serde_json::from_str(&reply).unwrap_or_default();
            let items = parsed.get("contextData").and_then(|items| items.as_array()).map_or(&[][..], Vec::as_slice);
            let named: HashSet<_> = items.iter().filter_map(|item| item.get("Incident Number")).collect();
            assert_eq!((items.len(), named.len()), (count, count));
        }
    }
}
