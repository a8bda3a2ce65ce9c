//! The headers of a refusal that its error keeps.

use super::response::Response;
use crate::json::cut;

/// How much is kept of all headers together, each counted with what it takes to keep one more.
const ROOM: usize = 16 << 10;
const OVERHEAD: usize = 64;

/// Headers that hold credentials, or that some server sent back what it was sent.
const SECRET: [&str; 9] = [
    "set-cookie",
    "set-cookie2",
    "cookie",
    "authorization",
    "proxy-authorization",
    "d3key",
    "d3jwt",
    "x-xdr-auth-id",
    "x-xdr-nonce",
];

/// Names, in lower case, and values, in the order of the answer, as far as there is room.
pub(crate) fn of(response: &Response<'_>) -> Vec<(String, String)> {
    let mut room = ROOM;
    let mut kept = Vec::new();
    for (name, value) in &response.headers {
        let name = name.to_ascii_lowercase();
        if SECRET.contains(&name.as_str()) {
            continue;
        }
        let Some(left) = room.checked_sub(name.len() + OVERHEAD) else { break };
        let value = cut(value.as_ref().into(), left);
        room = left.saturating_sub(value.len());
        kept.push((name, value));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_them_in_order_without_cookies_and_credentials() {
        let answer = Response::new(500, vec![])
            .with_header("Server", "nginx")
            .with_header("Set-Cookie", "s=1")
            .with_header("D3Key", "k")
            .with_header("server", "2");
        let kept: Vec<String> = of(&answer).into_iter().map(|(name, value)| name + "=" + &value).collect();
        assert_eq!(kept, ["server=nginx", "server=2"]);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let many = (0..10_000).fold(Response::new(500, vec![]), |answer, _| answer.with_header("a", "b"));
        assert!((100..300).contains(&of(&many).len()));
        let long = of(&Response::new(500, vec![]).with_header("a", "b".repeat(1 << 20)).with_header("c", "d"));
        assert_eq!(long.len(), 1);
        assert!(long.iter().all(|(_, value)| value.len() < ROOM && value.ends_with("b…")));
    }
}
