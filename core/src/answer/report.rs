//! What happened to each incident.

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde::{Serialize, Serializer};

use super::{
    about,
    item::Item,
    made::Made,
    outcome::{Counts, Failed, Outcome, Verdict},
    places::Places,
    warnings::Warnings,
};
use crate::{
    json::{Object, Source, Span, View, push_string},
    kind::Kind,
    reply_context::{Asked, ReplyContext},
    wire::raw_json,
};

/// What happened to each incident of one call, with the vendor's own items.
///
/// Iterators follow the order of the request; [`Report::items`] follows that of the answer. Cloning is cheap.
///
/// ```
/// use soarwire::{Operation, Outcome, Response, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105", "20261103-106"], true);
/// let body = br#"{"error": "", "returnData": "Partially Successful", "contextData": [
///     {"Incident Number": "20261103-104", "Result": "Successful"},
///     {"Incident Number": "20261103-105", "Result": "Failed", "Error message": "open tasks"}]}"#;
/// let report = close.parse(Response::new(200, &body[..]))?;
/// for (id, outcome) in report.outcomes() {
///     match outcome {
///         Outcome::Succeeded => println!("{id}: done"),
///         Outcome::Failed { reason } => println!("{id}: not done: {reason}"),
///         Outcome::Unreported => println!("{id}: the answer leaves it out: look before doing it again"),
///         Outcome::Unknown { why } => println!("{id}: may be done ({why}): look before doing it again"),
///     }
/// }
/// assert_eq!(report.counts().succeeded, 1);
/// assert_eq!(report.failed().map(|failed| failed.reason.into_owned()).collect::<Vec<_>>(), ["open tasks"]);
/// assert_eq!(report.unreported().collect::<Vec<_>>(), ["20261103-106"]);
/// assert!(!report.all_succeeded());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a report may hold failures: look at its outcomes, or call `require_all`"]
pub struct Report(Arc<Inner>);

struct Inner {
    context: ReplyContext,
    /// Some, where the same happened to all: an error ended the call.
    all: Option<Verdict>,
    /// The body, and every text that was decoded out of it: what the spans point into.
    source: Source,
    /// Whether the source is the body of an answer.
    has_body: bool,
    verdicts: Vec<Verdict>,
    /// Two lists, one behind the other.
    items: [Places; 2],
    warnings: Vec<String>,
    status_text: Option<Span>,
    made: Made,
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

/// A report made again from its canonical JSON, which is its source.
pub(crate) struct Rebuilt {
    pub(crate) context: ReplyContext,
    pub(crate) source: Source,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) items: Places,
    pub(crate) warnings: Vec<String>,
    pub(crate) status_text: Option<Span>,
    pub(crate) made: Made,
}

impl Rebuilt {
    pub(crate) fn finish(self) -> Report {
        let Rebuilt { context, source, verdicts, items, warnings, status_text, made } = self;
        let first = verdicts.first().copied();
        let all = first.filter(|first| matches!(first, Verdict::Unknown(_)) && verdicts.iter().all(|one| one == first));
        let items = [items, Places::default()];
        Report(Arc::new(Inner { all, verdicts, items, warnings, status_text, ..Inner::of(context, source, made) }))
    }
}

impl Draft {
    pub(crate) fn finish(self, context: &ReplyContext) -> Report {
        let &ReplyContext { operation, effect, asked: _, paging } = context;
        let context = ReplyContext { operation, effect, asked: self.asked, paging };
        Report(Arc::new(Inner {
            context,
            all: None,
            source: self.source.finish(),
            has_body: true,
            verdicts: self.verdicts,
            items: self.items,
            warnings: self.warnings.finish(),
            status_text: self.status_text,
            made: Made::once(None),
            next: AtomicUsize::new(0),
            about: OnceLock::new(),
        }))
    }
}

impl Inner {
    /// A report without a body.
    fn of(context: ReplyContext, source: Source, made: Made) -> Self {
        Inner {
            context,
            all: None,
            source,
            has_body: false,
            verdicts: Vec::new(),
            items: Default::default(),
            warnings: Vec::new(),
            status_text: None,
            made,
            next: AtomicUsize::new(0),
            about: OnceLock::new(),
        }
    }
}

