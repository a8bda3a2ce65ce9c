//! Parameters as JSON text: however they are read, the operation is the same, and so is the error.

#![cfg(feature = "catalogue")]

use proptest::{prelude::*, sample::select};
use soarwire::{
    AnyOperation, Params,
    catalogue::{OPERATIONS, OperationInfo, ParamType, Presence},
};

/// Values that no parameter, or hardly any, takes.
const ODD: &[&str] =
    &["null", "1.5", "\"\"", "\" \"", "[]", "[null]", r#"["1", 2]"#, "{}", r#"{"a": {"a": 1, "a": null}}"#, "tru", "7"];

fn fitting(of: ParamType) -> &'static [&'static str] {
    match of {
        ParamType::Ids => &[r#"["1"]"#, r#"["2", "1", "2"]"#, r#"["\u0031", "é"]"#],
        ParamType::Texts => &[r#"["a", "b\n"]"#],
        ParamType::Text => &["\"a\"", r#""\"q\" \ud83d\ude00""#],
        ParamType::Id => &["\"20\"", "7"],
        ParamType::IdList => &[r#"["1", 2]"#],
        ParamType::Flag => &["true", "false"],
        ParamType::Integer => &["0", "50"],
        ParamType::Assignee => &[r#"{"mail": "m@example.com"}"#],
        ParamType::Filters => &[r#"[{"field": "status", "operator": "eq", "value": "new"}]"#],
        ParamType::Sort => &[r#"{"field": "creation_time", "keyword": "asc"}"#],
        ParamType::Time => &["\"2026-11-03 09:30:00\""],
        ParamType::Object => &[r#"{"a": [1], "b": null}"#],
        ParamType::Json => &["1", "\"a\"", r#"{"a": null}"#],
        ParamType::Conditions => &[r#"[[{"field": "Status", "operator": "Is", "value": "Open"}]]"#],
        ParamType::Changes => &[r#"[{"incident_number": "1", "fields": {"a": 1}}]"#],
        ParamType::Effect => &["\"reads\"", "\"appends\""],
        _ => ODD,
    }
}

/// Mostly what the operation takes; sometimes a value is odd, and a parameter missing, unknown, given twice, or spelt with an escape.
fn object(operation: OperationInfo) -> impl Strategy<Value = String> {
    let members: Vec<_> = operation
        .params
        .iter()
        .map(|param| {
            let value = prop_oneof![12 => select(fitting(param.of)), 1 => select(ODD)];
            let share = if param.presence == Presence::Required { 0.97 } else { 0.3 };
            let member = (value, 0..30u8).prop_map(move |(value, whim)| match whim {
                0 => format!(r#""{0}": {value}, "{0}": {value}"#, param.name),
                1 => format!(r#""{}" :{value}"#, param.name.replacen('_', r"\u005f", 1)),
                2 => format!(r#""{}s": {value}"#, param.name),
                _ => format!(r#""{}":{value}"#, param.name),
            });
            prop::option::weighted(share, member)
        })
        .collect();
    let behind = prop_oneof![20 => Just(""), 1 => Just(" "), 1 => Just(","), 1 => Just("{}")];
    (members.prop_shuffle(), behind).prop_map(|(members, behind)| {
        let members: Vec<_> = members.into_iter().flatten().collect();
        format!("{{ {} }}{behind}", members.join(", "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_text_is_read_as_the_parameters_are((id, json) in select(OPERATIONS).prop_flat_map(|operation| {
        (Just(operation.id), object(operation))
    })) {
        let direct = AnyOperation::from_params_json(id, &json);
        let Some(params) = Params::from_json(&json) else {
            prop_assert!(direct.is_err_and(|error| error.field() == Some("params")), "{}", json);
            return Ok(());
        };
        match (direct, AnyOperation::from_params(id, params)) {
            (Ok(direct), Ok(named)) => prop_assert_eq!(direct, named, "{}", json),
            (Err(direct), Err(named)) => prop_assert_eq!(direct.to_json(), named.to_json(), "{}", json),
            (direct, named) => prop_assert!(false, "{direct:?} and {named:?} of {json}"),
        }
    }
}
