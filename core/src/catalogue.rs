//! The catalogue of operations: their declarations as data. Everything that repeats them (classes, types, tables, command line
//! options) is generated from it.

use crate::{
    d3,
    operation::{Tenant, info::Declared},
    xpanse,
};

pub use crate::{
    operation::info::{OperationInfo, ParamInfo, ParamType, Presence},
    typed::{Field, FieldType, Shape, TypeInfo},
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
}
