//! The commands and endpoints that the gateway of the npm package allows.

use soarwire::{
    Effect,
    catalogue::{OPERATIONS, OperationInfo},
};

use crate::region::Region;

const PATH: &str = "bindings-wasm/gateway/nginx.conf.template";

pub(crate) fn regions() -> Vec<Region> {
    // An operation whose command is a parameter has no path of its own.
    let is_one = |operation: &&OperationInfo| operation.vendor() != "d3" || !operation.path.ends_with('/');
    let of = |vendor| OPERATIONS.iter().filter(is_one).filter(move |operation| operation.vendor() == vendor);
    let all = || of("d3").chain(of("xpanse"));
    vec![
        Region { path: PATH, name: "variables", text: of("d3").map(|d3| format!("#   {}\n", variable(d3))).collect() },
        Region {
            path: PATH,
            name: "keys",
            text: of("d3").map(|d3| format!("geo ${} {{ default \"${{{}}}\"; }}\n", key(d3), variable(d3))).collect(),
        },
        Region { path: PATH, name: "given", text: all().map(|any| line(any, &format!("${}", key(any)))).collect() },
        Region {
            path: PATH,
            name: "requests",
            text: all().map(|any| line(any, &format!("\"{}\"", variable(any)))).collect(),
        },
        Region {
            path: PATH,
            name: "acting",
            text: all().filter(|any| any.effect != Effect::Reads).map(|any| line(any, "1")).collect(),
        },
    ]
}

/// The line of a map over the request target. In a map only regular expressions are case-sensitive.
fn line(operation: &OperationInfo, value: &str) -> String {
    let folder = if operation.vendor() == "d3" { "/soar" } else { "/xpanse" };
    format!("    ~^{folder}{}$ {value};\n", operation.path.replace('.', r"\."))
}

/// The environment variable of the key: D3 has a key for each command, Xpanse one for all.
fn variable(operation: &OperationInfo) -> String {
    if operation.vendor() == "d3" {
        format!("D3_KEY_{}", operation.short_id().to_uppercase())
    } else {
        "XPANSE_KEY or XPANSE_KEY_ID".to_owned()
    }
}

/// The nginx variable of the key.
fn key(operation: &OperationInfo) -> String {
    if operation.vendor() == "d3" {
        format!("soarwire_d3_key_{}", operation.short_id())
    } else {
        "soarwire_xpanse_key".to_owned()
    }
}
