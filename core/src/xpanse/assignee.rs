//! The person an incident is assigned to.

#[cfg(feature = "catalogue")]
use crate::operation::info::ParamType;
use crate::{
    error::Error,
    json::Object,
    operation::{
        Param, Params,
        value::{Value, check_text},
    },
    text::{is_blank, join},
};

/// The user an incident is assigned to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Assignee {
    mail: String,
    pretty_name: Option<String>,
}

impl Assignee {
    /// The user with this email address. Not checked here: the tenant must have such a user.
    pub fn new(mail: impl Into<String>) -> Self {
        Assignee { mail: mail.into(), pretty_name: None }
    }

    /// Adds the full name.
    #[must_use]
    pub fn pretty_name(mut self, name: impl Into<String>) -> Self {
        self.pretty_name = Some(name.into());
        self
    }
}

impl Value for Assignee {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Assignee;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let Param::Object(mut params) = value else {
            return Err(Error::invalid(name, "must be an object with `mail` and, optionally, `pretty_name`"));
        };
        let mut part = |part: &str| {
            let text = params.optional::<String>(part);
            text.map_err(|_| Error::invalid(name, join(&["has a `", part, "` that is not text"], "")))
        };
        let (mail, pretty_name) = (part("mail")?.unwrap_or_default(), part("pretty_name")?);
        params.finish().map_err(|_| Error::invalid(name, "must have no members but `mail` and `pretty_name`"))?;
        Ok(Assignee { mail, pretty_name })
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        if is_blank(&self.mail) {
            return Err(Error::invalid(name, "has no `mail`: pass one, or clear the assignee explicitly"));
        }
        self.pretty_name.as_ref().map_or(Ok(()), |pretty_name| check_text(name, pretty_name))
    }

    fn to_param(&self) -> Param {
        let params = Params::default().set("mail", self.mail.as_str());
        Param::Object(match &self.pretty_name {
            Some(pretty_name) => params.set("pretty_name", pretty_name.as_str()),
            None => params,
        })
    }

    /// The mail under its wire name, the full name beside it.
    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.text(wire_name, &self.mail).some_text("assigned_user_pretty_name", self.pretty_name.as_deref())
    }
}
