//! The catalogue of operations: their declarations as data. Everything that repeats them (classes, types, tables, command line
//! options) is generated from it.

use crate::{
    d3,
    operation::{Tenant, info::Declared},
    xpanse,
};

pub use crate::{
    d3::operators::{ConditionOperator, Operand},
    operation::info::{OperationInfo, ParamInfo, ParamType, Presence},
    typed::{Field, FieldType, Shape, TypeInfo},
    xpanse::field::{FieldKind, FilterField, FilterType, ListFields, OperatorInfo, SortField},
};

macro_rules! catalogue {
    ($($vendor:ident $tenant:ident { $($file:ident::$name:ident,)* })*) => {
        /// All operations, in the order of the documentation.
        pub const OPERATIONS: &[OperationInfo] = &[$($($vendor::$name::INFO,)*)*];
    };
}

operations!(catalogue);

/// All typed views of the vendors' objects, in the order of the documentation.
pub const TYPES: &[TypeInfo] = &[xpanse::incident::INFO, xpanse::alert::INFO, d3::incident::INFO];

/// The documented fields of the lists of Xpanse, in the order of the documentation.
pub const LISTS: &[ListFields] = xpanse::LISTS;

/// The kinds of those fields.
pub const FIELD_KINDS: &[FieldKind] = xpanse::field::KINDS;

/// The operators of the conditions of D3's lists.
pub const CONDITION_OPERATORS: &[ConditionOperator] = d3::operators::OPERATORS_INFO;

impl OperationInfo {
    /// The vendor's name of the command or endpoint, such as `CloseIncidentInBulk` or `incidents/update_incident`.
    pub fn wire_name(&self) -> &'static str {
        match self.vendor() {
            "d3" => d3::Tenant::wire_name(self.path),
            _ => xpanse::Tenant::wire_name(self.path),
        }
    }

    /// The vendor's documented limit of requests per second for a tenant.
    pub fn requests_per_second(&self) -> u32 {
        match self.vendor() {
            "d3" => d3::Tenant::REQUESTS_PER_SECOND,
            _ => xpanse::Tenant::REQUESTS_PER_SECOND,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_parameters_are_named_once() {
        let mut ids: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), OPERATIONS.len());
        for operation in OPERATIONS {
            let mut names: Vec<&str> = operation.params.iter().map(|param| param.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), operation.params.len(), "{}", operation.id);
            let undocumented = operation.params.iter().find(|param| param.doc.trim().is_empty());
            assert_eq!(undocumented, None, "{}", operation.id);
        }
    }

    #[test]
    fn fields_are_documented_and_named_once() {
        for list in LISTS {
            assert!(OPERATIONS.iter().any(|operation| operation.id == list.operation), "{}", list.operation);
            let names = [
                list.fields.iter().map(|field| (field.name, field.doc)).collect::<Vec<_>>(),
                list.sorts.iter().map(|field| (field.name, field.doc)).collect(),
            ];
            for mut names in names {
                let count = names.len();
                assert!(names.iter().all(|(_, doc)| !doc.trim().is_empty()), "{names:?}");
                names.sort_unstable();
                names.dedup_by_key(|(name, _)| *name);
                assert_eq!(names.len(), count, "{}", list.operation);
            }
            assert!(list.fields.iter().all(|field| FIELD_KINDS.contains(&field.kind)), "{}", list.operation);
        }
    }
}
