//! Single filters and conditions, checked where they are made: what the builders of a language give.

use crate::{
    d3::Condition,
    error::Error,
    operation::Param,
    text::{is_blank, join},
    xpanse,
};

/// A filter of an Xpanse list as a parameter. `list` names the type that has the fields, such as `IncidentFilter`.
///
/// # Errors
/// `invalid_request` for an operator that the field does not take, and for a value of the wrong type.
pub fn filter(list: &str, field: &str, operator: &str, value: Param) -> Result<Param, Error> {
    let filter = xpanse::Filter::new(field, operator, value);
    let rules = xpanse::FIELD_RULES.iter().find(|(name, _)| *name == list).map_or(&[][..], |(_, rules)| rules);
    match filter.refusal(rules) {
        Some((part, reason)) => Err(Error::invalid(join(&[field, part], "."), reason)),
        None => Ok(filter.to_param()),
    }
}

/// A condition of a D3 list as a parameter, from its members.
///
/// # Errors
/// `invalid_request` for a blank field or section, an operator that is not known, and a value that it does not take.
pub fn condition(field: &str, members: Param) -> Result<Param, Error> {
    let place = if is_blank(field) { "condition" } else { field };
    let condition = Condition::read(place, members)?;
    condition.check(place)?;
    Ok(condition.to_param())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Params;

    fn told(made: Result<Param, Error>) -> String {
        made.map_or_else(|error| error.to_string(), |param| param.to_json())
    }

    #[test]
    fn a_filter_is_checked_by_the_rules_of_its_list() {
        let of = |list, field, operator, value: Param| told(filter(list, field, operator, value));
        let new = r#"{"field":"status","operator":"eq","value":"new"}"#;
        assert_eq!(of("IncidentFilter", "status", "eq", "new".into()), new);
        let text = "invalid_request: status.value must be text";
        assert_eq!(of("IncidentFilter", "status", "eq", true.into()), text);
        let list = "invalid_request: status.value must be a list of text values";
        assert_eq!(of("AlertFilter", "status", "in", "new".into()), list);
        let operator = "invalid_request: status.operator is not an operator for status: use in";
        assert_eq!(of("AlertFilter", "status", "eq", "new".into()), operator);
    }

    #[test]
    fn a_condition_is_checked() {
        let of = |field: &str, operator: &str, value: Param| {
            let members = Params::default().set("field", field).set("operator", operator).set("value", value);
            told(condition(field, Param::Object(members)))
        };
        assert_eq!(of("Status", "=", "Open".into()), r#"{"field":"Status","operator":"=","value":"Open"}"#);
        let value = "invalid_request: Status.value must be text, a number, or true or false";
        assert_eq!(of("Status", "=", ["Open"].into()), value);
        assert_eq!(of(" ", "=", "x".into()), "invalid_request: condition.field is blank: pass the name of a field");
    }
}
