//! The steps of a script on one connection.

use std::{
    io::{self, Read, Write},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use serde::Deserialize;

use super::{
    piece::{Piece, bytes},
    tls::Line,
};

/// One step of a script. The connection is closed after the last one.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// Reads one complete request.
    Read,
    /// Waits for one complete request and leaves its last byte unread, so that closing the connection resets it.
    ReadButLast,
    /// Reads at most this number of bytes.
    ReadBytes(usize),
    /// Sends everything at once.
    Send(Vec<Piece>),
    /// Sends byte by byte.
    Drip {
        every_ms: u64,
        send: Vec<Piece>,
    },
    /// Over TLS: sends each piece as its own record, all at once, except for the last bytes.
    Records {
        hold_back: usize,
        send: Vec<Piece>,
    },
    /// Sends the bytes that were held back.
    Release,
    /// Over TLS: sends the alert for a missing client certificate.
    Alert,
    PauseMs(u64),
    /// Waits until the client closes the connection.
    Wait,
    /// Repeats the steps until the client closes the connection.
    Repeat(Vec<Step>),
}

/// Runs a script; an error ends the connection.
pub(super) fn play(script: &[Step], line: &mut Line, requests: &AtomicUsize) -> io::Result<()> {
    for step in script {
        match step {
            Step::Read => {
                read(line)?;
                requests.fetch_add(1, Ordering::SeqCst);
            }
            Step::ReadButLast => {
                line.read_but_last(whole)?;
                requests.fetch_add(1, Ordering::SeqCst);
            }
            Step::ReadBytes(most) => drop(line.read(&mut vec![0; *most])?),
            Step::Send(pieces) => line.send(&bytes(pieces)?)?,
            Step::Drip { every_ms, send } => {
                for byte in bytes(send)? {
                    line.send(&[byte])?;
                    thread::sleep(Duration::from_millis(*every_ms));
                }
            }
            Step::Records { hold_back, send } => {
                let records =
                    send.iter().map(|piece| bytes(std::slice::from_ref(piece))).collect::<io::Result<Vec<_>>>()?;
                line.send_records(&records, *hold_back)?;
            }
            Step::Release => line.release()?,
            Step::Alert => line.alert()?,
            Step::PauseMs(ms) => thread::sleep(Duration::from_millis(*ms)),
            Step::Wait => while line.read(&mut [0; 4096])? > 0 {},
            Step::Repeat(steps) => loop {
                play(steps, line, requests)?;
            },
        }
    }
    line.flush()
}

fn read(line: &mut Line) -> io::Result<()> {
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    while whole(&said).is_none() {
        let amount = line.read(&mut buffer)?;
        if amount == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        said.extend(buffer.iter().take(amount));
    }
    Ok(())
}

/// The length of the request, once it is complete.
fn whole(said: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(said);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let length: usize = length.unwrap_or(0);
    (body.len() >= length).then_some(head.len() + 4 + length)
}
