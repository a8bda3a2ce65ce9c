//! What happened to each incident.

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde::{Serialize, Serializer};

use super::{
    about,
    item::Item,
    outcome::{Counts, Failed, Outcome, Verdict},
    places::Places,
    warnings::Warnings,
};
use crate::{
    json::{Object, Source, Span},
    kind::Kind,
    reply_context::{Asked, ReplyContext},
    wire::raw_json,
};

/// What happened to each incident of one call, with the vendor's own items.
///
/// Iterators follow the order of the request; [`Report::items`] follows that of the answer. Cloning is cheap.
#[derive(Clone)]
pub struct Report(Arc<Inner>);

struct Inner {
    context: ReplyContext,
    /// Some, for the report of an error: all is unknown.
    unknown: Option<Kind>,
    /// The body, and every text that was decoded out of it: what the spans point into.
    source: Source,
    verdicts: Vec<Verdict>,
    /// Two lists, one behind the other.
    items: [Places; 2],
    warnings: Vec<String>,
    status_text: Option<Span>,
    /// Where the next look-up by id begins.
    next: AtomicUsize,
    /// For each incident the index of the item about it, once somebody asks.
    about: OnceLock<Vec<Option<u32>>>,
}

/// A report being made: what a vendor's reply reader fills in.
pub(crate) struct Draft {
    pub(crate) source: Source,
    pub(crate) asked: Asked,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) items: [Places; 2],
    pub(crate) warnings: Warnings,
    /// A string without escapes.
    pub(crate) status_text: Option<Span>,
}

impl Draft {
    pub(crate) fn finish(self, context: &ReplyContext) -> Report {
        let context = ReplyContext { asked: self.asked, ..context.clone() };
        Report(Arc::new(Inner {
            context,
            unknown: None,
            source: self.source.finish(),
            verdicts: self.verdicts,
            items: self.items,
            warnings: self.warnings.finish(),
            status_text: self.status_text,
            next: AtomicUsize::new(0),
            about: OnceLock::new(),
        }))
    }
}

impl Report {
    /// The report of an error that may have been carried out.
    pub(crate) fn unknown(context: &ReplyContext, why: Kind) -> Report {
        Report(Arc::new(Inner {
            context: context.clone(),
            unknown: Some(why),
            source: Source::new(String::new(), "").0,
            verdicts: Vec::new(),
            items: Default::default(),
            warnings: Vec::new(),
            status_text: None,
            next: AtomicUsize::new(0),
            about: OnceLock::new(),
        }))
    }

    pub(crate) fn context(&self) -> &ReplyContext {
        &self.0.context
    }

