//! What the declaration of an operation says, as data.

use super::RateBucket;
use crate::reply_context::Effect;

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParamType {
    /// A list of numbers of incidents or cases, as text.
    Ids,
    /// A list of texts.
    Texts,
    /// Text.
    Text,
    /// An id: text, or an integer.
    Id,
    /// `true` or `false`.
    Flag,
    /// A whole number, 0 or more.
    Integer,
    /// An Xpanse assignee: `{ mail, pretty_name? }`.
    Assignee,
    /// Conditions of an Xpanse list: `{ field, operator, value }` each, the value any JSON.
    Filters,
    /// The order of an Xpanse list: `{ field, keyword }`, the keyword `asc` or `desc`.
    Sort,
}

/// Whether a parameter must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It must be.
    Required,
    /// It may be left out; `null` counts as left out.
    Optional,
    /// It may be left out, and `null` clears what the vendor has.
    Clearable,
}

/// One parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParamInfo {
    /// The name, in snake_case.
    pub name: &'static str,
    /// The type.
    pub of: ParamType,
    /// Whether it must be given.
    pub presence: Presence,
    /// The vendor's name of it.
    pub wire_name: &'static str,
    /// Whether a request that carries it appends.
    pub appends: bool,
    /// What it is, in Markdown; names of parameters stand in backticks.
    pub doc: &'static str,
}

impl ParamInfo {
    /// Whether a language with positional arguments takes it by position: what is required, but for flags, which say
    /// nothing without their name.
    pub fn is_positional(&self) -> bool {
        self.presence == Presence::Required && self.of != ParamType::Flag
    }
}

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The id, such as `d3.close_incidents`.
    pub id: &'static str,
    /// The name of its type, such as `CloseIncidents`.
    pub name: &'static str,
    /// The path below the tenant's base URL.
    pub path: &'static str,
    /// The vendor's page.
    pub page: &'static str,
    /// What it answers with: the name of the type, such as `Report`.
    pub answer: &'static str,
    /// The effect, unless a parameter that appends is given.
    pub effect: Effect,
    /// A rate limit of its own, beside the tenant's.
    pub bucket: Option<RateBucket>,
    /// What it does, in Markdown, with an example in Rust.
    pub doc: &'static str,
    /// The parameters, in order, those that are required first.
    pub params: &'static [ParamInfo],
}

impl OperationInfo {
    /// The vendor, `d3` or `xpanse`.
    pub fn vendor(&self) -> &'static str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// The id without the vendor, such as `close_incidents`.
    pub fn short_id(&self) -> &'static str {
        self.id.split('.').nth(1).unwrap_or_default()
    }
}

/// What the declaration of an operation gives.
pub(crate) trait Declared {
    const INFO: OperationInfo;
}
