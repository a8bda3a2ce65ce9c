//! The modules of the vendors: a class for each operation, and its types.

use std::collections::BTreeMap;

use soarwire::catalogue::{OPERATIONS, OperationInfo, ParamInfo, ParamType, Presence};

use super::{
    docstring::{module_doc, paragraphs, wrap},
    fields,
    names::{all, order},
    types,
};
use crate::{
    output::Output,
    prose::{answer_types, answers},
};

/// A vendor's module, and what is in it beside the operations, which is written by hand.
struct Module {
    vendor: &'static str,
    path: &'static str,
    stub: &'static str,
    doc: &'static str,
    /// What is imported from the native half, as names to their names here.
    native: &'static [(&'static str, &'static str)],
    /// What is imported when it is asked for: modules, and what is in them.
    lazy: &'static [(&'static str, &'static [&'static str])],
}

const MODULES: [Module; 2] = [
    Module {
        vendor: "d3",
        path: "bindings-py/python/soarwire/d3.py",
        stub: "bindings-py/python/soarwire/d3.pyi",
        doc: "D3 SOAR: its tenant, and its remote commands as operations.",
        native: &[("D3Tenant", "Tenant")],
        lazy: &[("_d3_types", &["Condition", "FieldChanges"]), (fields::D3, &["Field"])],
    },
    Module {
        vendor: "xpanse",
        path: "bindings-py/python/soarwire/xpanse.py",
        stub: "bindings-py/python/soarwire/xpanse.pyi",
        doc: "Cortex Xpanse: its tenant, and its API as operations.",
        native: &[("UNSET", "UNSET"), ("Assignee", "Assignee"), ("XpanseTenant", "Tenant")],
        lazy: &[
            ("_xpanse_types", &["AssigneeDict", "Filter", "Sort"]),
            (fields::XPANSE, &["AlertFilter", "AlertSort", "IncidentFilter", "IncidentSort"]),
        ],
    },
];

pub(super) fn outputs() -> Vec<Output> {
    MODULES
        .iter()
        .flat_map(|module| {
            [Output { path: module.path, text: module.source() }, Output { path: module.stub, text: module.stub() }]
        })
        .collect()
}

impl Module {
    fn operations(&self) -> impl Iterator<Item = &'static OperationInfo> {
        OPERATIONS.iter().filter(|info| info.vendor() == self.vendor)
    }

    fn all(&self) -> String {
        let names = self.operations().map(|info| info.name);
        let types = types::of(self.vendor).map(|info| info.shape.name);
        let names = names.chain(types).chain(self.native.iter().map(|(_, name)| *name));
        all(names.chain(self.lazy.iter().flat_map(|(_, names)| names.iter().copied())).collect())
    }

    fn source(&self) -> String {
        let Module { doc, native, lazy, .. } = self;
        let mut out = module_doc(doc);
        let mut imports = Imports::default();
        imports.add_as("_soarwire", "Operation", "_Operation");
        for (name, here) in *native {
            if name == here { imports.add("_soarwire", *name) } else { imports.add_as("_soarwire", name, here) }
        }
        for info in types::of(self.vendor) {
            imports.add_as("_soarwire", types::native(info), info.shape.name);
        }
        out.push_str(&imports.lines());
        out.push_str("\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n");
        for (module, names) in sorted(lazy) {
            out.push_str(&format!("    from .{module} import {}\n", names.join(", ")));
        }
        for info in self.operations() {
            out.push_str(&class(info));
        }
        out.push_str("\n\n");
        out.push_str(&self.all());
        out.push_str(
            "\n\ndef __getattr__(name: str) -> object:\n    \
             # The types of parameters need `typing`, which is slow to import, and few programs need the rest.\n",
        );
        for (module, names) in *lazy {
            let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            let test = match quoted.as_slice() {
                [name] => format!("name == {name}"),
                names => format!("name in ({})", names.join(", ")),
            };
            out.push_str(&format!(
                "    if {test}:\n        from . import {module}\n\n        return getattr({module}, name)\n"
            ));
        }
        out.push_str("    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n");
        out
    }

    fn stub(&self) -> String {
        let Module { doc, native, lazy, .. } = self;
        let mut out = module_doc(doc);
        let params = || self.operations().flat_map(|info| info.params);
        let has = |of: &str| params().any(|param| type_of(param).contains(of));
        let collections: Vec<&str> =
            ["Iterable", "Mapping"].into_iter().filter(|name| *name == "Mapping" || has(name)).collect();
        if !collections.is_empty() {
            out.push_str(&format!("from collections.abc import {}\n", collections.join(", ")));
        }
        if has("datetime") || types::need_datetime(self.vendor) {
            out.push_str("from datetime import datetime\n");
        }
        let index = if has("SupportsIndex") { "SupportsIndex, " } else { "" };
        out.push_str(&format!("from typing import Any, ClassVar, Literal, {index}final\n\n"));
        let mut imports = Imports::default();
        imports.add("_soarwire", "Operation");
        for answer in self.operations().flat_map(answer_types) {
            imports.add("_soarwire", answer);
        }
        if params().any(|param| param.presence == Presence::Clearable) {
            imports.add("_soarwire", "Unset");
        }
        imports.add("_soarwire", "TypedItem");
        // In a stub only what is renamed is for others to import.
        native.iter().for_each(|(name, here)| imports.add_as("_soarwire", name, here));
        for (module, names) in *lazy {
            names.iter().for_each(|name| imports.add_as(module, name, name));
        }
        out.push_str(&imports.lines());
        out.push('\n');
        out.push_str(&self.all());
        for info in self.operations() {
            out.push_str(&stub_class(info));
        }
        types::of(self.vendor).for_each(|info| types::stub(&mut out, info));
        out
    }
}

