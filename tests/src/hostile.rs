//! Answers that cost a reader more than their sender: many small parts that each need a value, a list entry, a copy or a
//! search through everything else.

/// A shape of hostile bodies.
pub struct Shape {
    /// What is special, in a word or two.
    pub name: &'static str,
    make: fn(usize) -> Vec<u8>,
}

impl Shape {
    /// A body of about `size` bytes.
    pub fn body(&self, size: usize) -> Vec<u8> {
        (self.make)(size)
    }
}

/// `open`, then `unit` again and again with commas between, then `close`.
fn list(open: &str, unit: &str, close: &str, size: usize) -> Vec<u8> {
    let count = size.saturating_sub(open.len() + close.len()) / (unit.len() + 1);
    let mut body = String::with_capacity(size + 64);
    body.push_str(open);
    for index in 0..count.max(1) {
        if index > 0 {
            body.push(',');
        }
        body.push_str(unit);
    }
    body.push_str(close);
    body.into_bytes()
}

/// `open`, then `unit` again and again, then `close`.
fn long(open: &str, unit: &str, close: &str, size: usize) -> Vec<u8> {
    let count = size.saturating_sub(open.len() + close.len()) / unit.len();
    [open, &unit.repeat(count.max(1)), close].concat().into_bytes()
}

