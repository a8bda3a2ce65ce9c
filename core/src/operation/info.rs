//! What the declaration of an operation says, as data.

use super::prepared::RateBucket;
use crate::reply_context::Effect;

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParamType {
    /// A list of incident or case numbers, as text.
    Ids,
    /// A list of text values.
    Texts,
    /// Text.
    Text,
    /// An id: text, or an integer.
    Id,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0 to 4294967295.
    Integer,
    /// An Xpanse assignee: `{ mail, pretty_name? }`.
    Assignee,
    /// The filters of an Xpanse list: a list of `{ field, operator, value }`, where the value is any JSON.
    Filters,
    /// The sort order of an Xpanse list: `{ field, keyword }`, where the keyword is `asc` or `desc`.
    Sort,
    /// A list of ids: texts or integers.
    IdList,
    /// A time as D3 takes it: `yyyy-MM-dd HH:mm:ss`.
    Time,
    /// A JSON object.
    Object,
    /// Any JSON value.
    Json,
    /// The conditions of a D3 list: lists of `{ section?, field, operator, value }`, of which one must hold entirely.
    Conditions,
    /// New values of fields: a list of `{ incident_number, fields }`.
    Changes,
    /// An effect: `reads`, `idempotent` or `appends`.
    Effect,
}

/// Whether a parameter must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It must be given.
    Required,
    /// It may be omitted; `null` counts as omitted.
    Optional,
    /// It may be omitted, which keeps the vendor's value; `null` clears it.
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
    /// The vendor's name of the parameter.
    pub wire_name: &'static str,
    /// Whether a request with this parameter appends; see [`Effect::Appends`].
    pub appends: bool,
    /// Its documentation, in Markdown; names of parameters are in backticks.
    pub doc: &'static str,
}

impl ParamInfo {
    /// Whether languages with positional arguments take it by position: required parameters except flags, which mean nothing
    /// without their name.
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
    /// The title of the vendor's documentation page.
    pub page: &'static str,
    /// The name of its answer's type, such as `Report` or `Page`; `AnyAnswer` if that depends on the parameters.
    pub answer: &'static str,
    /// The stable names of the types that it may be, such as `report`.
    pub answers: &'static [&'static str],
    /// The effect of a request without parameters that append.
    pub effect: Effect,
    /// A rate limit in addition to the tenant's; `None` if there is none.
    pub bucket: Option<RateBucket>,
    /// Its documentation, in Markdown, with an example in Rust.
    pub doc: &'static str,
    /// The parameters, the required ones first.
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

#[cfg(test)]
mod tests {
    use crate::catalogue::OPERATIONS;

    #[test]
    fn an_id_is_the_vendor_and_a_short_id() {
        let ids: Vec<_> = OPERATIONS.iter().map(|info| format!("{}.{}", info.vendor(), info.short_id())).collect();
        assert!(ids.iter().eq(OPERATIONS.iter().map(|info| info.id)), "{ids:?}");
        assert!(OPERATIONS.iter().all(|info| ["d3", "xpanse"].contains(&info.vendor())));
    }

    #[test]
    fn what_is_required_is_positional_but_for_flags() {
        let close = OPERATIONS.iter().find(|info| info.id == "d3.close_incidents");
        let positional = close.into_iter().flat_map(|info| info.params).filter(|param| param.is_positional());
        assert_eq!(positional.map(|param| param.name).collect::<Vec<_>>(), ["incident_numbers"]);
    }
}
