//! Xpanse answers: one boolean, with warnings.

use crate::{
    answer::{AnyAnswer, Draft, Verdict, warnings},
    json::{Node, Scanner, Span, Text, start_of},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
    text::{is_blank, join},
};

/// The boolean speaks for all that was asked.
pub(super) const BOOLEAN: Reading = Reading { read, is_error: is_error_object };

fn read(context: &ReplyContext, mut text: String) -> Result<AnyAnswer, Refused> {
    let body = text.len();
    let mut scanner = Scanner::new(&text, start_of(&text));
    if !matches!(scanner.peek(), Some(b'{' | b't' | b'f' | b'n')) {
        return scanner.bad("a JSON object, a boolean or null")?;
    }
    let node = Node::read(&mut scanner)?;
    scanner.end()?;
    let warnings = node.get("warnings").map(warnings).unwrap_or_default();
    let stated = match (&node, node.get("reply")) {
        (Node::Bool(value), _) | (_, Some(Node::Bool(value))) => Some(*value),
        _ if is_error_object(&node) => return Err(Refused::CommandFailed { text, message: None }),
        _ => None,
    };
    let verdict = match stated {
        Some(true) => Verdict::Succeeded,
        Some(false) => {
            let spoken: Vec<&String> = warnings.iter().filter(|warning| !is_blank(warning)).collect();
            let reason = if spoken.is_empty() { "reply false".to_owned() } else { join(&spoken, "; ") };
            text.push_str(&reason);
            Verdict::Failed(Text::plain(Span { start: body as u32, end: text.len() as u32 }))
        }
        None => Verdict::Unreported,
    };
    let verdicts = vec![verdict; context.asked.ids().len()];
    let status_text = stated.map(|value| value.to_string());
    let asked = context.asked.clone();
    Ok(AnyAnswer::Report(
        Draft { text, body, asked, verdicts, items: Vec::new(), warnings, status_text }.finish(context),
    ))
}

/// Whether a JSON body is an error in one of the shapes on record for the Cortex platform.
pub(super) fn is_error_object(node: &Node<'_>) -> bool {
    let marked = |place: &Node<'_>| {
        ["err_code", "err_msg", "err_extra", "errorCode", "error", "Error"].iter().any(|key| {
            place.get(key).is_some_and(|value| !value.is_null() && value.string().is_none_or(|text| !is_blank(&text)))
        })
    };
    marked(node)
        || node.get("reply").is_some_and(marked)
        || node.get("data").is_some_and(marked)
        || (node.get("errors").is_some() && node.get("reply").is_none())
        || (node.get("code").is_some() && (node.get("message").is_some() || node.get("status").is_some()))
}
