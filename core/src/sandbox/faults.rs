//! Faults: what goes wrong, in which requests, and how often.

use serde_json::{Map, Value};

/// One entry of a fault script.
///
/// In JSON it is one flat object, for example
/// `{"kind": "rate_limited", "on": "CloseIncidentInBulk", "times": 2, "retry_after": 1}`. The fields beside `kind`,
/// `on`, `times` and `probability` are those of the [`What`] that `kind` names (in snake case); any other field is an error.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The requests it applies to: the vendor's name of a command or call (`CloseIncidentInBulk`), soarwire's id
    /// (`d3.close_incidents`), a tenant (`d3`, `xpanse`) or the end of a path (whole segments). `None` for all. In JSON an
    /// unknown name is refused; a path is anything with a slash in it.
    pub on: Option<String>,
    /// How many times it applies before it is used up; `None` for no limit. In JSON, 1 if absent and no limit if `null`.
    pub times: Option<u32>,
    /// The probability with which it applies to a matching request, from 0 to 1; `None` for always. Drawn from the seed.
    pub probability: Option<f64>,
    /// What goes wrong.
    pub what: What,
}

/// What goes wrong. Unless a kind says otherwise, the request is not carried out.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// 429 in the vendor's shape.
    RateLimited {
        /// The `Retry-After` header: seconds or an HTTP date. In JSON, seconds may be a number.
        retry_after: Option<String>,
    },
    /// 5xx.
    ServerError {
        /// From 500 to 599; in JSON, 500 if absent.
        status: u16,
        /// The body; `None` for the vendor's shape.
        body: Option<String>,
        /// Whether the request is carried out first. In JSON, false if absent.
        after_effect: bool,
    },
    /// An HTML page, as a proxy would send.
    Html {
        /// In JSON, 502 if absent.
        status: u16,
        /// Whether the request is carried out first. In JSON, false if absent.
        after_effect: bool,
    },
    /// 401 without a body.
    EmptyUnauthorized,
    /// The request is carried out; the first half of the answer is sent as if it were the whole.
    TruncatedJson,
    /// Some incidents fail, the others do not. Applies only to endpoints that act on several incidents, or that say what
    /// became of each one.
    PartialFailure {
        /// Which incidents; in JSON, `incidents` or `count`; the first one if both are absent.
        incidents: Pick,
        /// The reason given.
        reason: String,
    },
    /// The request is carried out, but some incidents are missing from the answer. Applies only to endpoints whose
    /// answer lists incidents.
    LeftOut {
        /// Which incidents; in JSON, `incidents` or `count`; the first one if both are absent.
        incidents: Pick,
    },
    /// The request is carried out, and the answer is late. The next matching fault applies to the same request.
    Delay {
        /// The delay in milliseconds.
        ms: u64,
    },
    /// Nothing is done, and the connection is closed.
    CutBefore,
    /// The request is carried out, and the connection is closed without an answer.
    CutAfter,
    /// The request is carried out, and the connection is closed in the middle of the answer.
    CutMidBody,
    /// The request is carried out, and keys of the answer hold other values.
    WrongType {
        /// Top-level keys of the answer, and the values that they hold instead.
        replace: Map<String, Value>,
    },
    /// A redirect.
    Redirect {
        /// The `Location` header.
        location: String,
        /// From 300 to 399; in JSON, 302 if absent.
        status: u16,
    },
    /// Any status and body.
    Status {
        /// From 200 to 599.
        status: u16,
        /// The body. In JSON, a string or any other value; empty if absent.
        body: String,
        /// Whether the request is carried out first. In JSON, false if absent.
        after_effect: bool,
    },
    /// The request is carried out, and no answer is ever sent.
    NeverAnswer,
    /// The request is carried out, and then the tenant's world changes, as it does while somebody pages through a list: the next
    /// request finds it so. Applies only to endpoints that list; the next matching fault applies to the same request.
    WorldMoves {
        /// What happens to the incidents.
        change: Change,
        /// Which incidents; in JSON, `incidents` or `count`; the newest one if both are absent. Those that come get the given
        /// numbers or ids, or ones of their own.
        incidents: Pick,
    },
}

/// What happens to incidents while nobody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// They come, newer than all others; on Xpanse each with an alert.
    Inserted,
    /// They go; on Xpanse with their alerts.
    Removed,
    /// They get another status; on Xpanse their alerts too.
    Changed,
}

/// Some of the incidents that a request names, or of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pick {
    /// This many, in the order of the request, or the newest.
    First(usize),
    /// Those with these numbers or ids.
    These(Vec<String>),
}

impl Pick {
    pub(super) fn takes(&self, at: usize, incident: &str) -> bool {
        match self {
            Self::First(count) => at < *count,
            Self::These(incidents) => incidents.iter().any(|one| one == incident),
        }
    }
}

impl Fault {
    /// A fault that applies to the next request, whatever it is.
    #[must_use]
    pub fn new(what: What) -> Self {
        Self { on: None, times: Some(1), probability: None, what }
    }

    /// The same, only on the requests that this names: see the field [`Fault::on`]. An unknown name never
    /// matches.
    #[must_use]
    pub fn on(mut self, on: impl Into<String>) -> Self {
        self.on = Some(on.into());
        self
    }

    /// The same, applying this many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// The same, never used up.
    #[must_use]
    pub fn forever(mut self) -> Self {
        self.times = None;
        self
    }

    /// The same, applying with this probability, from 0 to 1.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }
}

impl What {
    /// All kinds, by the names that [`What::kind`] gives.
    pub(super) const KINDS: [&'static str; 16] = [
        "rate_limited",
        "server_error",
        "html",
        "empty_unauthorized",
        "truncated_json",
        "partial_failure",
        "left_out",
        "delay",
        "cut_before",
        "cut_after",
        "cut_mid_body",
        "wrong_type",
        "redirect",
        "status",
        "never_answer",
        "world_moves",
    ];

    /// Its name in JSON and in the log.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate_limited",
            Self::ServerError { .. } => "server_error",
            Self::Html { .. } => "html",
            Self::EmptyUnauthorized => "empty_unauthorized",
            Self::TruncatedJson => "truncated_json",
            Self::PartialFailure { .. } => "partial_failure",
            Self::LeftOut { .. } => "left_out",
            Self::Delay { .. } => "delay",
            Self::CutBefore => "cut_before",
            Self::CutAfter => "cut_after",
            Self::CutMidBody => "cut_mid_body",
            Self::WrongType { .. } => "wrong_type",
            Self::Redirect { .. } => "redirect",
            Self::Status { .. } => "status",
            Self::NeverAnswer => "never_answer",
            Self::WorldMoves { .. } => "world_moves",
        }
    }

    /// The reason for which this incident is to fail; none if it is not.
    pub(super) fn fails(&self, at: usize, incident: &str) -> Option<&str> {
        match self {
            Self::PartialFailure { incidents, reason } if incidents.takes(at, incident) => Some(reason),
            _ => None,
        }
    }

    /// Whether the answer is to leave this incident out.
    pub(super) fn leaves_out(&self, at: usize, incident: &str) -> bool {
        matches!(self, Self::LeftOut { incidents } if incidents.takes(at, incident))
    }
}
