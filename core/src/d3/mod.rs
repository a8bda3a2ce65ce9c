//! D3 SOAR: remote commands, `POST <site URL>/api/Command/<name>`.

mod bare_quotes;
mod commands;
mod envelope;
mod findings;
mod items;
mod repeats;
mod reply;
mod returned;
mod role;
mod tally;
mod tenant;

pub use tenant::{Auth, Tenant};

macro_rules! endpoints {
    (d3 D3 { $($file:ident::$name:ident,)* } xpanse Xpanse { $($xpanse:tt)* }) => {
        $(mod $file;)*
        $(pub use $file::$name;)*
    };
}

operations!(endpoints);
