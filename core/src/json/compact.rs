//! JSON text written again without white space: strings and numbers keep their spelling, of a duplicate key the last stays
//! at its own place. No tree is built, so that it takes little more room than what it writes.

use std::cmp::Ordering;

use super::{Bad, Scanner, push_string, sort::sort};

/// Writes the value that stands at `at` in a validated `text` behind `out`. Stops once `out` is longer than `limit`;
/// whether all of it was written.
pub(crate) fn push(text: &str, at: usize, out: &mut String, limit: usize) -> bool {
    value(&mut Scanner::new(text, at), out, limit).is_ok()
}

fn value(scanner: &mut Scanner<'_>, out: &mut String, limit: usize) -> Result<(), Bad> {
    match scanner.peek() {
        Some(b'{') => {
            out.push('{');
            let (first, mut starts) = (out.len(), Vec::new());
            scanner.each_member(&mut |scanner, key| {
                if !starts.is_empty() {
                    out.push(',');
                }
                if starts.len() == starts.capacity() {
                    // By an eighth instead of twice: of the shortest members there are as many as a fifth of the bytes.
                    starts.reserve_exact(starts.len() / 8 + 16);
                }
                starts.push((out.len() - first) as u32);
                push_string(out, &key.read(scanner.text()));
                out.push(':');
                value(scanner, out, limit)
            })?;
            keep_last(starts, first, out);
            out.push('}');
        }
        Some(b'[') => {
            out.push('[');
            let mut is_first = true;
            scanner.each_element(&mut |scanner| {
                if !std::mem::take(&mut is_first) {
                    out.push(',');
                }
                value(scanner, out, limit)
            })?;
            out.push(']');
        }
        _ => {
            let start = scanner.offset();
            scanner.value()?;
            out.push_str(scanner.text().get(start..scanner.offset()).unwrap_or_default());
        }
    }
    if out.len() > limit { scanner.bad("less to write") } else { Ok(()) }
}

/// Takes the members out of `out` whose key comes again. They begin at `starts`, counted from `first`, each but the first behind a
/// comma. All keys were written alike, so equal keys are equal texts.
fn keep_last(mut starts: Vec<u32>, first: usize, out: &mut String) {
    let members = out.get(first..).unwrap_or_default();
    let key = |start: u32| members.as_bytes().get(start as usize + 1..).unwrap_or_default();
    sort(&mut starts, &|one, other| compare_keys(key(one), key(other)).then(one.cmp(&other)).is_lt());
    // What is left of them are those of members that go.
    let mut gone = 0;
    for at in 1..starts.len() {
        if let [one, other] = starts.get(at - 1..=at).unwrap_or_default()
            && compare_keys(key(*one), key(*other)).is_eq()
        {
            starts.swap(gone, at - 1);
            gone += 1;
        }
    }
    starts.truncate(gone);
    if !starts.is_empty() {
        sort(&mut starts, &|one, other| one < other);
        remove(&starts, first, out);
    }
}

/// Removes the members that begin at these places, counted from `first`, with the comma behind each: another one follows.
fn remove(starts: &[u32], first: usize, out: &mut String) {
    let members = out.split_off(first);
    let mut at = 0;
    for start in starts {
        let start = *start as usize;
        out.push_str(members.get(at..start).unwrap_or_default());
        // Behind the key stands a colon.
        let mut key = Scanner::new(&members, start);
        let _ = key.string();
        let mut value = Scanner::new(&members, key.offset() + 1);
        let _ = value.value();
        at = value.offset() + 1;
    }
    out.push_str(members.get(at..).unwrap_or_default());
}