impl Report {
    /// The report of an error: all is unknown if the request may have been carried out, else all failed, the reason being the
    /// kind.
    pub(crate) fn ended(context: ReplyContext, why: Kind, maybe_executed: bool, made: Made) -> Report {
        let (source, reason) = Source::new(String::new(), why.as_str());
        let all = Some(if maybe_executed { Verdict::Unknown(why) } else { Verdict::Failed(reason) });
        Report(Arc::new(Inner { all, ..Inner::of(context, source, made) }))
    }

    /// The report with what is known about how it came.
    pub(crate) fn made(mut self, made: &mut dyn FnMut(&mut Made)) -> Self {
        // A report that was handed out keeps what it says.
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            made(&mut inner.made);
        }
        self
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

    fn verdict_at(&self, index: usize) -> Verdict {
        self.0.all.unwrap_or_else(|| self.0.verdicts.get(index).copied().unwrap_or_default())
    }

    fn outcome_at(&self, index: usize) -> Outcome<'_> {
        match self.verdict_at(index) {
            Verdict::Succeeded => Outcome::Succeeded,
            Verdict::Failed(reason) => Outcome::Failed { reason: self.0.source.read(reason) },
            Verdict::Unreported | Verdict::Unclear => Outcome::Unreported,
            Verdict::Unknown(why) => Outcome::Unknown { why },
        }
    }

    fn verdicts(&self) -> impl Iterator<Item = (&str, Verdict)> {
        self.asked().iter().enumerate().map(|(index, id)| (id.as_str(), self.verdict_at(index)))
    }

    /// The incidents with this verdict; an unreported one may be unclear. One function for all verdicts: its code is large.
    fn ids_of(&self, wanted: Verdict) -> impl Iterator<Item = &str> {
        self.verdicts().filter(move |(_, verdict)| verdict.is(wanted)).map(|(id, _)| id)
    }

    /// The ids of the incidents that succeeded.
    pub fn succeeded(&self) -> impl Iterator<Item = &str> {
        self.ids_of(Verdict::Succeeded)
    }

    /// The incidents that failed, with the vendor's reasons.
    pub fn failed(&self) -> impl Iterator<Item = Failed<'_>> {
        self.verdicts().filter_map(|(id, verdict)| match verdict {
            Verdict::Failed(reason) => Some(Failed { id, reason: self.0.source.read(reason) }),
            _ => None,
        })
    }

    /// The ids of the incidents that the answer leaves out.
    pub fn unreported(&self) -> impl Iterator<Item = &str> {
        self.ids_of(Verdict::Unreported)
    }

    /// The ids of the incidents whose outcome is unknown: all of them in the report of an error
    /// ([`Error::report`](crate::Error::report)), some in one that was merged with such a report, otherwise none.
    pub fn unknown_ids(&self) -> impl Iterator<Item = &str> {
        self.verdicts().filter(|(_, verdict)| matches!(verdict, Verdict::Unknown(_))).map(|(id, _)| id)
    }

    /// How many incidents there are of each outcome.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { asked: self.asked().len(), ..Counts::default() };
        for (_, verdict) in self.verdicts() {
            match verdict {
                Verdict::Succeeded => counts.succeeded += 1,
                Verdict::Failed(_) => counts.failed += 1,
                Verdict::Unreported | Verdict::Unclear => counts.unreported += 1,
                Verdict::Unknown(_) => counts.unknown += 1,
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

    /// Whether this item says why the incident at this place failed. Compared by value: in a report that comes from JSON the
    /// reason does not stand in an item.
    fn says_why_failed(&self, place: usize, item: Item<'_>) -> bool {
        let Verdict::Failed(reason) = self.verdict_at(place) else { return false };
        let reason = self.0.source.read(reason);
        let mut says = false;
        if let Ok(item) = View::parse(item.0, 0) {
            item.members(&mut |_, value| says |= value.shown(reason.len()) == reason);
        }
        says
    }

    /// The item at `index`, in the order of the answer.
    pub fn item_at(&self, index: usize) -> Option<Item<'_>> {
        let [first, second] = &self.0.items;
        let span = first.get(index).or_else(|| second.get(index.checked_sub(first.len())?))?;
        Some(Item(self.0.source.span(span)))
    }

    /// The body of the answer; empty for the report of an error, and for one that comes from JSON.
    pub fn body(&self) -> &str {
        if self.0.has_body { &self.0.source.body } else { "" }
    }

    pub(crate) fn how_made(&self) -> &Made {
        &self.0.made
    }

    /// The body, from which it can be read again, if it was read from one.
    pub(crate) fn source(&self) -> Option<&str> {
        self.0.has_body.then(|| self.body())
    }

    /// For the report of an error ([`Error::report`](crate::Error::report)), in which every incident is unknown: its kind.
    pub fn why_unknown(&self) -> Option<Kind> {
        match self.0.all {
            Some(Verdict::Unknown(why)) => Some(why),
            _ => None,
        }
    }

    /// The unknown incidents by the kind of the error that left them so, as JSON text; for bindings.
    #[doc(hidden)]
    pub fn why_json(&self) -> String {
        let mut kinds: Vec<Kind> = Vec::new();
        for (_, verdict) in self.verdicts() {
            if let Verdict::Unknown(kind) = verdict
                && !kinds.contains(&kind)
            {
                kinds.push(kind);
            }
        }
        let mut why = Object::new();
        for kind in kinds {
            why = why.raw(kind.as_str(), &self.ids_json(Verdict::Unknown(kind)));
        }
        why.finish()
    }

    /// How often the request was sent, by the [`Call`](crate::Call) that this report ended; 1 for an answer that was only
    /// parsed.
    pub fn attempts(&self) -> u32 {
        self.0.made.attempts
    }

    /// How long the [`Call`](crate::Call) took from its first poll to this report, waits included; `None` for an answer that was
    /// only parsed.
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.made.elapsed()
    }

    /// The id by which the vendor, or a proxy before it, names this answer in its own logs; `None` if the answer has none. It is
    /// the first of the headers `x-request-id`, `x-correlation-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
    /// `x-ms-request-id`, `x-trace-id` and `cf-ray`, at most 256 bytes of it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.made.request_id.as_deref()
    }

    /// The canonical JSON, from which [`Report::from_json`] makes an equal report: `{succeeded, failed: [{id, reason}],
    /// unreported, unknown, warnings, items, operation, asked, counts: {asked, succeeded, failed, unreported, unknown},
    /// why: {kind: [id]}, status_text, attempts, elapsed_ms, request_id}`. `why` has the unknown incidents by the kind of the
    /// error that left them so. The vendor's values are unchanged; the body as a whole is left out.
    pub fn to_json(&self) -> String {
        self.0.made.write(self.said()).finish()
    }

    /// The canonical JSON without how the call went.
    fn said(&self) -> Object {
        let counts = self.counts();
        let mut all = Object::new();
        for (name, count) in [
            ("asked", counts.asked),
            ("succeeded", counts.succeeded),
            ("failed", counts.failed),
            ("unreported", counts.unreported),
            ("unknown", counts.unknown),
        ] {
            all = all.number_or_null(name, Some(count as u64));
        }
        let mut unknown = String::from("[");
        for (id, verdict) in self.verdicts() {
            if matches!(verdict, Verdict::Unknown(_)) {
                push_next(&mut unknown, id);
            }
        }
        unknown.push(']');
        Object::new()
            .raw("succeeded", &self.ids_json(Verdict::Succeeded))
            .array("failed", self.failed(), Failed::write)
            .raw("unreported", &self.ids_json(Verdict::Unreported))
            .raw("unknown", &unknown)
            .list("warnings", self.warnings())
            .array("items", self.items(), |out, item| item.write(out))
            .text("operation", self.operation())
            .list("asked", self.asked())
            .raw("counts", &all.finish())
            .raw("why", &self.why_json())
            .text_or_null("status_text", self.status_text())
    }

    /// The incidents with this verdict as a JSON array. Not by an iterator, whose code would enlarge the browser's download.
    #[inline(never)]
    fn ids_json(&self, wanted: Verdict) -> String {
        let mut out = String::from("[");
        for (id, verdict) in self.verdicts() {
            if verdict.is(wanted) {
                push_next(&mut out, id);
            }
        }
        out.push(']');
        out
    }
}

/// Adds an element to an array that is being written.
fn push_next(out: &mut String, text: &str) {
    if out.len() > 1 {
        out.push(',');
    }
    push_string(out, text);
}

impl Failed<'_> {
    pub(crate) fn write(out: &mut String, failed: Failed<'_>) {
        *out = Object::behind(std::mem::take(out)).text("id", failed.id).text("reason", &failed.reason).finish();
    }
}

/// Reports are equal if they say the same, whatever it took: attempts, time and request id do not count.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.said().finish() == other.said().finish()
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
        assert_eq!(report.iter().flat_map(Report::unreported).collect::<Vec<_>>(), ["b"]);
        assert_eq!(report.iter().flat_map(Report::succeeded).collect::<Vec<_>>(), ["c"]);
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
