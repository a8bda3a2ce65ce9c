//! Errors: four families, one catalogue of kinds, and what each error knows about the call that failed.

mod fields;
mod json;
mod service;
pub(crate) mod service_error;
mod transport_error;
mod undecodable;

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use serde::{Serialize, Serializer};
pub use service::{Body, Service};
pub(crate) use transport_error::NOT_IN_TIME;
pub use transport_error::TransportError;
pub use undecodable::Undecodable;

use crate::{
    answer::{Made, Outcome, Report},
    kind::{Family, Kind, Repeat},
    reply_context::{Asked, Effect, ReplyContext},
    text::join,
    wire::raw_json,
};

/// Why a call failed, and whether it may have been carried out anyway.
///
/// `Display` prints a sentence with the status, the kind and the vendor's code. The vendor's own text is in
/// [`Error::service`]; neither it nor any body is ever printed.
///
/// ```
/// use soarwire::{Kind, Operation, Response, d3};
///
/// let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
/// let Err(error) = close.parse(Response::new(502, &b"<html>Bad gateway</html>"[..])) else { unreachable!() };
/// assert_eq!(error.kind(), Kind::ServerError);
/// // The gateway does not say whether the request reached D3, and a conclusion would be added twice.
/// assert!(error.maybe_executed() && !error.retryable());
/// assert_eq!(error.service().map(|service| service.status), Some(502));
/// assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: Kind,
    detail: Detail,
    retryable: bool,
    maybe_executed: bool,
    /// The operation and the incidents of the call; not known of an argument that is refused before there is an operation.
    operation: Option<&'static str>,
    asked: Asked,
    made: Made,
    report: Option<Report>,
    /// Why the request was not repeated, where that is not plain from the kind: a clause of ours.
    not_repeated: Option<Cow<'static, str>>,
    /// How long until a cooldown is over that left no room for an attempt.
    cooldown_ms: Option<u64>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The details of an error, by family.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Family `build`.
    Build {
        /// The parameter or setting, such as `owner`, or `incident_numbers[1]` for an element.
        field: String,
        /// What is wrong with it and how to fix it, to be read after the field's name.
        reason: String,
    },
    /// Family `service`.
    Service(Box<Service>),
    /// Family `decode`.
    Decode(Box<Undecodable>),
    /// Family `transport`: what happened, in words without secrets.
    Transport(String),
}

