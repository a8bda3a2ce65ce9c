//! JSON text written again without white space: strings and numbers keep their spelling, of a duplicate key the last stays
//! at its own place. No tree is built, so that it takes little more room than what it writes.

use super::{Bad, Scanner, Text, push_string};
use crate::id_index::groups;

/// Writes the value that stands at `at` in a validated `text` behind `out`. Stops once `out` is longer than `limit`;
/// whether all of it was written.
pub(crate) fn push(text: &str, at: usize, out: &mut String, limit: usize) -> bool {
    value(&mut Scanner::new(text, at), out, limit).is_ok()
}

fn value(scanner: &mut Scanner<'_>, out: &mut String, limit: usize) -> Result<(), Bad> {
    match scanner.peek() {
        Some(b'{') => {
            out.push('{');
            let mut starts = Vec::new();
            scanner.each_member(&mut |scanner, key| {
                if !starts.is_empty() {
                    out.push(',');
                }
                starts.push(out.len());
                push_string(out, &key.read(scanner.text()));
                out.push(':');
                value(scanner, out, limit)
            })?;
            keep_last(&starts, out);
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

/// Takes the members out of `out` whose key comes again. They begin at `starts`, each but the first behind a comma.
fn keep_last(starts: &[usize], out: &mut String) {
    let Some(first) = starts.first().copied() else { return };
    let gone = superseded(starts, out);
    if !gone.contains(&true) {
        return;
    }
    let members = out.split_off(first);
    let ends = starts.iter().skip(1).map(|next| next - 1 - first).chain([members.len()]);
    let mut is_first = true;
    for ((start, end), gone) in starts.iter().zip(ends).zip(gone) {
        if gone {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        out.push_str(members.get(start - first..end).unwrap_or_default());
    }
}

/// For each member whether its key comes again. All keys were written alike, so equal keys are equal texts.
fn superseded(starts: &[usize], out: &str) -> Vec<bool> {
    if starts.len() < 2 {
        return Vec::new();
    }
    let key = |start: &usize| match Scanner::new(out, *start).string() {
        Ok(Text { span, .. }) => span.of(out),
        Err(_) => "",
    };
    let keys: Vec<&str> = starts.iter().map(key).collect();
    let groups = groups(&keys);
    let mut last = vec![0; groups.len()];
    for (index, group) in groups.iter().enumerate() {
        if let Some(slot) = last.get_mut(*group) {
            *slot = index;
        }
    }
    groups.iter().enumerate().map(|(index, group)| last.get(*group) != Some(&index)).collect()
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn stops_at_the_limit() {
        let (written, all) = compact(&format!("[{}0]", "0,".repeat(100_000)), 100);
        assert!(!all && written.len() < 110, "{}", written.len());
        // With what was there before.
        assert_eq!(compact("[0]", 4), ("[0]".to_owned(), true));
        assert!(!compact("[0]", 3).1);
    }
}
