//! Records which members of a request's body were read, and which were not.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A body can hold any number of members, under names of any length; the log keeps a bounded part of them.
const MAX_UNREAD: usize = 32;
const MAX_NAME: usize = 200;

/// Records what an endpoint reads of a body. Members are named by their path, such as `CommandParams.Owner`.
#[derive(Debug, Default)]
pub(super) struct Trace(RefCell<Members>);

/// The members of all objects that were opened.
#[derive(Debug, Default)]
struct Members {
    read: Vec<String>,
    unread: BTreeSet<String>,
}

impl Trace {
    /// An object of the body is about to be read.
    pub(super) fn open(&self, path: &str, object: &Map<String, Value>) {
        self.0.borrow_mut().unread.extend(object.keys().map(|name| join(path, name)));
    }

    /// A member is being read, if the body has it.
    pub(super) fn read(&self, path: &str, name: &str) {
        let members = &mut *self.0.borrow_mut();
        if let Some(member) = members.unread.take(&join(path, name)) {
            members.read.push(member);
        }
    }

    /// The members read, in the order of reading, and the first of those left over.
    pub(super) fn finish(self) -> (Vec<String>, Vec<String>) {
        let Members { read, unread } = self.0.into_inner();
        let short = |name: String| name.chars().take(MAX_NAME).collect();
        (read, unread.into_iter().take(MAX_UNREAD).map(short).collect())
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_nobody_asks_for_is_left_over() {
        let body: Value = serde_json::from_str(r#"{"a": 1, "b": {"c": 2, "d": 3}, "e": 4}"#).unwrap();
        let trace = Trace::default();
        trace.open("", body.as_object().unwrap());
        for name in ["a", "b", "absent", "a"] {
            trace.read("", name);
        }
        trace.open("b", body.get("b").unwrap().as_object().unwrap());
        trace.read("b", "d");
        let (read, left) = trace.finish();
        assert_eq!(read, ["a", "b", "b.d"]);
        assert_eq!(left, ["b.c", "e"]);
    }

    #[test]
    fn what_is_left_over_is_bounded() {
        let body: Map<String, Value> = (0..1_000).map(|at| (format!("{at}{}", "é".repeat(300)), Value::Null)).collect();
        let trace = Trace::default();
        trace.open("", &body);
        let (_, left) = trace.finish();
        assert_eq!(left.len(), MAX_UNREAD);
        assert!(left.iter().all(|name| name.chars().count() == MAX_NAME));
    }
}
