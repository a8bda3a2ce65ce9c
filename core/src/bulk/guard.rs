//! A condition that is read right before the write.

use crate::{
    answer::Row,
    error::Error,
    operation::{Param, Params},
    text::element,
};

/// The columns of the common row that a guard may look at.
const COLUMNS: [&str; 6] = ["title", "status", "severity", "owner", "created", "modified"];

/// What an incident must look like right before it is written to; otherwise it is skipped. All conditions must hold.
///
/// In JSON: a list of `{"field", "operator", "value"}`; the fields are those of the common [`Row`], the operators `in` and
/// `not_in`, and the value is a list of texts, or `null` for a field that is absent. Texts compare without case and surrounding
/// white space.
///
/// ```
/// # use soarwire::{bulk::Guard};
/// # fn main() -> Result<(), soarwire::Error> {
/// let guard = Guard::new().is_in("status", ["new", "under_investigation"])?.is_not_in("owner", ["m.okoye"])?;
/// assert_eq!(Guard::from_json(&guard.to_json())?, guard);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard(Vec<Condition>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    column: &'static str,
    is_in: bool,
    /// `None` for a field that is absent.
    values: Vec<Option<String>>,
}

impl Guard {
    /// A guard without conditions, which always holds.
    pub fn new() -> Self {
        Guard::default()
    }

