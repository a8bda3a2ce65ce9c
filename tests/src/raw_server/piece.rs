//! The pieces of data that a script sends.

use std::io::{self, Write};

use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;

/// The response to both kinds of call: success or denial.
const DONE: &str = r#"{"error":"","contextData":[{"Incident Number":"a","Result":"Successful"}]}"#;
const DENIED: &str =
    r#"{"error":"","contextData":[{"Incident Number":"a","Result":"Failed","Error message":"denied"}]}"#;

/// Bytes to send.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Piece {
    /// A complete response that reports success, and one that reports denial.
    Ok,
    Denied,
    /// The body of the success response.
    Done,
    /// Literal text.
    Text(String),
    /// This number of spaces.
    Spaces(usize),
    /// A complete response; `content-length` is the length of its body unless `length` is given.
    Answer {
        #[serde(default = "ok")]
        status: String,
        #[serde(default)]
        headers: Vec<String>,
        #[serde(default)]
        body: Vec<Piece>,
        length: Option<i64>,
    },
    /// One chunk of a chunked body.
    Chunk(Vec<Piece>),
    Gzip(Vec<Piece>),
    /// Repeated this number of times.
    Times(usize, Vec<Piece>),
    /// Only the first bytes.
    First(usize, Vec<Piece>),
    /// All but the first bytes.
    ButFirst(usize, Vec<Piece>),
    /// All but the last bytes.
    ButLast(usize, Vec<Piece>),
    /// All bytes except the first 20 are corrupted.
    Garbled(Vec<Piece>),
}

fn ok() -> String {
    "200 OK".to_owned()
}

/// The bytes of some pieces.
pub(super) fn bytes(pieces: &[Piece]) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    for piece in pieces {
        all.extend(one(piece)?);
    }
    Ok(all)
}

fn one(piece: &Piece) -> io::Result<Vec<u8>> {
    Ok(match piece {
        Piece::Ok => answer("200 OK", &[], DONE.as_bytes(), 0),
        Piece::Denied => answer("200 OK", &[], DENIED.as_bytes(), 0),
        Piece::Done => DONE.into(),
        Piece::Text(text) => text.clone().into_bytes(),
        Piece::Spaces(amount) => vec![b' '; *amount],
        Piece::Answer { status, headers, body, length } => answer(status, headers, &bytes(body)?, length.unwrap_or(0)),
        Piece::Chunk(pieces) => {
            let data = bytes(pieces)?;
            [format!("{:x}\r\n", data.len()).as_bytes(), &data, b"\r\n"].concat()
        }
        Piece::Gzip(pieces) => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&bytes(pieces)?)?;
            encoder.finish()?
        }
        Piece::Times(times, pieces) => bytes(pieces)?.repeat(*times),
        Piece::First(amount, pieces) => bytes(pieces)?.into_iter().take(*amount).collect(),
        Piece::ButFirst(amount, pieces) => bytes(pieces)?.into_iter().skip(*amount).collect(),
        Piece::ButLast(amount, pieces) => {
            let mut all = bytes(pieces)?;
            all.truncate(all.len().saturating_sub(*amount));
            all
        }
        Piece::Garbled(pieces) => {
            let mut all = bytes(pieces)?;
            all.iter_mut().skip(20).for_each(|byte| *byte ^= 0x55);
            all
        }
    })
}

/// A response whose `content-length` is wrong by `more`.
fn answer(status: &str, headers: &[String], body: &[u8], more: i64) -> Vec<u8> {
    let length = i64::try_from(body.len()).unwrap_or(i64::MAX).saturating_add(more);
    let mut head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n");
    headers.iter().for_each(|header| head += &format!("{header}\r\n"));
    [head.as_bytes(), b"\r\n", body].concat()
}
