//! Encodes answers in sections, which JavaScript decodes when they are read.

use soarwire::{AnyAnswer, Asked, Counts, Item, Outcome, Page, Report, ffi};

use crate::{
    crossing::Code,
    numbers::{push_digits, push_number, push_places, units},
    text::push,
};

/// A body up to this length is included; JavaScript keeps longer ones itself.
const SHORT: usize = 4 << 10;

/// Writes an answer, and returns its code: a line of JSON that says how its call went, and sections. Behind those are texts, and
/// then the end of each section.
///
/// A report: the counts; a letter for the outcome of each requested incident (`s`, `f`, `u`, `k` for unknown); those incidents, or
/// nothing if they are several of the operation's, which JavaScript has; the failed ones, each with its reason; the status text;
/// nothing, where a report that TypeScript makes has the unknown ones by kind (`ts/rebuilt/answers.ts`).
///
/// A page: the total; whether the vendor stopped counting; the next page; its canonical JSON, if it is a part of what the body says.
///
/// Both continue with the warnings; the places of the items, for each its distance from the end of the previous one and its
/// length; the body, if it is short. Texts are written as the place of the first one and the length of each. Places are those in
/// the body and in the texts behind it: in UTF-16 code units, but in bytes within a body that is not included.
///
/// Any other answer: its canonical JSON up to how the call went, without sections.
pub(crate) fn write(answer: &AnyAnswer, asked: &Asked, out: &mut Vec<u8>) -> Code {
    write_made(answer, out);
    match answer {
        AnyAnswer::Report(report) => {
            let mut sections = Sections::new(out, report.body());
            write_report(report, asked.ids(), &mut sections);
            sections.finish(report.warnings(), report.items());
            Code::Report
        }
        AnyAnswer::Page(page) => {
            let mut sections = Sections::new(out, page.body());
            write_page(page, &mut sections);
            sections.finish(page.warnings(), page.items());
            Code::Page
        }
        AnyAnswer::Details(_) => write_whole(answer, Code::Details, out),
        AnyAnswer::Created(_) => write_whole(answer, Code::Created, out),
        AnyAnswer::Validity(_) => write_whole(answer, Code::Validity, out),
        AnyAnswer::Reply(_) => write_whole(answer, Code::Reply, out),
        // There are no others.
        _ => Code::Text,
    }
}

fn write_whole(answer: &AnyAnswer, code: Code, out: &mut Vec<u8>) -> Code {
    let mut made = String::new();
    ffi::push_made(&mut made, answer);
    let json = answer.to_json();
    // Its last members are those of `made`, which begins with a brace.
    push(out, json.get(..json.len() + 1 - made.len()).unwrap_or_default());
    code
}

/// Nothing but the line break if the answer was only parsed and has no id.
fn write_made(answer: &AnyAnswer, out: &mut Vec<u8>) {
    let how = match answer {
        AnyAnswer::Report(report) => (report.attempts(), report.elapsed(), report.request_id()),
        AnyAnswer::Page(page) => (page.attempts(), page.elapsed(), page.request_id()),
        AnyAnswer::Details(details) => (details.attempts(), details.elapsed(), details.request_id()),
        AnyAnswer::Created(created) => (created.attempts(), created.elapsed(), created.request_id()),
        AnyAnswer::Validity(validity) => (validity.attempts(), validity.elapsed(), validity.request_id()),
        AnyAnswer::Reply(reply) => (reply.attempts(), reply.elapsed(), reply.request_id()),
        // There are no others.
        _ => (1, None, None),
    };
    if how != (1, None, None) {
        let mut made = String::new();
        ffi::push_made(&mut made, answer);
        push(out, &made);
    }
    out.push(b'\n');
}

/// The sections of an answer being written.
struct Sections<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    ends: [usize; 9],
    count: usize,
    body: &'o str,
    /// The length of the body.
    whole: usize,
    behind: String,
    /// Where the next text behind the body begins.
    next: usize,
}

