//! Responses.

use std::borrow::Cow;

/// One HTTP response: the status, the headers and the body, decompressed but otherwise as they arrived.
///
/// Every status and every body is allowed: [`Operation::parse`](crate::Operation::parse) decides what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response<'a> {
    /// The HTTP status; 0 if the transport hides it, as browsers do for opaque redirects.
    pub status: u16,
    /// Names and values of headers; the case of names does not matter. What is read of them: `retry-after` and `date`, the
    /// vendor's request id ([`Report::request_id`](crate::Report::request_id)), and all that an error keeps
    /// ([`Service::headers`](crate::Service::headers)). Pass them all.
    pub headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The body, borrowed or owned.
    pub body: Cow<'a, [u8]>,
}

impl<'a> Response<'a> {
    /// A response without headers.
    pub fn new(status: u16, body: impl Into<Cow<'a, [u8]>>) -> Self {
        Response { status, headers: Vec::new(), body: body.into() }
    }

    /// The first value of a header; `None` if there is no such header. The case of `name` does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// This response with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// All values of the header called `name`.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_in_any_case() {
        let response = Response::new(200, vec![]).with_header("Retry-After", "7").with_header("retry-after", "8");
        assert_eq!((response.header("RETRY-AFTER"), response.header("date")), (Some("7"), None));
    }
}
