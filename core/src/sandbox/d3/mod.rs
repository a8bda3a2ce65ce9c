//! The D3 tenant: who may send a command, and what the command must look like.

mod answers;
mod commands;
mod params;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::config::D3Config;
use super::effects::Effects;
use super::exchange::{Answer, Incoming};
use super::faults::What;
use super::incidents::{D3Incident, Table};
use super::operation::Operation;
use answers::{bad_request, command_error, unauthorized};
pub(super) use answers::{rate_limited, server_error};
use params::Params;

/// The tenant during one request.
pub(super) struct Tenant<'a> {
    pub(super) config: &'a D3Config,
    pub(super) incidents: &'a mut Table<D3Incident>,
    pub(super) effects: &'a mut Effects,
    pub(super) fault: Option<&'a What>,
    pub(super) now_ms: u64,
}

impl Tenant<'_> {
    /// `Ok` when the command was carried out, whatever became of each incident; `Err` when nothing was done.
    pub(super) fn answer(&mut self, command: Operation, request: &Incoming<'_>) -> Result<Answer, Answer> {
        if request.method != "POST" {
            return Err(Answer::html(405, "Method Not Allowed").header("allow", "POST"));
        }
        self.check_key(command, request)?;
        let body: Value =
            serde_json::from_slice(request.body).map_err(|_| bad_request("The request body is not a JSON object."))?;
        let outer = Params::new(&body).ok_or_else(|| bad_request("The request body is not a JSON object."))?;
        let username = outer.required_text("Username")?;
        let site = outer.required_text("Site")?;
        let params = outer.required_object("CommandParams")?;
        if !self.config.usernames.iter().any(|known| known == username) {
            return Err(command_error(&format!("User '{username}' is not known.")));
        }
        if !self.config.sites.iter().any(|known| known == site) {
            return Err(command_error(&format!("User '{username}' has no access to site '{site}'.")));
        }
        match command {
            Operation::UpdateOwner => self.update_owner(params),
            Operation::CloseIncidents => self.close_incidents(params, username),
            Operation::LinkToCases => self.link_to_cases(params),
            Operation::CloseIncident => self.close_incident(params, username),
            Operation::UpdateIncident => Err(Answer::html(404, "Not Found")),
        }
    }

    fn check_key(&self, command: Operation, request: &Incoming<'_>) -> Result<(), Answer> {
        if let Some(given) = request.header(&self.config.key_header) {
            let keys = &self.config.keys;
            let key = keys.get(command.wire_name()).or_else(|| keys.get("*"));
            return if key.is_some_and(|key| key == given) {
                Ok(())
            } else {
                Err(unauthorized("the key is not the one configured for this command"))
            };
        }
        match request.header(&self.config.jwt_header) {
            Some(given) if self.config.jwts.iter().any(|jwt| jwt == given) => Ok(()),
            Some(_) => Err(unauthorized("the token is not among the configured ones")),
            None => Err(unauthorized("neither a key header nor a token header was sent")),
        }
    }
}
