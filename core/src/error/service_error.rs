//! Reads what a server says when it refuses: every shape on record, and any other without loss. Nothing is built but what is
//! kept, and what is kept is bounded: the body has it all.

use std::borrow::Cow;

use super::{Body, Service, fields};
use crate::{
    json::{View, cut, push_string, start_of},
    text::is_blank,
    wire::{Response, kept_headers, retry_after},
};

/// How much is kept of the vendor's message, of its code and of its extra.
const TEXT_LIMIT: usize = 16 << 10;

/// How much of a body that is no JSON is kept.
const RAW_LIMIT: usize = 64 << 10;

/// Reads a refusal. The status alone decides its kind; the body only adds words. `is_documented` says whether a JSON body
/// has a shape that the vendor documents for errors.
pub(crate) fn read(response: Response<'_>, is_documented: fn(View<'_>) -> bool) -> Service {
    let retry_after_ms = retry_after::of(&response);
    let headers = kept_headers::of(&response);
    let mut service = Service { status: response.status, retry_after_ms, headers, ..Service::default() };
    let text = std::str::from_utf8(&response.body).unwrap_or_default();
    let start = start_of(text);
    let Ok(body) = View::parse(text, start) else {
        service.body = raw(&response.body);
        return service;
    };
    fill(&mut service, body);
    let is_documented = is_documented(body);
    let text = match response.body {
        Cow::Borrowed(_) => text.get(start..).unwrap_or_default().to_owned(),
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(|mut text| {
                text.drain(..start);
                text
            })
            .unwrap_or_default(),
    };
    service.body = if is_documented { Body::Documented(text) } else { Body::Json(text) };
    service
}

fn raw(body: &[u8]) -> Body {
    if body.is_empty() { Body::Empty } else { Body::Raw(body.get(..RAW_LIMIT).unwrap_or(body).to_vec()) }
}

/// The keys of an error: three of its code, four of its message, two of its extra, one of its fields; the best come first.
const KEYS: [&str; 10] =
    ["err_code", "errorCode", "code", "message", "err_msg", "Error", "error", "err_extra", "details", "errors"];
const MESSAGES: std::ops::Range<usize> = 3..7;

/// What one place of a body says under each of the keys. Of a duplicate key the last counts.
type Words<'t> = [Option<View<'t>>; KEYS.len()];

/// The words stand at the root, or one level down; the code and the extra may stand beside them in `metadata`.
const BELOW: [&str; 4] = ["reply", "data", "error", "Error"];

fn fill(service: &mut Service, body: View<'_>) {
    let mut below = [None; BELOW.len()];
    let mut places = Vec::with_capacity(2 * (1 + BELOW.len()));
    look(body, &mut places, &mut below);
    for place in below.into_iter().flatten() {
        look(place, &mut places, &mut [None; BELOW.len()]);
    }
    let find = |keys: &[usize]| {
        keys.iter().find_map(|key| places.iter().find_map(|place: &Words<'_>| place.get(*key).copied().flatten()))
    };
    let code = |key: usize| places.iter().find_map(|place| place.get(key).copied().flatten()?.word());
    service.code = [0, 1, 2].into_iter().find_map(code).map(|code| cut(code, TEXT_LIMIT));
    service.message = message(&places).map(|message| cut(message, TEXT_LIMIT));
    let extra = find(&[7, 8]).filter(|extra| !extra.is_null());
    service.extra = extra.map(extra_text);
    service.fields = fields::read(find(&[9]), extra);
}

/// Adds what a place says, and what `metadata` in it says. `below` gets its members of those names.
fn look<'t>(place: View<'t>, places: &mut Vec<Words<'t>>, below: &mut [Option<View<'t>>; BELOW.len()]) {
    let mut metadata = None;
    places.push(words(place, &mut |key, value| {
        if key == "metadata" {
            metadata = Some(value);
        }
        if let Some(at) = BELOW.iter().position(|name| *name == key)
            && let Some(slot) = below.get_mut(at)
        {
            *slot = Some(value);
        }
    }));
    places.extend(metadata.map(|metadata| words(metadata, &mut |_, _| {})));
}

