//! A report from its canonical JSON.

use super::{document, each, made, members, missing, operation, text, texts};
use crate::{
    answer::{Matcher, Places, Rebuilt, Report, Verdict},
    error::Error,
    json::{Source, Value, View},
    kind::Kind,
    reply_context::{Asked, Effect, ReplyContext},
    text::element,
};

const KEYS: [&str; 13] = [
    "operation",
    "asked",
    "succeeded",
    "failed",
    "unreported",
    "unknown",
    "why",
    "warnings",
    "items",
    "status_text",
    "attempts",
    "elapsed_ms",
    "request_id",
];

impl Report {
    /// Makes an equal report from the text that [`Report::to_json`] gives. Its [`Report::body`] is empty.
    ///
    /// ```
    /// # use soarwire::{Operation, Report, Response, d3};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// # let close = d3::CloseIncidents::new(["20261103-104"], true);
    /// let report = close.parse(Response::new(200, &br#"{"returnData": "Successful"}"#[..]))?;
    /// assert_eq!(Report::from_json(&report.to_json())?, report);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member. Each incident in `asked` must have exactly one outcome.
    pub fn from_json(json: &str) -> Result<Report, Error> {
        let view = document(json, "report")?;
        let mut found = [None; KEYS.len()];
        members(view, &KEYS, &mut found);
        let [
            id,
            asked,
            succeeded,
            failed,
            unreported,
            unknown,
            why,
            warnings,
            items,
            status,
            attempts,
            elapsed,
            request,
        ] = found;
        let (operation, _) = operation(id)?.ok_or_else(|| missing("operation"))?;
        let asked = Asked::new(texts(Some(asked.ok_or_else(|| missing("asked"))?), "asked")?);
        let mut outcomes = Outcomes { verdicts: vec![None; asked.ids().len()], matcher: Matcher::new(&asked) };
        outcomes.list(succeeded, "succeeded", Verdict::Succeeded)?;
        outcomes.list(unreported, "unreported", Verdict::Unreported)?;
        outcomes.failed(failed)?;
        outcomes.why(why)?;
        outcomes.check_unknown(unknown)?;
        let verdicts = outcomes.finish()?;
        let mut places = Places::default();
        each(items, "items", &mut |place, item| match item.value() {
            Value::Object(span) => {
                places.push(span);
                Ok(())
            }
            _ => Err(Error::invalid(element("items", place), "must be an object")),
        })?;
        text(status, "status_text")?;
        let made = made(attempts, elapsed, request)?;
        let (mut source, _) = Source::new(json.to_owned(), "");
        let status_text = match status.map(View::value) {
            Some(Value::String(text)) => Some(source.plain(text)),
            _ => None,
        };
        let warnings = texts(warnings, "warnings")?;
        let context = ReplyContext { operation, effect: Effect::Appends, asked, paging: None };
        Ok(Rebuilt { context, source, verdicts, items: places, warnings, status_text, made }.finish())
    }
}

/// The outcomes as they are found, each incident by its place.
struct Outcomes<'a> {
    verdicts: Vec<Option<Verdict>>,
    matcher: Matcher<'a>,
}

impl Outcomes<'_> {
    fn put(&mut self, view: Option<View<'_>>, field: &str, place: usize, verdict: Verdict) -> Result<(), Error> {
        let at = || element(field, place);
        let id = text(view, &at())?.ok_or_else(|| Error::invalid(at(), "must be the id of an incident"))?;
        let slot = self.matcher.find(&id).and_then(|place| self.verdicts.get_mut(place));
        match slot {
            Some(slot @ None) => {
                *slot = Some(verdict);
                Ok(())
            }
            Some(_) => Err(Error::invalid(at(), "has another outcome already")),
            None => Err(Error::invalid(at(), "is not in `asked`")),
        }
    }

    fn list(&mut self, list: Option<View<'_>>, field: &str, verdict: Verdict) -> Result<(), Error> {
        each(list, field, &mut |place, id| self.put(Some(id), field, place, verdict))
    }

    fn failed(&mut self, list: Option<View<'_>>) -> Result<(), Error> {
        each(list, "failed", &mut |place, entry| match entry.get("reason").map(View::value) {
            Some(Value::String(reason)) => self.put(entry.get("id"), "failed", place, Verdict::Failed(reason)),
            _ => Err(Error::invalid(element("failed", place), "must have an `id` and a `reason`")),
        })
    }

    fn why(&mut self, why: Option<View<'_>>) -> Result<(), Error> {
        let Some(why) = why else { return Ok(()) };
        if !matches!(why.value(), Value::Object(_)) {
            return Err(Error::invalid("why", "must be an object"));
        }
        let mut taken = Ok(());
        why.members(&mut |name, ids| {
            let mut take = || match Kind::from_name(name) {
                Some(kind) => self.list(Some(ids), "why", Verdict::Unknown(kind)),
                None => Err(Error::invalid("why", "must have kinds of errors as its keys")),
            };
            if taken.is_ok() {
                taken = take();
            }
        });
        taken
    }

    fn check_unknown(&mut self, list: Option<View<'_>>) -> Result<(), Error> {
        each(list, "unknown", &mut |place, id| {
            let id = id.string().unwrap_or_default();
            let verdict = self.matcher.find(&id).and_then(|place| self.verdicts.get(place).copied().flatten());
            match verdict {
                Some(Verdict::Unknown(_)) => Ok(()),
                _ => Err(Error::invalid(element("unknown", place), "is not in `why`")),
            }
        })
    }

    fn finish(self) -> Result<Vec<Verdict>, Error> {
        let told = |(place, verdict): (usize, Option<Verdict>)| {
            verdict.ok_or_else(|| Error::invalid(element("asked", place), "has no outcome, or comes twice"))
        };
        self.verdicts.into_iter().enumerate().map(told).collect()
    }
}
