//! How requests and responses are passed to and from JavaScript.

use soarwire::{Request, Response};

use crate::text::{push, text};

/// A request in lines, which none of its parts can break: the URL; for each header its name and its value, `*` before the
/// name of a credential; an empty line; the body.
pub(crate) fn write(request: &Request, out: &mut Vec<u8>) {
    push(out, request.url());
    for (name, value) in request.headers() {
        push(out, if value.is_secret() { "\n*" } else { "\n" });
        push(out, name);
        out.push(b'\n');
        push(out, value.expose());
    }
    push(out, "\n\n");
    push(out, text(request.body()));
}

/// The response with headers: names and values, one per line.
pub(crate) fn with_headers<'a>(mut response: Response<'a>, headers: &'a str) -> Response<'a> {
    let mut lines = headers.split('\n');
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        response = response.with_header(name, value);
    }
    response
}
