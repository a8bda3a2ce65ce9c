//! The D3 tenant: who may send a command, and what every command's body must look like.

use serde_json::Value;

use super::answers::{bad_request, command_error, unauthorized};
use super::jwt::Claims;
use super::params::SimParams;
use crate::sandbox::config::D3Config;
use crate::sandbox::exchange::{Answer, Incoming};
use crate::sandbox::faults::What;
use crate::sandbox::visit::{Sha256Hex, Visit};
use crate::sandbox::world::World;

/// Carries out a command that passed the tenant's checks: see [`Handler`](crate::sandbox::endpoint::Handler).
pub(in crate::sandbox) type D3Run = fn(&mut D3Command<'_>) -> Result<Answer, Answer>;

/// What a command works with.
pub(in crate::sandbox) struct D3Command<'a> {
    pub(super) config: &'a D3Config,
    pub(super) world: &'a mut World,
    pub(super) fault: Option<&'a What>,
    pub(super) now_ms: u64,
    /// The account that sent the command.
    pub(super) username: &'a str,
    /// The site on which the command runs.
    pub(super) site: &'a str,
    /// `CommandParams`.
    pub(super) params: SimParams<'a>,
}

impl<'a> D3Command<'a> {
    /// Checks a request, and runs the command if nothing is wrong with it.
    pub(in crate::sandbox) fn serve(visit: Visit<'_>, wire_name: &str, run: D3Run) -> Result<Answer, Answer> {
        let Visit { config, world, fault, now_ms, request, trace, sha256_hex } = visit;
        let config = &config.d3;
        request.require_post()?;
        let claims = check_key(config, sha256_hex, wire_name, request)?;
        let not_an_object = || bad_request("The request body is not a JSON object.");
        let body: Value = serde_json::from_slice(request.body).map_err(|_| not_an_object())?;
        claims.check(&body)?;
        let outer = SimParams::of_body(&body, trace).ok_or_else(not_an_object)?;
        let username = outer.required_text("Username")?;
        let site = outer.required_text("Site")?;
        let params = outer.required_object("CommandParams")?;
        if !config.usernames.iter().any(|known| known == username) {
            return Err(command_error(&format!("User '{username}' is not known.")));
        }
        if !config.knows_site(site) {
            return Err(command_error(&format!("User '{username}' has no access to site '{site}'.")));
        }
        run(&mut D3Command { config, world, fault, now_ms, username, site, params })
    }

    /// The user on whose behalf the command runs: the inner `Username`, or else the account that sent it.
    pub(super) fn acting_username(&self) -> Result<&'a str, Answer> {
        Ok(self.params.text("Username")?.unwrap_or(self.username))
    }
}

fn check_key(
    config: &D3Config,
    sha256_hex: Option<Sha256Hex>,
    wire_name: &str,
    request: &Incoming<'_>,
) -> Result<Claims, Answer> {
    if let Some(given) = request.header(&config.key_header) {
        let key = config.keys.get(wire_name).or_else(|| config.keys.get("*"));
        return if key.is_some_and(|key| key == given) {
            Ok(Claims::default())
        } else {
            Err(unauthorized("the key is not the one configured for this command"))
        };
    }
    match request.header(&config.jwt_header) {
        Some(token) => Claims::of(config, sha256_hex, token),
        None => Err(unauthorized("neither a key header nor a token header was sent")),
    }
}
