//! Cortex Xpanse: `POST https://api-<fqdn>/public_api/v1/…`.

pub(crate) mod alert;
mod assignee;
mod filter;
pub(crate) mod incident;
mod page;
mod range;
mod reply;
mod tenant;

pub use crate::operation::Change;
pub use alert::Alert;
pub use assignee::Assignee;
pub use filter::{Filter, Filters, Sort};
pub use incident::Incident;
pub use tenant::{Auth, Key, Tenant};

macro_rules! endpoints {
    (d3 D3 { $($d3:tt)* } xpanse Xpanse { $($file:ident::$name:ident,)* }) => {
        $(mod $file;)*
        $(pub use $file::$name;)*
    };
}

operations!(endpoints);
