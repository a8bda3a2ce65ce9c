//! The members of consecutive items. The items of a response have the same layout: a member that is identical to the member
//! at the same position in the previous item is not scanned again.

use std::ops::Range;

use super::role::Role;
use crate::json::{Bad, Scanner, Value, same};

/// A member of an item.
#[derive(Clone, Copy)]
struct Member {
    /// The start of its key.
    from: u32,
    /// The position of its value.
    start: u32,
    end: u32,
    value: Value,
    role: Role,
}

/// The most recent distinct members, by their position in the item; those in front.
#[derive(Default)]
pub(super) struct Repeats {
    members: [Option<Member>; MOST],
    tail: Tail,
}

const MOST: usize = 32;

/// The last members of an item, as the text has them up to its closing brace. Most items differ in their first members alone: one
/// comparison does for the others.
#[derive(Default)]
struct Tail {
    /// The positions of the members: all of them are those of one item. Empty if there are none.
    places: Range<usize>,
    /// Behind the closing brace of that item.
    end: u32,
}

impl Tail {
    /// Notes how an item of `count` members was read, which ends at `end`: the members from `anew` on were read anew, and no member
    /// from `changed` on has taken the place of another.
    fn note(&mut self, anew: usize, changed: usize, count: usize, end: u32) {
        if anew < count && count <= MOST {
            *self = Tail { places: anew..count, end };
        } else if changed < self.places.end {
            self.places.start = self.places.start.max(changed);
        } else {
            *self = Tail::default();
        }
    }
}

