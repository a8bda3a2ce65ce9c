//! The table by which the runner of the vectors calls the package.

use std::fmt::Write;

use soarwire::catalogue::{OPERATIONS, Presence};

use crate::{
    output::{COMMAND, Output},
    prose::camel,
};

pub(super) fn outputs() -> Vec<Output> {
    vec![Output { path: "tests/web/lib/operations.mjs", text: table() }]
}

/// What each operation is called, what it answers with, and its parameters.
fn table() -> String {
    let mut out = format!(
        "// Generated from the core's declarations by `{COMMAND}`: do not edit.\n\n\
         /** By id: the vendor, the function, the answer; by parameter: its name here, its type, whether it can be cleared. */\n\
         export const OPERATIONS = {{\n"
    );
    for operation in OPERATIONS {
        let (vendor, function) = (operation.vendor(), camel(operation.short_id()));
        let answer = operation.answer.to_lowercase();
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            out,
            "  \"{}\": {{\n    vendor: \"{vendor}\", function: \"{function}\", answer: \"{answer}\",\n    params: {{\n",
            operation.id
        );
        for param in operation.params {
            let clearable = param.presence == Presence::Clearable;
            let _ = writeln!(
                out,
                "      {}: {{ name: \"{}\", type: \"{:?}\", clearable: {clearable} }},",
                param.name,
                camel(param.name),
                param.of
            );
        }
        out.push_str("    },\n  },\n");
    }
    out.push_str("};\n");
    out
}
