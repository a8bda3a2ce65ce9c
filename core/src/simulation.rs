//! Between the client's data and the sandbox's: requests in, answers out, in virtual time. Not in the sandbox itself, which
//! shares nothing with the client that it is the oracle of.

use std::borrow::Cow;

use crate::{
    error::TransportError,
    sandbox::{Answer, Incoming, Sandbox},
    wire::{Request, Response, split_scheme},
};

/// What comes of a request to a [`Sandbox`], and when; see [`Sandbox::answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Arrival {
    /// When it arrives, in epoch milliseconds; [`u64::MAX`] for never.
    pub at_ms: u64,
    /// The answer, or `Interrupted` if a fault cut the connection: from outside nobody can tell whether the request was carried
    /// out.
    pub result: Result<Response<'static>, TransportError>,
}

impl Sandbox {
    /// Gives the sandbox a request that is sent at `now_ms` (epoch milliseconds), as a transport would: for tests of programs
    /// in virtual time, without sockets and without waiting.
    ///
    /// ```
    /// use soarwire::{Call, Pacer, Policy, Step, Tenant, d3};
    /// use soarwire::sandbox::{Config, Fault, Sandbox, What};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let mut sandbox = Sandbox::new(Config::default());
    /// sandbox.script(vec![Fault::new(What::RateLimited { retry_after: Some("30".to_owned()) })]);
    /// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
    ///     .with_auth(d3::Auth::api_key("sandbox-d3-key"))?;
    /// let close = d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.");
    ///
    /// let mut call = Call::new(tenant.prepare(&close)?, Pacer::new(50.0)?, Policy::default(), 1);
    /// let began_ms = 1_793_696_706_000;
    /// let mut now_ms = began_ms;
    /// let report = loop {
    ///     match call.poll(now_ms, "") {
    ///         Step::Send { attempt, request, until_ms } => {
    ///             let arrival = sandbox.answer(&request, now_ms);
    ///             // What takes too long never arrives: the call ends the attempt at `until_ms`.
    ///             now_ms = arrival.at_ms.min(until_ms);
    ///             match arrival.result {
    ///                 _ if arrival.at_ms >= until_ms => {}
    ///                 Ok(response) => call.on_response(now_ms, attempt, response),
    ///                 Err(class) => call.on_transport_error(now_ms, attempt, class),
    ///             }
    ///         }
    ///         Step::Wait { until_ms, .. } => now_ms = until_ms,
    ///         Step::Done(result) => break result?,
    ///         _ => unreachable!("no further steps"),
    ///     }
    /// };
    /// assert!(report.all_succeeded());
    /// assert!(now_ms - began_ms >= 30_000, "half a minute, of which the test waited none");
    /// assert_eq!(sandbox.effects().totals.conclusions, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The tenant's host may be any; its path is that of the sandbox's configuration, and so are its keys.
    pub fn answer(&mut self, request: &Request, now_ms: u64) -> Arrival {
        let headers: Vec<(&str, &str)> =
            request.headers().iter().map(|(name, value)| (name.as_ref(), value.expose())).collect();
        let incoming =
            Incoming { method: request.method(), path: path(request.url()), headers: &headers, body: request.body() };
        let Answer { status, headers, body, delay_ms, cut } = self.handle(now_ms, &incoming);
        let mut response = Response::new(status, body);
        response.headers = headers.into_iter().map(|(name, value)| (Cow::Owned(name), Cow::Owned(value))).collect();
        let result = if cut.is_some() { Err(TransportError::Interrupted) } else { Ok(response) };
        Arrival { at_ms: now_ms.saturating_add(delay_ms), result }
    }
}

/// The path of a URL, or of what is only a path.
fn path(url: &str) -> &str {
    let behind = split_scheme(url).map_or(url, |(_, behind)| behind);
    behind.find('/').and_then(|at| behind.get(at..)).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        d3,
        error::Error,
        operation::{Operation, Tenant},
        sandbox::{Config, Fault, What},
        xpanse,
    };

    const NOW: u64 = 1_793_696_706_000;

    fn request(base_url: &str) -> Result<Request, Error> {
        let tenant = xpanse::Tenant::at(base_url)?;
        let auth = match base_url.starts_with('/') {
            true => xpanse::Auth::Unsigned,
            false => xpanse::Auth::standard("1", "sandbox-xpanse-standard-key"),
        };
        tenant.with_auth(auth)?.sign_with(&update(), "", 0)
    }

    fn update() -> xpanse::UpdateIncident {
        xpanse::UpdateIncident::new("5471").status("resolved")
    }

    #[test]
    fn any_host_will_do_and_credentials_are_checked() -> Result<(), Error> {
        for (base_url, status) in [("https://acme.example.com", 200), ("http://127.0.0.1:8080", 200), ("/", 401)] {
            let arrival = Sandbox::new(Config::default()).answer(&request(base_url)?, NOW);
            assert_eq!(arrival.at_ms, NOW);
            let answered = arrival.result.as_ref().map(|response| response.status);
            assert_eq!(answered, Ok(status), "{base_url}");
            if let Ok(response) = arrival.result
                && status == 200
            {
                assert!(response.header("x-request-id").is_some());
                assert!(update().parse(response)?.all_succeeded());
            }
        }
        Ok(())
    }

    #[test]
    fn tokens_signed_with_the_secret_open_the_tenant() -> Result<(), Error> {
        for (secret, payload, status) in [
            ("sandbox-d3-jwt-secret", r#"{"Username": "Admin", "Site": "Security Operations"}"#, 200),
            ("sandbox-d3-jwt-secret", "{}", 200),
            ("sandbox-d3-jwt-secret", r#"{"Username": "admin"}"#, 401),
            ("another", r#"{"Username": "Admin"}"#, 401),
        ] {
            let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
                .with_auth(d3::Auth::signed_jwt(secret, payload)?)?;
            let request = tenant.sign_with(&d3::UpdateOwner::new(["20261103-104"], "Li Wen"), "", 0)?;
            let mut sandbox = Sandbox::new(Config::default()).with_sha256(crate::ffi::sha256_hex);
            let answered = sandbox.answer(&request, NOW).result.map(|response| response.status);
            assert_eq!(answered, Ok(status), "{secret} {payload}");
        }
        Ok(())
    }

    #[test]
    fn faults_arrive_late_or_as_a_cut_connection() -> Result<(), Error> {
        let mut arrivals = Vec::new();
        for what in [What::Delay { ms: 700 }, What::CutBefore, What::CutAfter, What::CutMidBody] {
            let mut sandbox = Sandbox::new(Config::default());
            sandbox.script(vec![Fault::new(what)]);
            let Arrival { at_ms, result } = sandbox.answer(&request("https://acme.example.com")?, NOW);
            arrivals.push((at_ms - NOW, result.map(|response| response.status)));
        }
        let cut = (0, Err(TransportError::Interrupted));
        assert_eq!(arrivals, [(700, Ok(200)), cut, cut, cut]);
        Ok(())
    }
}
