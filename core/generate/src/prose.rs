//! The doc comments of declarations, as each language writes them.

use soarwire::catalogue::{OPERATIONS, OperationInfo};

/// How a language spells the names that a doc comment mentions.
#[derive(Clone, Copy)]
pub(crate) struct Spelling {
    /// A parameter, from its name in snake_case.
    pub(crate) param: fn(&str) -> String,
    /// An operation.
    pub(crate) operation: fn(&OperationInfo) -> String,
}

/// A doc comment up to its examples, as paragraphs in Markdown without line breaks. Links to operations become the names
/// that the language has for them, other links their text; names of parameters in backticks are spelt as the language does.
pub(crate) fn paragraphs(doc: &str, params: &[&str], spelling: Spelling) -> Vec<String> {
    let text = doc.split("# Examples").next().unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| named(&unlinked(&paragraph.join(" "), spelling), params, spelling)).collect()
}

/// The first sentence of a doc comment.
pub(crate) fn first_sentence(doc: &str, params: &[&str], spelling: Spelling) -> String {
    let first = paragraphs(doc, params, spelling).into_iter().next().unwrap_or_default();
    let end = first.find(". ").map_or(first.len(), |dot| dot + 1);
    first.get(..end).unwrap_or_default().to_owned()
}

/// `` [`Name`](path) `` becomes the operation's name in the language, or `` `Name` ``.
fn unlinked(text: &str, spelling: Spelling) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = link(rest) {
        let operation = OPERATIONS.iter().find(|operation| operation.name == name.trim_matches('`'));
        out.push_str(before);
        match operation {
            Some(operation) => out.push_str(&format!("`{}`", (spelling.operation)(operation))),
            None => out.push_str(name),
        }
        rest = after;
    }
    out + rest
}

/// The text before the first link, what it shows, and the text behind it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (before, behind) = text.split_once('[')?;
    let (shown, behind) = behind.split_once(']')?;
    let after = match behind.strip_prefix('(') {
        Some(target) => target.split_once(')')?.1,
        None => behind,
    };
    Some((before, shown, after))
}

fn named(text: &str, params: &[&str], spelling: Spelling) -> String {
    let spelt = |(index, part): (usize, &str)| {
        let is_code = index % 2 == 1;
        if is_code && params.contains(&part) { (spelling.param)(part) } else { part.to_owned() }
    };
    text.split('`').enumerate().map(spelt).collect::<Vec<_>>().join("`")
}

/// The names of an operation's parameters.
pub(crate) fn param_names(operation: &OperationInfo) -> Vec<&'static str> {
    operation.params.iter().map(|param| param.name).collect()
}

/// `incidentNumbers` from `incident_numbers`.
pub(crate) fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let mut letters = part.chars();
        out + &letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter().collect::<String>()
            + letters.as_str()
    })
}

/// The names of the types of an operation's answer.
pub(crate) fn answer_types(operation: &OperationInfo) -> impl Iterator<Item = String> {
    operation.answers.iter().map(|name| {
        let (first, rest) = name.split_at(1);
        first.to_uppercase() + rest
    })
}

/// The same as Markdown.
pub(crate) fn answers(operation: &OperationInfo, separator: &str) -> String {
    answer_types(operation).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPELLING: Spelling = Spelling { param: camel, operation: |operation| operation.id.to_owned() };

    #[test]
    fn doc_comments_lose_examples_links_and_line_breaks() {
        let doc = " Closes [`CloseIncidents`](super::CloseIncidents)\n or [`Other`] by\n `case_number`, `under_investigation`.\n\n \
                   More. And more.\n\n # Examples\n\n code\n";
        let expected =
            ["Closes `d3.close_incidents` or `Other` by `caseNumber`, `under_investigation`.", "More. And more."];
        assert_eq!(paragraphs(doc, &["case_number"], SPELLING), expected);
        assert_eq!(first_sentence(" One. Two.", &[], SPELLING), "One.");
    }

    #[test]
    fn camel_case() {
        assert_eq!(camel("use_page_token"), "usePageToken");
        assert_eq!(camel("owner"), "owner");
    }
}
