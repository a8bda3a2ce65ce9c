//! The catalogue of error kinds. The exceptions of the Python package, the types of the npm package and the page
//! `docs/errors.md` are generated from it.

use crate::name::names;

/// Where an error arose; see [`Kind::family`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A parameter or a credential is missing or invalid; nothing was sent.
    Build,
    /// The server answered with an error.
    Service,
    /// The server answered HTTP 200 with a body that cannot be decoded.
    Decode,
    /// No complete answer arrived, or nothing was sent.
    Transport,
}

impl Family {
    /// The stable name, `build`, `service`, `decode` or `transport`.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Build => "build",
            Family::Service => "service",
            Family::Decode => "decode",
            Family::Transport => "transport",
        }
    }
}

/// When sending the same request again is safe and can help; see [`Kind::repeat`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// Never: it cannot help, or its effect is not known.
    Never,
    /// Always: the request was not carried out.
    Always,
    /// If the request is idempotent or only reads: it may have been carried out.
    IfIdempotent,
}

impl Repeat {
    /// The stable name, `never`, `always` or `if idempotent`.
    pub fn as_str(self) -> &'static str {
        match self {
            Repeat::Never => "never",
            Repeat::Always => "always",
            Repeat::IfIdempotent => "if idempotent",
        }
    }

    /// The value with this stable name; `None` for an unknown name.
    pub fn from_name(name: &str) -> Option<Repeat> {
        [Repeat::Never, Repeat::Always, Repeat::IfIdempotent].into_iter().find(|one| one.as_str() == name)
    }
}

/// One entry of [`CATALOGUE`]: everything that is documented about a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The kind.
    pub kind: Kind,
    /// Its stable name, such as `rate_limited`.
    pub name: &'static str,
    /// The name of its exception class in Python, such as `RateLimited`.
    pub class: &'static str,
    /// Its family.
    pub family: Family,
    /// The HTTP statuses that have this kind, as text such as `500-599`; empty if none has.
    pub statuses: &'static str,
    /// Whether the server may have carried out a request that changes something.
    pub maybe_executed: bool,
    /// When the request may be sent again.
    pub repeat: Repeat,
    /// Its meaning, one sentence.
    pub meaning: &'static str,
    /// The remedy, one sentence.
    pub remedy: &'static str,
}

macro_rules! catalogue {
    ($($kind:ident $name:literal $family:ident $statuses:literal executed:$executed:literal $repeat:ident
        $meaning:literal $remedy:literal)*) => {
        /// The kind of an error: stable, and the same in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $meaning] #[doc = ""] #[doc = $remedy] $kind,)*
        }

        /// All kinds, in the order of the documentation.
        pub const CATALOGUE: &[Entry] = &[$(entry(Kind::$kind),)*];

        // One function per fact: a program contains only those that it calls.
        impl Kind {
            /// The stable name, such as `rate_limited`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$kind => $name,)* }
            }

            /// The kind with this stable name; `None` for an unknown name.
            pub fn from_name(name: &str) -> Option<Kind> {
                [$(Kind::$kind),*].into_iter().find(|kind| kind.as_str() == name)
            }

            /// Its family.
            pub const fn family(self) -> Family {
                match self { $(Kind::$kind => Family::$family,)* }
            }

            /// Whether the server may have carried out a request that changes something.
            pub const fn maybe_executed(self) -> bool {
                match self { $(Kind::$kind => $executed,)* }
            }

            /// When a request that ended with this kind may be sent again.
            pub const fn repeat(self) -> Repeat {
                match self { $(Kind::$kind => Repeat::$repeat,)* }
            }

            /// Its meaning, one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Kind::$kind => $meaning,)* }
            }

            /// What to do about it: a sentence, as in the catalogue.
            pub fn remedy(self) -> &'static str {
                self.entry().remedy
            }
        }

        const fn entry(kind: Kind) -> Entry {
            let (class, statuses, remedy) = match kind {
                $(Kind::$kind => (stringify!($kind), $statuses, $remedy),)*
            };
            Entry {
                kind, name: kind.as_str(), class, family: kind.family(), statuses,
                maybe_executed: kind.maybe_executed(), repeat: kind.repeat(), meaning: kind.meaning(), remedy,
            }
        }
    };
}

