//! The stubs of typed incidents and alerts. The classes are in the native half.

use soarwire::catalogue::{Field, FieldType, TYPES, TypeInfo};

/// The types of a vendor.
pub(super) fn of(vendor: &str) -> impl Iterator<Item = &'static TypeInfo> {
    TYPES.iter().filter(move |info| info.shape.vendor == vendor)
}

/// The name of the class in the native half, where all vendors' classes are.
pub(super) fn native(info: &TypeInfo) -> &'static str {
    match (info.shape.vendor, info.shape.name) {
        ("xpanse", "Incident") => "XpanseIncident",
        ("xpanse", "Alert") => "XpanseAlert",
        ("d3", "Incident") => "D3Incident",
        other => unknown(&format!("{other:?}")),
    }
}

/// Whether a field of the vendor's is a time.
pub(super) fn need_datetime(vendor: &str) -> bool {
    of(vendor).flat_map(|info| info.shape.fields).any(|field| type_of(field).contains("datetime"))
}

/// Writes the class.
pub(super) fn stub(out: &mut String, info: &TypeInfo) {
    let name = info.shape.name;
    out.push_str(&format!("\n@final\nclass {name}(TypedItem):\n"));
    docstring(out, "    ", &format!("{}\n\nVendor page: {}.", lines(info.doc), info.page));
    out.push_str(&format!("\n    def __new__(cls, item: Mapping[str, object] | str) -> {name}: ...\n"));
    for (field, doc) in info.shape.fields.iter().zip(info.docs) {
        out.push_str(&format!("    @property\n    def {}(self) -> {}:\n", field.name, type_of(field)));
        docstring(out, "        ", &lines(doc));
    }
}

/// A doc comment without its examples, its lines as they are in the core, whence the native half has them too.
fn lines(doc: &str) -> String {
    let text = doc.split("# Examples").next().unwrap_or_default();
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn docstring(out: &mut String, indent: &str, doc: &str) {
    out.push_str(&format!("{indent}\"\"\"{}", doc.lines().next().unwrap_or_default()));
    for line in doc.lines().skip(1) {
        let indent = if line.is_empty() { "" } else { indent };
        out.push_str(&format!("\n{indent}{line}"));
    }
    let end = if doc.contains('\n') { format!("\n{indent}") } else { String::new() };
    out.push_str(&format!("{end}\"\"\"\n"));
}

fn type_of(field: &Field) -> &'static str {
    match field.of {
        FieldType::Text | FieldType::Id => "str | None",
        FieldType::Integer => "int | None",
        FieldType::Flag => "bool | None",
        FieldType::Time => "datetime | None",
        FieldType::Texts => "list[str] | None",
        FieldType::Integers => "list[int] | None",
        FieldType::Times => "list[datetime] | None",
        FieldType::Json => "Any",
        other => unknown(&format!("{other:?}")),
    }
}

#[allow(clippy::panic, reason = "a program for developers: a new type needs a new line above")]
fn unknown(of: &str) -> ! {
    panic!("{of} has no counterpart in Python: add it to core/generate/src/python/types.rs")
}
