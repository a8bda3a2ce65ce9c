//! `POST …/api/Command/<name>`
//!
//! Vendor page: D3 API docs, "Introduction to D3 Command API".

use super::reply;
#[cfg(feature = "catalogue")]
use crate::operation::info::ParamType;
use crate::{
    error::Error,
    json::Object,
    operation::{Param, declare::operation, ids::Ids, value::Value},
    reply_context::Effect,
};

operation! {
    /// Runs any D3 command, including those that this package does not know. With `incident_numbers` the answer is a report about these
    /// incidents, by the items of the answer; without, it is the reply.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{AnyAnswer, Effect, Operation, Response, d3};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let users = d3::Command::new("GetUsersBySite").effect(Effect::Reads);
    /// let answer = users.parse(Response::new(200, &br#"{"error": "", "returnData": "Successful", "rawData": {"users": []}}"#[..]))?;
    /// assert!(matches!(answer, AnyAnswer::Reply(reply) if reply.raw_data().as_deref() == Some(r#"{"users":[]}"#)));
    ///
    /// let params = soarwire::Params::default().set("Incident Numbers", ["20261103-104"]);
    /// let archive = d3::Command::new("ArchiveIncidents").params(params).incident_numbers(["20261103-104"]);
    /// assert!(archive.validate().is_ok());
    /// assert_eq!(archive.wire_name(), "ArchiveIncidents");
    /// # Ok(())
    /// # }
    /// ```
    Command {
        id: "d3.command",
        page: "D3 API docs, \"Introduction to D3 Command API\"",
        path: "/api/Command/",
        answer: AnyAnswer,
        reading: reply::ANY,
        effect: Appends,
        asked: |call| call.incident_numbers.as_ref().map(Ids::asked).unwrap_or_default(),
        content: |call| call.params.as_ref().map_or_else(|| "{}".to_owned(), |params| params.to_json()),
        at: |call| &call.name.0.0,
        effect_from: |call| call.effect.unwrap_or(Effect::Appends),
    }
    required {
        /// The name of the command, such as `GetUsersBySite`: letters and digits.
        name: CommandName => "name",
    }
    optional {
        /// The parameters of the command, by the vendor's names.
        params: optional object => "CommandParams",
        /// The effect of repeating the request, which decides whether it is sent again: `reads`, `idempotent` or `appends`. Default
        /// `appends`.
        effect: optional Effect => "effect",
        /// The incidents to report on. They are not sent: put them into `params` as the command takes them.
        incident_numbers: optional ids => "incident_numbers",
    }
}

const COMMANDS: &str = "/api/Command/";

/// The name of a command, kept as its path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommandName(String);

impl<N: AsRef<str>> From<N> for CommandName {
    fn from(name: N) -> Self {
        CommandName([COMMANDS, name.as_ref()].concat())
    }
}

impl CommandName {
    fn name(&self) -> &str {
        self.0.strip_prefix(COMMANDS).unwrap_or_default()
    }
}

impl Value for CommandName {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Text;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        String::read(name, value).map(CommandName::from)
    }

    /// It becomes a part of the URL.
    fn check(&self, name: &str) -> Result<(), Error> {
        let command = self.name();
        if !command.is_empty() && command.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(());
        }
        Err(Error::invalid(name, "must be the name of a command: letters and digits, such as GetUsersBySite"))
    }

    fn to_param(&self) -> Param {
        self.name().into()
    }

    /// It stands in the URL.
    fn write(&self, body: Object, _wire_name: &str) -> Object {
        body
    }
}
