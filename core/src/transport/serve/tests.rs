//! The HTTP face over real sockets.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Read, Write};
use std::time::Instant;

use serde_json::{Value, json};

use super::*;
use crate::sandbox::{Config, Fault};

const PATH: &str = "/MainApp/VSOC/api/Command/CloseIncidentInBulk";

fn server() -> Server {
    start(ServeOptions::default()).unwrap()
}

fn start(options: ServeOptions) -> io::Result<Server> {
    Server::start(Sandbox::new(Config::default()), options)
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.addr()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn close_body() -> String {
    json!({ "Username": "Admin", "Site": "Security Operations", "CommandParams": {
        "Incident Numbers": ["20261103-104"], "Bypass Required Pending Tasks": "Yes", "Conclusion": "Done." } })
    .to_string()
}

fn request(method: &str, path: &str, body: &str) -> String {
    let length = body.len();
    format!("{method} {path} HTTP/1.1\r\nhost: x\r\nd3key: sandbox-d3-key\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// Status, head and body of the next answer.
fn read_answer(stream: &mut TcpStream) -> (u16, String, String) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let status = head[9..12].parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).unwrap();
    (status, head, String::from_utf8(body).unwrap())
}

fn ask(stream: &mut TcpStream, method: &str, path: &str, body: &str) -> (u16, Value) {
    stream.write_all(request(method, path, body).as_bytes()).unwrap();
    let (status, _, body) = read_answer(stream);
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

/// All that comes until the server closes.
fn read_rest(stream: &mut TcpStream) -> String {
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    rest
}

fn script(server: &Server, faults: &str) {
    server.sandbox().script(Fault::list_from_json(faults.as_bytes()).unwrap());
}

#[test]
fn a_connection_is_kept_alive_and_may_run_ahead() {
    let server = server();
    let mut stream = connect(&server);
    for _ in 0..3 {
        assert_eq!(ask(&mut stream, "POST", PATH, &close_body()).1["returnData"], "Successful");
    }
    let two = request("POST", PATH, &close_body()).repeat(2);
    stream.write_all(two.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream).0, 200);
    assert_eq!(read_answer(&mut stream).0, 200);
    assert_eq!(server.sandbox().effects().totals.closes, 5);
}

#[test]
fn a_request_may_come_byte_by_byte() {
    let server = server();
    let mut stream = connect(&server);
    stream.set_nodelay(true).unwrap();
    for byte in request("POST", PATH, &close_body()).bytes() {
        stream.write_all(&[byte]).unwrap();
    }
    assert_eq!(read_answer(&mut stream).0, 200);
}

#[test]
fn chunks_are_put_together() {
    let server = server();
    let mut stream = connect(&server);
    let body = close_body();
    let (first, second) = body.split_at(20);
    let head = format!("POST {PATH} HTTP/1.1\r\nd3key: sandbox-d3-key\r\nTransfer-Encoding: chunked\r\n\r\n");
    let chunked = format!(
        "{head}{:x}\r\n{first}\r\n{:X};ext=1\r\n{second}\r\n0\r\ntrailer: 1\r\n\r\n",
        first.len(),
        second.len()
    );
    stream.write_all(chunked.repeat(2).as_bytes()).unwrap();
    for _ in 0..2 {
        assert_eq!(read_answer(&mut stream).0, 200);
    }
    stream.write_all(format!("{head}zz\r\n").as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream).0, 400);
}

#[test]
fn a_client_that_expects_it_is_told_to_continue() {
    let server = server();
    let mut stream = connect(&server);
    let body = close_body();
    let (head, _) = request("POST", PATH, &body).split_once("\r\n\r\n").map(|(a, b)| (a.to_owned(), b.len())).unwrap();
    stream.write_all(format!("{head}\r\nExpect: 100-continue\r\n\r\n").as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream).0, 100);
    stream.write_all(body.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream).0, 200);
}

