//! The commands and endpoints that the gateway of the npm package allows.

use soarwire::catalogue::{OPERATIONS, OperationInfo};

use crate::region::Region;

const PATH: &str = "bindings-wasm/gateway/nginx.conf.template";

pub(crate) fn regions() -> Vec<Region> {
    let lines = |vendor, line: fn(&OperationInfo) -> String| {
        OPERATIONS.iter().filter(|operation| operation.vendor() == vendor).map(line).collect()
    };
    vec![
        Region { path: PATH, name: "keys", text: lines("d3", |operation| format!("#   {}\n", key(operation))) },
        Region {
            path: PATH,
            name: "commands",
            text: lines("d3", |operation| format!("    /soar{} \"${{{}}}\";\n", operation.path, key(operation))),
        },
        Region {
            path: PATH,
            name: "endpoints",
            text: lines("xpanse", |operation| format!("    /xpanse{} 1;\n", operation.path)),
        },
    ]
}

/// The variable with the key of a command.
fn key(operation: &OperationInfo) -> String {
    format!("D3_KEY_{}", operation.short_id().to_uppercase())
}