/// In the order in which linters have imports.
fn sorted<T: Copy + Ord>(lazy: &[T]) -> Vec<T> {
    let mut lazy = lazy.to_vec();
    lazy.sort_unstable();
    lazy
}

/// The imports of a module, in the order in which linters have them.
#[derive(Default)]
struct Imports {
    /// By module, what is imported as it is.
    plain: BTreeMap<&'static str, Vec<String>>,
    /// By module and name, what is imported under a name of its own.
    renamed: Vec<(&'static str, &'static str, &'static str)>,
}

impl Imports {
    fn add(&mut self, module: &'static str, name: impl Into<String>) {
        let (names, name) = (self.plain.entry(module).or_default(), name.into());
        if !names.contains(&name) {
            names.push(name);
        }
    }

    fn add_as(&mut self, module: &'static str, name: &'static str, here: &'static str) {
        self.renamed.push((module, name, here));
    }

    fn lines(mut self) -> String {
        let line = |(module, name, here)| ((module, order(name)), format!("from .{module} import {name} as {here}\n"));
        let mut lines: Vec<_> = self.renamed.into_iter().map(line).collect();
        for (module, names) in &mut self.plain {
            names.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
            let first = names.first().map(String::as_str).unwrap_or_default();
            lines.push(((module, order(first)), format!("from .{module} import {}\n", names.join(", "))));
        }
        lines.sort_unstable();
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// The parameters as the constructor has them: those by position first.
fn in_call_order(info: &OperationInfo) -> impl Iterator<Item = &'static ParamInfo> {
    let named = info.params.iter().filter(|param| !param.is_positional());
    info.params.iter().filter(|param| param.is_positional()).chain(named)
}

fn class(info: &OperationInfo) -> String {
    let OperationInfo { id, name, .. } = info;
    let doc = docstring(info);
    format!("\n\nclass {name}(_Operation):\n{doc}\n    __slots__ = ()\n    id = \"{id}\"\n")
}

/// The docstring of a class, which its stub has too.
fn docstring(info: &OperationInfo) -> String {
    let OperationInfo { doc, page, .. } = info;
    let answer = answers(info, " or a ");
    let mut lines = paragraphs(info, doc).into_iter();
    let summary = lines.next().unwrap_or_default();
    let mut out = format!("    \"\"\"{}", wrap(&summary, 4, 0, 3).trim_start());
    for paragraph in lines {
        out.push_str(&format!("\n{}", wrap(&paragraph, 4, 0, 0)));
    }
    out.push_str(&format!("\n{}", wrap(&format!("Answers with a {answer}. Vendor page: {page}."), 4, 0, 0)));
    if !info.params.is_empty() {
        out.push_str("\n    Args:\n");
        for param in in_call_order(info) {
            let clears = if param.presence == Presence::Clearable { " `None` clears it." } else { "" };
            let text = format!("{}: {}{clears}", param.name, paragraphs(info, param.doc).join(" "));
            out.push_str(&wrap(&text, 8, 4, 0));
        }
        out.push_str("\n    Raises:\n        InvalidRequest: An argument is missing or invalid; `field` names it.\n");
    }
    out.push_str("    \"\"\"\n");
    out
}

fn stub_class(info: &OperationInfo) -> String {
    let OperationInfo { id, name, .. } = info;
    let answer = answer_types(info).collect::<Vec<_>>().join(" | ");
    let mut arguments = vec!["cls".to_owned()];
    let mut is_named = false;
    for param in in_call_order(info) {
        if !is_named && !param.is_positional() {
            arguments.push("*".to_owned());
            is_named = true;
        }
        let of = type_of(param);
        arguments.push(match param.presence {
            Presence::Required => format!("{}: {of}", param.name),
            Presence::Optional => format!("{}: {of} | None = None", param.name),
            Presence::Clearable => format!("{}: {of} | Unset | None = UNSET", param.name),
        });
    }
    let head = format!("    def __new__({}) -> {name}: ...\n", arguments.join(", "));
    let head = if head.len() <= 121 {
        head
    } else {
        let lines: String = arguments.iter().map(|argument| format!("        {argument},\n")).collect();
        format!("    def __new__(\n{lines}    ) -> {name}: ...\n")
    };
    let doc = docstring(info);
    format!("\n@final\nclass {name}(Operation[{answer}]):\n{doc}\n    id: ClassVar[Literal[\"{id}\"]]\n{head}")
}

/// The type of what may be passed.
fn type_of(param: &ParamInfo) -> &'static str {
    match param.of {
        ParamType::Ids | ParamType::Texts => "Iterable[str]",
        ParamType::Text => "str",
        ParamType::Id => "str | SupportsIndex",
        ParamType::Flag => "bool",
        ParamType::Integer => "SupportsIndex",
        ParamType::Assignee => "Assignee | AssigneeDict",
        ParamType::Filters => "Iterable[Filter]",
        ParamType::Sort => "Sort",
        ParamType::IdList => "Iterable[str | SupportsIndex]",
        ParamType::Time => "str | datetime",
        ParamType::Object => "Mapping[str, object]",
        ParamType::Json => "object",
        ParamType::Conditions => "Iterable[Iterable[Condition]]",
        ParamType::Changes => "Iterable[FieldChanges]",
        ParamType::Effect => "Literal[\"reads\", \"idempotent\", \"appends\"]",
        // A type that is new to Python: the stubs say so until it is named here.
        _ => "object",
    }
}
