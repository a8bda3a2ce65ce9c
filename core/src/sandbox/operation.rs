//! Which operation a path asks for.

use super::config::Config;

/// A vendor whose tenant is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vendor {
    D3,
    Xpanse,
}

impl Vendor {
    /// Whose shapes a path gets that leads nowhere.
    pub(super) fn of_path(path: &str) -> Self {
        if path.starts_with("/public_api") { Self::Xpanse } else { Self::D3 }
    }

    fn name(self) -> &'static str {
        match self {
            Self::D3 => "d3",
            Self::Xpanse => "xpanse",
        }
    }
}

/// An operation that the sandbox carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    UpdateOwner,
    CloseIncidents,
    LinkToCases,
    CloseIncident,
    UpdateIncident,
}

impl Operation {
    pub(super) const ALL: [Self; 5] =
        [Self::UpdateOwner, Self::CloseIncidents, Self::LinkToCases, Self::CloseIncident, Self::UpdateIncident];

    /// The vendor's own name, which ends the path.
    pub(super) fn wire_name(self) -> &'static str {
        match self {
            Self::UpdateOwner => "UpdateIncidentOwnerInBulk",
            Self::CloseIncidents => "CloseIncidentInBulk",
            Self::LinkToCases => "LinkIncidentToExistingCases",
            Self::CloseIncident => "CloseIncident",
            Self::UpdateIncident => "update_incident",
        }
    }

    /// soarwire's name.
    fn id(self) -> &'static str {
        match self {
            Self::UpdateOwner => "d3.update_owner",
            Self::CloseIncidents => "d3.close_incidents",
            Self::LinkToCases => "d3.link_to_cases",
            Self::CloseIncident => "d3.close_incident",
            Self::UpdateIncident => "xpanse.update_incident",
        }
    }

    pub(super) fn vendor(self) -> Vendor {
        match self {
            Self::UpdateIncident => Vendor::Xpanse,
            _ => Vendor::D3,
        }
    }

    /// Whether the answer says something of each incident.
    pub(super) fn answers_per_incident(self) -> bool {
        matches!(self, Self::UpdateOwner | Self::CloseIncidents | Self::CloseIncident)
    }

    /// The operation behind a path (with or without a query), if any.
    ///
    /// Letter case does not count under D3, whose own connector writes `/api/command/`. A trailing slash does not count
    /// under Xpanse, whose clients send both forms.
    pub(super) fn of_path(config: &Config, path: &str) -> Option<Self> {
        let path = without_query(path);
        let xpanse = path.strip_suffix('/').unwrap_or(path);
        if xpanse == "/public_api/v1/incidents/update_incident" {
            return Some(Self::UpdateIncident);
        }
        let path = path.strip_prefix('/')?;
        let path = match config.d3.path_prefix.trim_matches('/') {
            "" => path,
            prefix => strip_prefix_any_case(path, prefix)?.strip_prefix('/')?,
        };
        let command = strip_prefix_any_case(path, "api/Command/")?;
        Self::ALL
            .into_iter()
            .filter(|operation| operation.vendor() == Vendor::D3)
            .find(|operation| operation.wire_name().eq_ignore_ascii_case(command))
    }
}

/// Whether the `on` of a fault means this request: the wire name, soarwire's id, `d3` or `xpanse`, or the end of the
/// path (whole segments).
pub(super) fn means(on: &str, operation: Option<Operation>, path: &str) -> bool {
    let by_name = operation.is_some_and(|operation| {
        on == operation.wire_name() || on == operation.id() || on == operation.vendor().name()
    });
    by_name || ends_with_segments(without_query(path), on)
}

fn ends_with_segments(path: &str, end: &str) -> bool {
    let end = end.trim_matches('/');
    let start = path.trim_end_matches('/').strip_suffix(end);
    !end.is_empty() && start.is_some_and(|start| start.is_empty() || start.ends_with('/'))
}

fn without_query(path: &str) -> &str {
    path.split_once('?').map_or(path, |(before, _)| before)
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_operations() {
        let config = Config::default();
        for (path, expected) in [
            ("/MainApp/VSOC/api/Command/CloseIncident", Some(Operation::CloseIncident)),
            ("/MainApp/VSOC/api/command/closeincidentinbulk?x=1", Some(Operation::CloseIncidents)),
            ("/public_api/v1/incidents/update_incident/", Some(Operation::UpdateIncident)),
            ("/public_api/v1/incidents/update_incident", Some(Operation::UpdateIncident)),
            ("/api/Command/CloseIncident", None),
            ("/MainApp/VSOC/api/Command/update_incident", None),
            ("/MainApp/VSOC/api/Command/", None),
            ("/MainApp/VSOC", None),
            ("", None),
            ("/é", None),
        ] {
            assert_eq!(Operation::of_path(&config, path), expected, "{path}");
        }
    }

    #[test]
    fn a_fault_names_what_it_is_on() {
        let path = "/MainApp/VSOC/api/Command/CloseIncident?x=1";
        let operation = Some(Operation::CloseIncident);
        for on in ["CloseIncident", "d3.close_incident", "d3", "/api/Command/CloseIncident", "Command/CloseIncident/"] {
            assert!(means(on, operation, path), "{on}");
        }
        for on in ["CloseIncidentInBulk", "xpanse", "Incident", "", "/"] {
            assert!(!means(on, operation, path), "{on}");
        }
        assert!(means("/elsewhere", None, "/elsewhere"));
    }
}
