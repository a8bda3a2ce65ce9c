//! The fields that lists can be filtered and sorted by: a class for each kind, with a method for each operator.

use soarwire::catalogue::{
    CONDITION_OPERATORS, ConditionOperator, FIELD_KINDS, FieldKind, FilterType, LISTS, ListFields, Operand,
    OperatorInfo,
};

use super::{
    docstring::{SPELLING, module_doc, wrap},
    names::all,
};
use crate::{filters::known_words, output::Output, prose};

/// The modules.
pub(super) const XPANSE: &str = "_xpanse_fields";
pub(super) const D3: &str = "_d3_fields";

pub(super) fn outputs() -> Vec<Output> {
    vec![
        Output { path: "bindings-py/python/soarwire/_xpanse_fields.py", text: xpanse() },
        Output { path: "bindings-py/python/soarwire/_d3_fields.py", text: d3() },
    ]
}

fn xpanse() -> String {
    let mut out =
        module_doc("What the lists of Xpanse can be filtered and sorted by. Import it from `soarwire.xpanse`.");
    out.push_str(
        "from __future__ import annotations\n\nfrom ._fields import FilterField, Order\n\n\
         TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from collections.abc import Iterable\n    \
         from datetime import datetime\n    from typing import SupportsIndex\n\n    \
         from ._xpanse_types import Filter\n",
    );
    for kind in FIELD_KINDS {
        class_of_kind(&mut out, kind);
    }
    for list in LISTS {
        namespaces(&mut out, list);
    }
    let kinds = FIELD_KINDS.iter().map(class_name);
    let lists = LISTS.iter().flat_map(|list| [list.filter.to_owned(), list.sort.to_owned()]);
    let names: Vec<String> = kinds.chain(lists).collect();
    out.push_str("\n\n");
    out.push_str(&all(names.iter().map(String::as_str).collect()));
    out
}

/// `TimeField`: `Text` and `Flag` alone would say too little.
fn class_name(kind: &FieldKind) -> String {
    format!("{}Field", kind.name)
}

fn class_of_kind(out: &mut String, kind: &FieldKind) {
    out.push_str(&format!("\n\nclass {}(FilterField):\n", class_name(kind)));
    out.push_str(&docstring(kind.doc, 4));
    out.push_str("\n    __slots__ = ()\n");
    for OperatorInfo { name, wire_name, of, doc, .. } in kind.operators.iter().copied() {
        let of = type_of(of);
        out.push_str(&format!("\n    def {name}(self, value: {of}) -> Filter:\n"));
        out.push_str(&docstring(doc, 8));
        out.push_str(&format!("        return self._filter(\"{wire_name}\", value)\n"));
    }
}

fn namespaces(out: &mut String, list: &ListFields) {
    out.push_str(&format!("\n\nclass {}:\n", list.filter));
    out.push_str(&docstring(list.filter_doc, 4));
    out.push_str("\n    __slots__ = ()\n");
    for field in list.fields {
        let class = class_name(&field.kind);
        out.push_str(&format!("\n    {} = {class}(\"{}\", \"{}\")\n", field.name, list.filter, field.name));
        out.push_str(&docstring(&format!("{}{}", field.doc, known_words(field)), 4));
    }
    out.push_str(&format!("\n\nclass {}:\n", list.sort));
    out.push_str(&docstring(list.sort_doc, 4));
    out.push_str("\n    __slots__ = ()\n");
    for field in list.sorts {
        out.push_str(&format!("\n    {} = Order(\"{}\", \"{}\")\n", field.name, list.sort, field.name));
        out.push_str(&docstring(field.doc, 4));
    }
}

fn d3() -> String {
    let mut out = module_doc("The fields of D3's lists. Import them from `soarwire.d3`.");
    out.push_str(
        "from __future__ import annotations\n\nfrom ._fields import ConditionField\n\n\
         TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from ._d3_types import Condition\n\n\n\
         class Field(ConditionField):\n",
    );
    out.push_str(&docstring(FIELD, 4));
    out.push_str("\n    __slots__ = ()\n");
    for ConditionOperator { name, wire_name, operand, doc, .. } in CONDITION_OPERATORS {
        let (argument, pass) = match operand {
            Operand::Nothing => (String::new(), ""),
            operand => (format!(", value: {}", type_of_operand(*operand)), ", value"),
        };
        out.push_str(&format!("\n    def {name}(self{argument}) -> Condition:\n"));
        out.push_str(&docstring(doc, 8));
        out.push_str(&format!("        return self._condition(\"{wire_name}\"{pass})\n"));
    }
    out.push_str("\n\n");
    out.push_str(&all(vec!["Field"]));
    out
}

const FIELD: &str = "A field of a D3 incident by the vendor's name, such as `Field(\"Status\")`; a dynamic field also has its \
                     `section`. Its methods make conditions, which are plain dicts.";

/// The first paragraph as a docstring.
fn docstring(doc: &str, indent: usize) -> String {
    let text = prose::paragraphs(doc, &[], SPELLING).join(" ");
    let wrapped = wrap(&text, indent, 0, 6);
    let body = wrapped.trim();
    let pad = " ".repeat(indent);
    let end = if body.contains('\n') { format!("\n{pad}") } else { String::new() };
    format!("{pad}\"\"\"{body}{end}\"\"\"\n")
}

fn type_of(of: FilterType) -> &'static str {
    match of {
        FilterType::Integer => "SupportsIndex | datetime",
        FilterType::Flag => "bool",
        FilterType::Text => "str",
        FilterType::Texts => "Iterable[str]",
        FilterType::Integers => "Iterable[SupportsIndex]",
        // What the vendor documents no type of, and a type that is new to Python until it is named here.
        _ => "object",
    }
}

fn type_of_operand(operand: Operand) -> &'static str {
    match operand {
        Operand::Ordered => "str | int | float",
        Operand::Text => "str",
        _ => "str | int | float | bool",
    }
}