    /// The field must be one of these.
    ///
    /// # Errors
    /// `invalid_request` (field `guard[0].field` and the like) for a field that is not a column of the common row but `id` and `url`.
    pub fn is_in(self, field: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, Error> {
        self.with(field, true, values.into_iter().map(|value| Some(value.into())).collect())
    }

    /// The field must be none of these.
    ///
    /// # Errors
    /// As [`Guard::is_in`].
    pub fn is_not_in(self, field: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, Error> {
        self.with(field, false, values.into_iter().map(|value| Some(value.into())).collect())
    }

    fn with(mut self, field: &str, is_in: bool, values: Vec<Option<String>>) -> Result<Self, Error> {
        let at = |member: &str| element("guard", self.0.len()) + member;
        let Some(column) = COLUMNS.into_iter().find(|column| *column == field) else {
            let reason = "must be one of title, status, severity, owner, created, modified";
            return Err(Error::invalid(at(".field"), reason));
        };
        if values.is_empty() {
            return Err(Error::invalid(at(".value"), "is empty: pass at least one value"));
        }
        self.0.push(Condition { column, is_in, values });
        Ok(self)
    }

    /// Whether it has no conditions.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Why a row does not fulfil it, in words with what was read; `None` if it does.
    pub(crate) fn refusal(&self, row: &Row<'_>) -> Option<String> {
        self.0.iter().find_map(|condition| {
            let read = condition.read(row);
            (condition.values.iter().any(|value| is_same(value.as_deref(), read)) != condition.is_in).then(|| {
                let shown = read.map_or_else(|| "absent".to_owned(), |read| ["`", read, "`"].concat());
                [condition.column, " is ", &shown].concat()
            })
        })
    }

    /// The guard as JSON text.
    pub fn to_json(&self) -> String {
        self.to_param().to_json()
    }

    /// Reads what [`Guard::to_json`] gives; a single value need not be a list.
    ///
    /// # Errors
    /// `invalid_request`, naming the member, such as `guard[0].operator`.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let wrapped = Params::from_json(&["{\"guard\":", text, "}"].concat());
        let guard = wrapped.and_then(|mut wrapped| wrapped.take("guard"));
        Guard::from_param(guard.unwrap_or_default())
    }

    /// The same from a value.
    ///
    /// # Errors
    /// As [`Guard::from_json`].
    pub fn from_param(guard: Param) -> Result<Self, Error> {
        let Param::List(conditions) = guard else {
            return Err(Error::invalid("guard", "must be a list of conditions: {field, operator, value}"));
        };
        conditions.into_iter().enumerate().try_fold(Guard::new(), |guard, (index, condition)| {
            let at = |member: &str| element("guard", index) + member;
            let Param::Object(mut condition) = condition else {
                return Err(Error::invalid(at(""), "must be an object: {field, operator, value}"));
            };
            let Some(Param::Text(field)) = condition.take("field") else {
                return Err(Error::invalid(at(".field"), "must be text"));
            };
            let is_in = match condition.take("operator") {
                Some(Param::Text(operator)) if operator == "in" => true,
                Some(Param::Text(operator)) if operator == "not_in" => false,
                _ => return Err(Error::invalid(at(".operator"), "must be `in` or `not_in`")),
            };
            let value = |value: Param| match value {
                Param::Text(text) | Param::Number(text) => Ok(Some(text)),
                Param::Null => Ok(None),
                _ => Err(Error::invalid(at(".value"), "must be a list of texts, or null for a field that is absent")),
            };
            let values = match condition.take("value") {
                Some(Param::List(values)) => values.into_iter().map(value).collect::<Result<_, _>>()?,
                single => vec![value(single.unwrap_or_default())?],
            };
            guard.with(&field, is_in, values)
        })
    }

    /// The guard as a value: a list of its conditions.
    pub fn to_param(&self) -> Param {
        let condition = |condition: &Condition| {
            let value = |value: &Option<String>| value.as_deref().map_or(Param::Null, Param::from);
            let params = Params::default()
                .set("field", condition.column)
                .set("operator", if condition.is_in { "in" } else { "not_in" })
                .set("value", Param::List(condition.values.iter().map(value).collect()));
            Param::Object(params)
        };
        Param::List(self.0.iter().map(condition).collect())
    }
}

impl Condition {
    fn read<'r>(&self, row: &'r Row<'_>) -> Option<&'r str> {
        let read = match self.column {
            "title" => &row.title,
            "status" => &row.status,
            "severity" => &row.severity,
            "owner" => &row.owner,
            "created" => &row.created,
            _ => &row.modified,
        };
        // Times are JSON text.
        read.as_deref().map(|text| text.trim_matches('"'))
    }
}

fn is_same(wanted: Option<&str>, read: Option<&str>) -> bool {
    match (wanted, read) {
        (Some(wanted), Some(read)) => wanted.trim().to_lowercase() == read.trim().to_lowercase(),
        (wanted, read) => wanted.is_none() && read.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(status: Option<&'a str>, owner: Option<&'a str>) -> Row<'a> {
        Row { status: status.map(Into::into), owner: owner.map(Into::into), ..Row::default() }
    }

    #[test]
    fn what_does_not_hold_is_named_with_what_was_read() -> Result<(), Error> {
        let guard = Guard::from_json(
            r#"[{"field": "status", "operator": "in", "value": ["New", "open"]}, {"field": "owner", "operator": "not_in", "value": null}]"#,
        )?;
        assert_eq!(guard.refusal(&row(Some(" NEW "), Some("m.okoye"))), None);
        assert_eq!(guard.refusal(&row(Some("Closed"), Some("m.okoye"))).as_deref(), Some("status is `Closed`"));
        assert_eq!(guard.refusal(&row(None, Some("m.okoye"))).as_deref(), Some("status is absent"));
        assert_eq!(guard.refusal(&row(Some("open"), None)).as_deref(), Some("owner is absent"));
        assert_eq!(Guard::from_json(&guard.to_json())?, guard);
        Ok(())
    }

    #[test]
    fn each_column_is_looked_at() -> Result<(), Error> {
        let text = |text: &'static str| Some(text.into());
        let row = Row {
            title: text("a"),
            status: text("b"),
            severity: text("c"),
            owner: text("d"),
            created: text("\"e\""),
            modified: text("7"),
            ..Row::default()
        };
        for (column, value) in COLUMNS.into_iter().zip(["a", "b", "c", "d", "e", "7"]) {
            assert_eq!(Guard::new().is_in(column, [value])?.refusal(&row), None);
            let refusal = Guard::new().is_not_in(column, [value])?.refusal(&row);
            assert_eq!(refusal, Some(format!("{column} is `{value}`")));
            assert_eq!(Guard::new().is_not_in(column, ["other"])?.refusal(&row), None);
        }
        Ok(())
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, field) in [
            ("7", "guard"),
            ("[7]", "guard[0]"),
            (r#"[{"field": "id", "operator": "in", "value": "1"}]"#, "guard[0].field"),
            (r#"[{"field": "status", "operator": "eq", "value": "1"}]"#, "guard[0].operator"),
            (r#"[{"field": "status", "operator": "in", "value": [true]}]"#, "guard[0].value"),
            (r#"[{"field": "status", "operator": "in", "value": []}]"#, "guard[0].value"),
        ] {
            assert_eq!(Guard::from_json(json).err().as_ref().and_then(Error::field), Some(field), "{json}");
        }
    }
}