fn words<'t>(place: View<'t>, visit: &mut dyn FnMut(&str, View<'t>)) -> Words<'t> {
    let (mut exact, mut any_case) = (Words::default(), Words::default());
    place.members(&mut |key, value| {
        for (at, name) in KEYS.iter().enumerate() {
            if *name == key
                && let Some(slot) = exact.get_mut(at)
            {
                *slot = Some(value);
            } else if MESSAGES.contains(&at)
                && name.eq_ignore_ascii_case(key)
                && let Some(slot) = any_case.get_mut(at)
            {
                // Keys in another case count too: ASP.NET writes `Message`.
                slot.get_or_insert(value);
            }
        }
        visit(key, value);
    });
    for (slot, other) in exact.iter_mut().zip(any_case) {
        *slot = slot.or(other);
    }
    exact
}

/// The first text that is not blank, else the first.
fn message<'t>(places: &[Words<'t>]) -> Option<Cow<'t, str>> {
    let mut blank = None;
    for key in MESSAGES {
        for place in places {
            match place.get(key).copied().flatten().and_then(View::string) {
                Some(text) if !is_blank(&text) => return Some(text),
                text => blank = blank.or(text),
            }
        }
    }
    blank
}

/// Compact JSON; of one that is too long the beginning, as a text.
fn extra_text(extra: View<'_>) -> String {
    let mut json = String::new();
    if extra.push_json(&mut json, TEXT_LIMIT) {
        return json;
    }
    let mut text = String::with_capacity(TEXT_LIMIT + TEXT_LIMIT / 2);
    push_string(&mut text, &cut(Cow::Owned(json), TEXT_LIMIT));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(body: &str) -> Service {
        read(Response::new(422, body.as_bytes()), |_| true)
    }

    #[test]
    fn what_is_kept_of_a_long_answer_is_bounded() {
        let long = "x".repeat(1 << 20);
        let body = format!(r#"{{"code": "{long}", "message": "{long}", "err_extra": ["{long}", 1]}}"#);
        let service = service(&body);
        let is_short = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() < TEXT_LIMIT + 100);
        assert!(is_short(&service.code) && is_short(&service.message) && is_short(&service.extra));
        assert!(service.message.is_some_and(|message| message.ends_with("x…")));
        let extra: Result<String, _> = serde_json::from_str(&service.extra.unwrap_or_default());
        assert!(extra.is_ok_and(|extra| extra.starts_with("[\"xxx") && extra.ends_with('…')));
        assert_eq!(service.body.as_bytes(), body.as_bytes());
    }

    #[test]
    fn what_is_no_json_is_kept_as_it_came_up_to_a_limit() {
        let page = "<html>Bad gateway</html>";
        assert_eq!(service(page).body, Body::Raw(page.into()));
        assert_eq!(service("").body, Body::Empty);
        let long = "<p>".repeat(100_000);
        assert_eq!(service(&long).body.as_bytes(), long.as_bytes().get(..64 * 1024).unwrap_or_default());
    }

    #[test]
    fn a_blank_message_gives_way_to_any_other() {
        let message = |body| service(body).message;
        assert_eq!(message(r#"{"message": " ", "err_msg": "no"}"#).as_deref(), Some("no"));
        assert_eq!(message(r#"{"message": " ", "err_msg": ""}"#).as_deref(), Some(" "));
        assert_eq!(message(r#"{"message": "no", "err_msg": "never"}"#).as_deref(), Some("no"));
    }

    #[test]
    fn of_a_duplicate_key_the_last_counts() {
        let service =
            service(r#"{"code": 1, "code": 2, "Message": "a", "MESSAGE": "b", "err_extra": 1, "err_extra": [ 2 ]}"#);
        assert_eq!(service.code.as_deref(), Some("2"));
        assert_eq!(service.message.as_deref(), Some("a"));
        assert_eq!(service.extra.as_deref(), Some("[2]"));
    }
}