catalogue! {
    InvalidRequest "invalid_request" Build "" executed:false Never
        "A parameter or a tenant setting is invalid; nothing was sent."
        "Fix the field that the error names."
    MissingCredential "missing_credential" Build "" executed:false Never
        "The tenant has no key for this command; nothing was sent."
        "Give the tenant a key for the command, or a default key under `*`."
    BadRequest "bad_request" Service "400" executed:false Never
        "The server rejected the request as malformed."
        "Read the vendor's message: this version of the server may require another parameter."
    Unauthenticated "unauthenticated" Service "401" executed:false Never
        "The server rejected the credentials."
        "Check the key and its type; for advanced keys, check this machine's clock too. soarwire signs a request with an advanced key afresh and sends it once more by itself."
    LicenseRequired "license_required" Service "402" executed:false Never
        "The tenant's licence does not cover this call."
        "Ask the tenant's administrator for the licence."
    Forbidden "forbidden" Service "403" executed:false Never
        "The key's role does not permit this call."
        "Use a key whose role permits the call."
    NotFound "not_found" Service "404" executed:false Never
        "The server has no such URL."
        "Check the base URL: it must end where the vendor's path begins."
    TooLarge "too_large" Service "413" executed:false Never
        "The server or a proxy rejected the request as too large."
        "Send fewer incidents at a time."
    Unprocessable "unprocessable" Service "422" executed:false Never
        "The server rejected values in the request."
        "Read the messages for each field."
    RateLimited "rate_limited" Service "429" executed:false Always
        "The server asked to slow down."
        "Wait as long as the server asks, and lower the request rate of this tenant."
    ServerError "server_error" Service "500-599" executed:true IfIdempotent
        "The server failed, before or after it carried out the request."
        "Read the incident back before you repeat a call that appends."
    CommandFailed "command_failed" Service "200" executed:true Never
        "HTTP 200, but the body reports that the command failed."
        "Read the vendor's message; part of the work may have been done."
    UnexpectedStatus "unexpected_status" Service "any other" executed:true Never
        "The server answered with a status that the vendor does not document, such as a redirect."
        "Check the base URL, and any proxy between this machine and the server."
    Undecodable "undecodable" Decode "200" executed:true IfIdempotent
        "HTTP 200, but the body cannot be decoded."
        "Check for a proxy that answers in place of the server; read the incident back before you repeat a call that appends."
    NotSent "not_sent" Transport "" executed:false Always
        "Nothing was sent: the deadline, the request rate or a cooldown left no time for an attempt."
        "Give the call more time, or run it again when the tenant is less busy."
    Dns "dns" Transport "" executed:false Always
        "The host name could not be resolved; nothing was sent."
        "Check the host name and the DNS resolver."
    Connect "connect" Transport "" executed:false Always
        "No connection was made, or it closed before any of the request was sent."
        "Check that the host and port are reachable from this machine."
    Tls "tls" Transport "" executed:false Never
        "The TLS handshake failed; nothing was sent."
        "Check the server's certificate; one from a private authority needs its CA file."
    Timeout "timeout" Transport "" executed:true IfIdempotent
        "The answer did not arrive in time."
        "Read the incident back before you repeat a call that appends."
    Interrupted "interrupted" Transport "" executed:true IfIdempotent
        "The connection closed before the whole answer arrived, or the call was cancelled; if nothing was sent by then, nothing was carried out."
        "Read the incident back before you repeat a call that appends."
    BodyTooLarge "body_too_large" Transport "" executed:true Never
        "The answer exceeds the body limit."
        "Raise the body limit, or ask for fewer incidents at a time."
}

impl Kind {
    /// The entry of the catalogue for this kind.
    pub fn entry(self) -> Entry {
        entry(self)
    }

    /// The HTTP status that has this kind, of several the one that stands for them; 0 if none does.
    pub(crate) fn status(self) -> u16 {
        let statuses = [400, 401, 402, 403, 404, 413, 422, 429, 500];
        match self {
            Kind::CommandFailed => 200,
            _ => statuses.into_iter().find(|status| Kind::from_status(*status) == self).unwrap_or_default(),
        }
    }

    /// What a status other than 200 means.
    pub(crate) fn from_status(status: u16) -> Kind {
        match status {
            400 => Kind::BadRequest,
            401 => Kind::Unauthenticated,
            402 => Kind::LicenseRequired,
            403 => Kind::Forbidden,
            404 => Kind::NotFound,
            413 => Kind::TooLarge,
            422 => Kind::Unprocessable,
            429 => Kind::RateLimited,
            500..=599 => Kind::ServerError,
            _ => Kind::UnexpectedStatus,
        }
    }
}

impl Family {
    /// The family with this stable name; `None` for an unknown name.
    pub fn from_name(name: &str) -> Option<Family> {
        [Family::Build, Family::Service, Family::Decode, Family::Transport].into_iter().find(|one| one.as_str() == name)
    }
}

names!(Kind, Family, Repeat);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_kinds() {
        for entry in CATALOGUE {
            assert_eq!(Kind::from_name(entry.name), Some(entry.kind));
            assert_eq!(entry.kind.entry(), *entry);
            assert!(!(entry.maybe_executed && entry.repeat == Repeat::Always), "{}", entry.name);
        }
    }

    #[test]
    fn families_and_repeats_have_stable_names() {
        let families = [Family::Build, Family::Service, Family::Decode, Family::Transport];
        assert_eq!(families.map(Family::as_str), ["build", "service", "decode", "transport"]);
        assert_eq!(families.map(|family| Family::from_name(family.as_str())), families.map(Some));
        assert_eq!(Family::from_name("timeout"), None);
        let repeats = [Repeat::Never, Repeat::Always, Repeat::IfIdempotent];
        assert_eq!(repeats.map(Repeat::as_str), ["never", "always", "if idempotent"]);
        assert_eq!(repeats.map(|repeat| repeat.to_string().parse()), repeats.map(Ok));
    }

    #[test]
    fn names_are_printed_parsed_and_stored() {
        assert_eq!(("rate_limited".parse(), "family".parse::<Family>().is_err()), (Ok(Kind::RateLimited), true));
        assert_eq!("rate".parse::<Kind>().err().map(|error| error.to_string()), Some("unknown name".to_owned()));
        assert_eq!(format!("{} {}", Kind::Dns, Family::Decode), "dns decode");
        let stored = serde_json::to_string(&[Kind::Tls, Kind::Timeout]).ok();
        assert_eq!(stored.as_deref(), Some(r#"["tls","timeout"]"#));
        let read = stored.and_then(|stored| serde_json::from_str::<Vec<Kind>>(&stored).ok());
        assert_eq!(read, Some(vec![Kind::Tls, Kind::Timeout]));
        assert!(serde_json::from_str::<Kind>("\"rate\"").is_err());
        assert!(Kind::Dns < Kind::Tls);
    }
}
