//! Xpanse answers: one boolean, with warnings.

use crate::{
    failure,
    json::{Node, Scanner, Span, Text},
    operation::Question,
    outcome::{Draft, Report, Verdict},
    reading::{Refused, start_of, warnings},
    words::{is_blank, join},
};

pub(crate) fn read(question: &Question, mut text: String) -> Result<Report, Refused> {
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
        _ if failure::is_error_object(&node) => return Err(Refused::CommandFailed { text, message: None }),
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
    let verdicts = vec![verdict; question.asked.ids().len()];
    let word = stated.map(|value| value.to_string());
    let asked = question.asked.clone();
    Ok(Draft { text, body, asked, verdicts, items: Vec::new(), warnings, word }.finish(question))
}
