//! D3 answers: envelope, items and partial failures become a report.

use super::{
    envelope::{Context, Envelope},
    items::{Item, Reader, Tally, is_success},
};
use crate::{
    answer::{AnyAnswer, Draft, Verdict},
    json::{Node, Scanner, Span, Text, Value, start_of},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
    text::is_blank,
};

/// The vendor documents an item for each incident; one without is unreported.
pub(super) const BY_ITEMS: Reading =
    Reading { read: |context, text| read(context, Policy::Items, text), is_error: is_error_object };

/// The vendor documents no items; the envelope speaks for all.
pub(super) const BY_ENVELOPE: Reading =
    Reading { read: |context, text| read(context, Policy::Envelope, text), is_error: is_error_object };

/// The request names no incident, the answer does.
pub(super) const NAMED_BY_ANSWER: Reading =
    Reading { read: |context, text| read(context, Policy::Named, text), is_error: is_error_object };

/// Who speaks for an incident.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    Items,
    Envelope,
    Named,
}

/// Whether a JSON body is an error as the vendor documents it.
fn is_error_object(node: &Node<'_>) -> bool {
    node.get_any_case("error").is_some()
}

fn read(context: &ReplyContext, policy: Policy, mut text: String) -> Result<AnyAnswer, Refused> {
    let body = text.len();
    let mut tally = Tally::new(&context.asked, policy == Policy::Named);
    let envelope = Envelope::read(&text, start_of(&text), &mut tally)?;
    if envelope.failed {
        return Err(Refused::CommandFailed { message: envelope.error_text, text });
    }
    let listed = resolve(envelope.context, &mut text, &mut tally);
    let returned = Returned::read(envelope.returned, &mut text, &mut tally);
    let (mut items, rest) = if envelope.returned_first { (returned.items, listed) } else { (listed, returned.items) };
    items.extend(rest);
    settle(policy, returned.word.as_deref(), &mut text, &mut tally);
    let (asked, verdicts) = tally.finish(&context.asked);
    let draft = Draft { text, body, asked, verdicts, items, warnings: envelope.warnings, status_text: returned.word };
    Ok(AnyAnswer::Report(draft.finish(context)))
}

/// Lets the envelope speak for incidents where the vendor documents no items.
fn settle(policy: Policy, word: Option<&str>, text: &mut String, tally: &mut Tally<'_>) {
    let (Policy::Envelope, Some(word)) = (policy, word) else { return };
    if is_partial(word) {
        return;
    }
    let envelope = if is_success(word) { Verdict::Succeeded } else { Verdict::Failed(append(text, word)) };
    for verdict in tally.verdicts_mut() {
        *verdict = match (*verdict, envelope) {
            (failed @ Verdict::Failed(_), _) => failed,
            (_, envelope) => envelope,
        };
    }
}

fn is_partial(word: &str) -> bool {
    word.trim().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("partial"))
}

/// Puts a text of ours behind the body, so that verdicts can point at it.
fn append(text: &mut String, words: &str) -> Text {
    let start = text.len() as u32;
    text.push_str(words);
    Text::plain(Span { start, end: text.len() as u32 })
}

/// If a string is the JSON text of an array or object, puts that text behind the body and says where it begins.
fn json_text(string: Text, text: &mut String) -> Option<usize> {
    let decoded = string.read(text);
    let at = text.len();
    let is_container = matches!(decoded.trim_start().bytes().next(), Some(b'{' | b'['));
    if !is_container || u32::try_from(at + decoded.len()).is_err() {
        return None;
    }
    Node::parse(&decoded).ok()?;
    let decoded = decoded.into_owned();
    text.push_str(&decoded);
    Some(at)
}

/// The items of `contextData`, those inside JSON text included.
fn resolve(context: Context, text: &mut String, tally: &mut Tally<'_>) -> Vec<Span> {
    if context.texts.is_empty() {
        return context.items;
    }
    let mut all = Vec::with_capacity(context.items.len() + context.texts.len());
    let mut items = context.items.into_iter();
    let mut taken = 0;
    for (before, string) in context.texts {
        all.extend(items.by_ref().take(before - taken));
        taken = before;
        if let Some(at) = json_text(string, text) {
            let mut inner = Context::default();
            // The text was validated above; JSON text inside JSON text inside JSON text is not looked for.
            let _ = inner.value(&mut Scanner::new(text, at), tally);
            all.extend(inner.items);
        }
    }
    all.extend(items);
    all
}

/// What `returnData` said.
#[derive(Default)]
struct Returned {
    /// The envelope's word, such as `Successful`.
    word: Option<String>,
    items: Vec<Span>,
}

