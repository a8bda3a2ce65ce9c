//! New values of fields, incident by incident.

use std::borrow::Cow;

use super::title;
#[cfg(feature = "catalogue")]
use crate::operation::info::ParamType;
use crate::{
    error::Error,
    json::Object,
    operation::{Param, Params, ids::Ids, value::Value},
    reply_context::Asked,
    text::{element, is_blank, join},
};

/// New values of fields of one incident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldChanges {
    incident_number: String,
    fields: Params,
}

impl FieldChanges {
    /// No changes yet for the incident with this number.
    pub fn new(incident_number: impl Into<String>) -> Self {
        FieldChanges { incident_number: incident_number.into(), fields: Params::default() }
    }

    /// Sets a field, by the vendor's name such as `Severity`.
    #[must_use]
    pub fn set(mut self, field: impl Into<Cow<'static, str>>, value: impl Into<Param>) -> Self {
        self.fields = self.fields.set(field, value);
        self
    }
}

/// The changes of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Changes(Vec<FieldChanges>);

impl<I: IntoIterator<Item = FieldChanges>> From<I> for Changes {
    fn from(changes: I) -> Self {
        Changes(changes.into_iter().collect())
    }
}

impl Changes {
    pub(super) fn asked(&self) -> Asked {
        Ids::new(self.0.iter().map(|change| change.incident_number.as_str())).asked()
    }
}

/// The name of a part of an element, such as `changes[0].fields`.
fn part(name: &str, index: usize, part: &str) -> String {
    join(&[element(name, index).as_str(), part], ".")
}

impl Value for Changes {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Changes;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let Param::List(elements) = value else {
            return Err(Error::invalid(name, "must be a list of changes, each with `incident_number` and `fields`"));
        };
        let read = |(index, change)| {
            let Param::Object(mut change) = change else {
                let reason = "must be an object with `incident_number` and `fields`";
                return Err(Error::invalid(element(name, index), reason));
            };
            let incident_number = match change.take("incident_number") {
                Some(Param::Text(number)) => number,
                Some(_) => {
                    let reason = "must be text: incident numbers are not integers";
                    return Err(Error::invalid(part(name, index, "incident_number"), reason));
                }
                None => return Err(Error::invalid(part(name, index, "incident_number"), "is missing")),
            };
            let fields = change.take("fields");
            let fields = fields.ok_or_else(|| Error::invalid(part(name, index, "fields"), "is missing"))?;
            let fields = Params::read(&part(name, index, "fields"), fields)?;
            if let Some((key, _)) = change.iter().next() {
                return Err(Error::invalid(part(name, index, key), "is not part of a change: check its spelling"));
            }
            Ok(FieldChanges { incident_number, fields })
        };
        Ok(Changes(elements.into_iter().enumerate().map(read).collect::<Result<_, _>>()?))
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        if self.0.is_empty() {
            return Err(Error::invalid(name, "is empty: pass at least one change"));
        }
        for (index, change) in self.0.iter().enumerate() {
            if is_blank(&change.incident_number) {
                return Err(Error::invalid(part(name, index, "incident_number"), "is blank: pass a number"));
            }
            let fields = part(name, index, "fields");
            if change.fields.iter().next().is_none() {
                return Err(Error::invalid(fields, "is empty: pass at least one field"));
            }
            for (field, value) in change.fields.iter() {
                if is_blank(field) {
                    return Err(Error::invalid(fields, "has a blank name: pass the names of fields"));
                }
                title::check(&join(&[fields.as_str(), field], "."), field, value)?;
            }
        }
        Ok(())
    }

    fn to_param(&self) -> Param {
        let object = |change: &FieldChanges| {
            let number = Params::default().set("incident_number", change.incident_number.as_str());
            Param::Object(number.set("fields", Param::Object(change.fields.clone())))
        };
        Param::List(self.0.iter().map(object).collect())
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.array(wire_name, &self.0, |out, change| {
            *out = Object::behind(std::mem::take(out))
                .text("IncidentNumber", &change.incident_number)
                .raw("Input", &change.fields.to_json())
                .finish();
        })
    }
}