impl<'o> Sections<'o> {
    fn new(out: &'o mut Vec<u8>, body: &'o str) -> Self {
        let whole = if body.len() <= SHORT { units(body) } else { body.len() };
        Sections {
            start: out.len(),
            out,
            ends: [0; 9],
            count: 0,
            body,
            whole,
            behind: String::with_capacity(256),
            next: whole,
        }
    }

    /// Ends a section.
    fn end(&mut self) {
        self.end_at(self.out.len() - self.start);
    }

    fn end_at(&mut self, end: usize) {
        if let Some(slot) = self.ends.get_mut(self.count) {
            *slot = end;
        }
        self.count += 1;
    }

    /// A section of texts.
    fn texts(&mut self, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        push_digits(self.out, self.next);
        for text in texts {
            self.text(text.as_ref());
        }
        self.end();
    }

    fn text(&mut self, text: &str) {
        let (_, len) = self.add(text);
        push_digits(self.out, len);
    }

    /// The place and length of a text that is written behind the body.
    fn add(&mut self, text: &str) -> (usize, usize) {
        let (start, len) = (self.next, units(text));
        self.behind.push_str(text);
        self.next += len;
        (start, len)
    }

    fn finish<'a>(mut self, warnings: &[String], items: impl Iterator<Item = Item<'a>>) {
        self.texts(warnings);
        let body = self.body;
        let is_plain = self.whole == body.len();
        let mut end = 0;
        for item in items {
            let text = item.as_json();
            let inside = (text.as_ptr() as usize).checked_sub(body.as_ptr() as usize);
            let (start, len) = match inside.filter(|start| start + text.len() <= body.len()) {
                Some(start) if is_plain => (start, text.len()),
                Some(start) => (units(body.get(..start).unwrap_or_default()), units(text)),
                None => self.add(text),
            };
            let distance = start as isize - end as isize;
            push_digits(self.out, ((distance << 1) ^ (distance >> (isize::BITS - 1))) as usize);
            push_digits(self.out, len);
            end = start + len;
        }
        self.end();
        let mut end = self.out.len() - self.start;
        if body.len() <= SHORT {
            push(self.out, body);
            end += self.whole;
        }
        push(self.out, &self.behind);
        self.end_at(end);
        push_places(self.out, self.ends.get(..self.count).unwrap_or_default());
    }
}

fn write_report(report: &Report, asked: &[String], sections: &mut Sections<'_>) {
    let counts = report.counts();
    let Counts { succeeded, failed, unreported, unknown, .. } = counts;
    for count in [counts.asked, succeeded, failed, unreported, unknown] {
        push_digits(sections.out, count);
    }
    sections.end();
    sections.out.extend(report.outcomes().map(|(_, outcome)| match outcome {
        Outcome::Succeeded => b's',
        Outcome::Failed { .. } => b'f',
        Outcome::Unreported => b'u',
        Outcome::Unknown { .. } => b'k',
    }));
    sections.end();
    // A single incident is not in a list that JavaScript has.
    if counts.asked == 1 || !std::ptr::eq(report.asked(), asked) {
        sections.texts(report.asked());
    } else {
        sections.end();
    }
    push_digits(sections.out, sections.next);
    for failed in report.failed() {
        sections.text(failed.id);
        sections.text(&failed.reason);
    }
    sections.end();
    sections.texts(report.status_text());
    // No answer leaves an incident unknown.
    sections.end();
}

fn write_page(page: &Page, sections: &mut Sections<'_>) {
    if let Some(total) = page.total() {
        push_number(sections.out, total);
    }
    sections.end();
    push(sections.out, if page.capped() { "capped" } else { "" });
    sections.end();
    sections.texts(page.next().map(|next| next.to_json()));
    sections.texts(page.body().is_empty().then(|| page.to_json()));
}
