//! D3 answers: envelope, items and partial failures become a report.

use super::{
    body::Body,
    envelope::Envelope,
    findings::{Findings, Sheet},
    listed::{Listed, Place},
    tally::Tally,
};
use crate::{
    answer::{AnyAnswer, Document, Draft, Places, Reply, Warnings},
    json::{Object, Source, View, push_compact},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
};

/// The vendor documents an item for each incident; one without is unreported.
pub(super) const BY_ITEMS: Reading = report(|context, text| read(context, Policy::Items, text));

/// The vendor documents no items; the envelope speaks for all that have none of their own.
pub(super) const BY_ENVELOPE: Reading = report(|context, text| read(context, Policy::Envelope, text));

/// The request names no incident, the answer does.
pub(super) const NAMED_BY_ANSWER: Reading = report(|context, text| read(context, Policy::Named, text));

/// Any command: a report about the incidents that were named, or else the reply.
pub(super) const ANY: Reading = Reading {
    read: |context, text| {
        if context.asked.ids().is_empty() { plain(context, text) } else { read(context, Policy::Items, text) }
    },
    is_error: is_error_object,
    rows: None,
    answers: &["report", "reply"],
};

const fn report(read: fn(&ReplyContext, String) -> Result<AnyAnswer, Refused>) -> Reading {
    Reading { read, is_error: is_error_object, rows: None, answers: &["report"] }
}

/// Who speaks for an incident.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    Items,
    Envelope,
    Named,
}

/// Whether a JSON body is an error as the vendor documents it.
pub(super) fn is_error_object(body: View<'_>) -> bool {
    let mut found = false;
    body.members(&mut |key, _| found |= key.eq_ignore_ascii_case("error"));
    found
}

/// The parts of the envelope as they are.
fn plain(context: &ReplyContext, text: String) -> Result<AnyAnswer, Refused> {
    let body = Body::read(&text)?;
    if body.failed {
        return Err(Refused::CommandFailed { message: body.error_text, text });
    }
    Ok(AnyAnswer::Reply(Reply(Document::of_body(context, text, parts))))
}

/// The parts as canonical JSON.
fn parts(text: &str) -> Object {
    // It was read before.
    let body = Body::read(text).unwrap_or_default();
    let word = body.word();
    let said = Object::new().text_or_null("status_text", word.as_ref().map(|word| word.text.as_ref()));
    let listed = Listed::find(&[body.context, body.returned]).filter(|listed| !listed.is_ids_alone);
    let listed = listed.or_else(|| body.context.and_then(Listed::alone)).unwrap_or_default();
    let source = match &listed.place {
        Place::Body => text,
        Place::Decoded(decoded) => decoded,
    };
    let spans = (0..listed.items.len()).filter_map(|index| listed.items.get(index));
    let said = said.array("items", spans, |out, span| {
        push_compact(source, span.start as usize, out, usize::MAX);
    });
    let parts = [
        ("return_data", body.returned),
        ("raw_data", body.raw),
        ("key_fields", body.key_fields),
        ("output_data", body.output),
    ];
    parts.into_iter().fold(said, |said, (name, part)| said.view(name, part))
}

fn read(context: &ReplyContext, policy: Policy, text: String) -> Result<AnyAnswer, Refused> {
    let (mut source, no_reason) = Source::new(text, "ErrorData");
    let tally = Tally::new(&context.asked, policy == Policy::Named);
    let mut findings = Findings { tally, warnings: Warnings::default(), no_reason };
    let (body, levels) = (source.body.as_str(), source.levels.as_mut_slice());
    let envelope = Envelope::read(body, levels, &mut findings)?;
    if envelope.failed {
        return Err(Refused::CommandFailed { message: envelope.error_text, text: source.body });
    }
    let mut warnings = Warnings::of(envelope.warnings.map(|value| View::new(body, value)));
    let mut returned = Places::default();
    let mut sheet = Sheet { base: 0, text: body, deeper: levels };
    let words =
        envelope.returned.map(|value| value.and_then(|value| findings.returned(value, sheet.again(), &mut returned)));
    let word = words.iter().flatten().min_by_key(|word| word.is_success).copied();
    if let Some(whole) = envelope.with_errors {
        findings.inner(whole, sheet, word, &mut returned, false);
    }
    let Findings { mut tally, warnings: errors, .. } = findings;
    warnings.append(errors);
    if let (Policy::Envelope, Some(word)) = (policy, word)
        && let Some(verdict) = word.verdict(tally.doubt, &source)
    {
        tally.speak_for_all(verdict);
    }
    if tally.is_cut() {
        warnings.push("the answer names more incidents than this report holds; all are among its items".into());
    }
    let (asked, verdicts) = tally.finish(&context.asked);
    let items = if envelope.returned_first { [returned, envelope.items] } else { [envelope.items, returned] };
    let status_text = word.map(|word| source.plain(word.text));
    Ok(AnyAnswer::Report(Draft { source, asked, verdicts, items, warnings, status_text }.finish(context)))
}
