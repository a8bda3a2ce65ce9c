//! An error from its canonical JSON.

use std::borrow::Cow;

use super::{document, each, flag, members, missing, number, operation, owned_text, text, texts};
use crate::{
    answer::Report,
    error::{Body, Detail, Error, Service, Undecodable},
    json::{Value, View},
    kind::{Family, Kind},
    reply_context::{Asked, Effect, ReplyContext},
    text::{element, join},
};

const KEYS: [&str; 22] = [
    "family",
    "kind",
    "status",
    "code",
    "message",
    "extra",
    "fields",
    "retry_after_ms",
    "retryable",
    "maybe_executed",
    "field",
    "operation",
    "asked",
    "attempts",
    "elapsed_ms",
    "request_id",
    "reason",
    "not_repeated",
    "headers",
    "body",
    "undecodable",
    "report",
];

impl Error {
    /// Makes an error that says the same from the text that [`Error::to_json`] gives. Only what caused it
    /// ([`std::error::Error::source`]) is not in the text.
    ///
    /// A member that is left out has the value that the catalogue of kinds gives it, and an effect that is not told counts as one
    /// that appends: `{"kind": "timeout"}` may have been executed and is not retryable.
    ///
    /// ```
    /// # use soarwire::{Error, Kind};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let error = Error::from_json(r#"{"kind": "timeout"}"#)?;
    /// assert_eq!((error.kind(), error.maybe_executed(), error.retryable()), (Kind::Timeout, true, false));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member.
    pub fn from_json(json: &str) -> Result<Error, Error> {
        let mut found = [None; KEYS.len()];
        members(document(json, "error")?, &KEYS, &mut found);
        let [
            family,
            kind,
            status,
            code,
            message,
            extra,
            fields,
            retry_after,
            retryable,
            executed,
            field,
            id,
            asked,
            attempts,
            elapsed,
            request,
            reason,
            not_repeated,
            headers,
            body,
            undecodable,
            report,
        ] = found;
        let kind = text(kind, "kind")?.ok_or_else(|| missing("kind"))?;
        let kind =
            Kind::from_name(&kind).ok_or_else(|| Error::invalid("kind", "is not a kind that this version knows"))?;
        if text(family, "family")?.is_some_and(|family| family != kind.family().as_str()) {
            return Err(Error::invalid("family", "does not match the kind"));
        }
        let not_repeated = owned_text(not_repeated, "not_repeated")?;
        let reason = own_reason(text(reason, "reason")?, not_repeated.as_deref());
        let meaning = || kind.meaning().trim_end_matches('.').to_owned();
        let detail = match kind.family() {
            Family::Build => Detail::Build {
                field: owned_text(field, "field")?.unwrap_or_default(),
                reason: reason.unwrap_or_else(meaning),
            },
            Family::Transport => Detail::Transport(reason.unwrap_or_else(meaning)),
            Family::Decode => Detail::Decode(Box::new(read_undecodable(undecodable)?)),
            Family::Service => Detail::Service(Box::new(Service {
                status: number(status, "status", u16::MAX.into())?
                    .map_or_else(|| kind.status(), |status| status as u16),
                code: owned_text(code, "code")?,
                message: owned_text(message, "message")?,
                extra: extra.map(compact),
                fields: read_fields(fields)?,
                retry_after_ms: None,
                body: read_body(body)?,
                headers: read_headers(headers)?,
            })),
        };
        let mut error = Error::new(kind, detail, None);
        if kind == Kind::NotSent || kind.family() == Family::Service {
            let told = number(retry_after, "retry_after_ms", u64::MAX)?;
            told.into_iter().for_each(|ms| error.set_retry_after_ms(ms));
        }
        let report = report.map(|report| Report::from_json(&compact(report))).transpose().map_err(inside_report)?;
        if let Some((operation, _)) = operation(id)? {
            let asked = Asked::new(texts(asked, "asked")?);
            error = error.about(&ReplyContext { operation, effect: Effect::Appends, asked, paging: None });
        } else if let Some(report) = report {
            error = error.about(report.context());
        }
        let attempts = number(attempts, "attempts", u32::MAX.into())?;
        let (elapsed_ms, request_id) = (number(elapsed, "elapsed_ms", u64::MAX)?, owned_text(request, "request_id")?);
        let error = error.made(|made| {
            made.attempts = attempts.map_or(made.attempts, |attempts| attempts as u32);
            (made.elapsed_ms, made.request_id) = (elapsed_ms, request_id);
        });
        let (retryable, executed) = (flag(retryable, "retryable")?, flag(executed, "maybe_executed")?);
        Ok(error.rebuilt(retryable, executed, not_repeated.map(Cow::Owned)))
    }
}