/// Compares two keys, which are JSON strings without their first quote and whatever follows.
fn compare_keys(one: &[u8], other: &[u8]) -> Ordering {
    let mut is_escaped = false;
    for (one, other) in one.iter().zip(other) {
        match one {
            _ if one != other => return one.cmp(other),
            _ if is_escaped => is_escaped = false,
            b'"' => break,
            byte => is_escaped = *byte == b'\\',
        }
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compact(text: &str, limit: usize) -> (String, bool) {
        let mut out = String::from("x");
        let all = push(text, 0, &mut out, limit);
        (out.split_off(1), all)
    }

    #[test]
    fn keeps_spelling_order_and_the_last_duplicate() {
        for (text, written) in [
            (
                " { \"b\" : 1.50e+3 , \"a\" : [ \"\\u0041\" , null ] , \"b\" : true } ",
                r#"{"a":["\u0041",null],"b":true}"#,
            ),
            (r#"{"a":{"x":1,"x":2},"\u0061":{"y":1,"y":{}}}"#, r#"{"a":{"y":{}}}"#),
            (r#"[{},[],{"k":0,"k":1,"l":2}]"#, r#"[{},[],{"k":1,"l":2}]"#),
        ] {
            assert_eq!(compact(text, 1000), (written.to_owned(), true));
        }
    }

    #[test]
    fn finds_duplicates_among_many_keys() {
        let members: Vec<String> = (0..200).map(|index| format!("\"k{}\": {index}", index % 150)).collect();
        let text = format!("{{{}}}", members.join(", "));
        let (written, _) = compact(&text, 1 << 20);
        let last: Vec<String> = (50..200).map(|index| format!("\"k{}\":{index}", index % 150)).collect();
        assert_eq!(written, format!("{{{}}}", last.join(",")));
    }

    /// A value as it is written with needless spaces, keys spelt in two ways and duplicates; and compactly.
    fn spelt() -> impl Strategy<Value = (String, String)> {
        let plain = prop_oneof![Just("0"), Just("\"},\\\\\""), Just("\"\u{e9}\\\"{\"")];
        plain.prop_map(|plain| (plain.to_owned(), plain.to_owned())).prop_recursive(4, 64, 8, |inner| {
            let key = prop_oneof![
                Just(("\"a\"", "a")),
                Just(("\"\\u0061\"", "a")),
                Just(("\"\\\"\"", "\\\"")),
                Just(("\"\\\\\"", "\\\\")),
                Just(("\"\u{e9},\"", "\u{e9},")),
                Just(("\"\\f\"", "\\f")),
            ];
            let members = proptest::collection::vec((key, inner.clone()), 0..8).prop_map(|members| {
                let loose: Vec<String> =
                    members.iter().map(|((key, _), (value, _))| format!("{key} : {value}")).collect();
                let is_last = |at: usize, key: &str| !members.iter().skip(at + 1).any(|((_, other), _)| *other == key);
                let kept = members.iter().enumerate().filter(|(at, ((_, key), _))| is_last(*at, key));
                let tight: Vec<String> = kept.map(|(_, ((_, key), (_, value)))| format!("\"{key}\":{value}")).collect();
                (format!("{{ {} }}", loose.join(" , ")), format!("{{{}}}", tight.join(",")))
            });
            let elements = proptest::collection::vec(inner, 0..4).prop_map(|elements| {
                let (loose, tight): (Vec<String>, Vec<String>) = elements.into_iter().unzip();
                (format!("[ {} ]", loose.join(" , ")), format!("[{}]", tight.join(",")))
            });
            prop_oneof![3 => members, 1 => elements]
        })
    }

    proptest! {
        #[test]
        fn of_any_members_the_last_with_a_key_stays((loose, tight) in spelt()) {
            prop_assert_eq!(compact(&loose, usize::MAX), (tight, true));
        }
    }

    #[test]
    fn stops_at_the_limit() {
        let (written, all) = compact(&format!("[{}0]", "0,".repeat(100_000)), 100);
        assert!(!all && written.len() < 110, "{}", written.len());
        // With what was there before.
        assert_eq!(compact("[0]", 4), ("[0]".to_owned(), true));
        assert!(!compact("[0]", 3).1);
    }
}
