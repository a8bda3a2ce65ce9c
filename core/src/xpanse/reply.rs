//! Xpanse answers: one boolean, with warnings.

use crate::{
    answer::{AnyAnswer, Draft, Verdict, Warnings},
    json::{Bad, Scanner, Source, Span, Value, View, start_of},
    operation::{Reading, parse::Refused},
    reply_context::ReplyContext,
};

/// The boolean speaks for all that was asked.
pub(super) const BOOLEAN: Reading = Reading { read, is_error: is_error_object, rows: None, answers: &["report"] };

fn read(context: &ReplyContext, text: String) -> Result<AnyAnswer, Refused> {
    let (mut source, no_reason) = Source::new(text, "reply false");
    let body = source.body.as_str();
    let mut scanner = Scanner::new(body, start_of(body));
    if !matches!(scanner.peek(), Some(b'{' | b't' | b'f' | b'n')) {
        return scanner.bad("a JSON object, a boolean or null")?;
    }
    let view = View::parse(body, scanner.offset())?;
    let reply = Reply::of(view);
    let stated = reply.stated();
    if stated.is_none() && is_error_object(view) {
        return Err(Refused::CommandFailed { text: source.body, message: None });
    }
    let warnings = Warnings::of(view.get("warnings"));
    let verdict = match stated {
        Some(true) => Verdict::Succeeded,
        Some(false) => Verdict::Failed(warnings.joined().map_or(no_reason, |reason| source.add(&reason))),
        None => Verdict::Unreported,
    };
    let verdicts = vec![verdict; context.asked.ids().len()];
    let status_text = stated.and(reply.span);
    let asked = context.asked.clone();
    Ok(AnyAnswer::Report(
        Draft { source, asked, verdicts, items: Default::default(), warnings, status_text }.finish(context),
    ))
}

/// The boolean that a body is, or has as its `reply`. It should come once; of several that differ none is believed but `false`.
#[derive(Default)]
pub(super) struct Reply {
    has_true: bool,
    has_false: bool,
    /// Something else was said, or under a key that is nearly the same.
    is_doubtful: bool,
    /// Where the boolean stands; of several the one that is believed.
    span: Option<Span>,
}

impl Reply {
    pub(super) fn of(body: View<'_>) -> Reply {
        let mut reply = Reply::default();
        match body.value() {
            value @ Value::Bool(..) => reply.take(value),
            _ => body.members(&mut |key, value| match key {
                "reply" => reply.take(value.value()),
                _ => {
                    let is_near = key.eq_ignore_ascii_case("reply");
                    reply.is_doubtful |= is_near && !matches!(value.value(), Value::Bool(true, _));
                }
            }),
        }
        reply
    }

    fn take(&mut self, value: Value) {
        match value {
            Value::Bool(true, span) => {
                self.has_true = true;
                self.span = self.span.or(Some(span));
            }
            Value::Bool(false, span) => {
                self.has_false = true;
                self.span = Some(span);
            }
            _ => self.is_doubtful = true,
        }
    }

    pub(super) fn stated(&self) -> Option<bool> {
        if self.has_false { Some(false) } else { (self.has_true && !self.is_doubtful).then_some(true) }
    }
}

/// Why a body is not the answer that was asked for: it is an error, or something other than what was expected.
pub(super) fn refused(body: View<'_>, text: &str, expected: &'static str) -> Refused {
    if is_error_object(body) {
        return Refused::CommandFailed { text: text.to_owned(), message: None };
    }
    Bad::new(start_of(text), expected).into()
}

/// Whether a JSON body is an error in one of the shapes on record for the Cortex platform.
pub(super) fn is_error_object(body: View<'_>) -> bool {
    let (mut is_error, mut has_reply, mut has_errors) = (false, false, false);
    let (mut has_code, mut has_words) = (false, false);
    body.members(&mut |key, value| {
        match key {
            "reply" => has_reply = true,
            "errors" => has_errors = true,
            "code" => has_code = true,
            "message" | "status" => has_words = true,
            _ => {}
        }
        is_error |= is_mark(key) && value.is_stated();
        if matches!(key, "reply" | "data") {
            value.members(&mut |key, value| is_error |= is_mark(key) && value.is_stated());
        }
    });
    is_error || (has_errors && !has_reply) || (has_code && has_words)
}

/// Whether a member with this key, if it says anything, marks an error.
pub(super) fn is_mark(key: &str) -> bool {
    ["err_code", "err_msg", "err_extra", "errorCode", "error", "Error"].contains(&key)
}

#[cfg(test)]
mod tests {
    use crate::{Error, Operation, Response, xpanse::UpdateIncident};

    #[test]
    fn the_word_is_that_of_the_reply_that_counts() -> Result<(), Error> {
        for body in [r#"{"reply": true, "reply": false}"#, r#"{"reply": false, "reply": true}"#] {
            let report = UpdateIncident::new("8812").status("new").parse(Response::new(200, body.as_bytes()))?;
            assert_eq!(report.status_text(), Some("false"), "{body}");
        }
        Ok(())
    }
}
