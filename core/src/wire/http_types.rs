//! Feature `http`: conversions to and from the types of the `http` crate, 1.x.

use std::borrow::Cow;

use super::{HeaderValue, Request, Response};

impl Request {
    /// The same request as an [`http::Request`]; credentials are marked sensitive.
    ///
    /// # Errors
    /// If the `http` crate rejects the URL or a header, which it does not for requests that this crate built.
    pub fn into_http(self) -> Result<http::Request<Vec<u8>>, http::Error> {
        let mut builder = http::Request::builder().method(http::Method::POST).uri(self.url);
        for (name, value) in &self.headers {
            let mut http_value = http::HeaderValue::from_str(value.expose())?;
            http_value.set_sensitive(matches!(value, HeaderValue::Secret(_)));
            builder = builder.header(name.as_ref(), http_value);
        }
        builder.body(self.body)
    }
}

impl<B: AsRef<[u8]>> From<http::Response<B>> for Response<'static> {
    fn from(response: http::Response<B>) -> Self {
        let headers = response.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (Cow::Owned(name.as_str().to_owned()), Cow::Owned(value))
        });
        Response {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: Cow::Owned(response.body().as_ref().to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    #[test]
    fn credentials_stay_sensitive() {
        let mut request = Request::post("https://soc.example.com/x".to_owned(), b"{}".to_vec());
        request.headers.push(("d3key".into(), HeaderValue::Secret(Secret::new("canary"))));
        let converted = request.into_http().map(|request| request.headers().clone()).unwrap_or_default();
        assert!(converted.get("d3key").is_some_and(http::HeaderValue::is_sensitive));
        assert!(!format!("{converted:?}").contains("canary"));
    }
}