#[test]
fn large_bodies_pass_and_larger_ones_are_refused() {
    let server = server();
    let mut stream = connect(&server);
    let padding = "x".repeat(5_000_000);
    let body = close_body().replace("Done.", &padding);
    assert_eq!(ask(&mut stream, "POST", PATH, &body).0, 200);

    let mut stream = connect(&server);
    stream.write_all(format!("POST {PATH} HTTP/1.1\r\ncontent-length: 67108865\r\n\r\n").as_bytes()).unwrap();
    let _ = stream.write_all(padding.as_bytes());
    assert_eq!(read_answer(&mut stream).0, 413);

    let mut stream = connect(&server);
    let head = format!("POST {PATH} HTTP/1.1\r\ncontent-length: 99999999999999999999999\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream).0, 413);
}

#[test]
fn what_is_no_request_is_refused_at_once() {
    let server = server();
    for (noise, status) in [
        ("\x16\x03\x01\x02\x00".to_owned(), 400),
        ("GET\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\ncontent-length: +1\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n".to_owned(), 501),
        (format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(101)), 431),
        (format!("GET /{}", "a".repeat(70_000)), 431),
    ] {
        let mut stream = connect(&server);
        stream.write_all(noise.as_bytes()).unwrap();
        let (given, _, body) = read_answer(&mut stream);
        assert_eq!(given, status, "{body}");
        assert!(body.contains("error"), "{body}");
    }
}

