//! Journals of bulk runs: whatever is in the file, there is a journal or an error, and a journal agrees with itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire::{
    Error, Kind,
    bulk::{Journal, JournalReader},
};

fn read(bytes: &[u8], piece: usize) -> Result<Journal, Error> {
    let mut reader = JournalReader::new();
    bytes.chunks(piece.max(1)).for_each(|piece| reader.feed(piece));
    reader.finish()
}

/// Gives each line the checksum that it should have: no fuzzer finds that by chance.
fn sealed(text: &[u8]) -> Vec<u8> {
    let line = |line: &[u8]| [format!("{:08x} ", crc32c::crc32c(line)).as_bytes(), line, b"\n"].concat();
    text.split(|byte| *byte == b'\n').flat_map(line).collect()
}

fuzz_target!(|input: (bool, u8, &[u8])| {
    let (is_sealed, piece, text) = input;
    let bytes = if is_sealed { sealed(text) } else { text.to_vec() };
    let said = |read: &Result<Journal, Error>| match read {
        Ok(journal) => (journal.report().to_json(), journal.sound_bytes()),
        Err(error) => (error.to_json(), 0),
    };
    let whole = read(&bytes, usize::MAX);
    assert_eq!(said(&whole), said(&read(&bytes, piece.into())), "in pieces it says something else");
    match &whole {
        Err(error) => {
            assert_eq!((error.kind(), error.field().is_some()), (Kind::InvalidRequest, true));
        }
        Ok(journal) => {
            assert!(journal.sound_bytes() <= bytes.len() as u64);
            let report = journal.report();
            let counts = report.counts().named();
            assert_eq!(counts[0].1, report.len());
            assert_eq!(counts[1..].iter().map(|(_, count)| count).sum::<usize>(), report.len());
            assert_eq!(report.rows().count(), journal.plan().len());
            // Zeros behind it change nothing.
            let zeros = [&bytes[..], &[0; 64]].concat();
            assert_eq!(said(&read(&zeros, 7)), said(&whole));
        }
    }
});
