//! D3 SOAR: remote commands, `POST <site URL>/api/Command/<name>`.

mod bare_quotes;
mod body;
mod changes;
mod commands;
mod conditions;
mod created;
mod envelope;
mod field;
mod findings;
pub(crate) mod incident;
mod items;
mod listed;
pub(crate) mod operators;
mod page;
mod repeats;
mod reply;
mod returned;
mod role;
mod row;
mod tally;
mod tenant;
mod title;

pub use changes::{Changes, FieldChanges};
pub use command::CommandName;
pub use conditions::{Condition, Conditions};
pub use field::Field;
pub use incident::Incident;
pub use tenant::{Auth, Tenant};

macro_rules! endpoints {
    (d3 D3 { $($file:ident::$name:ident,)* } xpanse Xpanse { $($xpanse:tt)* }) => {
        $(mod $file;)*
        $(pub use $file::$name;)*
    };
}

operations!(endpoints);
