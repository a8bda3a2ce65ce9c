//! Items with the same layout, as in one answer: values that repeat from one item to the next are compared, not decoded.

use std::borrow::Cow;

use super::json_ref::Part;
use crate::json::{Scanner, common};

/// One member of the previous item.
struct Column {
    /// The length of the text between the previous value and this one: `, "Status": `.
    lead: usize,
    /// The length of its value.
    value: usize,
    is_container: bool,
}

/// Walks JSON objects with the same layout, and visits only the values that differ from the previous object.
pub struct RowDiff {
    columns: Vec<Column>,
    /// The previous item with the same layout.
    before: String,
    /// Whether its values are the ones visited last.
    is_visited: bool,
    has_containers: bool,
    /// The columns that a walk changed, and the previous lengths of their values.
    changed: Vec<(usize, usize)>,
}

impl RowDiff {
    /// Learns the layout from the first object; also returns its keys. `None` for an object without members or with a
    /// duplicate key.
    pub fn learn(first: &str) -> Option<(Self, Vec<Cow<'_, str>>)> {
        let (mut keys, mut columns) = (Vec::new(), Vec::new());
        let mut end = 0;
        let mut scanner = Scanner::new(first, 0);
        let walked = scanner.object(|scanner, key| {
            scanner.peek();
            let start = scanner.offset();
            scanner.value()?;
            columns.push(Column { lead: start - end, value: scanner.offset() - start, is_container: false });
            keys.push(key.read(first));
            end = scanner.offset();
            Ok(())
        });
        let mut distinct = keys.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let is_layout = walked.is_ok() && !keys.is_empty() && distinct.len() == keys.len();
        let (before, changed) = (first.to_owned(), Vec::new());
        is_layout.then_some((RowDiff { columns, before, is_visited: false, has_containers: false, changed }, keys))
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
        let walked = self.compare(item, &mut visit);
        self.is_visited = matches!(walked, Ok(true));
        if self.is_visited {
            item.clone_into(&mut self.before);
        } else {
            // The next walk visits all columns.
            for (index, value) in self.changed.drain(..).rev() {
                self.columns.iter_mut().skip(index).take(1).for_each(|column| column.value = value);
            }
        }
        walked
    }

    fn compare<'a, E>(
        &mut self,
        item: &'a str,
        visit: &mut impl FnMut(usize, Part<'a>) -> Result<(), E>,
    ) -> Result<bool, E> {
        self.changed.clear();
        let (mut before, mut rest) = (self.before.as_str(), item);
        let mut same = common(before.as_bytes(), rest.as_bytes());
        for (index, column) in self.columns.iter_mut().enumerate() {
            let end = column.lead + column.value;
            // A number may continue where the previous item's ended. Callers that build values share repeated ones,
            // and must not share what can be changed.
            if self.is_visited && same > end && !column.is_container {
                (before, rest) = (from(before, end), from(rest, end));
                same -= end;
                continue;
            }
            if same < column.lead {
                return Ok(false);
            }
            let value = from(rest, column.lead);
            let mut scanner = Scanner::new(value, 0);
            let Ok(found) = scanner.value() else { return Ok(false) };
            let part = Part::of(found, value);
            self.changed.push((index, column.value));
            column.value = scanner.offset();
            column.is_container = matches!(part, Part::Array(_) | Part::Object(_));
            self.has_containers |= column.is_container;
            visit(index, part)?;
            (before, rest) = (from(before, end), from(value, scanner.offset()));
            same = common(before.as_bytes(), rest.as_bytes());
            // Often nothing else has changed.
            if self.is_visited && !self.has_containers && same == rest.len() && same == before.len() {
                break;
            }
        }
        Ok(same == before.len() && same == rest.len())
    }
}

fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
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
                // Arrays and objects must be visited each time.
                held.iter_mut().filter(|value| value.starts_with("Array")).for_each(|value| value.clear());
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
            odd in prop::collection::vec(0usize..9, 30),
        ) {
            let items: Vec<String> = values.iter().zip(odd).map(|(values, odd)| {
                let colon = |place| if odd == place { ":" } else { ": " };
                let members = values.iter().zip(["A", "B", "C"]).enumerate();
                let members: Vec<String> =
                    members.map(|(place, (value, key))| format!("\"{key}\"{}{value}", colon(place))).collect();
                format!("{{{}}}", members.join(", "))
            }).collect();
            let expected: Vec<Members> = items.iter().map(|item| plainly(item)).collect();
            prop_assert_eq!(read(&items), expected);
        }
    }
}
