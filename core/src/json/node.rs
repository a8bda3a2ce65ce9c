//! A small tree over scanned text, for JSON of the caller's own: it costs many times its text, so that nothing a server
//! sends is read into it.

use std::borrow::Cow;

use super::{Bad, Scanner, Text, Value};
use crate::id_index::groups;

/// A JSON value that remembers where it stood.
#[derive(Debug, Clone)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(Text, &'a str),
    Array(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads the whole of `text`, nothing left over.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Bad> {
        let mut scanner = Scanner::new(text, 0);
        let node = Node::read(&mut scanner)?;
        scanner.end()?;
        Ok(node)
    }

    /// Reads the next value.
    pub(crate) fn read(scanner: &mut Scanner<'a>) -> Result<Self, Bad> {
        let text = scanner.text();
        let next = scanner.peek();
        Ok(match next {
            Some(b'{') => {
                let mut members = Vec::new();
                scanner.each_member(&mut |scanner, key| {
                    members.push((key.read(text), Node::read(scanner)?));
                    Ok(())
                })?;
                Node::Object(last_of_each(members))
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                scanner.each_element(&mut |scanner| {
                    elements.push(Node::read(scanner)?);
                    Ok(())
                })?;
                Node::Array(elements)
            }
            _ => match scanner.value()? {
                Value::Bool(value, _) => Node::Bool(value),
                Value::Number(span) => Node::Number(span.of(text)),
                Value::String(string) => Node::String(string, string.span.of(text)),
                // A container starts with one of the brackets above.
                Value::Null | Value::Array(_) | Value::Object(_) => Node::Null,
            },
        })
    }

    /// What a string says.
    pub(crate) fn string(&self) -> Option<Cow<'a, str>> {
        match self {
            Node::String(text, raw) => Some(text.of(raw)),
            _ => None,
        }
    }

    /// Writes the value without white space; strings and numbers stay spelt as they were.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Node::Null => out.push_str("null"),
            Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Node::Number(raw) => out.push_str(raw),
            Node::String(_, raw) => {
                out.push('"');
                out.push_str(raw);
                out.push('"');
            }
            Node::Array(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    element.write(out);
                }
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    super::push_string(out, key);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The value as compact JSON text.
    pub(crate) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// Of duplicate keys the last stays, at its own place.
fn last_of_each<'a>(members: Vec<(Cow<'a, str>, Node<'a>)>) -> Vec<(Cow<'a, str>, Node<'a>)> {
    let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
    let groups = groups(&keys);
    let mut last = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        match last.get_mut(*group) {
            Some(slot) => *slot = index,
            None => last.push(index),
        }
    }
    if last.len() == members.len() {
        return members;
    }
    let mut kept = Vec::with_capacity(last.len());
    for ((index, member), group) in members.into_iter().enumerate().zip(groups) {
        if last.get(group) == Some(&index) {
            kept.push(member);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_spelling_order_and_the_last_duplicate() {
        let node =
            Node::parse(" { \"b\" : 1.50e+3 , \"a\" : [ \"\\u0041\" , null ] , \"b\" : true } ").map(|n| n.to_json());
        assert_eq!(node.as_deref(), Ok("{\"a\":[\"\\u0041\",null],\"b\":true}"));
    }
}
