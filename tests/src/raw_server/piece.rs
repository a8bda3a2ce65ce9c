//! What a script sends, in pieces.

use std::io::{self, Write};

use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;

/// The answer to both kinds of call: it is done, or denied.
const DONE: &str = r#"{"error":"","contextData":[{"Incident Number":"a","Result":"Successful"}]}"#;
const DENIED: &str =
    r#"{"error":"","contextData":[{"Incident Number":"a","Result":"Failed","Error message":"denied"}]}"#;

/// Bytes to send.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Piece {
    /// A whole answer that says that it is done, and one that it is denied.
    Ok,
    Denied,
    /// The body of the first.
    Done,
    /// As it is.
    Text(String),
    /// So many spaces.
    Spaces(usize),
    /// A whole answer; its `content-length` is that of its body unless `length` says otherwise.
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
    /// So many times.
    Times(usize, Vec<Piece>),
    /// The first bytes alone.
    First(usize, Vec<Piece>),
    /// All but the first bytes.
    ButFirst(usize, Vec<Piece>),
    /// All but the last bytes.
    ButLast(usize, Vec<Piece>),
    /// All bytes but the first 20 are wrong.
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

/// An answer whose length is wrong by `more`.
fn answer(status: &str, headers: &[String], body: &[u8], more: i64) -> Vec<u8> {
    let length = i64::try_from(body.len()).unwrap_or(i64::MAX).saturating_add(more);
    let mut head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n");
    headers.iter().for_each(|header| head += &format!("{header}\r\n"));
    [head.as_bytes(), b"\r\n", body].concat()
}
