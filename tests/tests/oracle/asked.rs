//! Random calls: what is asked of the client, and the request that it builds.

use proptest::{collection::vec, option, prelude::*, test_runner::TestCaseError};
use soarwire::{Error, Operation, Report, Request, Response, Tenant, d3, xpanse};

/// A call as a test sees it: plain parameters, none of the client's types.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    UpdateOwner {
        numbers: Vec<String>,
        owner: String,
        acting: Option<String>,
    },
    CloseIncidents {
        numbers: Vec<String>,
        tasks: bool,
        fields: Option<bool>,
        acting: Option<String>,
        conclusion: Option<String>,
    },
    LinkToCases {
        numbers: Vec<String>,
        cases: Vec<String>,
        acting: Option<String>,
    },
    CloseIncident {
        note: Option<String>,
    },
    UpdateIncident {
        id: String,
        assignee: Field<(String, Option<String>)>,
        severity: Field<String>,
        status: Option<String>,
        resolve_comment: Option<String>,
        comment: Option<String>,
    },
}

/// The three states of what can be cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field<T> {
    Keep,
    Clear,
    Set(T),
}

/// Who asks, and where.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) prefix: String,
    pub(crate) username: String,
    pub(crate) site: String,
    pub(crate) key_id: String,
    pub(crate) key: String,
}

/// A text with something in it: any script, quotes, escapes, control characters, what looks like JSON.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9 -]{1,12}",
        2 => "\\PC{1,6}",
        2 => any::<char>().prop_map(String::from),
        1 => proptest::sample::select(vec![
            "\"", "\\", "\\u0041", "\\n", "\n", "\r\n", "\t", "\0", "\u{7f}", "\u{2028}", "\u{feff}", "é", "e\u{301}", "😀",
            "{}", "[]", "\",\"", "null", "Yes", "No", "/", "</script>", "%00", "'",
        ])
        .prop_map(str::to_owned),
    ];
    let words = vec(piece, 1..6).prop_map(|pieces| pieces.concat());
    // The sandbox takes Xpanse's `none` for a cleared field, as other clients send it; it is not the client's word.
    words.prop_filter("blank, or a word of its own", |text| !text.trim().is_empty() && text != "none")
}

fn field<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Field<T>> {
    (0..3, value).prop_map(|(state, value)| match state {
        0 => Field::Keep,
        1 => Field::Clear,
        _ => Field::Set(value),
    })
}

fn numbers() -> impl Strategy<Value = Vec<String>> {
    (vec(text(), 1..5), any::<bool>()).prop_map(|(mut numbers, repeated)| {
        if repeated {
            numbers.extend(numbers.first().cloned());
        }
        numbers
    })
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    let some = || option::of(text());
    let update = (text(), field((text(), some())), field(text()), some(), some(), some());
    prop_oneof![
        1 => (numbers(), text(), some()).prop_map(|(numbers, owner, acting)| Asked::UpdateOwner { numbers, owner, acting }),
        1 => (numbers(), any::<bool>(), any::<Option<bool>>(), some(), some()).prop_map(
            |(numbers, tasks, fields, acting, conclusion)| Asked::CloseIncidents {
                numbers,
                tasks,
                fields,
                acting,
                conclusion
            }
        ),
        1 => (numbers(), numbers(), some()).prop_map(|(numbers, cases, acting)| Asked::LinkToCases { numbers, cases, acting }),
        1 => some().prop_map(|note| Asked::CloseIncident { note }),
        3 => update.prop_filter_map(
            "changes nothing",
            |(id, assignee, severity, status, resolve_comment, comment)| {
                let keeps = assignee == Field::Keep && severity == Field::Keep;
                let texts = [&status, &resolve_comment, &comment];
                (!keeps || texts.into_iter().any(Option::is_some)).then_some(Asked::UpdateIncident {
                    id,
                    assignee,
                    severity,
                    status,
                    resolve_comment,
                    comment,
                })
            }
        ),
    ]
}

pub(crate) fn caller() -> impl Strategy<Value = Caller> {
    let prefix = prop_oneof![Just(""), Just("/MainApp/VSOC"), Just("/ce_site/VSOC"), Just("/a")];
    (prefix, text(), text(), "[!-~]{1,20}", "[!-~]{1,60}").prop_map(|(prefix, username, site, key_id, key)| Caller {
        prefix: prefix.to_owned(),
        username,
        site,
        key_id,
        key,
    })
}

