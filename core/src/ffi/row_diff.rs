//! Items with the same layout, as in one answer: values that repeat from one item to the next are compared, not decoded.

use std::borrow::Cow;

use super::json_ref::Part;
use crate::json::Scanner;

/// One member of the items: the text before its value, and the value of the item before.
struct Column {
    /// From the end of the value before it to its own value: `, "Status": `.
    lead: String,
    /// The last value as text; empty while it is not kept.
    value: String,
    /// How often in a row the value was a new one.
    misses: u8,
}

/// Walks JSON objects with the same layout, and visits only the values that differ from the previous object.
pub struct RowDiff {
    columns: Vec<Column>,
    tail: String,
}

impl RowDiff {
    /// After this many new values in a row, the values of a column are no longer compared.
    const PATIENCE: u8 = 16;
    /// Longer values are not kept.
    const LONGEST: usize = 64;

    /// Learns the layout from the first object; also returns its keys. `None` for an object without members or with a
    /// duplicate key.
    pub fn learn(first: &str) -> Option<(Self, Vec<Cow<'_, str>>)> {
        let mut columns = Vec::new();
        let mut keys: Vec<Cow<'_, str>> = Vec::new();
        let mut end = 0;
        let mut scanner = Scanner::new(first, 0);
        let walked = scanner.object(|scanner, key| {
            scanner.peek();
            let lead = first.get(end..scanner.offset()).unwrap_or_default().to_owned();
            scanner.value()?;
            end = scanner.offset();
            keys.push(key.read(first));
            columns.push(Column { lead, value: String::new(), misses: 0 });
            Ok(())
        });
        let tail = first.get(end..)?.to_owned();
        let mut distinct = keys.clone();
        distinct.sort_unstable();
        distinct.dedup();
        (walked.is_ok() && !keys.is_empty() && distinct.len() == keys.len())
            .then_some((RowDiff { columns, tail }, keys))
    }

    /// Visits the members of `item` whose values differ from those of the previous item, each with the index of its key.
    /// The first time it visits all members; arrays and objects are always visited. Returns false, after visiting some
    /// members or none, for an item with another layout.
    ///
    /// # Errors
    /// The first error of `visit`, which ends the walk.
    pub fn walk<'a, E>(
        &mut self,
        item: &'a str,
        mut visit: impl FnMut(usize, Part<'a>) -> Result<(), E>,
    ) -> Result<bool, E> {
        let mut rest = item;
        for (index, column) in self.columns.iter_mut().enumerate() {
            let Some(from) = rest.strip_prefix(column.lead.as_str()) else { return Ok(false) };
            if let Some(behind) = column.repeated(from) {
                rest = behind;
                continue;
            }
            let mut scanner = Scanner::new(from, 0);
            let Ok(value) = scanner.value() else { return Ok(false) };
            let (text, behind) = from.split_at_checked(scanner.offset()).unwrap_or((from, ""));
            column.keep(text);
            visit(index, Part::of(value, from))?;
            rest = behind;
        }
        Ok(rest == self.tail)
    }
}

impl Column {
    /// The text after the value, if the value equals that of the previous item.
    fn repeated<'a>(&mut self, from: &'a str) -> Option<&'a str> {
        if self.value.is_empty() {
            return None;
        }
        let behind = from.strip_prefix(self.value.as_str())?;
        // A number may go on.
        if !behind.starts_with([',', '}', ' ', '\n', '\r', '\t']) {
            return None;
        }
        self.misses = 0;
        Some(behind)
    }

    fn keep(&mut self, value: &str) {
        self.misses = self.misses.saturating_add(1);
        self.value.clear();
        // Who makes values of their own shares those that repeat, and must not share what can be changed.
        let is_container = value.starts_with(['[', '{']);
        if self.misses < RowDiff::PATIENCE && value.len() <= RowDiff::LONGEST && !is_container {
            self.value.push_str(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::json_ref::members, *};

    type Members = Vec<(String, String)>;

    fn plainly(item: &str) -> Members {
        let mut found = Vec::new();
        let _ = members(item, |key, part| {
            found.push((key.into_owned(), format!("{part:?}")));
            Ok::<(), ()>(())
        });
        found
    }

    /// All items by way of `RowDiff`, or plainly where it says that they are spelt otherwise.
    fn read(items: &[String]) -> Vec<Members> {
        let Some((mut alike, keys)) = items.first().and_then(|first| RowDiff::learn(first)) else {
            return items.iter().map(|item| plainly(item)).collect();
        };
        let mut held: Vec<String> = keys.iter().map(|_| String::new()).collect();
        items
            .iter()
            .map(|item| {
                let same = alike.walk(item, |index, part| {
                    held.iter_mut().skip(index).take(1).for_each(|value| *value = format!("{part:?}"));
                    Ok::<(), ()>(())
                });
                if same == Ok(true) {
                    keys.iter().map(|key| key.clone().into_owned()).zip(held.iter().cloned()).collect()
                } else {
                    plainly(item)
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn reads_what_a_plain_walk_reads(
            values in prop::collection::vec(prop::collection::vec("(1|12|true|null|\"a\"|\"b\\\\\"c\"|\\[1\\]|\"\")", 3), 1..30),
            odd in prop::collection::vec(any::<bool>(), 30),
        ) {
            let items: Vec<String> = values.iter().zip(odd).map(|(values, odd)| {
                let colon = if odd { ":" } else { ": " };
                let members: Vec<String> =
                    values.iter().zip(["A", "B", "C"]).map(|(value, key)| format!("\"{key}\"{colon}{value}")).collect();
                format!("{{{}}}", members.join(", "))
            }).collect();
            let expected: Vec<Members> = items.iter().map(|item| plainly(item)).collect();
            prop_assert_eq!(read(&items), expected);
        }
    }
}
