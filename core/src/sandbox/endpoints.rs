//! The table of all endpoints: which one a path leads to, and which requests a fault's `on` means.

use super::config::D3Config;
use super::endpoint::{Endpoint, Handler};
use super::vendor::Vendor;
use super::{d3, xpanse};

static TABLES: [&[Endpoint]; 2] = [d3::ENDPOINTS, xpanse::ENDPOINTS];

/// The endpoints that a sandbox serves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Endpoints(&'static [&'static [Endpoint]]);

impl Endpoints {
    /// Every endpoint of both vendors.
    pub(super) const ALL: Self = Self(&TABLES);

    /// Other tables, for tests.
    #[cfg(test)]
    pub(super) const fn these(tables: &'static [&'static [Endpoint]]) -> Self {
        Self(tables)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'static Endpoint> {
        self.0.iter().copied().flatten()
    }

    /// The endpoint behind a path (with or without a query), if any.
    ///
    /// For D3, letter case is ignored: its own connector writes `/api/command/`. For Xpanse, a trailing slash is ignored:
    /// its clients send both forms.
    pub(super) fn of_path(self, d3: &D3Config, path: &str) -> Option<&'static Endpoint> {
        let path = without_query(path);
        let command = d3_command(d3, path);
        let xpanse = path.strip_suffix('/').unwrap_or(path);
        self.iter().find(|endpoint| match endpoint.handler {
            Handler::D3(_) => command.is_some_and(|command| command.eq_ignore_ascii_case(endpoint.wire_name)),
            Handler::Xpanse(path, _) => path == xpanse,
        })
    }

    /// The vendor whose shapes the answer to a path has, even if it leads to no endpoint: Xpanse if the path starts as that of
    /// an Xpanse endpoint does.
    pub(super) fn vendor_of_path(self, path: &str) -> Vendor {
        let root = first_segment(without_query(path));
        let is_xpanse = self
            .iter()
            .any(|endpoint| matches!(endpoint.handler, Handler::Xpanse(path, _) if first_segment(path) == root));
        if is_xpanse { Vendor::Xpanse } else { Vendor::D3 }
    }

    /// Whether `on` can mean a request: a path, which has a slash in it, or a name from the table.
    pub(super) fn knows(self, on: &str) -> bool {
        on.trim_matches('/').contains('/')
            || on.len() > 1 && on.starts_with('/')
            || self.iter().any(|endpoint| endpoint.is_named(on))
    }
}

impl Endpoint {
    /// Whether a fault's `on` is a name of this endpoint: the vendor's, soarwire's id, or the tenant's.
    fn is_named(&self, on: &str) -> bool {
        on == self.wire_name || on == self.id || on == self.vendor().name()
    }
}

/// Whether a fault's `on` means this request: by a name of its endpoint, or by the end of its path (whole segments).
pub(super) fn means(on: &str, endpoint: Option<&Endpoint>, path: &str) -> bool {
    endpoint.is_some_and(|endpoint| endpoint.is_named(on)) || ends_with_segments(without_query(path), on)
}

/// What stands after `/api/Command/` in a path of the D3 tenant.
fn d3_command<'p>(config: &D3Config, path: &'p str) -> Option<&'p str> {
    let path = path.strip_prefix('/')?;
    let path = match config.path_prefix.trim_matches('/') {
        "" => path,
        prefix => strip_prefix_any_case(path, prefix)?.strip_prefix('/')?,
    };
    strip_prefix_any_case(path, "api/Command/")
}

fn ends_with_segments(path: &str, end: &str) -> bool {
    let end = end.trim_matches('/');
    let start = path.trim_end_matches('/').strip_suffix(end);
    !end.is_empty() && start.is_some_and(|start| start.is_empty() || start.ends_with('/'))
}

fn without_query(path: &str) -> &str {
    path.split_once('?').map_or(path, |(before, _)| before)
}

fn first_segment(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.split('/').next()
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn id_of(path: &str) -> Option<&'static str> {
        Endpoints::ALL.of_path(&D3Config::default(), path).map(|endpoint| endpoint.id)
    }

    #[test]
    fn paths_lead_to_endpoints() {
        for (path, expected) in [
            ("/MainApp/VSOC/api/Command/CloseIncident", Some("d3.close_incident")),
            ("/MainApp/VSOC/api/command/closeincidentinbulk?x=1", Some("d3.close_incidents")),
            ("/public_api/v1/incidents/update_incident/", Some("xpanse.update_incident")),
            ("/public_api/v1/incidents/update_incident", Some("xpanse.update_incident")),
            ("/api/Command/CloseIncident", None),
            ("/MainApp/VSOC/api/Command/update_incident", None),
            ("/MainApp/VSOC/api/Command/", None),
            ("/MainApp/VSOC", None),
            ("", None),
            ("/é", None),
        ] {
            assert_eq!(id_of(path), expected, "{path}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_still_has_a_vendor() {
        for (path, expected) in [
            ("/public_api/v9/nothing/", Vendor::Xpanse),
            ("/public_api", Vendor::Xpanse),
            ("/public_apix", Vendor::D3),
            ("/MainApp/VSOC", Vendor::D3),
            ("/", Vendor::D3),
            ("", Vendor::D3),
        ] {
            assert_eq!(Endpoints::ALL.vendor_of_path(path), expected, "{path}");
        }
    }

    #[test]
    fn a_fault_names_what_it_is_on() {
        let path = "/MainApp/VSOC/api/Command/CloseIncident?x=1";
        let endpoint = Endpoints::ALL.of_path(&D3Config::default(), path);
        for on in ["CloseIncident", "d3.close_incident", "d3", "/api/Command/CloseIncident", "Command/CloseIncident/"] {
            assert!(means(on, endpoint, path) && Endpoints::ALL.knows(on), "{on}");
        }
        for on in ["CloseIncidentInBulk", "xpanse", "Incident", "", "/"] {
            assert!(!means(on, endpoint, path), "{on}");
        }
        assert!(means("/elsewhere", None, "/elsewhere") && Endpoints::ALL.knows("/elsewhere"));
        for on in ["", "/", "Incident", "d3.nothing", "closeincident"] {
            assert!(!Endpoints::ALL.knows(on), "{on}");
        }
    }

    #[test]
    fn names_and_paths_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for endpoint in Endpoints::ALL.iter() {
            let vendor = endpoint.vendor().name();
            assert!(endpoint.id.strip_prefix(vendor).is_some_and(|rest| rest.starts_with('.')), "{}", endpoint.id);
            assert!(seen.insert(endpoint.id) && seen.insert(endpoint.wire_name), "{} is there twice", endpoint.id);
            if let Handler::Xpanse(path, _) = endpoint.handler {
                assert!(path.starts_with('/') && !path.ends_with('/') && seen.insert(path), "{path}");
            }
        }
    }
}
