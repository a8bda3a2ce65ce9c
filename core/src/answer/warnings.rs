//! A vendor's warnings as a list of texts.

use crate::json::Node;

/// Warnings as a list: strings as they are, other values as JSON.
pub(crate) fn warnings(node: &Node<'_>) -> Vec<String> {
    let text = |node: &Node<'_>| node.string().map_or_else(|| node.to_json(), |string| string.into_owned());
    match node {
        Node::Null => Vec::new(),
        Node::Array(elements) => elements.iter().map(text).collect(),
        other => vec![text(other)],
    }
}
