//! Writes synthetic `KubeArmor` telemetry to stdout: see `generate` for what is in it.
//!
//! `cargo run --release --example corpus -- --bytes 1G --noise 5 > big.ndjson`

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

pub mod generate;

use generate::{Dialect, Operation, Plan, Size, Stats};

/// Write synthetic `KubeArmor` telemetry to stdout
#[derive(Parser)]
#[command(name = "corpus")]
struct Options {
    /// Records to write
    #[arg(
        long,
        value_name = "N",
        default_value_t = 10_000,
        conflicts_with = "bytes"
    )]
    records: u64,
    /// Bytes to write instead, with K, M or G for powers of 1024
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    bytes: Option<u64>,
    /// Another seed, another corpus
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Spelling of the keys
    #[arg(long, value_enum, default_value_t = Dialect::Pascal)]
    dialect: Dialect,
    /// Lines of the relay's own log among a thousand
    #[arg(long, value_name = "PERMILLE", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=900))]
    noise: u32,
    /// Leave the incident out
    #[arg(long)]
    no_incident: bool,
    /// Write the demo instead; all else is fixed
    #[arg(long, conflicts_with_all = ["records", "bytes", "seed", "dialect", "noise", "no_incident"])]
    demo: bool,
    /// Say on stderr what was written
    #[arg(long)]
    stats: bool,
}

impl Options {
    fn plan(&self) -> Plan {
        if self.demo {
            return Plan::demo();
        }
        let size = self.bytes.map_or(Size::Records(self.records), Size::Bytes);
        let (dialect, noise, incident) = (self.dialect, self.noise, !self.no_incident);
        Plan {
            dialect,
            noise,
            incident,
            ..Plan::new(size, self.seed)
        }
    }
}

/// A number of bytes, with a suffix or without.
fn bytes(text: &str) -> Result<u64, String> {
    let (digits, shift) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number: u64 = digits
        .parse()
        .map_err(|_| "a size is a number, then K, M or G".to_owned())?;
    number
        .checked_mul(1 << shift)
        .ok_or_else(|| "more bytes than can be counted".to_owned())
}

fn report(out: &mut impl Write, stats: &Stats) -> io::Result<()> {
    writeln!(
        out,
        "{} records, {} other lines, {} bytes",
        stats.records, stats.noise, stats.bytes
    )?;
    for (operation, count) in Operation::ALL.iter().zip(stats.operations) {
        writeln!(out, "{count:>12} {}", operation.name())?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let options = Options::parse();
    let written = generate::write(&mut io::stdout().lock(), &options.plan());
    let done = written.and_then(|stats| {
        if options.stats {
            report(&mut io::stderr().lock(), &stats)
        } else {
            Ok(())
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // nowhere left to say so if stderr fails too
            let _ = writeln!(io::stderr(), "error: cannot write the corpus: {error}");
            ExitCode::from(2)
        }
    }
}
