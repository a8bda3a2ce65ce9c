//! The conditions of a list.

use super::operators::OPERATORS;
#[cfg(feature = "catalogue")]
use crate::operation::info::ParamType;
use crate::{
    error::Error,
    json::{Object, push_array},
    operation::{Param, Params, value::Value},
    text::{element, is_blank, join},
};

/// One condition of a D3 list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    section: Option<String>,
    field: String,
    operator: String,
    value: Option<Param>,
}

impl Condition {
    /// A condition such as `Condition::new("Status", "=", "Open")`. The operators are `=`, `!=`, `<`, `>`, `<=`, `>=` and `LIKE`,
    /// which takes `%` as a wildcard; [`Field`](super::Field) has a method for each.
    pub fn new(field: impl Into<String>, operator: impl Into<String>, value: impl Into<Param>) -> Self {
        Condition::on(None, field.into(), &operator.into(), Some(value.into()))
    }

    pub(super) fn on(section: Option<String>, field: String, operator: &str, value: Option<Param>) -> Self {
        Condition { section, field, operator: operator.to_owned(), value }
    }

    /// The field is empty.
    pub fn is_empty(field: impl Into<String>) -> Self {
        Condition::on(None, field.into(), "IS EMPTY", None)
    }

    /// The field is not empty.
    pub fn is_not_empty(field: impl Into<String>) -> Self {
        Condition::on(None, field.into(), "IS NOT EMPTY", None)
    }

    /// The section of a dynamic field.
    #[must_use]
    pub fn section(mut self, section: impl Into<String>) -> Self {
        self.section = Some(section.into());
        self
    }
}

/// The conditions of a D3 list: lists of conditions, of which one must hold entirely.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Conditions(Vec<Vec<Condition>>);

impl<I: IntoIterator<Item: IntoIterator<Item = Condition>>> From<I> for Conditions {
    fn from(alternatives: I) -> Self {
        Conditions(alternatives.into_iter().map(|conditions| conditions.into_iter().collect()).collect())
    }
}

/// The name of a part of a condition, such as `filter[0][1].operator`.
fn part(place: &str, part: &str) -> String {
    join(&[place, part], ".")
}

impl Condition {
    pub(crate) fn read(place: &str, value: Param) -> Result<Self, Error> {
        let Param::Object(mut members) = value else {
            return Err(Error::invalid(place, "must be an object with `field`, `operator` and `value`"));
        };
        let mut text = |key: &str| match members.take(key) {
            Some(Param::Text(text)) => Ok(Some(text)),
            Some(_) => Err(Error::invalid(part(place, key), "must be text")),
            None => Ok(None),
        };
        let (section, field, operator) = (text("section")?, text("field")?, text("operator")?);
        let missing = |key: &str| Error::invalid(part(place, key), "is missing: a condition requires it");
        let field = field.ok_or_else(|| missing("field"))?;
        let operator = operator.ok_or_else(|| missing("operator"))?;
        let value = members.take("value");
        match members.iter().next() {
            Some((key, _)) => Err(Error::invalid(part(place, key), "is not part of a condition: check its spelling")),
            None => Ok(Condition { section, field, operator, value }),
        }
    }

    pub(crate) fn check(&self, place: &str) -> Result<(), Error> {
        if is_blank(&self.field) {
            return Err(Error::invalid(part(place, "field"), "is blank: pass the name of a field"));
        }
        if self.section.as_deref().is_some_and(is_blank) {
            return Err(Error::invalid(part(place, "section"), "is blank: pass the name of a section, or omit it"));
        }
        let Some(operator) = OPERATORS.iter().find(|known| known.eq_ignore_ascii_case(&self.operator)) else {
            let reason = join(&["must be one of ", &join(OPERATORS, ", ")], "");
            return Err(Error::invalid(part(place, "operator"), reason));
        };
        match &self.value {
            None if !operator.ends_with("EMPTY") => {
                Err(Error::invalid(part(place, "value"), "is missing: a condition requires it"))
            }
            Some(Param::Object(_) | Param::List(_)) => {
                Err(Error::invalid(part(place, "value"), "must be text, a number, or true or false"))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn to_param(&self) -> Param {
        let params = Params::default();
        let params = self.section.iter().fold(params, |params, section| params.set("section", section.as_str()));
        let params = params.set("field", self.field.as_str()).set("operator", self.operator.as_str());
        Param::Object(self.value.iter().fold(params, |params, value| params.set("value", value.clone())))
    }
}

impl Value for Conditions {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Conditions;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let Param::List(alternatives) = value else {
            return Err(Error::invalid(name, "must be a list of lists of conditions"));
        };
        let conditions = |(index, alternative)| {
            let place = element(name, index);
            let Param::List(conditions) = alternative else {
                return Err(Error::invalid(place, "must be a list of conditions"));
            };
            let condition = |(index, value)| Condition::read(&element(&place, index), value);
            conditions.into_iter().enumerate().map(condition).collect::<Result<Vec<_>, _>>()
        };
        Ok(Conditions(alternatives.into_iter().enumerate().map(conditions).collect::<Result<_, _>>()?))
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        for (index, conditions) in self.0.iter().enumerate() {
            let place = element(name, index);
            if conditions.is_empty() {
                return Err(Error::invalid(place, "is empty: pass conditions, or remove it from the list"));
            }
            for (index, condition) in conditions.iter().enumerate() {
                condition.check(&element(&place, index))?;
            }
        }
        Ok(())
    }

    fn to_param(&self) -> Param {
        let alternative =
            |conditions: &Vec<Condition>| Param::List(conditions.iter().map(Condition::to_param).collect());
        Param::List(self.0.iter().map(alternative).collect())
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.array(wire_name, &self.0, |out, conditions| {
            push_array(out, conditions, |out, condition| {
                out.push_str(&condition.to_param().to_json());
            });
        })
    }
}
