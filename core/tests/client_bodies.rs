//! Bodies of all shapes, up to the limit and over it.

#![cfg(feature = "ureq")]

mod client_support;

use std::io::Write;

use client_support::{CLOSED, Outcome, answer, client, client_with, close, config, hang, serve, serve_answers};
use flate2::{Compression, write::GzEncoder};
use soarwire::{Error, Kind, Report};

const GZIP: &str = "content-encoding: gzip\r\n";

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body)?;
    encoder.finish()
}

fn kind(result: Result<Report, Error>) -> Option<(Kind, u32)> {
    result.err().map(|error| (error.kind(), error.attempts()))
}

#[test]
fn broken_gzip_is_undecodable_and_does_not_hide_the_status() -> Outcome {
    let mut packed = gzip(CLOSED.as_bytes())?;
    packed.iter_mut().skip(20).for_each(|byte| *byte ^= 0x55);
    for (status, body, expected) in [
        ("200 OK", packed.clone(), Kind::Undecodable),
        ("200 OK", Vec::new(), Kind::Undecodable),
        ("401 Unauthorized", packed, Kind::Unauthenticated),
        ("401 Unauthorized", Vec::new(), Kind::Unauthenticated),
    ] {
        let (port, _) = serve_answers(move |_| answer(status, GZIP, &body))?;
        assert_eq!(kind(client(port)?.run(&close())).map(|(kind, _)| kind), Some(expected), "{status}");
    }
    Ok(())
}

#[test]
fn all_headers_of_the_answer_arrive() -> Outcome {
    let headers = "X-Request-Id: r-1\r\nSet-Cookie: s=1\r\nServer: é\r\n";
    let (port, _) = serve_answers(move |_| answer("401 Unauthorized", headers, b""))?;
    let error = client(port)?.run(&close()).err().ok_or("it was not refused")?;
    assert_eq!(error.request_id(), Some("r-1"));
    let kept: Vec<&str> = error.headers().iter().map(|(name, _)| name.as_str()).collect();
    assert!(kept.contains(&"server") && !kept.contains(&"set-cookie"), "{kept:?}");
    let (port, _) = serve_answers(move |_| answer("200 OK", headers, CLOSED.as_bytes()))?;
    assert_eq!(client(port)?.run(&close())?.request_id(), Some("r-1"));
    Ok(())
}

#[test]
fn the_limit_holds() -> Outcome {
    let limited = |port, body_limit| client_with(port, config().body_limit(body_limit));
    let too_large = Some((Kind::BodyTooLarge, 1));
    let chunked =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{CLOSED}\r\n0\r\n\r\n", CLOSED.len());
    let (told, _) = serve_answers(|_| answer("200 OK", "", CLOSED))?;
    let (untold, _) = serve_answers(move |_| chunked.clone().into_bytes())?;
    for port in [told, untold] {
        assert!(limited(port, CLOSED.len())?.run(&close())?.all_succeeded());
        assert_eq!(kind(limited(port, CLOSED.len() - 1)?.run(&close())), too_large);
        assert_eq!(kind(limited(port, 0)?.run(&close())), too_large);
    }
    Ok(())
}

#[test]
fn a_body_that_is_shorter_than_told_did_not_arrive() -> Outcome {
    let (port, _) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{{", 60 << 20).as_bytes());
    })?;
    assert_eq!(kind(client(port)?.run(&close())), Some((Kind::Interrupted, 4)));
    Ok(())
}

#[test]
fn a_gzip_bomb_is_stopped() -> Outcome {
    // Each chunk is a kilobyte that unpacks to a mebibyte: half a gibibyte, and then nothing.
    let packed = gzip(&vec![b' '; 1 << 20])?;
    let chunk = [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n"].concat();
    let (port, _) = serve(move |mut stream, seen| {
        seen.read(&mut stream);
        let head = format!("HTTP/1.1 200 OK\r\n{GZIP}transfer-encoding: chunked\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
        let _ = (0..512).try_for_each(|_| stream.write_all(&chunk));
        hang();
    })?;
    let client = client_with(port, config().body_limit(4 << 20))?;
    assert_eq!(kind(client.run(&close())), Some((Kind::BodyTooLarge, 1)));
    Ok(())
}

#[test]
fn endless_headers_are_stopped() -> Outcome {
    let (port, _) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"x-filler: ................................................\r\n").is_ok() {}
    })?;
    let (kind, attempts) = kind(client(port)?.run(&close())).ok_or("an error")?;
    assert!(matches!(kind, Kind::BodyTooLarge | Kind::Interrupted), "{kind} after {attempts}");
    Ok(())
}

#[test]
fn the_headers_of_an_answer_arrive() -> Outcome {
    let (port, _) = serve_answers(|_| answer("200 OK", "x-request-id: 7f3a\r\n", CLOSED))?;
    assert_eq!(client(port)?.run(&close())?.request_id(), Some("7f3a"));
    Ok(())
}
