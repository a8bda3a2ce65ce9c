//! The items of a D3 answer: which incident each is about, and what it says of it.

use crate::{
    answer::{Matcher, Verdict},
    id_index::groups,
    json::{Bad, Scanner, Span, Text, Value},
    reply_context::Asked,
};

/// What a key of an item means. Keys compare without case, spaces or `_`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The incident's number; the first of the three spellings wins.
    Number(usize),
    Result,
    /// The reason; the first of the three spellings wins.
    Reason(usize),
    Other,
}

impl Role {
    fn of(key: &str) -> Role {
        let mut plain = [0u8; 14];
        let mut length = 0;
        for byte in key.bytes().filter(|byte| !matches!(byte, b' ' | b'_')) {
            let Some(slot) = plain.get_mut(length) else { return Role::Other };
            *slot = byte.to_ascii_lowercase();
            length += 1;
        }
        match plain.get(..length).unwrap_or_default() {
            b"incidentnumber" => Role::Number(0),
            b"incidentno" => Role::Number(1),
            b"irnumber" => Role::Number(2),
            b"result" => Role::Result,
            b"errormessage" => Role::Reason(0),
            b"message" => Role::Reason(1),
            b"error" => Role::Reason(2),
            _ => Role::Other,
        }
    }
}

/// The items of one answer are spelt alike: remembers the keys of the one before, by position.
#[derive(Default)]
struct Keys<'t>(Vec<(&'t str, Role)>);

impl<'t> Keys<'t> {
    const REMEMBERED: usize = 32;

    /// Takes the key at `position` and its colon.
    fn take(&mut self, position: usize, scanner: &mut Scanner<'t>) -> Result<Role, Bad> {
        let known = self.0.get(position).filter(|(raw, _)| scanner.take_known(raw)).map(|(_, role)| *role);
        let role = match known {
            Some(role) => role,
            None => self.learn(position, scanner.string()?, scanner.text()),
        };
        scanner.colon()?;
        Ok(role)
    }

    fn learn(&mut self, position: usize, key: Text, text: &'t str) -> Role {
        let learnt = (key.span.of(text), Role::of(&key.read(text)));
        match self.0.get_mut(position) {
            Some(slot) => *slot = learnt,
            None if position < Self::REMEMBERED => {
                if position == 0 {
                    self.0.reserve_exact(8);
                }
                self.0.push(learnt);
            }
            None => {}
        }
        learnt.1
    }
}

/// What one item says, as places in the text.
#[derive(Default)]
pub(super) struct Item {
    pub(super) span: Span,
    numbers: [Option<Text>; 3],
    result: Option<Value>,
    reasons: [Option<Text>; 3],
}

impl Item {
    pub(super) fn number(&self) -> Option<Text> {
        self.numbers.iter().find_map(|number| *number)
    }

    fn reason(&self) -> Option<Text> {
        self.reasons.iter().find_map(|reason| *reason)
    }

    /// The word of its result, if it has one.
    fn word(&self, text: &str) -> Option<Text> {
        match self.result? {
            Value::String(word) if !word.is_blank(text) => Some(word),
            Value::Bool(_, span) | Value::Number(span) => Some(Text::plain(span)),
            _ => None,
        }
    }

    /// What a documented item says: success only in the vendor's words for it.
    fn verdict(&self, text: &str) -> Verdict {
        if let Some(Value::String(word)) = self.result
            && word.span.of(text) == "Successful"
        {
            return Verdict::Succeeded;
        }
        match self.word(text) {
            None => Verdict::Unreported,
            Some(word) if is_success(&word.read(text)) => Verdict::Succeeded,
            Some(word) => Verdict::Failed(self.reason().unwrap_or(word)),
        }
    }

    /// The reason of an entry in a list of errors, if it gives any of its own.
    pub(super) fn error_reason(&self, text: &str) -> Option<Text> {
        self.reason().or_else(|| self.word(text).filter(|word| !is_success(&word.read(text))))
    }
}

