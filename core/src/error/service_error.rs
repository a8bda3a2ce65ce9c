//! Reads what a server says when it refuses: every shape on record, and any other without loss.

use std::borrow::Cow;

use super::{Body, Service};
use crate::{
    id_index::groups,
    json::{Node, start_of},
    text::{is_blank, join},
    wire::{Response, retry_after},
};

/// How much text the messages per field may come to, their paths included.
const FIELDS_LIMIT: usize = 256 << 10;

/// How much of a body that is no JSON is kept.
const RAW_LIMIT: usize = 64 << 10;

/// Reads a refusal. The status alone decides its kind; the body only adds words. `is_documented` says whether a JSON body
/// has a shape that the vendor documents for errors.
pub(crate) fn read(response: &Response<'_>, is_documented: fn(&Node<'_>) -> bool) -> Service {
    let mut service = Service {
        status: response.status,
        retry_after_ms: retry_after::of(response),
        body: raw(&response.body),
        ..Service::default()
    };
    let text = std::str::from_utf8(&response.body).ok().map(|text| text.get(start_of(text)..).unwrap_or_default());
    let Some((text, node)) = text.and_then(|text| Some((text, Node::parse(text).ok()?))) else { return service };
    service.body = if is_documented(&node) { Body::Documented(text.to_owned()) } else { Body::Json(text.to_owned()) };
    // The words stand at the root, or one level down; the code and the extra may stand beside them in `metadata`.
    let mut places = Vec::new();
    for place in [Some(&node), node.get("reply"), node.get("data"), node.get("error"), node.get("Error")] {
        places.extend(place);
        places.extend(place.and_then(|place| place.get("metadata")));
    }
    let find = |keys: &[&str]| keys.iter().find_map(|key| places.iter().find_map(|place| place.get(key)));
    let word = |key: &&str| places.iter().find_map(|place| place.get(key)?.word());
    service.code = ["err_code", "errorCode", "code"].iter().find_map(word).map(Cow::into_owned);
    service.message = message(&places);
    let extra = find(&["err_extra", "details"]).filter(|extra| !extra.is_null());
    service.extra = extra.map(Node::to_json);
    service.fields = fields(find(&["errors"]), extra);
    service
}

fn raw(body: &[u8]) -> Body {
    if body.is_empty() { Body::Empty } else { Body::Raw(body.get(..RAW_LIMIT).unwrap_or(body).to_vec()) }
}

/// The first text that is not blank, else the first. Keys in another case count too: ASP.NET writes `Message`.
fn message(places: &[&Node<'_>]) -> Option<String> {
    let mut blank = None;
    for key in ["message", "err_msg", "Error", "error"] {
        for place in places {
            match place.get_any_case(key).and_then(Node::string) {
                Some(text) if !is_blank(&text) => return Some(text.into_owned()),
                text => blank = blank.or(text),
            }
        }
    }
    blank.map(Cow::into_owned)
}

/// Messages per field: nested below `errors`, or listed with a `loc` or `field`.
fn fields(errors: Option<&Node<'_>>, extra: Option<&Node<'_>>) -> Vec<(String, Vec<String>)> {
    let mut found = Found { messages: Vec::new(), room: FIELDS_LIMIT };
    if let Some(errors) = errors {
        descend(errors, "", &mut found);
    }
    if let Some(extra) = extra {
        listed(extra, &mut found);
    }
    let paths: Vec<&str> = found.messages.iter().map(|(path, _)| path.as_str()).collect();
    let groups = groups(&paths);
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for ((path, message), group) in found.messages.iter().zip(groups) {
        match fields.get_mut(group) {
            Some((_, messages)) => messages.push(message.clone()),
            None => fields.push((path.clone(), vec![message.clone()])),
        }
    }
    fields
}

/// Messages as they are found, each with the path of its field. A path stands beside every message below it, so a small
/// hostile body could fill the memory: past the limit nothing is taken up. The body keeps it all.
struct Found {
    messages: Vec<(String, String)>,
    room: usize,
}

impl Found {
    fn add(&mut self, path: &str, message: String) {
        let room = self.room.checked_sub(path.len() + message.len());
        self.room = room.unwrap_or_default();
        if room.is_some() {
            self.messages.push((path.to_owned(), message));
        }
    }
}

fn descend(node: &Node<'_>, path: &str, found: &mut Found) {
    let text = |node: &Node<'_>| node.string().map_or_else(|| node.to_json(), Cow::into_owned);
    let is_listed = |entry: &Node<'_>| entry.get("loc").is_some() || entry.get("field").is_some();
    match node {
        Node::Object(_, members) => {
            for (key, value) in members {
                if found.room < path.len() + key.len() {
                    return;
                }
                let below = if path.is_empty() { key.to_string() } else { join(&[path, key], ".") };
                descend(value, &below, found);
            }
        }
        Node::Array(elements) if elements.iter().any(is_listed) => listed(node, found),
        Node::Array(elements) => elements.iter().for_each(|element| found.add(path, text(element))),
        Node::Null => {}
        leaf => found.add(path, text(leaf)),
    }
}

/// Entries with a `loc` (a path) or a `field`, and a `msg` or `message`.
fn listed(node: &Node<'_>, found: &mut Found) {
    for entry in node.elements() {
        let path = match entry.get("loc").or_else(|| entry.get("field")) {
            Some(Node::Array(parts)) => {
                let parts: Vec<Cow<'_, str>> = parts.iter().filter_map(Node::word).collect();
                Some(join(&parts, "."))
            }
            Some(other) => other.word().map(Cow::into_owned),
            None => None,
        };
        let message = ["msg", "message"].iter().find_map(|key| entry.get(key)?.string());
        if let (Some(path), Some(message)) = (path, message) {
            found.add(&path, message.into_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_above_many_messages_does_not_fill_the_memory() {
        let key = "k".repeat(100_000);
        let leaves: Vec<String> = (0..10_000).map(|index| format!("\"{index}\": \"no\"")).collect();
        let body = format!("{{\"errors\": {{\"{key}\": {{{}}}}}}}", leaves.join(","));
        let service = read(&Response::new(422, body.as_bytes()), |_| true);
        let size: usize = service.fields.iter().map(|(path, _)| path.len()).sum();
        assert!((1..=FIELDS_LIMIT).contains(&size), "{size}");
    }
}