#[test]
fn connections_close_when_asked_to() {
    let server = server();
    for head in ["GET / HTTP/1.0", "GET / HTTP/1.1\r\nConnection: close"] {
        let mut stream = connect(&server);
        stream.write_all(format!("{head}\r\n\r\n").as_bytes()).unwrap();
        let answer = read_rest(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n") && answer.contains("connection: close"), "{answer}");
    }
}

#[test]
fn a_head_request_gets_no_body() {
    let server = server();
    let mut stream = connect(&server);
    stream.write_all(b"HEAD / HTTP/1.1\r\nconnection: close\r\n\r\n").unwrap();
    let answer = read_rest(&mut stream);
    assert!(answer.ends_with("\r\n\r\n") && !answer.contains("content-length: 0"), "{answer}");
}

#[test]
fn cuts_close_the_connection_where_they_say() {
    for (kind, closes, sent) in [("cut_before", 0, false), ("cut_after", 1, false), ("cut_mid_body", 1, true)] {
        let server = server();
        script(&server, &format!(r#"{{"kind": "{kind}"}}"#));
        let mut stream = connect(&server);
        stream.write_all(request("POST", PATH, &close_body()).as_bytes()).unwrap();
        let rest = read_rest(&mut stream);
        assert_eq!(!rest.is_empty(), sent, "{kind}");
        if let Some((head, half)) = rest.split_once("\r\n\r\n") {
            let whole: usize = head.split_once("content-length: ").unwrap().1.parse().unwrap();
            assert_eq!(half.len(), whole / 2);
        }
        assert_eq!(server.sandbox().effects().totals.closes, closes, "{kind}");
        assert_eq!(ask(&mut connect(&server), "POST", PATH, &close_body()).0, 200);
    }
}

#[test]
fn a_delay_holds_up_its_own_connection_only() {
    let server = server();
    let delayed = |ms: u32| {
        script(&server, &format!(r#"{{"kind": "delay", "ms": {ms}}}"#));
        let mut slow = connect(&server);
        slow.write_all(request("POST", PATH, &close_body()).as_bytes()).unwrap();
        while server.sandbox().pending_faults() > 0 {
            thread::sleep(Duration::from_millis(1));
        }
        slow
    };
    let _long = delayed(120_000);
    assert_eq!(ask(&mut connect(&server), "POST", PATH, &close_body()).0, 200);
    let started = Instant::now();
    assert_eq!(read_answer(&mut delayed(500)).0, 200);
    assert!(started.elapsed() >= Duration::from_millis(500));
}

#[test]
fn stopping_ends_waits_and_connections_and_frees_the_port() {
    let server = server();
    script(&server, r#"{"kind": "never_answer"}"#);
    let mut waiting = connect(&server);
    waiting.write_all(request("POST", PATH, &close_body()).as_bytes()).unwrap();
    let mut idle = connect(&server);
    assert_eq!(ask(&mut idle, "GET", "/_sandbox/", "").0, 200);
    while server.sandbox().pending_faults() > 0 {
        thread::sleep(Duration::from_millis(1));
    }
    let started = Instant::now();
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(read_rest(&mut waiting), "");
    assert_eq!(read_rest(&mut idle), "");
    server.stop();
    assert_eq!(server.sandbox().effects().totals.closes, 1, "the account outlives the port");

    let again = start(ServeOptions { address: server.addr(), ..ServeOptions::default() }).unwrap();
    assert_eq!(again.addr(), server.addr());
}

#[test]
fn an_answer_nobody_waits_for_lets_its_thread_go() {
    let server = server();
    script(&server, r#"{"kind": "never_answer"}"#);
    let mut stream = connect(&server);
    stream.write_all(request("POST", PATH, &close_body()).as_bytes()).unwrap();
    while server.sandbox().pending_faults() > 0 {
        thread::sleep(Duration::from_millis(1));
    }
    drop(stream);
    let started = Instant::now();
    // The accept thread and the server itself share it, and so does the connection's thread while it lives.
    while Arc::strong_count(&server.shared) > 2 {
        assert!(started.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn addresses_that_will_not_do_say_what_to_do() {
    let server = server();
    let taken = start(ServeOptions { address: server.addr(), ..ServeOptions::default() }).unwrap_err();
    assert_eq!(taken.kind(), io::ErrorKind::AddrInUse);
    assert!(taken.to_string().contains("port 0") && !taken.to_string().contains('\n'), "{taken}");

    let everywhere = ServeOptions { address: "0.0.0.0:0".parse().unwrap(), ..ServeOptions::default() };
    let refused = start(everywhere.clone()).unwrap_err();
    assert!(refused.to_string().contains("allow_remote"), "{refused}");
    let remote = start(ServeOptions { allow_remote: true, ..everywhere }).unwrap();
    let mut stream = TcpStream::connect(remote.shared.wake_address()).unwrap();
    let (_, index) = ask(&mut stream, "GET", "/_sandbox/", "");
    assert!(index["d3"].is_object() && index.get("credentials").is_none(), "{index}");
}

#[test]
fn the_admin_route() {
    let server = server();
    let mut stream = connect(&server);
    let (_, index) = ask(&mut stream, "GET", "/_sandbox", "");
    assert_eq!(index["d3"]["base_url"], server.d3_base_url());
    assert_eq!(index["xpanse"]["base_url"], server.url());
    assert_eq!(index["credentials"]["d3"]["api_keys"]["*"], "sandbox-d3-key");
    assert_eq!(index["credentials"]["xpanse"]["advanced_keys"]["2"], "sandbox-xpanse-advanced-key");

    let faults = r#"[{"kind": "html", "on": "CloseIncidentInBulk"}, {"kind": "cut_after"}]"#;
    assert_eq!(ask(&mut stream, "POST", "/_sandbox/faults", faults), (200, json!({ "pending_faults": 2 })));
    assert_eq!(ask(&mut stream, "POST", PATH, &close_body()).0, 502);
    assert_eq!(ask(&mut stream, "DELETE", "/_sandbox/faults", "").0, 200);
    for _ in 0..2 {
        assert_eq!(ask(&mut stream, "POST", PATH, &close_body()).0, 200);
    }
    let (status, refused) = ask(&mut stream, "POST", "/_sandbox/faults", r#"{"kind": "delay", "status": 1}"#);
    assert_eq!((status, refused["error"].as_str().unwrap()), (400, "kind `delay` needs `ms`"));

    let (_, effects) = ask(&mut stream, "GET", "/_sandbox/effects", "");
    assert_eq!(effects["operations"]["CloseIncidentInBulk"], json!({ "received": 3, "executed": 2, "refused": 1 }));
    assert_eq!(effects["d3"]["20261103-104"]["conclusions"], json!(["Done.", "Done."]));
    assert_eq!(effects["duplicates"][0]["times"], 2);
    let (_, incidents) = ask(&mut stream, "GET", "/_sandbox/incidents?fresh=1", "");
    assert_eq!(incidents["d3"][0]["status"], "Closed");
    let (_, requests) = ask(&mut stream, "GET", "/_sandbox/requests", "");
    assert_eq!((&requests[0]["status"], &requests[0]["faults"]), (&json!(502), &json!(["html"])));
    assert!(requests[0]["headers"].as_array().unwrap().contains(&json!(["d3key", "***"])), "{requests}");

    assert_eq!(ask(&mut stream, "POST", "/_sandbox/reset", "").0, 200);
    assert_eq!(ask(&mut stream, "GET", "/_sandbox/effects", "").1["d3"], json!({}));
    assert_eq!(ask(&mut stream, "PUT", "/_sandbox/reset", "").0, 405);
    for line in index["admin"].as_array().unwrap() {
        let (method, path) = line.as_str().unwrap().split_once(' ').unwrap();
        assert_eq!(ask(&mut stream, method, path, "[]").0, 200, "{line}");
    }
    assert_eq!(ask(&mut stream, "GET", "/_sandbox/nothing", "").0, 404);
}

#[test]
fn credentials_are_told_to_this_machine_alone() {
    let server = server();
    let (status, told) = ask(&mut connect(&server), "GET", "/_sandbox/credentials", "");
    assert_eq!((status, &told), (200, &server.credentials()));
    assert_eq!(told["d3"]["base_url"], server.d3_base_url());
    assert_eq!(told["xpanse"]["key_type"], "advanced");
    let address = SocketAddr::from(([0, 0, 0, 0], 0));
    let open = start(ServeOptions { address, allow_remote: true, ..ServeOptions::default() }).unwrap();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, open.addr().port())).unwrap();
    let (status, told) = ask(&mut stream, "GET", "/_sandbox/credentials", "");
    assert_eq!(status, 404);
    assert!(!told.to_string().contains("sandbox-"), "{told}");
}

#[test]
fn a_tenant_without_keys_has_other_ways_in() {
    let ways = [
        (r#"{"d3": {"keys": {}}, "xpanse": {"advanced_keys": []}}"#, "jwt", json!("standard")),
        (
            r#"{"d3": {"keys": {}, "jwts": []}, "xpanse": {"advanced_keys": [], "standard_keys": []}}"#,
            "jwt_secret",
            Value::Null,
        ),
    ];
    for (config, way, key_type) in ways {
        let sandbox = Sandbox::new(serde_json::from_str(config).unwrap());
        let credentials = Server::start(sandbox, ServeOptions::default()).unwrap().credentials();
        assert!(credentials["d3"][way].is_string(), "{credentials}");
        assert_eq!(credentials["xpanse"]["key_type"], key_type);
    }
}

#[test]
fn browsers_are_let_in_only_when_told_so() {
    let preflight = "OPTIONS /x HTTP/1.1\r\norigin: http://a\r\naccess-control-request-headers: d3key\r\n\r\n";
    let options = ServeOptions { cors_origin: Some("http://a".to_owned()), ..ServeOptions::default() };
    for (options, allowed) in [(ServeOptions::default(), false), (options, true)] {
        let server = start(options).unwrap();
        let mut stream = connect(&server);
        stream.write_all(preflight.as_bytes()).unwrap();
        let (status, head, _) = read_answer(&mut stream);
        assert_eq!(status, 204);
        assert_eq!(head.contains("access-control-allow-headers: d3key\r\n"), allowed, "{head}");
        stream.write_all(request("POST", PATH, &close_body()).as_bytes()).unwrap();
        let (_, head, _) = read_answer(&mut stream);
        assert_eq!(head.contains("access-control-allow-origin: http://a\r\n"), allowed, "{head}");
    }
}

#[test]
fn a_scripted_header_cannot_add_another() {
    let server = server();
    script(&server, r#"{"kind": "redirect", "location": "/x\r\nset-cookie: a=b"}"#);
    let mut stream = connect(&server);
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let (status, head, _) = read_answer(&mut stream);
    assert_eq!(status, 302);
    assert!(head.lines().all(|line| !line.starts_with("set-cookie")), "{head}");
}
