//! Answers, as any HTTP client hands them over.

use std::borrow::Cow;

use pyo3::{
    exceptions::PyTypeError,
    intern,
    prelude::*,
    types::{PyByteArray, PyBytes, PyDict, PyMemoryView, PyString},
};
use soarwire::Response;

/// Makes an answer of `status`, `headers` (a mapping or pairs, text or bytes) and `body` (bytes, or text), and hands it
/// to `read`. Bytes and text are borrowed, not copied.
pub(crate) fn with<T>(
    status: &Bound<'_, PyAny>,
    headers: Option<&Bound<'_, PyAny>>,
    body: Option<&Bound<'_, PyAny>>,
    read: impl FnOnce(Response<'_>) -> T,
) -> PyResult<T> {
    let status = status.extract().map_err(|_| wrong("status", "an HTTP status, a small integer", status))?;
    let body: Cow<'_, [u8]> = match body {
        None => Cow::Borrowed(&[]),
        Some(body) => bytes(body)
            .ok_or_else(|| wrong("body", "the bytes or the text of the answer, not what was read from it", body))?,
    };
    let mut response = Response::new(status, body);
    let parts = match headers {
        Some(headers) => pairs(headers).ok_or_else(|| wrong_headers(headers))?,
        None => Vec::new(),
    };
    for (name, value) in &parts {
        let pair = text(name).zip(text(value));
        response.headers.push(pair.ok_or_else(|| wrong_headers(headers.unwrap_or(value)))?);
    }
    Ok(read(response))
}

/// The error for an argument of a wrong type: it is about the argument, not about the call, which was made.
fn wrong(argument: &str, expected: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let given = given.get_type().name().map_or_else(|_| String::from("another type"), |name| name.to_string());
    PyTypeError::new_err(format!("{argument} must be {expected}; it is {given}"))
}

fn wrong_headers(headers: &Bound<'_, PyAny>) -> PyErr {
    wrong("headers", "a mapping, or pairs, of str or bytes", headers)
}

fn bytes<'a>(body: &'a Bound<'_, PyAny>) -> Option<Cow<'a, [u8]>> {
    if let Ok(bytes) = body.cast::<PyBytes>() {
        return Some(Cow::Borrowed(bytes.as_bytes()));
    }
    if let Ok(text) = body.cast::<PyString>() {
        return match text.to_cow() {
            Ok(Cow::Borrowed(text)) => Some(Cow::Borrowed(text.as_bytes())),
            Ok(Cow::Owned(text)) => Some(Cow::Owned(text.into_bytes())),
            // Half surrogate pairs, which some clients make of what is no text: an answer that cannot be decoded.
            Err(_) => encoded(text).ok().map(Cow::Owned),
        };
    }
    if let Ok(array) = body.cast::<PyByteArray>() {
        return Some(Cow::Owned(array.to_vec()));
    }
    let view = body.cast::<PyMemoryView>().ok()?;
    view.call_method0("tobytes").ok()?.extract::<Vec<u8>>().ok().map(Cow::Owned)
}

/// The bytes of a text with half surrogate pairs, which are not UTF-8.
fn encoded(text: &Bound<'_, PyString>) -> PyResult<Vec<u8>> {
    text.call_method1(intern!(text.py(), "encode"), ("utf-8", "surrogatepass"))?.extract()
}

type Pairs<'py> = Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

fn pairs<'py>(headers: &Bound<'py, PyAny>) -> Option<Pairs<'py>> {
    if let Ok(dict) = headers.cast::<PyDict>() {
        return Some(dict.iter().collect());
    }
    // A mapping, or what is like one without being registered as such: `http.client.HTTPMessage`.
    let pairs = match headers.getattr(intern!(headers.py(), "items")) {
        Ok(items) => items.call0().ok()?,
        Err(_) => headers.clone(),
    };
    pairs.try_iter().ok()?.map(|pair| pair.ok()?.extract().ok()).collect()
}

/// The text of a header's name or value; an answer has a dozen of them, and those of `str` are not copied. Some clients give what
/// is no text as half surrogate pairs.
fn text<'a>(part: &'a Bound<'_, PyAny>) -> Option<Cow<'a, str>> {
    if let Ok(text) = part.cast::<PyString>() {
        return Some(text.to_string_lossy());
    }
    Some(match bytes(part)? {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    })
}
