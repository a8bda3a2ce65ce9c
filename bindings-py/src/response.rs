//! Answers, as any HTTP client hands them over.

use std::borrow::Cow;

use pyo3::{
    prelude::*,
    types::{PyByteArray, PyBytes, PyDict, PyMapping, PyMemoryView, PyString},
};
use soarwire::Response;

use crate::errors::invalid;

/// Makes an answer of `status`, `headers` (a mapping or pairs, text or bytes) and `body` (bytes, or text), and hands it
/// to `read`. Bytes and text are borrowed, not copied.
pub(crate) fn with<T>(
    py: Python<'_>,
    status: &Bound<'_, PyAny>,
    headers: Option<&Bound<'_, PyAny>>,
    body: Option<&Bound<'_, PyAny>>,
    read: impl FnOnce(Response<'_>) -> T,
) -> PyResult<T> {
    let status = status.extract().map_err(|_| invalid(py, "status", "must be an HTTP status, a small integer"))?;
    let body: Option<Cow<'_, [u8]>> = match body {
        None => Some(Cow::Borrowed(&[])),
        Some(body) => bytes(body),
    };
    let body = body.ok_or_else(|| invalid(py, "body", "must be bytes or text"))?;
    let mut response = Response::new(status, body);
    if let Some(headers) = headers {
        response.headers =
            pairs(headers).ok_or_else(|| invalid(py, "headers", "must be a mapping, or pairs, of text"))?;
    }
    Ok(read(response))
}

fn bytes<'a>(body: &'a Bound<'_, PyAny>) -> Option<Cow<'a, [u8]>> {
    if let Ok(bytes) = body.cast::<PyBytes>() {
        return Some(Cow::Borrowed(bytes.as_bytes()));
    }
    if let Ok(text) = body.cast::<PyString>() {
        return text.to_str().ok().map(|text| Cow::Borrowed(text.as_bytes()));
    }
    if let Ok(array) = body.cast::<PyByteArray>() {
        return Some(Cow::Owned(array.to_vec()));
    }
    let view = body.cast::<PyMemoryView>().ok()?;
    view.call_method0("tobytes").ok()?.extract::<Vec<u8>>().ok().map(Cow::Owned)
}

type Headers = Vec<(Cow<'static, str>, Cow<'static, str>)>;

fn pairs(headers: &Bound<'_, PyAny>) -> Option<Headers> {
    let mut kept = Headers::new();
    if let Ok(dict) = headers.cast::<PyDict>() {
        for (name, value) in dict.iter() {
            keep(&mut kept, &name, &value)?;
        }
        return Some(kept);
    }
    let pairs = match headers.cast::<PyMapping>() {
        Ok(mapping) => mapping.items().ok()?.into_any(),
        Err(_) => headers.clone(),
    };
    for pair in pairs.try_iter().ok()? {
        let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.ok()?.extract().ok()?;
        keep(&mut kept, &name, &value)?;
    }
    Some(kept)
}

/// Keeps a header if the core looks at it: an answer has a dozen, and only two of them matter.
fn keep(kept: &mut Headers, name: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> Option<()> {
    let known = match bytes(name)?.as_ref() {
        name if name.eq_ignore_ascii_case(b"retry-after") => "retry-after",
        name if name.eq_ignore_ascii_case(b"date") => "date",
        _ => return Some(()),
    };
    kept.push((Cow::Borrowed(known), Cow::Owned(String::from_utf8_lossy(&bytes(value)?).into_owned())));
    Some(())
}