impl Repeats {
    /// Reads the next object, and passes the roles and values of its known members to `take`. All objects read with it must be
    /// in one text, side by side.
    pub(super) fn members(&mut self, scanner: &mut Scanner<'_>, take: &mut dyn FnMut(Role, Value)) -> Result<(), Bad> {
        let bytes = scanner.text().as_bytes();
        let (mut place, mut anew, mut changed) = (0, 0, 0);
        let mut is_tail = false;
        scanner.members(|scanner| {
            let from = scanner.offset() as u32;
            let here = bytes.get(from as usize..).unwrap_or_default();
            let repeats = |known: &Member, until: u32| {
                let known = bytes.get(known.from as usize..until as usize).unwrap_or_default();
                !known.is_empty() && here.get(..known.len()).is_some_and(|here| same(here, known))
            };
            let known = self.members.get(place).and_then(Option::as_ref);
            if place == self.tail.places.start
                && let Some(known) = known.filter(|known| repeats(known, self.tail.end))
            {
                let shift = from.wrapping_sub(known.from);
                let members = self.members.get(self.tail.places.clone()).unwrap_or_default();
                members.iter().flatten().filter(|member| member.role != Role::Other).for_each(|member| {
                    take(member.role, member.value.moved(shift));
                });
                // The brace is still to be read.
                scanner.go_to(self.tail.end.wrapping_add(shift) as usize - 1);
                is_tail = true;
                return Ok(());
            }
            place += 1;
            // Including the next byte: a number may continue there.
            if let Some(known) = known.filter(|known| repeats(known, known.end + 1)) {
                let shift = from.wrapping_sub(known.from);
                // Most have no role here.
                if known.role != Role::Other {
                    take(known.role, known.value.moved(shift));
                }
                scanner.go_to(known.end.wrapping_add(shift) as usize);
                anew = place;
                return Ok(());
            }
            changed = place;
            let role = match known.filter(|known| repeats(known, known.start)) {
                Some(known) => {
                    scanner.go_to((from + known.start - known.from) as usize);
                    known.role
                }
                None => {
                    let key = scanner.string()?;
                    scanner.colon()?;
                    Role::of_key(key, scanner.text())
                }
            };
            let first = scanner.peek();
            let start = scanner.offset() as u32;
            // Nearly all values are strings.
            let value = match first {
                Some(b'"') => Value::String(scanner.string()?),
                _ => scanner.value()?,
            };
            if let Some(slot) = self.members.get_mut(place - 1) {
                *slot = Some(Member { from, start, end: scanner.offset() as u32, value, role });
            }
            if role != Role::Other {
                take(role, value);
            }
            Ok(())
        })?;
        if !is_tail {
            self.tail.note(anew, changed, place, scanner.offset() as u32);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Members = Vec<(Role, Value)>;

    /// Reads one object after another; returns where reading ended.
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
        let text = [object(1), object(1), object(2), object(3)].join(", ");
        let (all, end, is_valid) = read(&text, || None);
        assert_eq!((end, is_valid), (text.len(), true));
        let roles = all.iter().map(|members| members.iter().map(|(role, _)| *role).collect::<Vec<_>>());
        assert_eq!(roles.collect::<Vec<_>>(), vec![vec![Role::Number(0), Role::Result]; 4]);
    }

    #[test]
    fn a_number_that_goes_on_is_another_one() {
        let text = r#"{"Result": 1}, {"Result": 12}, {"Result": 12.5}, {"Result": 12.5e3}"#;
        let (all, end, is_valid) = read(text, || None);
        assert_eq!((end, is_valid), (text.len(), true));
        let said = all.iter().flatten().map(|(_, value)| match value {
            Value::Number(span) => span.of(text),
            _ => "",
        });
        assert_eq!(said.collect::<Vec<_>>(), ["1", "12", "12.5", "12.5e3"]);
    }

    #[test]
    fn the_last_members_are_remembered_by_their_places() {
        let text = "{\"a\": 1, \"Result\": \"b\", \"c\": [2]}, {\"a\": 1, \"Result\": \"d\", \"e\": 3}, {\"a\": 1}";
        let mut scanner = Scanner::new(text, 0);
        let mut repeats = Repeats::default();
        let mut remembered = || {
            assert_eq!(repeats.members(&mut scanner, &mut |_, _| {}), Ok(()));
            scanner.take(b',');
            scanner.peek();
            let members =
                repeats.members.iter().flatten().map(|member| text.get(member.from as usize..member.end as usize));
            members.map(Option::unwrap_or_default).collect::<Vec<_>>()
        };
        assert_eq!(remembered(), ["\"a\": 1", "\"Result\": \"b\"", "\"c\": [2]"]);
        assert_eq!(remembered(), ["\"a\": 1", "\"Result\": \"d\"", "\"e\": 3"]);
        assert_eq!(remembered(), ["\"a\": 1", "\"Result\": \"d\"", "\"e\": 3"]);
    }

    #[test]
    fn a_tail_counts_up_to_its_brace() {
        let objects = [
            r#"{"Incident Number": 1, "Result": "a", "Status": 1}"#,
            r#"{"Incident Number": 2, "Result": "a", "Status": 1}"#,
            r#"{"Incident Number": 3, "Result": "a", "Status": 1}"#,
            r#"{"Incident Number": 4, "Result": "a", "Status": 12}"#,
            r#"{"Incident Number": 5, "Result": "a", "Status": 1, "Result": "b"}"#,
            r#"{"Incident Number": 6, "Result": "a"}"#,
            r#"{"Result": "a", "Status": 1}"#,
            r#"{"Incident Number": 7, "Result": "a", "Status": 1}"#,
        ];
        let text = objects.join(", ");
        let mut remembers = None;
        let (all, end, is_valid) = read(&text, || remembers.replace(()).is_none().then(Repeats::default));
        assert_eq!((end, is_valid), (text.len(), true));
        let said = all.iter().map(|members| {
            let text_of = |(_, value): &(Role, Value)| match value {
                Value::Number(span) => span.of(&text).to_owned(),
                Value::String(string) => string.read(&text).into_owned(),
                _ => String::new(),
            };
            members.iter().map(text_of).collect::<Vec<_>>().join(" ")
        });
        let expected = ["1 a 1", "2 a 1", "3 a 1", "4 a 12", "5 a 1 b", "6 a", "a 1", "7 a 1"];
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }

    /// What is remembered of one item never reaches over the ones behind it, in whatever order they come again.
    #[test]
    fn items_that_come_again_are_read_one_by_one() {
        let items = [
            r#"{"Result": 1}"#,
            r#"{"Result": 1, "Status": 2}"#,
            r#"{"Result": 1, "Status": 2, "Error": 3}"#,
            r#"{"Result": 1, "Status": 4, "Error": 3}"#,
            r#"{"Result": 1, "Status": 2, "Error": 3, "Data": 5}"#,
        ];
        for choice in 0..items.len().pow(4) {
            let chosen = |place| items.get(choice / items.len().pow(place) % items.len()).copied().unwrap_or_default();
            let four = (0..4).map(chosen);
            let text = four.cycle().take(12).collect::<Vec<_>>().join(", ");
            assert_eq!(read(&text, || None), read(&text, || Some(Repeats::default())), "{text}");
        }
    }

    #[test]
    fn a_server_does_not_choose_how_much_is_remembered() {
        for count in [31, 32, 1_000] {
            let members: Vec<String> = (0..count).map(|place| format!("\"k{place}\": {place}")).collect();
            let mut repeats = Repeats::default();
            let text = format!("{{{}}}", members.join(","));
            assert_eq!(repeats.members(&mut Scanner::new(&text, 0), &mut |_, _| {}), Ok(()));
            assert_eq!(repeats.members.iter().flatten().count(), count.min(32));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn reads_what_is_read_without_a_memory(
            first in prop::collection::vec(member(), 0..5),
            changes in prop::collection::vec((0usize..5, member(), 0usize..8), 0..12),
        ) {
            // Each object differs from the previous one in a member, sometimes in its length or layout.
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