    /// The id of the operation, such as `d3.close_incidents`.
    pub fn operation(&self) -> &'static str {
        self.0.context.operation
    }

    /// The ids of the incidents that were asked for, each once. For `d3.close_incident`, whose request names none, those that
    /// the answer names, or one empty id.
    pub fn asked(&self) -> &[String] {
        self.0.context.asked.ids()
    }

    /// The id and outcome of every incident that was asked for.
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = (&str, Outcome<'_>)> {
        self.asked().iter().enumerate().map(|(index, id)| (id.as_str(), self.outcome_at(index)))
    }

    /// The outcome of one incident; `None` if it was not asked for. Lookups in the order of the request take constant time,
    /// others linear time: use [`Report::outcomes`] for all of them.
    pub fn outcome(&self, id: &str) -> Option<Outcome<'_>> {
        Some(self.outcome_at(self.place_of(id)?))
    }

    /// The place of an incident among those that were asked for.
    fn place_of(&self, id: &str) -> Option<usize> {
        // Most ask in order: the search begins behind the last find.
        let asked = self.asked();
        let next = self.0.next.load(Ordering::Relaxed).min(asked.len());
        let found =
            (next..asked.len()).chain(0..next).find(|index| asked.get(*index).is_some_and(|asked| asked == id))?;
        self.0.next.store(found + 1, Ordering::Relaxed);
        Some(found)
    }

    fn outcome_at(&self, index: usize) -> Outcome<'_> {
        if let Some(why) = self.0.unknown {
            return Outcome::Unknown { why };
        }
        match self.0.verdicts.get(index).copied().unwrap_or_default() {
            Verdict::Succeeded => Outcome::Succeeded,
            Verdict::Failed(reason) => Outcome::Failed { reason: self.0.source.read(reason) },
            Verdict::Unreported | Verdict::Unclear => Outcome::Unreported,
        }
    }

    fn ids_where(&self, wanted: impl Fn(Verdict) -> bool) -> impl Iterator<Item = &str> {
        let known = self.0.unknown.is_none();
        let verdicts = self.0.verdicts.iter().filter(move |_| known);
        self.asked().iter().zip(verdicts).filter(move |(_, verdict)| wanted(**verdict)).map(|(id, _)| id.as_str())
    }

    /// The ids of the incidents that succeeded.
    pub fn succeeded(&self) -> impl Iterator<Item = &str> {
        self.ids_where(|verdict| verdict == Verdict::Succeeded)
    }

    /// The incidents that failed, with the vendor's reasons.
    pub fn failed(&self) -> impl Iterator<Item = Failed<'_>> {
        self.asked().iter().zip(&self.0.verdicts).filter_map(|(id, verdict)| match verdict {
            Verdict::Failed(reason) => Some(Failed { id, reason: self.0.source.read(*reason) }),
            _ => None,
        })
    }

    /// The ids of the incidents that the answer leaves out.
    pub fn unreported(&self) -> impl Iterator<Item = &str> {
        self.ids_where(|verdict| matches!(verdict, Verdict::Unreported | Verdict::Unclear))
    }

    /// The ids of the incidents whose outcome is unknown: all of them in the report of an error, otherwise none.
    pub fn unknown_ids(&self) -> impl Iterator<Item = &str> {
        let asked = if self.0.unknown.is_some() { self.asked() } else { &[] };
        asked.iter().map(String::as_str)
    }

    /// How many incidents there are of each outcome.
    pub fn counts(&self) -> Counts {
        let asked = self.asked().len();
        if self.0.unknown.is_some() {
            return Counts { asked, unknown: asked, ..Counts::default() };
        }
        let mut counts = Counts { asked, ..Counts::default() };
        for verdict in &self.0.verdicts {
            match verdict {
                Verdict::Succeeded => counts.succeeded += 1,
                Verdict::Failed(_) => counts.failed += 1,
                Verdict::Unreported | Verdict::Unclear => counts.unreported += 1,
            }
        }
        counts
    }

    /// Whether every incident that was asked for succeeded.
    pub fn all_succeeded(&self) -> bool {
        let counts = self.counts();
        counts.asked == counts.succeeded
    }

    /// The vendor's warnings, and errors in the answer that name no incident asked for. At most 64 KiB; if there are more, the
    /// last one says how many.
    pub fn warnings(&self) -> &[String] {
        &self.0.warnings
    }

    /// The status text of the envelope, such as `Successful` or `Partially Successful`; `None` if it has none.
    pub fn status_text(&self) -> Option<&str> {
        self.0.status_text.map(|span| self.0.source.span(span))
    }

    /// The vendor's own items, including unknown fields, in the order of the answer.
    pub fn items(&self) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        let [first, second] = &self.0.items;
        (0..first.len() + second.len()).map(|index| self.item_at(index).unwrap_or(Item("{}")))
    }

    /// The vendor's item about an incident that was asked for; `None` if the answer has none. Of several items it is the one
    /// that says why the incident failed, otherwise the first. Lookups in order are fast, as with [`Report::outcome`].
    pub fn item(&self, id: &str) -> Option<Item<'_>> {
        let place = self.place_of(id)?;
        let index = self
            .0
            .about
            .get_or_init(|| about::index(self.asked(), self.items(), |place, item| self.says_why_failed(place, item)));
        self.item_at(index.get(place).copied().flatten()? as usize)
    }

    /// Whether the reason of the incident at this place stands in this item.
    fn says_why_failed(&self, place: usize, item: Item<'_>) -> bool {
        let Some(Verdict::Failed(reason)) = self.0.verdicts.get(place) else { return false };
        let (item, reason) =
            (item.0.as_bytes().as_ptr_range(), self.0.source.span(reason.span).as_bytes().as_ptr_range());
        item.start <= reason.start && reason.end <= item.end
    }

    /// The item at `index`, in the order of the answer.
    pub fn item_at(&self, index: usize) -> Option<Item<'_>> {
        let [first, second] = &self.0.items;
        let span = first.get(index).or_else(|| second.get(index.checked_sub(first.len())?))?;
        Some(Item(self.0.source.span(span)))
    }

    /// The body of the answer; empty for the report of an error.
    pub fn body(&self) -> &str {
        &self.0.source.body
    }

    /// For the report of an error ([`Error::report`](crate::Error::report)): its kind.
    pub fn why_unknown(&self) -> Option<Kind> {
        self.0.unknown
    }

    /// The canonical JSON: `{succeeded, failed: [{id, reason}], unreported, unknown, warnings, items}`, with the vendor's
    /// values unchanged.
    pub fn to_json(&self) -> String {
        Object::new()
            .list("succeeded", self.succeeded())
            .array("failed", self.failed(), Failed::write)
            .list("unreported", self.unreported())
            .list("unknown", self.unknown_ids())
            .list("warnings", self.warnings())
            .array("items", self.items(), |out, item| item.write(out))
            .finish()
    }
}

