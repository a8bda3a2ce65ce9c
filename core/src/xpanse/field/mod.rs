//! The documented fields of lists: what a list can be filtered and sorted by.
//!
//! [`IncidentFilter`](super::IncidentFilter) and [`AlertFilter`](super::AlertFilter) name the fields; the types of this module
//! have the operators that each takes.

pub(super) mod declare;
#[cfg(feature = "catalogue")]
mod info;
mod kinds;
mod order;

pub use super::filter_type::FilterType;
#[cfg(feature = "catalogue")]
pub use info::{FieldKind, FilterField, ListFields, OperatorInfo, SortField};
#[cfg(feature = "catalogue")]
pub(crate) use kinds::KINDS;
pub use kinds::{Choice, Flag, Numbers, Observed, Text, Time, Word, Words};
pub use order::Order;

#[cfg(test)]
mod tests {
    use crate::{
        Operation,
        xpanse::{
            AlertFilter, AlertSort, Filter, GetAlerts, GetIncidents, IncidentFilter, IncidentSort, Sort,
            filter_type::FieldRule, get_alerts, get_incidents,
        },
    };

    #[test]
    fn filters_on_fields_are_those_by_name() {
        let since = 1_790_000_000_000_i64;
        for (built, named) in [
            (IncidentFilter::status().eq("new"), Filter::new("status", "eq", "new")),
            (IncidentFilter::status().neq("new"), Filter::new("status", "neq", "new")),
            (IncidentFilter::creation_time().gte(since), Filter::new("creation_time", "gte", since)),
            (IncidentFilter::modification_time().lte(5), Filter::new("modification_time", "lte", 5u32)),
            (IncidentFilter::description().contains("x"), Filter::new("description", "contains", "x")),
            (IncidentFilter::alert_sources().is_in(["ASM"]), Filter::new("alert_sources", "in", ["ASM"])),
            (IncidentFilter::starred().eq(true), Filter::new("starred", "eq", true)),
            (IncidentFilter::cloud_management_status().eq("x"), Filter::new("cloud_management_status", "eq", "x")),
        ] {
            assert_eq!(built, named);
            assert!(GetIncidents::new().filters([built]).validate().is_ok());
        }
        for (built, named) in [
            (AlertFilter::alert_id_list().is_in([7, 8]), Filter::new("alert_id_list", "in", [7i64, 8])),
            (AlertFilter::severity().is_in(vec!["high".to_owned()]), Filter::new("severity", "in", ["high"])),
            (AlertFilter::first_observed().gte(since), Filter::new("first_observed", "gte", since)),
            (AlertFilter::last_observed().range([1i64, 2]), Filter::new("last_observed", "range", [1i64, 2])),
        ] {
            assert_eq!(built, named);
            assert!(GetAlerts::new().filters([built]).validate().is_ok());
        }
        assert_eq!(IncidentSort::creation_time().descending(), Sort::descending("creation_time"));
        assert_eq!(AlertSort::severity().ascending(), Sort::ascending("severity"));
    }

    /// The words of a table; a macro that loses a field or an operator changes them.
    fn told(rules: &[FieldRule]) -> String {
        let field = |(name, operators): &FieldRule| {
            let operators: Vec<String> = operators.iter().map(|(operator, of)| format!("{operator} {of:?}")).collect();
            format!("{name}: {}", operators.join(", "))
        };
        rules.iter().map(field).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_documented_field_takes_the_documented_operators() {
        let incidents = told(get_incidents::FIELDS);
        assert_eq!(get_incidents::FIELDS.len(), 9, "{incidents}");
        for line in [
            "creation_time: gte Integer, lte Integer",
            "description: in Texts, contains Text",
            "incident_id_list: in Texts",
            "status: eq Text, neq Text",
            "starred: eq Flag, neq Flag",
            "cloud_management_status: in Texts, eq Text",
        ] {
            assert!(incidents.lines().any(|told| told == line), "{line}\n{incidents}");
        }
        let alerts = told(get_alerts::FIELDS);
        assert_eq!(get_alerts::FIELDS.len(), 23, "{alerts}");
        for line in [
            "case_id_list: in Integers",
            "severity: in Texts",
            "last_observed: gte Integer, lte Integer, range Any, relative_timestamp Any",
        ] {
            assert!(alerts.lines().any(|told| told == line), "{line}\n{alerts}");
        }
    }
}