impl Error {
    /// A parameter or setting that is invalid.
    #[cold]
    pub(crate) fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Error::new(Kind::InvalidRequest, Detail::Build { field: field.into(), reason: reason.into() }, None)
    }

    /// A tenant without a key for a command.
    pub(crate) fn missing_credential(tenant: &str, command: &str) -> Self {
        let has_no_key = " has no key for the command ";
        let reason = join(&["tenant ", tenant, has_no_key, command, " and no default key under `*`: add one"], "");
        Error::new(Kind::MissingCredential, Detail::Build { field: "api_keys".to_owned(), reason }, None)
    }

    /// The function that gives a credential failed. What it failed with may be about secrets, so it is only the source.
    pub(crate) fn no_credential(field: &str, cause: Option<Arc<dyn std::error::Error + Send + Sync>>) -> Self {
        let reason = join(&["the function that provides `", field, "` failed"], "");
        let error = Error::new(Kind::MissingCredential, Detail::Build { field: field.to_owned(), reason }, None);
        match cause {
            Some(cause) => error.with_source(cause),
            None => error,
        }
    }

    /// An error of `kind`, its flags read off the catalogue and the effect of the request.
    pub(crate) fn new(kind: Kind, detail: Detail, effect: Option<Effect>) -> Self {
        let retryable = match kind.repeat() {
            Repeat::Never => false,
            Repeat::Always => true,
            Repeat::IfIdempotent => matches!(effect, Some(Effect::Reads | Effect::Idempotent)),
        };
        Error(Box::new(Inner {
            kind,
            detail,
            retryable,
            maybe_executed: kind.maybe_executed() && effect != Some(Effect::Reads),
            operation: None,
            asked: Asked::default(),
            made: Made {
                attempts: u32::from(kind.family() != Family::Build && kind != Kind::NotSent),
                elapsed_ms: None,
                request_id: None,
            },
            report: None,
            not_repeated: None,
            cooldown_ms: None,
            source: None,
        }))
    }

    /// The kind: stable, and the same in every language.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The family of the kind.
    pub fn family(&self) -> Family {
        self.0.kind.family()
    }

    /// Whether sending *this* request again is safe and can help, according to [`Kind::repeat`] and the request's effect.
    pub fn retryable(&self) -> bool {
        self.0.retryable
    }

    /// Whether the server may have carried the request out, in this attempt or in an earlier one of the same call.
    pub fn maybe_executed(&self) -> bool {
        self.0.maybe_executed
    }

    /// How often the request was sent; 0 if never.
    pub fn attempts(&self) -> u32 {
        self.0.made.attempts
    }

    /// How long the [`Call`](crate::Call) took that this error ended, waits included; `None` if no call was made.
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.made.elapsed()
    }

    /// The id by which the vendor names the answer that this error is about; as [`Report::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.0.made.request_id.as_deref()
    }

    /// The id of the operation that failed, such as `d3.close_incidents`; `None` for an argument that was refused before there
    /// was an operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The incidents that the call asked for; as [`Report::asked`].
    pub fn asked(&self) -> &[String] {
        self.0.asked.ids()
    }

    /// What the error means for every incident that was asked for, so that reports and errors are walked by the same loop:
    /// [`Outcome::Unknown`] if the request may have been carried out, otherwise [`Outcome::Failed`], the reason being the name of
    /// the kind, such as `connect`: it was certainly not done.
    ///
    /// ```
    /// # use soarwire::{Operation, Outcome, TransportError, d3};
    /// let owner = d3::UpdateOwner::new(["20261103-104"], "m.okoye");
    /// let unreached = owner.lost(TransportError::Connect);
    /// let all: Vec<_> = unreached.outcomes().collect();
    /// assert_eq!(all, [("20261103-104", Outcome::Failed { reason: "connect".into() })]);
    /// ```
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = (&str, Outcome<'_>)> {
        let (why, maybe_executed) = (self.kind(), self.maybe_executed());
        self.asked().iter().map(move |id| {
            let failed = || Outcome::Failed { reason: Cow::Borrowed(why.as_str()) };
            (id.as_str(), if maybe_executed { Outcome::Unknown { why } } else { failed() })
        })
    }

    /// The outcomes of [`Error::outcomes`] as a report; `None` if there are none, since a report without incidents would be one
    /// in which nothing failed.
    pub fn to_report(&self) -> Option<Report> {
        if self.0.report.is_some() || self.asked().is_empty() {
            return self.0.report.clone();
        }
        let context = ReplyContext {
            operation: self.0.operation?,
            effect: Effect::Appends,
            asked: self.0.asked.clone(),
            paging: None,
        };
        Some(Report::ended(context, self.kind(), self.maybe_executed(), self.0.made.clone()))
    }

    /// If [`Error::maybe_executed`]: the report in which every incident asked for is unknown; otherwise `None`.
    pub fn report(&self) -> Option<&Report> {
        self.0.report.as_ref()
    }

    /// The details of the error's family.
    pub fn detail(&self) -> &Detail {
        &self.0.detail
    }

    /// What the server said, for errors of the family `service`; otherwise `None`.
    pub fn service(&self) -> Option<&Service> {
        match &self.0.detail {
            Detail::Service(service) => Some(service),
            _ => None,
        }
    }

    /// The parameter or setting that an error of the family `build` is about; otherwise `None`.
    pub fn field(&self) -> Option<&str> {
        match &self.0.detail {
            Detail::Build { field, .. } => Some(field),
            _ => None,
        }
    }

    /// What happened: why a parameter is invalid, what could not be decoded, how the transport failed; and why a request was
    /// not repeated although it may be. `None` if the server answered with an error, whose text is in [`Error::service`],
    /// unless its request was not repeated.
    pub fn reason(&self) -> Option<Cow<'_, str>> {
        let reason = match &self.0.detail {
            Detail::Build { reason, .. } | Detail::Transport(reason) => Some(Cow::Borrowed(reason.as_str())),
            Detail::Decode(undecodable) => Some(Cow::Owned(undecodable.reason())),
            Detail::Service(_) => None,
        };
        let Some(why) = self.0.not_repeated.as_deref() else { return reason };
        let not_repeated = join(&["not repeated because ", why], "");
        Some(Cow::Owned(match reason {
            Some(reason) => join(&[&*reason, &*not_repeated], "; "),
            None => not_repeated,
        }))
    }

    /// Where and why a body could not be decoded, for errors of the family `decode`; otherwise `None`.
    pub fn undecodable(&self) -> Option<&Undecodable> {
        match &self.0.detail {
            Detail::Decode(undecodable) => Some(undecodable),
            _ => None,
        }
    }

    /// The headers of the answer that a service error is about; as [`Service::headers`].
    pub fn headers(&self) -> &[(String, String)] {
        self.service().map_or(&[], |service| &service.headers)
    }

    /// How long the server asked to wait; `None` if it did not ask. Of [`Kind::NotSent`], how long until the cooldown is over that left
    /// no room for an attempt, counted from the end of the call: the server asked another call of the tenant to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_ms().map(Duration::from_millis)
    }

    /// The same in milliseconds.
    pub fn retry_after_ms(&self) -> Option<u64> {
        self.service().map_or(self.0.cooldown_ms, |service| service.retry_after_ms)
    }

    /// Says which call it is about.
    pub(crate) fn about(mut self, context: &ReplyContext) -> Self {
        self.0.operation = Some(context.operation);
        self.0.asked = context.asked.clone();
        self
    }

    /// Says which operation it is about, of which there is none yet.
    pub(crate) fn of(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Says how the call went.
    pub(crate) fn made(mut self, made: impl FnOnce(&mut Made)) -> Self {
        made(&mut self.0.made);
        self
    }

    /// Says that nothing of the request was sent: then sending it is safe, whatever it does.
    pub(crate) fn never_sent(mut self) -> Self {
        self.0.retryable |= self.family() == Family::Transport;
        self
    }

    /// Says whether the request may have been carried out; then its report has every incident unknown. To be said last.
    #[inline(never)]
    pub(crate) fn with_executed(mut self, maybe_executed: bool) -> Self {
        self.0.maybe_executed = maybe_executed;
        self.0.report = None;
        self.0.report = if maybe_executed { self.to_report() } else { None };
        self
    }

    /// What the canonical JSON says that a kind does not.
    pub(crate) fn rebuilt(
        mut self,
        retryable: Option<bool>,
        maybe_executed: Option<bool>,
        not_repeated: Option<Cow<'static, str>>,
    ) -> Self {
        self.0.retryable = retryable.unwrap_or(self.0.retryable);
        self.0.not_repeated = not_repeated;
        let maybe_executed = maybe_executed.unwrap_or(self.0.maybe_executed);
        self.with_executed(maybe_executed)
    }

    /// Adds why the request was not repeated: a clause without a full stop, such as "the deadline passed".
    pub(crate) fn not_repeated_because(mut self, why: &'static str) -> Self {
        self.0.not_repeated = Some(Cow::Borrowed(why));
        self
    }

    pub(crate) fn set_retry_after_ms(&mut self, retry_after_ms: u64) {
        match &mut self.0.detail {
            Detail::Service(service) => service.retry_after_ms = Some(retry_after_ms),
            _ if self.0.kind == Kind::NotSent => self.0.cooldown_ms = Some(retry_after_ms),
            _ => {}
        }
    }

    /// Attaches what the transport, or a function that gives credentials, reported.
    pub(crate) fn with_source(mut self, source: Arc<dyn std::error::Error + Send + Sync>) -> Self {
        self.0.source = Some(source);
        self
    }

    /// Whether it only says that a credential is not there yet.
    pub(crate) fn is_not_yet(&self) -> bool {
        self.0.source.as_ref().is_some_and(|source| source.is::<crate::wire::NotYet>())
    }

    /// The text that `Display` prints. Not a formatter, whose code would enlarge the browser's download.
    #[doc(hidden)]
    pub fn sentence(&self) -> String {
        let kind = self.kind();
        let mut out = String::new();
        match &self.0.detail {
            Detail::Build { field, .. } if kind == Kind::InvalidRequest && !field.is_empty() => {
                push_all(&mut out, &[kind.as_str(), ": ", field, " "])
            }
            Detail::Service(service) => {
                push_all(&mut out, &["HTTP ", &service.status.to_string(), " ", kind.as_str()]);
                if let Some(code) = service.code.as_deref().filter(|code| is_short_word(code)) {
                    push_all(&mut out, &[" (code ", code, ")"]);
                }
                push_all(&mut out, &[": ", kind.meaning().trim_end_matches('.')]);
                out.push_str(if self.0.not_repeated.is_some() { "; " } else { "" });
            }
            _ => push_all(&mut out, &[kind.as_str(), ": "]),
        }
        out.push_str(self.reason().as_deref().unwrap_or_default());
        if self.maybe_executed() {
            // The sentences above have no full stop.
            out.push_str(". The request may have been carried out.");
        }
        out
    }
}

