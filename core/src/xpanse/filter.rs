//! The filters and the sort order of lists.

use super::filter_type::FieldRule;
#[cfg(feature = "catalogue")]
use crate::operation::info::ParamType;
use crate::{
    error::Error,
    json::Object,
    operation::{Param, Params, value::Value},
    text::{element, is_blank, join},
};

/// One condition of a list; several are combined by *and*.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    field: String,
    operator: String,
    value: Param,
}

impl Filter {
    /// A condition such as `Filter::new("status", "eq", "new")`. Times are epoch milliseconds. When a request is built,
    /// the operators and value types of documented fields are checked; other fields are sent unchecked.
    pub fn new(field: impl Into<String>, operator: impl Into<String>, value: impl Into<Param>) -> Self {
        Filter { field: field.into(), operator: operator.into(), value: value.into() }
    }
}

/// The conditions of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filters(Vec<Filter>);

impl<I: IntoIterator<Item = Filter>> From<I> for Filters {
    fn from(filters: I) -> Self {
        Filters(filters.into_iter().collect())
    }
}

impl Filter {
    /// Why an operator that a documented field does not take, or a value of the wrong type for it, is refused, behind the name of
    /// that part. Fields that are not documented pass.
    pub(crate) fn refusal(&self, rules: &[FieldRule]) -> Option<(&'static str, String)> {
        let (_, operators) = rules.iter().find(|(field, _)| *field == self.field)?;
        let Some((_, of)) = operators.iter().find(|(operator, _)| *operator == self.operator) else {
            let known: Vec<&str> = operators.iter().map(|(operator, _)| *operator).collect();
            let reason = join(&["is not an operator for ", &self.field, ": use ", &join(&known, " or ")], "");
            return Some(("operator", reason));
        };
        (!of.holds(&self.value)).then(|| ("value", of.requirement().to_owned()))
    }

    pub(crate) fn to_param(&self) -> Param {
        let params = Params::default().set("field", self.field.as_str()).set("operator", self.operator.as_str());
        Param::Object(params.set("value", self.value.clone()))
    }
}

impl Filters {
    /// As [`Filter::refusal`], of the first that is refused.
    pub(super) fn check_fields(&self, rules: &[FieldRule]) -> Result<(), Error> {
        let mut refusals =
            self.0.iter().enumerate().filter_map(|(index, filter)| Some((index, filter.refusal(rules)?)));
        match refusals.next() {
            Some((index, (key, reason))) => Err(Error::invalid(part("filters", index, key), reason)),
            None => Ok(()),
        }
    }
}

/// The name of a part of an element, such as `filters[1].operator`.
fn part(name: &str, index: usize, part: &str) -> String {
    join(&[element(name, index).as_str(), part], ".")
}

impl Value for Filters {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Filters;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let Param::List(elements) = value else {
            return Err(Error::invalid(name, "must be a list of filters, each with `field`, `operator` and `value`"));
        };
        let read = |(index, filter)| {
            let Param::Object(mut filter) = filter else {
                let reason = "must be an object with `field`, `operator` and `value`";
                return Err(Error::invalid(element(name, index), reason));
            };
            let mut text = |key: &str| match filter.take(key) {
                Some(Param::Text(text)) => Ok(text),
                Some(_) => Err(Error::invalid(part(name, index, key), "must be text")),
                None => Err(Error::invalid(part(name, index, key), "is missing: a filter requires it")),
            };
            let (field, operator) = (text("field")?, text("operator")?);
            let missing = || Error::invalid(part(name, index, "value"), "is missing: a filter requires it");
            let value = filter.take("value").ok_or_else(missing)?;
            if let Some((key, _)) = filter.iter().next() {
                return Err(Error::invalid(part(name, index, key), "is not part of a filter: check its spelling"));
            }
            Ok(Filter { field, operator, value })
        };
        Ok(Filters(elements.into_iter().enumerate().map(read).collect::<Result<_, _>>()?))
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        for (index, filter) in self.0.iter().enumerate() {
            for (key, text) in [("field", &filter.field), ("operator", &filter.operator)] {
                if is_blank(text) {
                    return Err(Error::invalid(part(name, index, key), "is blank: a filter requires it"));
                }
            }
        }
        Ok(())
    }

    fn to_param(&self) -> Param {
        Param::List(self.0.iter().map(Filter::to_param).collect())
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.array(wire_name, &self.0, |out, filter| {
            *out = Object::behind(std::mem::take(out))
                .text("field", &filter.field)
                .text("operator", &filter.operator)
                .raw("value", &filter.value.to_json())
                .finish();
        })
    }
}

/// The sort order of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    field: String,
    keyword: String,
}

impl Sort {
    /// By `field`, smallest value first.
    pub fn ascending(field: impl Into<String>) -> Self {
        Sort { field: field.into(), keyword: "asc".to_owned() }
    }

    /// By `field`, largest value first.
    pub fn descending(field: impl Into<String>) -> Self {
        Sort { field: field.into(), keyword: "desc".to_owned() }
    }
}

impl Value for Sort {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Sort;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let Param::Object(mut sort) = value else {
            return Err(Error::invalid(name, "must be an object with `field` and `keyword`"));
        };
        let mut text = |key: &str| match sort.take(key) {
            Some(Param::Text(text)) => Ok(text),
            Some(_) => Err(Error::invalid(join(&[name, key], "."), "must be text")),
            None => Err(Error::invalid(join(&[name, key], "."), "is missing: the sort order requires it")),
        };
        let (field, keyword) = (text("field")?, text("keyword")?);
        if let Some((key, _)) = sort.iter().next() {
            return Err(Error::invalid(join(&[name, key], "."), "is not part of the sort order: check its spelling"));
        }
        Ok(Sort { field, keyword })
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        if is_blank(&self.field) {
            return Err(Error::invalid(join(&[name, "field"], "."), "is blank: pass the name of a field"));
        }
        if !["asc", "desc"].iter().any(|keyword| self.keyword.eq_ignore_ascii_case(keyword)) {
            return Err(Error::invalid(join(&[name, "keyword"], "."), "must be \"asc\" or \"desc\""));
        }
        Ok(())
    }

    fn to_param(&self) -> Param {
        Param::Object(Params::default().set("field", self.field.as_str()).set("keyword", self.keyword.as_str()))
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        let sort = Object::new().text("field", &self.field).text("keyword", &self.keyword.to_ascii_lowercase());
        body.raw(wire_name, &sort.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operation, xpanse::GetIncidents};

    #[test]
    fn a_value_has_the_type_that_its_operator_takes() {
        let refusal = |field: &str, operator: &str, value: Param| {
            let filtered = GetIncidents::new().filters([Filter::new(field, operator, value)]);
            filtered.validate().err().map(|error| error.to_string())
        };
        let number = |raw: &str| Param::Number(raw.to_owned());
        for (field, operator, good, bad, must) in [
            (
                "creation_time",
                "gte",
                number("-1793696706000"),
                number("1.5"),
                "a whole number: times are epoch milliseconds",
            ),
            ("creation_time", "lte", number("7"), "7".into(), "a whole number: times are epoch milliseconds"),
            ("starred", "eq", true.into(), "yes".into(), "true or false"),
            ("description", "contains", "x".into(), true.into(), "text"),
            ("alert_sources", "in", ["x"].into(), "x".into(), "a list of text values"),
        ] {
            assert_eq!(refusal(field, operator, good), None);
            let told = format!("invalid_request: filters[0].value must be {must}");
            assert_eq!(refusal(field, operator, bad), Some(told));
        }
    }
}
