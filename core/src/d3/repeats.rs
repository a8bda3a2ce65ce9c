//! The members of items, one item after another. The items of an answer are written alike: what an item repeats of a model,
//! byte for byte, is not scanned again.

use super::role::Role;
use crate::json::{Bad, Scanner, Value, common};

/// A member of the model.
#[derive(Clone, Copy)]
struct Column {
    /// Where its value stands.
    start: u32,
    end: u32,
    value: Value,
    role: Role,
}

/// An item to compare others with, member by member: the last that did not resemble the one before.
#[derive(Default)]
pub(super) struct Repeats {
    columns: Vec<Column>,
    start: u32,
    end: u32,
    /// Another one would do better.
    is_stale: bool,
}

impl Repeats {
    /// So many members are remembered.
    const MOST: usize = 32;

    /// Takes the object that comes next, and hands what its members mean and say to `take`: those that mean something. All
    /// objects that are read with it stand in one text, side by side.
    pub(super) fn members(&mut self, scanner: &mut Scanner<'_>, take: &mut dyn FnMut(Role, Value)) -> Result<(), Bad> {
        if self.columns.is_empty() || self.is_stale { self.learn(scanner, take) } else { self.follow(scanner, take) }
    }

    /// The same, and makes this object the model.
    fn learn(&mut self, scanner: &mut Scanner<'_>, take: &mut dyn FnMut(Role, Value)) -> Result<(), Bad> {
        self.columns.clear();
        let mut count = 0;
        self.start = scanner.offset() as u32;
        scanner.object(|scanner, key| {
            let role = Role::of(&key.read(scanner.text()));
            let first = scanner.peek();
            let start = scanner.offset() as u32;
            let value = value(first, scanner)?;
            hand(role, value, take);
            if count < Self::MOST {
                if count == 0 {
                    self.columns.reserve_exact(8);
                }
                self.columns.push(Column { start, end: scanner.offset() as u32, value, role });
            }
            count += 1;
            Ok(())
        })?;
        if count > Self::MOST {
            self.columns.clear();
        }
        self.end = scanner.offset() as u32;
        self.is_stale = false;
        Ok(())
    }

    /// The same, and skips what this object repeats of the model.
    fn follow(&mut self, scanner: &mut Scanner<'_>, take: &mut dyn FnMut(Role, Value)) -> Result<(), Bad> {
        let bytes = scanner.text().as_bytes();
        let Repeats { columns, start, end, .. } = self;
        let repeated = |from: u32, at: usize| {
            let model = bytes.get(from as usize..*end as usize).unwrap_or_default();
            from + common(model, bytes.get(at..).unwrap_or_default()) as u32
        };
        let begin = scanner.offset();
        // Up to `same` the model is repeated. What stands there at a place, stands here so much further on.
        let (mut same, mut shift) = (repeated(*start, begin), (begin as u32).wrapping_sub(*start));
        let (mut left, mut changes) = (columns.iter(), 0);
        scanner.members(|scanner| {
            match left.next().filter(|column| column.start <= same) {
                // A number may go on where that of the model ends.
                Some(column) if column.end < same => {
                    hand(column.role, column.value.moved(shift), take);
                    scanner.go_to(column.end.wrapping_add(shift) as usize);
                }
                Some(column) => {
                    scanner.go_to(column.start.wrapping_add(shift) as usize);
                    let first = scanner.peek();
                    hand(column.role, value(first, scanner)?, take);
                    shift = (scanner.offset() as u32).wrapping_sub(column.end);
                    same = repeated(column.end, scanner.offset());
                    changes += 1;
                }
                None => {
                    same = 0;
                    changes += 2;
                    let key = scanner.string()?;
                    scanner.colon()?;
                    let first = scanner.peek();
                    hand(Role::of(&key.read(scanner.text())), value(first, scanner)?, take);
                }
            }
            if same == *end {
                // Nothing else is new.
                for column in left.by_ref().filter(|column| column.role != Role::Other) {
                    take(column.role, column.value.moved(shift));
                }
                scanner.go_to(end.wrapping_add(shift) as usize - 1);
            }
            Ok(())
        })?;
        self.is_stale = changes > 1;
        Ok(())
    }
}

fn hand(role: Role, value: Value, take: &mut dyn FnMut(Role, Value)) {
    // Most mean nothing here.
    if role != Role::Other {
        take(role, value);
    }
}

/// The value that begins with `first`.
fn value(first: Option<u8>, scanner: &mut Scanner<'_>) -> Result<Value, Bad> {
    // Nearly all values are strings.
    if first == Some(b'"') { scanner.string().map(Value::String) } else { scanner.value() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Members = Vec<(Role, Value)>;

    /// Reads one object after another; where reading ended.
    fn read(text: &str, mut repeats: impl FnMut() -> Option<Repeats>) -> (Vec<Members>, usize, bool) {
        let mut scanner = Scanner::new(text, 0);
        let mut all = Vec::new();
        let mut kept = Repeats::default();
        loop {
            if scanner.peek() != Some(b'{') {
                return (all, scanner.offset(), true);
            }
            let mut members = Vec::new();
            if let Some(fresh) = repeats() {
                kept = fresh;
            }
            let read = kept.members(&mut scanner, &mut |role, value| members.push((role, value)));
            all.push(members);
            if read.is_err() {
                return (all, scanner.offset(), false);
            }
            scanner.take(b',');
        }
    }

    fn member() -> impl Strategy<Value = String> {
        let key = "(Result|Status|Incident Number|Error|k)";
        let value = "(1|12|123|1\\.5|true|null|\"\"|\"a\"|\"ab\"|\"a\\\\\"b\"|\"\\\\u0041\"|\\{\"k\":1\\}|\\[1, 2\\]|\\[\\]|é|tru)";
        (key, "(:|: | : )", value).prop_map(|(key, colon, value)| format!("\"{key}\"{colon}{value}"))
    }

    #[test]
    fn of_many_members_none_is_left_out() {
        let members: Vec<String> = (0..40).map(|place| format!("\"k{place}\": {place}")).collect();
        let object = |number| format!("{{\"Incident Number\": {number}, {}, \"Result\": 3}}", members.join(", "));
        let text = [object(1), object(2), object(3)].join(", ");
        let (all, end, is_valid) = read(&text, || None);
        assert_eq!((end, is_valid), (text.len(), true));
        let roles = all.iter().map(|members| members.iter().map(|(role, _)| *role).collect::<Vec<_>>());
        assert_eq!(roles.collect::<Vec<_>>(), vec![vec![Role::Number(0), Role::Result]; 3]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn reads_what_is_read_without_a_memory(
            first in prop::collection::vec(member(), 0..5),
            changes in prop::collection::vec((0usize..5, member(), 0usize..8), 0..8),
        ) {
            // Each object differs from the one before in a member, sometimes in its length or layout.
            let mut members = first;
            let mut text = format!("{{{}}}", members.join(","));
            for (place, member, kind) in changes {
                match kind {
                    0 => { members.pop(); }
                    1 => members.push(member),
                    2 => members.insert(place.min(members.len()), member),
                    3 => {}
                    _ => members.iter_mut().skip(place).take(1).for_each(|slot| *slot = member.clone()),
                }
                let comma = if kind == 7 { " , " } else { "," };
                text.push_str(&format!(", {{{}}}", members.join(comma)));
            }
            prop_assert_eq!(read(&text, || None), read(&text, || Some(Repeats::default())));
        }
    }
}