/// What the system reported is left to [`source`](std::error::Error::source), where there is one: whoever prints an error
/// with its causes reads it once.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = self.sentence();
        #[cfg(any(feature = "ureq", feature = "reqwest"))]
        let sentence = match self.system_error() {
            Some(cause) => sentence.replacen(&format!(": {}", cause.kind()), "", 1),
            None => sentence,
        };
        f.write_str(&sentence)
    }
}

#[cfg(any(feature = "ureq", feature = "reqwest"))]
impl Error {
    /// What the system reported, at the bottom of all causes.
    fn system_error(&self) -> Option<&std::io::Error> {
        let causes = std::iter::successors(std::error::Error::source(self), |error| error.source());
        causes.filter_map(|error| error.downcast_ref()).last()
    }
}

fn push_all(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

/// Whether a vendor's code is a code, not a text that may hold anything.
fn is_short_word(code: &str) -> bool {
    (1..=16).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("retryable", &self.retryable())
            .field("maybe_executed", &self.maybe_executed())
            .field("attempts", &self.attempts())
            .field("detail", &self.0.detail)
            .finish()
    }
}

/// The canonical JSON.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use crate::{Operation, Response, d3::CloseIncidents};

    fn shown(status: u16, body: &str) -> String {
        let close = CloseIncidents::new(["1"], true).conclusion("Contained.");
        close.parse(Response::new(status, body.as_bytes())).err().map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn an_error_says_why_its_request_was_not_repeated() {
        let close = CloseIncidents::new(["1"], true);
        let error =
            |response: Response<'_>| close.parse(response).err().map(|error| error.not_repeated_because("of x"));
        let refused = error(Response::new(429, vec![]));
        assert_eq!(
            refused.as_ref().map(ToString::to_string).as_deref(),
            Some("HTTP 429 rate_limited: The server asked to slow down; not repeated because of x")
        );
        assert_eq!(refused.as_ref().and_then(|error| error.reason()).as_deref(), Some("not repeated because of x"));
        let cut = error(Response::new(200, vec![]));
        let reason = cut.as_ref().and_then(|error| error.reason());
        let expected = "the body is empty, expected a JSON object; not repeated because of x";
        assert_eq!(reason.as_deref(), Some(expected));
    }

    #[test]
    fn a_sentence_of_ours_with_status_kind_and_a_short_code() {
        assert_eq!(
            shown(500, r#"{"code": "E-17", "Error": "secret words"}"#),
            "HTTP 500 server_error (code E-17): The server failed, before or after it carried out the request. \
             The request may have been carried out."
        );
        assert_eq!(
            shown(401, r#"{"code": "a text that may hold anything"}"#),
            "HTTP 401 unauthenticated: The server rejected the credentials"
        );
        assert_eq!(
            shown(200, "[1]"),
            "undecodable: at byte 0 of the body, expected a JSON object. The request may have been carried out."
        );
        for code in ["", "two words", "seventeen-letters", "ключ"] {
            let sentence = "HTTP 400 bad_request: The server rejected the request as malformed";
            assert_eq!(shown(400, &format!(r#"{{"code": "{code}"}}"#)), sentence);
        }
    }

    #[test]
    fn what_is_wrong_with_a_parameter_or_a_key_is_told() {
        assert_eq!(
            Error::invalid("owner", "must not be blank").to_string(),
            "invalid_request: owner must not be blank"
        );
        assert_eq!(
            Error::missing_credential("d3", "CloseIncident").to_string(),
            "missing_credential: tenant d3 has no key for the command CloseIncident and no default key under `*`: add one"
        );
    }

    #[test]
    fn its_debug_form_shows_no_text_of_the_vendor() {
        let parsed = CloseIncidents::new(["1"], true).parse(Response::new(500, &b"{\"Error\": \"secret words\"}"[..]));
        assert_eq!(
            parsed.err().map(|error| format!("{error:?}")).unwrap_or_default(),
            "Error { kind: ServerError, retryable: true, maybe_executed: true, attempts: 1, detail: Service(Service \
             { status: 500, retry_after_ms: None, body: Documented(25 bytes), .. }) }"
        );
    }

    #[cfg(any(feature = "ureq", feature = "reqwest"))]
    #[test]
    fn the_source_is_what_the_transport_reported() {
        let error = Error::invalid("owner", "must not be blank");
        assert!(std::error::Error::source(&error).is_none());
        let error = error.with_source(std::sync::Arc::new(std::fmt::Error));
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source, Some(std::fmt::Error.to_string()));
    }

    #[cfg(any(feature = "ureq", feature = "reqwest"))]
    #[test]
    fn an_error_does_not_repeat_its_source() {
        use std::io;

        let close = CloseIncidents::new(["1"], true);
        let reason = "no connection was made: connection refused".to_owned();
        let lost = Error::new(crate::Kind::Connect, super::Detail::Transport(reason), Some(close.effect()));
        assert_eq!(lost.to_string(), "connect: no connection was made: connection refused");
        let lost = lost.with_source(std::sync::Arc::new(io::Error::from(io::ErrorKind::ConnectionRefused)));
        assert_eq!(lost.to_string(), "connect: no connection was made");
        assert_eq!(lost.reason().as_deref(), Some("no connection was made: connection refused"));
        let source = std::error::Error::source(&lost).map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("connection refused"));
    }
}