/// A reason without the clause about repeating, which stands behind it.
fn own_reason(reason: Option<Cow<'_, str>>, not_repeated: Option<&str>) -> Option<String> {
    let reason = reason?;
    let Some(why) = not_repeated else { return Some(reason.into_owned()) };
    let clause = join(&["; not repeated because ", why], "");
    Some(reason.strip_suffix(clause.as_str()).unwrap_or(&reason).to_owned())
}

fn compact(view: View<'_>) -> String {
    let mut json = String::new();
    view.push_json(&mut json, usize::MAX);
    json
}

fn inside_report(error: Error) -> Error {
    let field = join(&["report.", error.field().unwrap_or_default()], "");
    Error::invalid(field, error.reason().unwrap_or_default())
}

fn read_fields(fields: Option<View<'_>>) -> Result<Vec<(String, Vec<String>)>, Error> {
    let mut read = Vec::new();
    let Some(fields) = fields else { return Ok(read) };
    if !matches!(fields.value(), Value::Object(_)) {
        return Err(Error::invalid("fields", "must be an object"));
    }
    let mut taken = Ok(());
    fields.members(&mut |path, messages| match texts(Some(messages), "fields") {
        Ok(messages) => read.push((path.to_owned(), messages)),
        Err(error) => taken = Err(error),
    });
    taken.map(|()| read)
}

fn read_headers(headers: Option<View<'_>>) -> Result<Vec<(String, String)>, Error> {
    let mut read = Vec::new();
    each(headers, "headers", &mut |place, pair| {
        let field = element("headers", place);
        match <[String; 2]>::try_from(texts(Some(pair), &field)?) {
            Ok([name, value]) => read.push((name, value)),
            Err(_) => return Err(Error::invalid(field, "must be a name and a value")),
        }
        Ok(())
    })?;
    Ok(read)
}

fn read_body(body: Option<View<'_>>) -> Result<Body, Error> {
    let Some(body) = body else { return Ok(Body::Empty) };
    let (tier, bytes) = (text(body.get("tier"), "body.tier")?, read_bytes(body, "body")?);
    let text = |bytes| String::from_utf8(bytes).map_err(|_| Error::invalid("body.text", "must be text"));
    match tier.as_deref() {
        Some("empty") => Ok(Body::Empty),
        Some("documented") => text(bytes).map(Body::Documented),
        Some("json") => text(bytes).map(Body::Json),
        Some("raw") => Ok(Body::Raw(bytes)),
        _ => Err(Error::invalid("body.tier", "must be `empty`, `documented`, `json` or `raw`")),
    }
}

fn read_undecodable(view: Option<View<'_>>) -> Result<Undecodable, Error> {
    let Some(view) = view else { return Ok(Undecodable::default()) };
    let some = |key: &str| view.get(key).filter(|view| !view.is_null());
    let size = |key: &str| number(some(key), key, usize::MAX as u64).map(|size| size.map(|size| size as usize));
    Ok(Undecodable {
        offset: size("offset")?.unwrap_or_default(),
        expected: owned_text(view.get("expected"), "expected")?.unwrap_or_default().into(),
        status: number(view.get("status"), "status", u16::MAX.into())?.unwrap_or_default() as u16,
        content_type: owned_text(some("content_type"), "content_type")?,
        length: size("length")?,
        beginning: view.get("beginning").map_or(Ok(Vec::new()), |bytes| read_bytes(bytes, "beginning"))?,
    })
}

/// Bytes as `text`, or as `hex` digits.
fn read_bytes(view: View<'_>, field: &str) -> Result<Vec<u8>, Error> {
    if let Some(text) = text(view.get("text"), field)? {
        return Ok(text.into_owned().into_bytes());
    }
    let hex = text(view.get("hex"), field)?.unwrap_or_default();
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?));
    let bytes: Option<Vec<u8>> = if rest.is_empty() { bytes.collect() } else { None };
    bytes.ok_or_else(|| Error::invalid(field, "must have `text`, or an even number of `hex` digits"))
}
