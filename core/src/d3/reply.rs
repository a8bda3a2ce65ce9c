//! D3 answers: envelope, items and partial failures become a report.

use super::{
    envelope::Envelope,
    findings::{Findings, Sheet},
    tally::Tally,
};
use crate::{
    answer::{AnyAnswer, Draft, Places, Warnings},
    json::{Source, View},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
};

/// The vendor documents an item for each incident; one without is unreported.
pub(super) const BY_ITEMS: Reading =
    Reading { read: |context, text| read(context, Policy::Items, text), is_error: is_error_object, rows: None };

/// The vendor documents no items; the envelope speaks for all that have none of their own.
pub(super) const BY_ENVELOPE: Reading =
    Reading { read: |context, text| read(context, Policy::Envelope, text), is_error: is_error_object, rows: None };

/// The request names no incident, the answer does.
pub(super) const NAMED_BY_ANSWER: Reading =
    Reading { read: |context, text| read(context, Policy::Named, text), is_error: is_error_object, rows: None };

/// Who speaks for an incident.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    Items,
    Envelope,
    Named,
}

/// Whether a JSON body is an error as the vendor documents it.
fn is_error_object(body: View<'_>) -> bool {
    let mut found = false;
    body.members(&mut |key, _| found |= key.eq_ignore_ascii_case("error"));
    found
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
