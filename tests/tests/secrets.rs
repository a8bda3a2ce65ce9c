//! Law 5: no key or token is ever printed. Canary keys run through every vector, and every server sends them back.

use std::{error::Error as _, fmt::Write, fs, iter, path::Path};

use serde_json::Value;
use soarwire::{
    Call, Error, Pacer, Policy, Response, Step,
    ffi::{AnyOperation, TenantConfig},
};
use soarwire_tests::run_vectors;

const CANARY: &str = "CANARY0key1that2nobody3may4print";

/// Echoes that are longer take long, and answer a few of the vectors only.
const LONG: usize = 10_000;

/// A credential is looked for as a whole, and in pieces of this length.
const PIECE: usize = 8;

/// Puts the canary in the place of every credential; false when there is none.
fn plant(tenant: &mut Value) -> bool {
    let Some(auth) = tenant.get_mut("auth").and_then(Value::as_object_mut) else { return false };
    for (name, value) in auth.iter_mut() {
        match value {
            Value::Object(keys) if name == "api_keys" => keys.values_mut().for_each(|key| *key = CANARY.into()),
            Value::String(_) if name != "nonce" => *value = CANARY.into(),
            _ => {}
        }
    }
    !auth.is_empty()
}

/// Everything that an error prints, its sources included.
fn print_error(printed: &mut String, error: &Error) {
    let _ = write!(printed, "{error} {error:?} {error:#?} {}", error.to_json());
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(printed, "{error} {error:?}");
        source = error.source();
    }
}

/// Answers that repeat, wherever this word is, what they were asked with.
const ECHOES: [(u16, &str); 5] = [
    (401, r#"{"Error": "The key ECHO is invalid", "err_code": "ECHO"}"#),
    (500, r#"{"reply": {"err_code": 500, "err_msg": "ECHO", "err_extra": {"key": "ECHO"}}}"#),
    (422, r#"{"detail": [{"loc": ["header", "ECHO"], "msg": "ECHO"}]}"#),
    (200, "<html>ECHO</html>"),
    (200, r#"{"returnData": ["ECHO"], "result": "ECHO", "reply": "ECHO", "error": "ECHO"}"#),
];

/// The same, and answers of which a part is kept that ends within what they repeat: 2 KiB, or 64 KiB.
fn echoes() -> Vec<(u16, String)> {
    let cut = [(200, 2_048), (500, 65_536)].map(|(status, kept)| (status, format!("{}ECHO", "x".repeat(kept - 20))));
    ECHOES.into_iter().map(|(status, body)| (status, body.to_owned())).chain(cut).collect()
}

/// Runs one case with planted credentials; gives all that was printed and all that must not be in it. The server answers with the
/// answer of the case, or with an echo.
fn run(case: &Value, echo: Option<(u16, &str)>) -> Option<(String, Vec<String>)> {
    let mut tenant = case.get("tenant")?.clone();
    plant(&mut tenant).then_some(())?;
    let mut secrets = vec![CANARY.to_owned()];
    let mut printed = String::new();
    let params = case.get("params")?.as_object()?.clone();
    let operation = AnyOperation::from_params(case.get("operation")?.as_str()?, params).ok()?;
    let _ = write!(printed, "{operation:?}");
    let tenant = match TenantConfig::from_json(&tenant.to_string()).and_then(TenantConfig::tenant) {
        Ok(tenant) => tenant,
        Err(error) => {
            print_error(&mut printed, &error);
            return Some((printed, secrets));
        }
    };
    let _ = write!(printed, "{tenant:?} {tenant:#?}");
    let prepared = match tenant.prepare(&operation) {
        Ok(prepared) => prepared,
        Err(error) => {
            print_error(&mut printed, &error);
            return Some((printed, secrets));
        }
    };
    let _ = write!(printed, "{prepared:?}");
    let mut call = Call::new(prepared, Pacer::new(0.0).ok()?, Policy::default(), 1);
    let answer = echo.map(|(status, body)| (status, body.to_owned())).or_else(|| {
        let response = case.get("response")?;
        let status = response.get("status").and_then(Value::as_u64).unwrap_or_default();
        Some((status as u16, response.get("body").and_then(Value::as_str).unwrap_or_default().to_owned()))
    });
    let (status, body) = answer.unwrap_or((503, String::new()));
    let mut now = 1_790_000_000_000;
    loop {
        let _ = write!(printed, "{call:?}");
        let step = call.poll(now, "N0nce1of2this3test");
        let _ = write!(printed, "{step:?}");
        match step {
            Step::Send { attempt, request, .. } => {
                let credentials = request.headers().iter().filter(|(_, value)| value.is_secret());
                let credentials: Vec<_> = credentials.map(|(_, value)| value.expose().to_owned()).collect();
                let sent = credentials.join(" ");
                secrets.extend(credentials.into_iter().filter(|value| value.len() > 2));
                let _ = write!(printed, "{request:?} {}", serde_json::to_string(&request).unwrap_or_default());
                let body = body.replace("ECHO", &sent);
                let response = Response::new(status, body.as_bytes());
                let response =
                    echo.into_iter().fold(response, |response, _| response.with_header("x-request-id", &sent));
                call.on_response(now, attempt, response);
            }
            Step::Wait { until_ms, .. } => now = until_ms,
            Step::Done(Ok(report)) => {
                let _ = write!(printed, "{report:?} {}", report.to_json());
                break;
            }
            Step::Done(Err(error)) => {
                print_error(&mut printed, &error);
                break;
            }
            _ => break,
        }
    }
    Some((printed, secrets))
}

#[test]
fn no_vector_prints_a_key() -> Result<(), Box<dyn std::error::Error>> {
    // With what the vectors are answered, first with their own answers, and how many were.
    let mut answers: Vec<_> = iter::once(None).chain(echoes().into_iter().map(Some)).map(|echo| (echo, 0)).collect();
    let is_long = |echo: &Option<(u16, String)>| echo.as_ref().is_some_and(|(_, body)| body.len() > LONG);
    for path in run_vectors::find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"))? {
        // Two hostile cases nest too deep for serde_json; they carry no credentials of their own.
        let Ok(case) = serde_json::from_str::<Value>(&fs::read_to_string(&path)?) else { continue };
        for (echo, count) in &mut answers {
            if is_long(echo) && !path.ends_with("request-full.json") {
                continue;
            }
            let echoed = echo.as_ref().map(|(status, body)| (*status, body.as_str()));
            let Some((printed, secrets)) = run(&case, echoed) else { continue };
            *count += 1;
            for secret in secrets {
                // Nor a piece of one, such as what is left where a text was cut off.
                let pieces = secret.as_bytes().chunks(PIECE).filter_map(|piece| std::str::from_utf8(piece).ok());
                let mut pieces = pieces.filter(|piece| piece.len() == PIECE).chain([secret.as_str()]);
                assert!(
                    !pieces.any(|piece| printed.contains(piece)),
                    "{} prints a credential: {echo:.80?}",
                    path.display()
                );
            }
        }
    }
    for (echo, count) in &answers {
        assert!(*count >= if is_long(echo) { 8 } else { 600 }, "only {count} answers to credentials: {echo:.80?}");
    }
    Ok(())
}