/// Items that name one incident after the other.
fn names(size: usize) -> Vec<u8> {
    let mut body = String::from(r#"{"contextData":["#);
    let mut number = 0;
    while body.len() < size {
        body.push_str(&format!(r#"{{"irnumber":"{number}","result":"x"}},"#));
        number += 1;
    }
    body.push_str("0]}");
    body.into_bytes()
}

/// Members that are all named otherwise.
fn keys(size: usize) -> Vec<u8> {
    let mut body = String::from(r#"{"errors":{"#);
    let mut number = 0;
    while body.len() < size {
        body.push_str(&format!(r#""{number}":"","#));
        number += 1;
    }
    body.push_str(r#""":0}}"#);
    body.into_bytes()
}

/// `open`, then members that are all named otherwise, then `close`.
fn differing(open: &str, close: &str, size: usize) -> Vec<u8> {
    let mut body = String::from(open);
    let mut number = 0;
    while body.len() < size {
        body.push_str(&format!(r#""{number:x}":0,"#));
        number += 1;
    }
    body.push_str(&format!(r#""":0{close}"#));
    body.into_bytes()
}

/// An item, half of whose members come again, each behind one that does not.
fn twice(size: usize) -> Vec<u8> {
    let mut body = String::from(r#"{"returnData":"Succeed","contextData":[{"#);
    let mut number = 0;
    while body.len() < size {
        body.push_str(&format!(r#""":0,"{number:x}":0,"#));
        number += 1;
    }
    body.push_str(r#""":0}]}"#);
    body.into_bytes()
}

/// Items of a hundred objects inside each other, each with the same key before and behind it.
fn inside(size: usize) -> Vec<u8> {
    let item = format!("{}0{}", r#"{"":0,"":"#.repeat(100), r#","":0}"#.repeat(100));
    list(r#"{"returnData":"Succeed","contextData":["#, &item, "]}", size)
}

/// One long key above many empty objects.
fn path(size: usize) -> Vec<u8> {
    let open = format!(r#"{{"errors":{{"{}":{{"#, "k".repeat(100_000));
    list(&open, r#""":{}"#, "}}}", size)
}

/// A list below a hundred objects, each of which could hold it.
fn nested(size: usize) -> Vec<u8> {
    let open = format!(r#"{{"returnData":{}["#, r#"{"Data":"#.repeat(100));
    list(&open, "0", &format!("]{}", "}".repeat(101)), size)
}

/// Brackets 120 deep, side by side.
fn deep(size: usize) -> Vec<u8> {
    list(r#"{"returnData":["#, &["[".repeat(120), "]".repeat(120)].concat(), "]}", size)
}

macro_rules! shapes {
    ($($name:literal $how:ident $(($($part:literal),*))?;)*) => {
        [$(Shape { name: $name, make: |size| shapes!(@ $how size $($($part),*)?) },)*]
    };
    (@ $how:ident $size:ident) => { $how($size) };
    (@ $how:ident $size:ident $($part:literal),*) => { $how($($part,)* $size) };
}

/// All shapes.
pub fn shapes() -> impl IntoIterator<Item = Shape> {
    shapes! {
        "numbers in returnData" list(r#"{"returnData":["#, "0", "]}");
        "numbers behind a byte order mark" list("\u{feff}{\"returnData\":[", "0", "]}");
        "items behind a byte order mark" list("\u{feff}{\"returnData\":\"Succeed\",\"contextData\":[", r#"{"irno":""}"#, "]}");
        "numbers in warnings" list(r#"{"reply":false,"warnings":["#, "0", "]}");
        "blank warnings" list(r#"{"reply":false,"warnings":["#, r#""""#, "]}");
        "numbers at the root" list("[", "0", "]");
        "empty items" list(r#"{"contextData":["#, "{}", "]}");
        "empty items in Data" list(r#"{"returnData":{"Data":["#, r#"{"irno":""}"#, "]}}");
        "empty items in JSON text" list(r#"{"contextData":"\u005b"#, "{}", r#"]"}"#);
        "errors in JSON text in JSON text" list(r#"{"returnData":"{\u0022ErrorData\":\"\\u005b"#, "{}", r#"]\"}"}"#);
        "JSON texts" list(r#"{"contextData":["#, r#""{}""#, "]}");
        "JSON texts with escapes" list(r#"{"contextData":["#, r#""\u007b}""#, "]}");
        "JSON texts in returnData" list(r#"{"returnData":["#, r#""\u007b}""#, "]}");
        "broken JSON texts" list(r#"{"contextData":["#, r#""\u007b""#, "]}");
        "numbers in ErrorData" list(r#"{"returnData":{"ErrorData":["#, "0", "]}}");
        "objects in ErrorData" list(r#"{"returnData":{"ErrorData":["#, "{}", "]}}");
        "objects with a Status" list(r#"{"returnData":["#, r#"{"Status":0}"#, "]}");
        "ErrorData again and again" list(r#"{"returnData":{"#, r#""ErrorData":0"#, "}}");
        "many incidents" names;
        "one incident again and again" list(r#"{"contextData":["#, r#"{"irnumber":1}"#, "]}");
        "a long number" long(r#"{"contextData":[{"irnumber":""#, "7", r#"","result":"x"}]}"#);
        "a long number with escapes" long(r#"{"contextData":[{"irnumber":""#, r"\n7", r#"","result":"x"}]}"#);
        "an item of many keys" list(r#"{"contextData":[{"#, r#""":0"#, "}]}");
        "an item of many keys under success" list(r#"{"returnData":"Succeed","contextData":[{"#, r#""":0"#, "}]}");
        "an item of keys under success that all differ" differing(r#"{"returnData":"Succeed","contextData":[{"#, "}]}");
        "half the keys of an item twice" twice;
        "an item of many keys in JSON text" list(r#"{"returnData":"Succeed","contextData":"\u005b{"#, r#"\"\":0"#, r#"}]"}"#);
        "an alert of many keys" list(r#"{"reply":{"incident":{"#, r#""":0"#, "}}}");
        "an alert of keys that all differ" differing(r#"{"reply":{"incident":{"#, "}}}");
        "many items of few keys twice" list(r#"{"returnData":"Succeed","contextData":["#, r#"{"":0,"":0}"#, "]}");
        "objects inside objects of two keys" inside;
        "a long word" long(r#"{"returnData":""#, "x", r#""}"#);
        "a long word with escapes" long(r#"{"returnData":""#, r"\u00e9", r#""}"#);
        "a long error" long(r#"{"error":""#, r"\n", r#""}"#);
        "error again and again" list("{", r#""error":"""#, "}");
        "returnData again and again" list("{", r#""returnData":[]"#, "}");
        "contextData again and again" list("{", r#""contextData":{}"#, "}");
        "reply again and again" list("{", r#""reply":0"#, "}");
        "members of one name" list("{", r#""":0"#, "}");
        "a long key" long(r#"{""#, r"\u0061", r#"":0}"#);
        "fields of many names" keys;
        "a long field above empty objects" path;
        "blank messages of a field" list(r#"{"errors":{"":["#, r#""""#, "]}}");
        "numbers in an extra" list(r#"{"reply":{"err_extra":["#, "0", "]}}");
        "members of an extra" list(r#"{"reply":{"err_extra":{"#, r#""":0"#, "}}}");
        "entries with a place" list(r#"{"err_extra":["#, r#"{"loc":0,"msg":""}"#, "]}");
        "a place of many parts" list(r#"{"err_extra":[{"loc":["#, "0", r#"],"msg":""}]}"#);
        "a long message" long(r#"{"message":""#, r"\u0000", r#""}"#);
        "a long code" long(r#"{"code":1"#, "0", "}");
        "brackets side by side" deep;
        "a list under many Data" nested;
        "numbers in rawData" list(r#"{"returnData":"Succeed","rawData":["#, "0", "]}");
        "a list in JSON text" list(r#"{"rawData":"\u005b"#, "{}", r#"]"}"#);
        "empty alerts" list(r#"{"reply":{"incident":{},"alerts":{"data":["#, "{}", "]}}}");
        "numbers among artifacts" list(r#"{"reply":{"incident":{},"file_artifacts":["#, "0", "]}}");
        "empty alerts of a page" list(r#"{"reply":{"alerts":["#, "{}", "]}}");
        "ids of alerts" list(r#"{"reply":{"alerts_ids":["#, "1", "]}}");
        "bare quotes" list(r#"{"contextData":"["#, r#"{"":0}"#, r#"]"}"#);
        "no end" list(r#"{"contextData":["#, "{}", "");
        "no JSON" long("", "<p>", "");
        "white space" long("{", " ", "}");
    }
}
