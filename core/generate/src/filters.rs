//! The page of what lists can be filtered and sorted by.

use std::fmt::Write;

use soarwire::catalogue::{CONDITION_OPERATORS, FilterField, FilterType, LISTS, ListFields, Operand};

use crate::{
    docs::SPELLING,
    output::{COMMAND, Output},
    prose::paragraphs,
};

pub(crate) fn outputs() -> Vec<Output> {
    vec![Output { path: "docs/filters.md", text: page() }]
}

/// What the documentation of a field says of the words that it holds.
pub(crate) fn known_words(field: &FilterField) -> String {
    let words: Vec<String> = field.words.iter().map(|word| format!("`{word}`")).collect();
    if words.is_empty() { String::new() } else { format!(" Documented: {}.", words.join(", ")) }
}

fn page() -> String {
    let mut out = format!(
        "# Filters and sort orders\n\n\
         <!-- Generated from the core's declarations by `{COMMAND}`: do not edit. -->\n\n\
         Each documented field has the operators that it takes, so that others cannot be written. What is made is plain: a dict in\n\
         Python, an object in TypeScript. For fields that are not listed here write it yourself; it is sent unchecked. All filters\n\
         must hold. A value of the wrong type is refused before anything is sent, and the error names the field. A tenant may know\n\
         other words than the documented ones.\n"
    );
    out.push_str(EXAMPLES);
    for list in LISTS {
        section(&mut out, list);
    }
    conditions(&mut out);
    out
}

const EXAMPLES: &str = r#"
```python
from datetime import datetime, timedelta, timezone

from soarwire import d3, xpanse

now = datetime.now(timezone.utc)
recent = xpanse.GetIncidents(
    filters=[
        xpanse.IncidentFilter.status.eq("new"),
        xpanse.IncidentFilter.creation_time.gte(now - timedelta(days=7)),
    ],
    sort=xpanse.IncidentSort.creation_time.descending(),
)
severe = xpanse.GetAlerts(filters=[xpanse.AlertFilter.severity.is_in(["high", "critical"])])
unowned = [d3.Field("Status").eq("Open"), d3.Field("Owner").is_empty()]
risky = [d3.Field("Score", section="Risk").gte(80)]
d3.GetIncidents(now - timedelta(days=1), now, filter=[unowned, risky])  # one of the two lists must hold entirely
```

```ts
import { d3, init, xpanse } from "soarwire";

await init();
const day = 24 * 60 * 60 * 1000;
const recent = xpanse.getIncidents({
  filters: [
    xpanse.incidentFilter("status", "eq", "new"),
    xpanse.incidentFilter("creation_time", "gte", new Date(Date.now() - 7 * day)),
  ],
  sort: xpanse.incidentSort("creation_time", "desc"),
});
const severe = xpanse.getAlerts({ filters: [xpanse.alertFilter("severity", "in", ["high", "critical"])] });
const unowned = [d3.condition("Status", "=", "Open"), d3.condition("Owner", "IS EMPTY")];
const risky = [d3.condition({ section: "Risk", field: "Score" }, ">=", 80)];
const period = { startTime: "2026-11-01 00:00:00", endTime: "2026-11-04 00:00:00" };
d3.getIncidents({ ...period, filter: [unowned, risky] });
```

```rust
use soarwire::{d3, xpanse};

let recent = xpanse::GetIncidents::new()
    .filters([
        xpanse::IncidentFilter::status().eq("new"),
        xpanse::IncidentFilter::creation_time().gte(1_790_000_000_000),
    ])
    .sort(xpanse::IncidentSort::creation_time().descending());
let severe = xpanse::GetAlerts::new().filters([xpanse::AlertFilter::severity().is_in(["high", "critical"])]);
let unowned = vec![d3::Field::new("Status").eq("Open"), d3::Field::new("Owner").is_empty()];
let risky = vec![d3::Field::in_section("Risk", "Score").gte(80u32)];
let list = d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-04 00:00:00").filter([unowned, risky]);
```

Times of Xpanse are milliseconds since 1970, UTC. Python also takes a `datetime` with a time zone (one without is a `TypeError`), and
TypeScript a `Date`.
"#;

fn section(out: &mut String, list: &ListFields) {
    let text = paragraphs(list.filter_doc, &[], SPELLING).join("\n\n");
    let sorts: Vec<String> = list.sorts.iter().map(|field| format!("`{}`", field.name)).collect();
    let typescript = |name: &str| {
        let (first, rest) = name.split_at(1);
        first.to_lowercase() + rest
    };
    // Writing to a String cannot fail, here and below.
    let _ = write!(
        out,
        "\n## `{}`\n\n{text}\n\n\
         | | |\n| --- | --- |\n\
         | Rust | `xpanse::{filter}`, `xpanse::{sort}` |\n\
         | Python | `xpanse.{filter}`, `xpanse.{sort}` |\n\
         | TypeScript | `xpanse.{}`, `xpanse.{}` |\n\
         | sorted by | {} |\n\n\
         | field | operators | value | meaning |\n| --- | --- | --- | --- |\n",
        list.operation,
        typescript(list.filter),
        typescript(list.sort),
        sorts.join(", "),
        filter = list.filter,
        sort = list.sort,
    );
    for field in list.fields {
        let meaning = paragraphs(&format!("{}{}", field.doc, known_words(field)), &[], SPELLING).join(" ");
        let operators = field.kind.operators;
        let names: Vec<String> = operators.iter().map(|operator| format!("`{}`", operator.wire_name)).collect();
        let mut types: Vec<&str> = operators.iter().map(|operator| type_text(operator.of)).collect();
        types.dedup();
        let _ = writeln!(out, "| `{}` | {} | {} | {meaning} |", field.name, names.join(", "), types.join("; "));
    }
}

fn type_text(of: FilterType) -> &'static str {
    match of {
        FilterType::Integer => "time",
        FilterType::Flag => "boolean",
        FilterType::Text => "text",
        FilterType::Texts => "list of texts",
        FilterType::Integers => "list of whole numbers",
        _ => "any JSON",
    }
}

fn conditions(out: &mut String) {
    out.push_str(
        "\n## `d3.get_incidents`\n\n\
         The conditions of D3 take any field of the tenant, by the vendor's name. `d3::Field` in Rust and `d3.Field` in Python have a\n\
         method for each operator, and `d3.condition` in TypeScript knows the operators.\n\n\
         | operator | method | value | meaning |\n| --- | --- | --- | --- |\n",
    );
    for operator in CONDITION_OPERATORS {
        let value = match operator.operand {
            Operand::Nothing => "–",
            Operand::Ordered => "text or number",
            Operand::Text => "text",
            _ => "text, number or boolean",
        };
        let doc = paragraphs(operator.doc, &[], SPELLING).join(" ");
        let _ = writeln!(out, "| `{}` | `{}` | {value} | {doc} |", operator.wire_name, operator.name);
    }
}
