//! `api_keys/validate`: answers `true` to a request whose key is good. The body does not matter; the vendor's own client sends
//! none.

use super::tenant::XpanseCall;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.validate_key",
    wire_name: "validate",
    item_faults: &[],
    rate: None,
    handler: Handler::Xpanse("/api_keys/validate", run),
};

fn run(_: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    Ok(Answer::json(200, &true))
}

#[cfg(test)]
mod tests {
    use crate::sandbox::tests::{demo, post};

    #[test]
    fn a_good_key_is_true_with_a_body_or_without() {
        for (key, body, status, answer) in [
            ("sandbox-xpanse-standard-key", "", 200, &b"true"[..]),
            ("sandbox-xpanse-standard-key", "{}", 200, b"true"),
            ("wrong", "{}", 401, b""),
        ] {
            let headers = [("x-xdr-auth-id", "1"), ("authorization", key)];
            let told = post(&mut demo(), "/api_keys/validate/", &headers, body);
            assert_eq!((told.status, told.body.as_slice()), (status, answer), "{key} {body}");
        }
    }
}
