//! Writes a synthetic corpus of `KubeArmor` telemetry, the same for the same plan.
//!
//! The cluster has six nodes with four releases, some 25 namespaces and a few hundred pods.
//! A corpus of at least a thousand records hides one incident about two thirds in: see
//! the module `incident` for its story. The attacker uses `198.51.100.23` and
//! `203.0.113.66`, addresses of ranges kept for documentation; a list for
//! `knoxlog ip=@iocs.txt` is one of them a line.
//! One pod, `ledger-reconcile-…` of namespace `batch`, has exactly five records.
//! Every name, host, address and digest is invented.

use std::io::{self, Write};

mod agenda;
mod apps;
mod chance;
mod cluster;
mod event;
mod incident;
mod net;
mod ordinary;
mod page;
mod policies;
mod rare;
mod stage;
mod text;
mod workloads;

pub use event::Operation;

use agenda::Agenda;
use stage::Stage;

/// The spelling of the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Dialect {
    /// As the relay prints: `HostPID`.
    Pascal,
    /// As the daemon writes its own file: `hostPid`.
    Camel,
    /// Both, record by record.
    Mixed,
}

/// Where a corpus ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// After so many records.
    Records(u64),
    /// With the record that reaches so many bytes.
    Bytes(u64),
    /// With the incident: a few quiet minutes around it, and nothing else.
    Story,
}

/// What to write.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where it ends.
    pub size: Size,
    /// Which of the many.
    pub seed: u64,
    /// The spelling of the keys.
    pub dialect: Dialect,
    /// Lines of the relay's own log among a thousand, below 1000.
    pub noise: u32,
    /// Whether the incident happens.
    pub incident: bool,
    /// Microseconds since 1970 of the first record.
    pub start: u64,
}

impl Plan {
    /// A corpus of `size` that starts at 2026-03-02T08:00:00Z.
    pub fn new(size: Size, seed: u64) -> Self {
        let start = 1_772_438_400_000_000;
        Self {
            size,
            seed,
            dialect: Dialect::Pascal,
            noise: 0,
            incident: true,
            start,
        }
    }

    /// The demo: about twelve minutes of 2026-03-14, from 09:40.
    pub fn demo() -> Self {
        Self {
            start: 1_773_481_200_000_000,
            ..Self::new(Size::Story, 20)
        }
    }
}

/// What was written.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Stats {
    /// Records.
    pub records: u64,
    /// Other lines.
    pub noise: u64,
    /// Bytes of both.
    pub bytes: u64,
    /// Records by operation, in the order of `Operation::ALL`.
    pub operations: [u64; 8],
}

/// Bytes gathered before they are written.
const BLOCK: usize = 256 * 1024;

/// Writes the corpus of `plan`, one record or noise line a line, in blocks of 256 KiB.
///
/// # Errors
///
/// What `out` returns, a closed pipe too.
pub fn write(out: &mut impl Write, plan: &Plan) -> io::Result<Stats> {
    let mut stage = Stage::new(plan);
    let mut agenda = Agenda::new(plan);
    if plan.size == Size::Story {
        for at in [0, 1, 2, 5, 3] {
            stage.note(at);
        }
    }
    while !stage.full() {
        agenda.step(&mut stage);
        if stage.pending().len() >= BLOCK {
            out.write_all(stage.pending())?;
            stage.taken();
        }
    }
    out.write_all(stage.pending())?;
    stage.taken();
    out.flush()?;
    Ok(stage.stats)
}
