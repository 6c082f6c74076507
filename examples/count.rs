//! Counts the records of a file that match a filter, and by what they were made: the library without the command.
//!
//! `cargo run --example count -- 'op=network ip=public' demo/incident.ndjson`

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, Write};

use knoxlog::query::Plan;
use knoxlog::record::key::Key;
use knoxlog::search;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(filter), Some(path)) = (args.next(), args.next()) else {
        return Err("usage: count FILTER FILE".into());
    };
    let plan = Plan::compile(&filter)?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let stats = search::each(&plan, File::open(path)?, |record| {
        let name = record.text(Key::ProcessName).unwrap_or_default();
        *counts.entry(name.into_owned()).or_default() += 1;
    })?;
    let mut out = io::stdout().lock();
    for (name, count) in counts {
        // What is in a record is written by whoever runs in the container.
        writeln!(out, "{count:6} {}", knoxlog::text::sanitize(&name))?;
    }
    writeln!(out, "{:6} of {}", stats.total.matched, stats.total.records)?;
    Ok(())
}
