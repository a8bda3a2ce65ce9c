//! How the call went that an answer or an error ended.

use std::time::Duration;

use crate::json::Object;

/// How often the request was sent, how long that took, and how the vendor names the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) attempts: u32,
    /// From the first poll to the end; `None` where no [`Call`](crate::Call) measured it.
    pub(crate) elapsed_ms: Option<u64>,
    pub(crate) request_id: Option<String>,
}

impl Made {
    /// One answer to one request, which nobody timed.
    pub(crate) fn once(request_id: Option<String>) -> Self {
        Made { attempts: 1, elapsed_ms: None, request_id }
    }

    /// A call ended.
    pub(crate) fn called(&mut self, attempts: u32, elapsed_ms: u64) {
        self.attempts = attempts;
        self.elapsed_ms = Some(elapsed_ms);
    }

    pub(crate) fn elapsed(&self) -> Option<Duration> {
        self.elapsed_ms.map(Duration::from_millis)
    }

    /// Adds the facts to canonical JSON: `attempts`, `elapsed_ms`, `request_id`.
    pub(crate) fn write(&self, object: Object) -> Object {
        object
            .number_or_null("attempts", Some(self.attempts.into()))
            .number_or_null("elapsed_ms", self.elapsed_ms)
            .text_or_null("request_id", self.request_id.as_deref())
    }
}
