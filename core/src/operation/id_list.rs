//! Lists of ids that people often have as integers.

#[cfg(feature = "catalogue")]
use super::info::ParamType;
use super::{
    ids::Ids,
    params::Param,
    value::{Id, Value},
};
use crate::{error::Error, json::Object, reply_context::Asked, text::element};

/// The most that one request takes.
const MOST: usize = 100;

/// Ids that are text on the wire, each sent once, at most 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct IdList(Ids);

impl IdList {
    pub(crate) fn new(given: impl IntoIterator<Item = impl Into<String>>) -> Self {
        IdList(Ids::new(given))
    }

    pub(crate) fn asked(&self) -> Asked {
        self.0.asked()
    }
}

impl Value for IdList {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::IdList;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let Param::List(elements) = value else { return Err(Error::invalid(name, "must be a list of ids")) };
        let id = |(index, value)| Id::read(&element(name, index), value).map(|id| id.0);
        elements.into_iter().enumerate().map(id).collect::<Result<_, _>>().map(|ids| IdList(Ids::from_texts(ids)))
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        self.0.check(name)?;
        if self.0.as_slice().len() > MOST {
            return Err(Error::invalid(name, "must be at most 100: send the others in further requests"));
        }
        Ok(())
    }

    fn to_param(&self) -> Param {
        self.0.to_param()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        self.0.write(body, wire_name)
    }
}
