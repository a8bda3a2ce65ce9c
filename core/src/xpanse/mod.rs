//! Cortex Xpanse: `POST https://api-<fqdn>/public_api/v1/…`.

pub(crate) mod alert;
mod assignee;
pub mod field;
mod filter;
pub(crate) mod filter_type;
pub(crate) mod incident;
mod page;
mod range;
mod reply;
mod tenant;

pub use crate::operation::Change;
pub use alert::Alert;
pub use assignee::Assignee;
pub use filter::{Filter, Filters, Sort};
pub use get_alerts::{AlertFilter, AlertSort};
pub use get_incidents::{IncidentFilter, IncidentSort};
pub use incident::Incident;
pub use tenant::{Auth, Key, Tenant};

macro_rules! endpoints {
    (d3 D3 { $($d3:tt)* } xpanse Xpanse { $($file:ident::$name:ident,)* }) => {
        $(mod $file;)*
        $(pub use $file::$name;)*
    };
}

operations!(endpoints);

/// The rules of the documented fields of lists, by the name of the type that has them.
pub(crate) const FIELD_RULES: [(&str, &[filter_type::FieldRule]); 2] =
    [("IncidentFilter", get_incidents::FIELDS), ("AlertFilter", get_alerts::FIELDS)];

#[cfg(feature = "catalogue")]
pub(crate) const LISTS: &[field::ListFields] = &[get_incidents::FIELDS_INFO, get_alerts::FIELDS_INFO];
