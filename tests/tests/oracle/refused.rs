//! A request with one mistake in it is refused, or the member in question is ignored; the client reads the refusal.

use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::{Value, json};
use soarwire::{Family, Kind, sandbox::RequestRecord};

use super::{
    asked::{Asked, Caller, asked, caller},
    world::{counts, exchange, members, read, sandbox},
};

/// The object that holds the member at the path, and the member's name.
fn parent<'b, 'p>(
    body: &'b mut Value,
    path: &'p [String],
) -> Option<(&'b mut serde_json::Map<String, Value>, &'p str)> {
    let (name, path) = path.split_last()?;
    let mut at = body;
    for name in path {
        at = at.get_mut(name)?;
    }
    Some((at.as_object_mut()?, name))
}

#[derive(Clone, Copy, Debug)]
enum Mistake {
    /// Another name.
    Rename,
    /// A value that no member can have.
    Type,
    /// Another word for a yes or a no.
    Spelling,
}

/// Makes the mistake; `None` if there is no place for it.
fn spoil(body: &mut Value, path: &[String], mistake: Mistake) -> Option<()> {
    let (object, name) = parent(body, path)?;
    match mistake {
        Mistake::Rename => {
            let value = object.remove(name)?;
            object.insert(format!("{name}_"), value);
        }
        Mistake::Type => {
            object.insert(name.to_owned(), json!([[7]]));
        }
        Mistake::Spelling => {
            let word = if object.get(name)?.as_str()? == "Yes" { "Y" } else { "Never" };
            name.starts_with("Bypass").then(|| object.insert(name.to_owned(), word.into()))?;
        }
    }
    Some(())
}

fn check(asked: &Asked, caller: &Caller, at: usize, mistake: Mistake) -> Result<(), TestCaseError> {
    let mut sandbox = sandbox(asked, caller, 0);
    let sent = asked.send(caller)?;
    let mut body: Value = serde_json::from_slice(&sent.body).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let paths = members(&body);
    let Some(path) = at.checked_rem(paths.len()).and_then(|at| paths.get(at)) else { return Ok(()) };
    if spoil(&mut body, path, mistake).is_none() {
        return Ok(());
    }
    let before = sandbox.snapshot();
    let answer = exchange(&mut sandbox, &sent, body.to_string().as_bytes());
    let shown = String::from_utf8_lossy(&answer.body).into_owned();
    let record = sandbox.requests().last().cloned().unwrap_or_default();
    if counts(&sandbox)? == (1, 0) {
        return ignored(path, mistake, &record, &shown);
    }
    prop_assert_eq!(sandbox.snapshot(), before, "what is refused has no effect");
    prop_assert!(record.ignored.is_empty());
    let Err(error) = read(&sent, &answer) else { return Err(TestCaseError::fail(format!("no error: {shown}"))) };
    prop_assert!(error.family() == Family::Service, "{error}: {shown}");
    // A D3 command without numbers or an owner is a command that failed, under 200.
    let kinds: &[Kind] = match answer.status {
        400 => &[Kind::BadRequest],
        422 => &[Kind::Unprocessable],
        _ => &[Kind::CommandFailed],
    };
    prop_assert!(kinds.contains(&error.kind()), "{error}: {shown}");
    if error.kind() != Kind::CommandFailed {
        prop_assert!(!error.maybe_executed());
        let name = path.last().map(String::as_str).unwrap_or_default();
        prop_assert!(shown.contains(name), "{name} is not named: {shown}");
    } else {
        prop_assert!(matches!(mistake, Mistake::Rename), "{shown}");
    }
    Ok(())
}

/// Only an optional member may be misspelt without a refusal, and then the log says so.
fn ignored(path: &[String], mistake: Mistake, record: &RequestRecord, shown: &str) -> Result<(), TestCaseError> {
    prop_assert!(matches!(mistake, Mistake::Rename), "carried out anyway: {shown}");
    let name = path.join(".");
    let new_name = format!("{name}_");
    prop_assert_eq!(record.ignored.first(), Some(&new_name));
    prop_assert!(record.ignored.iter().all(|ignored| ignored.starts_with(&new_name)));
    prop_assert!(!record.read.contains(&name));
    const OPTIONAL: [&str; 11] = [
        "Username",
        "Bypass All Required Fields",
        "Conclusion",
        "Incident Note",
        "assigned_user_mail",
        "assigned_user_pretty_name",
        "manual_severity",
        "status",
        "resolve_comment",
        "comment",
        "comment_action",
    ];
    let optional = path.last().is_some_and(|name| path.len() > 1 && OPTIONAL.contains(&name.as_str()));
    prop_assert!(optional, "{name} is required");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn one_mistake_never_goes_unnoticed(
        (asked, caller) in (asked(), caller()),
        at in any::<usize>(),
        mistake in prop_oneof![Just(Mistake::Rename), Just(Mistake::Type), Just(Mistake::Spelling)],
    ) {
        check(&asked, &caller, at, mistake)?;
    }

    #[test]
    fn callers_without_access_are_refused((asked, caller) in (asked(), caller()), what in 0..3) {
        let mut sandbox = sandbox(&asked, &caller, 0);
        let before = sandbox.snapshot();
        let mut stranger = caller;
        match what {
            0 => stranger.key.push('x'),
            1 => stranger.username.push('x'),
            _ => stranger.site.push('x'),
        }
        let sent = asked.send(&stranger)?;
        let answer = exchange(&mut sandbox, &sent, &sent.body);
        if what > 0 && matches!(asked, Asked::UpdateIncident { .. }) {
            prop_assert_eq!(counts(&sandbox)?, (1, 0), "Xpanse knows neither users nor sites of callers");
            return Ok(());
        }
        prop_assert_eq!(counts(&sandbox)?, (0, 1));
        prop_assert_eq!(sandbox.snapshot(), before);
        let kind = read(&sent, &answer).map(|_| ()).map_err(|error| error.kind());
        prop_assert_eq!(kind, Err(if what == 0 { Kind::Unauthenticated } else { Kind::CommandFailed }));
    }
}