impl Returned {
    fn read(value: Option<Value>, text: &mut String, tally: &mut Tally<'_>) -> Self {
        let mut returned = Returned::default();
        let at = match value {
            None | Some(Value::Null) => return returned,
            Some(Value::Array(span) | Value::Object(span)) => span.start as usize,
            Some(Value::Bool(_, span) | Value::Number(span)) => {
                returned.word = Some(span.of(text).to_owned());
                return returned;
            }
            Some(Value::String(string)) => match json_text(string, text) {
                Some(at) => at,
                None => {
                    let word = string.read(text);
                    returned.word = (!is_blank(&word)).then(|| word.into_owned());
                    return returned;
                }
            },
        };
        let (word, errors, data) = parts(text, at);
        returned.word = word;
        returned.errors(errors, text, tally);
        let mut listed = std::mem::take(&mut returned.items).into_iter().peekable();
        for span in data {
            let item = returned.item(span, text);
            if let Some(item) = item.filter(|item| item.number().is_some()) {
                tally.file(&item, text);
                // Both lists are in the order of the text.
                while let Some(earlier) = listed.next_if(|span| span.start < item.span.start) {
                    returned.items.push(earlier);
                }
                returned.items.push(item.span);
            }
        }
        returned.items.extend(listed);
        returned
    }

    fn item(&self, span: Span, text: &str) -> Option<Item> {
        Reader::default().item(&mut Scanner::new(text, span.start as usize)).ok()
    }

    /// Those in `ErrorData` failed.
    fn errors(&mut self, errors: Vec<Value>, text: &mut String, tally: &mut Tally<'_>) {
        if errors.is_empty() {
            return;
        }
        let fallback = self.word.as_deref().filter(|word| !is_success(word)).unwrap_or("ErrorData");
        let fallback = append(text, fallback);
        for value in errors {
            match value {
                Value::Object(span) => {
                    let Some(item) = self.item(span, text) else { continue };
                    let reason = item.error_reason(text).unwrap_or(fallback);
                    if let Some(number) = item.number() {
                        tally.claim(&number.read(text), Verdict::Failed(reason));
                    }
                    self.items.push(item.span);
                }
                Value::String(number) => tally.claim(&number.read(text), Verdict::Failed(fallback)),
                _ => {}
            }
        }
    }
}

/// The word, the entries of `ErrorData`, and the objects that may be items, of a `returnData` that stands at `at`.
fn parts(text: &mut String, at: usize) -> (Option<String>, Vec<Value>, Vec<Span>) {
    let Ok(node) = Node::read(&mut Scanner::new(text, at)) else { return Default::default() };
    let word = word_of(&node);
    let mut errors = Vec::new();
    let mut error_texts = Vec::new();
    let mut data = Vec::new();
    let objects = match &node {
        Node::Array(elements) => elements.as_slice(),
        object => std::slice::from_ref(object),
    };
    for object in objects {
        let Node::Object(span, _) = object else { continue };
        data.push(*span);
        match object.get_any_case("ErrorData") {
            Some(Node::String(string, _)) => error_texts.push(*string),
            Some(found) => errors.extend(entries(found)),
            None => {}
        }
        if let Some(found) = object.get_any_case("Data") {
            data.extend(entries(found).into_iter().filter_map(|value| match value {
                Value::Object(span) => Some(span),
                _ => None,
            }));
        }
    }
    drop(node);
    for string in error_texts {
        match json_text(string, text) {
            Some(at) => {
                if let Ok(node) = Node::read(&mut Scanner::new(text, at)) {
                    errors.extend(entries(&node));
                }
            }
            None => errors.push(Value::String(string)),
        }
    }
    (word, errors, data)
}

/// The objects and strings of a list, or of one thing alone.
fn entries(node: &Node<'_>) -> Vec<Value> {
    let entry = |node: &Node<'_>| match node {
        Node::Object(span, _) => Some(Value::Object(*span)),
        Node::String(string, _) => Some(Value::String(*string)),
        _ => None,
    };
    match node {
        Node::Array(elements) => elements.iter().filter_map(entry).collect(),
        one => entry(one).into_iter().collect(),
    }
}

/// The word that a `returnData` says: of an object its `Status`; of a list its only element's, or success when all say
/// so.
fn word_of(node: &Node<'_>) -> Option<String> {
    match node {
        Node::Bool(value) => Some(value.to_string()),
        Node::Object(..) => node.get_any_case("Status").filter(|status| status.members().is_empty()).and_then(word_of),
        Node::Array(elements) => {
            let mut words: Vec<Option<String>> = elements.iter().map(word_of).collect();
            let agreed = words.iter().all(|word| word.as_deref().is_some_and(is_success));
            if agreed || words.len() == 1 { words.pop().flatten() } else { None }
        }
        other => other.word().map(|word| word.into_owned()).filter(|word| !is_blank(word)),
    }
}