/// The vendor's words of success.
pub(super) fn is_success(word: &str) -> bool {
    let word = word.trim();
    ["Successful", "Succeed", "true"].iter().any(|success| word.eq_ignore_ascii_case(success))
}

/// What the items of an answer say of each incident that was asked for.
pub(super) struct Tally<'a> {
    matcher: Matcher<'a>,
    verdicts: Vec<Verdict>,
    /// Where the request names no incident: what the answer says of those that it names, as it comes.
    named: Option<Vec<(String, Verdict)>>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(asked: &'a Asked, named_by_answer: bool) -> Self {
        let ids = asked.ids();
        let named = named_by_answer.then(Vec::new);
        Tally { matcher: Matcher::new(ids), verdicts: vec![Verdict::Unreported; ids.len()], named }
    }

    /// Forgets all claims: of a duplicate key the last counts.
    pub(super) fn clear(&mut self) {
        self.verdicts.fill(Verdict::Unreported);
        if let Some(named) = &mut self.named {
            named.clear();
        }
    }

    pub(super) fn claim(&mut self, id: &str, verdict: Verdict) {
        if let Some(named) = &mut self.named {
            named.push((id.to_owned(), verdict));
        } else if let Some(slot) = self.matcher.find(id).and_then(|index| self.verdicts.get_mut(index)) {
            *slot = slot.merged(verdict);
        }
    }

    pub(super) fn verdicts_mut(&mut self) -> &mut [Verdict] {
        &mut self.verdicts
    }

    /// The incidents that the report is about, with a verdict each: those that were asked for, or those that the answer
    /// names, or one without a name.
    pub(super) fn finish(self, asked: &Asked) -> (Asked, Vec<Verdict>) {
        let Some(named) = self.named.filter(|named| !named.is_empty()) else { return (asked.clone(), self.verdicts) };
        let ids: Vec<&str> = named.iter().map(|(id, _)| id.as_str()).collect();
        let groups = groups(&ids);
        let (mut ids, mut verdicts): (Vec<String>, Vec<Verdict>) = Default::default();
        for ((id, verdict), group) in named.iter().zip(groups) {
            match verdicts.get_mut(group) {
                Some(slot) => *slot = slot.merged(*verdict),
                None => {
                    ids.push(id.clone());
                    verdicts.push(*verdict);
                }
            }
        }
        (Asked::new(ids), verdicts)
    }

    /// Files what a documented item says.
    pub(super) fn file(&mut self, item: &Item, text: &str) {
        if let Some(number) = item.number() {
            self.claim(&number.read(text), item.verdict(text));
        }
    }
}

/// Reads items in one pass.
#[derive(Default)]
pub(super) struct Reader<'t>(Keys<'t>);

impl<'t> Reader<'t> {
    /// Takes the object that comes next.
    pub(super) fn item(&mut self, scanner: &mut Scanner<'t>) -> Result<Item, Bad> {
        let text = scanner.text();
        scanner.peek();
        let mut item = Item { span: Span { start: scanner.offset() as u32, end: 0 }, ..Item::default() };
        let mut position = 0;
        scanner.members(|scanner| {
            let role = self.0.take(position, scanner)?;
            position += 1;
            let value = scanner.value()?;
            match role {
                Role::Number(rank) => put(&mut item.numbers, rank, value, text),
                Role::Reason(rank) => put(&mut item.reasons, rank, value, text),
                Role::Result => item.result = Some(value),
                Role::Other => {}
            }
            Ok(())
        })?;
        item.span.end = scanner.offset() as u32;
        Ok(item)
    }
}

/// Keeps the text of a string that is not blank, or the spelling of a number.
fn put(slots: &mut [Option<Text>; 3], rank: usize, value: Value, text: &str) {
    if let Some(slot) = slots.get_mut(rank) {
        *slot = match value {
            Value::String(string) if !string.is_blank(text) => Some(string),
            Value::Number(span) => Some(Text::plain(span)),
            _ => None,
        };
    }
}
