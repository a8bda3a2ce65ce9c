//! Steps over values of a text that was validated before: only their ends are looked for.

use super::bytes::plain_run;

/// Where the value that starts at `at` ends, and whether it is a string with escapes.
#[inline]
pub(crate) fn skip(bytes: &[u8], at: usize) -> (usize, bool) {
    match bytes.get(at) {
        Some(b'"') => skip_string(bytes, at),
        Some(b'{' | b'[') => (skip_container(bytes, at), false),
        _ => {
            let rest = bytes.get(at..).unwrap_or_default();
            let length = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'));
            (at + length.unwrap_or(rest.len()), false)
        }
    }
}

#[inline]
fn skip_string(bytes: &[u8], at: usize) -> (usize, bool) {
    let mut end = at + 1;
    let mut escaped = false;
    loop {
        end += plain_run(bytes.get(end..).unwrap_or_default());
        if bytes.get(end) != Some(&b'\\') {
            return ((end + 1).min(bytes.len()), escaped);
        }
        // A control character cannot stand here.
        escaped = true;
        end += 2;
    }
}

fn skip_container(bytes: &[u8], at: usize) -> usize {
    let (mut end, mut depth) = (at, 0_usize);
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'"' => {
                end = skip_string(bytes, end).0;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        end += 1;
        if depth == 0 {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::{Scanner, Value};

    #[test]
    fn ends_where_the_scanner_does() {
        let values = [
            "null",
            "true",
            "-1.5e3",
            "0",
            "\"\"",
            "\"plain\"",
            r#""a\"b\\""#,
            r#""\\""#,
            r#""é\u00e9 ünïcode""#,
            "[]",
            "{}",
            r#"[1, "]", {"}": [[]]}, "\"]"]"#,
            r#"{"a": {"b": "}\\"}, "c": [{}]}"#,
        ];
        for value in values {
            for behind in ["", ",", "}", "]", " ,", "\n}", "\t", "\r"] {
                let text = format!("{value}{behind}");
                let scanned = Scanner::new(&text, 0).value().ok();
                let escaped = matches!(scanned, Some(Value::String(string)) if string.escaped);
                assert_eq!(skip(text.as_bytes(), 0), (value.len(), escaped), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn never_steps_out_of_the_text(bytes in prop::collection::vec(prop::sample::select(b"\"\\{}[], a1\n".to_vec()), 0..40)) {
            for at in 0..bytes.len() {
                prop_assert!(skip(&bytes, at).0 <= bytes.len());
            }
        }
    }
}