/// A request as the client builds it, and how it reads the answer.
pub(crate) struct Sent {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) read: Read,
}

type Read = Box<dyn Fn(Response<'_>) -> Result<Report, Error>>;

impl Asked {
    /// Builds the request with the client.
    pub(crate) fn send(&self, caller: &Caller) -> Result<Sent, TestCaseError> {
        self.signed(caller).map_err(|error| TestCaseError::fail(format!("not built: {error}")))
    }

    fn signed(&self, caller: &Caller) -> Result<Sent, Error> {
        let base = format!("https://soc.example.com{}", caller.prefix);
        let d3 = d3::Tenant::new(&base, &*caller.username, &*caller.site)?;
        let d3 = d3.with_auth(d3::Auth::api_key(caller.key.as_str()))?;
        let xpanse = xpanse::Tenant::at("https://api-acme.example.com")?;
        let xpanse = xpanse.with_auth(xpanse::Auth::standard(caller.key_id.as_str(), caller.key.as_str()))?;
        match self {
            Asked::UpdateOwner { numbers, owner, acting } => {
                let mut operation = d3::UpdateOwner::new(numbers, owner);
                if let Some(acting) = acting {
                    operation = operation.acting_username(acting);
                }
                sent(&d3, operation, |operation, answer| operation.parse(answer))
            }
            Asked::CloseIncidents { numbers, tasks, fields, acting, conclusion } => {
                let mut operation = d3::CloseIncidents::new(numbers, *tasks);
                if let Some(fields) = fields {
                    operation = operation.bypass_required_fields(*fields);
                }
                if let Some(acting) = acting {
                    operation = operation.acting_username(acting);
                }
                if let Some(conclusion) = conclusion {
                    operation = operation.conclusion(conclusion);
                }
                sent(&d3, operation, |operation, answer| operation.parse(answer))
            }
            Asked::LinkToCases { numbers, cases, acting } => {
                let mut operation = d3::LinkToCases::new(numbers, cases);
                if let Some(acting) = acting {
                    operation = operation.acting_username(acting);
                }
                sent(&d3, operation, |operation, answer| operation.parse(answer))
            }
            Asked::CloseIncident { note } => {
                let operation = d3::CloseIncident::new();
                let operation = note.iter().fold(operation, |operation, note| operation.note(note));
                sent(&d3, operation, |operation, answer| operation.parse(answer))
            }
            Asked::UpdateIncident { id, assignee, severity, status, resolve_comment, comment } => {
                let operation = xpanse::UpdateIncident::new(id);
                let operation = match assignee {
                    Field::Keep => operation,
                    Field::Clear => operation.clear_assignee(),
                    Field::Set((mail, None)) => operation.assignee(xpanse::Assignee::new(mail)),
                    Field::Set((mail, Some(name))) => operation.assignee(xpanse::Assignee::new(mail).pretty_name(name)),
                };
                let operation = match severity {
                    Field::Keep => operation,
                    Field::Clear => operation.clear_severity(),
                    Field::Set(severity) => operation.severity(severity),
                };
                let operation = status.iter().fold(operation, |operation, status| operation.status(status));
                let operation =
                    resolve_comment.iter().fold(operation, |operation, comment| operation.resolve_comment(comment));
                let operation = comment.iter().fold(operation, |operation, comment| operation.comment(comment));
                sent(&xpanse, operation, |operation, answer| operation.parse(answer))
            }
        }
    }
}

fn sent<O: Operation>(
    tenant: &O::Tenant,
    operation: O,
    read: fn(&O, Response<'_>) -> Result<Report, Error>,
) -> Result<Sent, Error> {
    let request: Request = tenant.sign_with(&operation, "", 0)?;
    let (_, after_scheme) = request.url().split_once("://").unwrap_or_default();
    let path = after_scheme.find('/').and_then(|at| after_scheme.get(at..)).unwrap_or_default().to_owned();
    let headers = request.headers().iter().map(|(name, value)| (name.to_string(), value.expose().to_owned())).collect();
    let body = request.body().to_vec();
    Ok(Sent { path, headers, body, read: Box::new(move |answer| read(&operation, answer)) })
}
