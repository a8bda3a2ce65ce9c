//! The raw server as a separate process, for clients in other languages: serves every row of the table on its own port until
//! standard input ends. It prints one line, `{"ca": PEM, "urls": {row: URL}}`, and answers every input line with the name of a
//! row by `{"requests": …, "connections": …}`: the counts for that row.
#![allow(clippy::print_stdout, reason = "a command line program")]

use std::{collections::BTreeMap, error::Error, io};

use serde_json::json;
use soarwire_tests::raw_server::{Authority, serve, table};

fn main() -> Result<(), Box<dyn Error>> {
    let authority = Authority::new()?;
    let mut served = BTreeMap::new();
    for row in table()? {
        served.insert(row.name.clone(), serve(&row, &authority)?);
    }
    let urls: BTreeMap<_, _> = served.iter().map(|(name, served)| (name, &served.url)).collect();
    println!("{}", json!({ "ca": authority.pem(), "urls": urls }));
    for line in io::stdin().lines() {
        let seen = served.get(&line?).map(|served| served.seen.clone()).unwrap_or_default();
        println!("{}", json!({ "requests": seen.requests(), "connections": seen.connections() }));
    }
    Ok(())
}