impl Failed<'_> {
    pub(crate) fn write(out: &mut String, failed: Failed<'_>) {
        *out = Object::behind(std::mem::take(out)).text("id", failed.id).text("reason", &failed.reason).finish();
    }
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.0, &*other.0);
        a.context == b.context && a.unknown == b.unknown && self.body() == other.body()
    }
}

impl Eq for Report {}

/// Prints the counts.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("operation", &self.operation()).field("counts", &self.counts()).finish()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation(), self.counts())
    }
}

/// The canonical JSON.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operation, Response, d3::CloseIncidents};

    fn report() -> Option<Report> {
        let body = r#"{"contextData": [{"Incident Number": "c", "Result": "Successful"},
            {"Incident Number": "a", "Result": "Denied"}]}"#;
        CloseIncidents::new(["b", "c", "a"], true).parse(Response::new(200, body.as_bytes())).ok()
    }

    #[test]
    fn outcomes_follow_the_order_asked_and_are_found_by_id() {
        let report = report();
        let outcome = |id| report.as_ref().and_then(|report| report.outcome(id));
        assert_eq!(outcome("a"), Some(Outcome::Failed { reason: "Denied".into() }));
        assert_eq!(outcome("b"), Some(Outcome::Unreported));
        assert_eq!(outcome("c"), Some(Outcome::Succeeded));
        assert_eq!(outcome("d"), None);
        let ids: Vec<&str> = report.iter().flat_map(Report::outcomes).map(|(id, _)| id).collect();
        assert_eq!(ids, ["b", "c", "a"]);
    }

    #[test]
    fn the_item_of_an_incident_is_found_by_its_number() {
        let body = r#"{"contextData": [{"incident_no": "c", "Result": "Successful"}, {"note": "of nobody"},
            {"IR Number": "a", "Result": "Successful"}, {"Incident Number": "x", "Result": "Successful"},
            {"Incident Number": "\u0061", "IR Number": "b", "Result": "Denied"}, {"Incident No": "a", "Result": "Late"},
            {"IR Number": "b", "ir_number": "c", "Result": "Failed"}]}"#;
        let report = CloseIncidents::new(["b", "c", "a"], true).parse(Response::new(200, body.as_bytes())).ok();
        let index = |id| {
            let report = report.as_ref()?;
            let item = report.item(id)?;
            report.items().position(|other| other == item)
        };
        assert_eq!(index("c"), Some(0));
        // Three items name it: the one with the reason that counts.
        assert_eq!(index("a"), Some(4));
        // Of the items that name it one names another incident before it, and one names two. Nobody asked for the last.
        assert_eq!((index("b"), index("x")), (None, None));
    }

    #[test]
    fn prints_counts_and_no_body() {
        let text = report().map(|report| format!("{report} {report:?}")).unwrap_or_default();
        assert!(text.starts_with("d3.close_incidents: 1 of 3 succeeded, 1 failed, 1 unreported"));
        assert!(!text.contains("Denied"));
    }
}
