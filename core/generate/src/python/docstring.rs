//! Docstrings.

use soarwire::catalogue::OperationInfo;

use crate::{
    output::COMMAND,
    prose::{self, Spelling},
};

/// How long a line may be.
const WIDTH: usize = 120;

/// Parameters are spelt as in the core, operations are called by their classes.
pub(crate) const SPELLING: Spelling = Spelling {
    param: |name| name.to_owned(),
    operation: |operation| format!("{}.{}", operation.vendor(), operation.name),
};

/// A doc comment of the core as paragraphs.
pub(super) fn paragraphs(info: &OperationInfo, doc: &str) -> Vec<String> {
    prose::paragraphs(doc, &prose::param_names(info), SPELLING)
}

/// Wraps the text. Lines are indented by `indent` spaces, all but the first by `hanging` more; `lead` is how many characters
/// the first line already has.
pub(super) fn wrap(text: &str, indent: usize, hanging: usize, lead: usize) -> String {
    let mut out = " ".repeat(indent);
    let mut length = indent + lead;
    let mut is_first = true;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if !is_first && length + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(indent + hanging));
            length = indent + hanging;
        } else if !is_first {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += width;
        is_first = false;
    }
    out.push('\n');
    out
}

pub(super) fn module_doc(doc: &str) -> String {
    format!("\"\"\"{doc}\n\nGenerated from the core's catalogue by `{COMMAND}`: do not edit.\n\"\"\"\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped() {
        let words = "word ".repeat(60);
        let wrapped = wrap(&words, 4, 2, 3);
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH && line.starts_with("    ")), "{wrapped}");
        assert_eq!(wrapped.split_whitespace().count(), 60);
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with("      word")), "{wrapped}");
    }
}
