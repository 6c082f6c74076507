//! Where the log is blind: alerts that were dropped, nodes that fell silent, clocks that run apart.

mod clocks;
mod silence;
mod throttle;

use crate::record::Record;
use crate::record::time::Time;

pub use clocks::{Clocks, Drift};
pub use silence::{LEAST, Rhythm, Side, Silence, Silences};
pub use throttle::{Place, Throttles, Window, covered};

/// Bytes of a name that are kept, at most: no name of a cluster is longer.
const LONGEST_NAME: usize = 256;

/// What was seen of gaps, in one block or all. What it comes to does not depend on how the records were parted
/// into blocks, and is bounded whatever they hold: see [`Throttles`] and [`Silences`].
#[derive(Debug, Default)]
pub struct Gaps {
    /// Alerts that were dropped.
    pub throttles: Throttles,
    /// What each node said when.
    pub silences: Silences,
}

impl Gaps {
    /// Takes in a record and its time. Every record of the data is to be shown, whether or not it matches a filter:
    /// what a filter leaves out is no gap of the log.
    pub fn take(&mut self, record: &Record<'_>, time: Option<Time>) {
        self.throttles.take(record, time);
        if let Some(time) = time {
            self.silences.take(record, time);
        }
    }

    /// Takes in what was seen of another block, that comes later in the input.
    pub fn merge(&mut self, other: Self) {
        self.throttles.merge(other.throttles);
        self.silences.merge(other.silences);
    }
}

/// A name as it is kept: what is too long is cut off.
fn kept(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let ends = name.char_indices().map(|(at, _)| at);
    let end = ends.take_while(|at| *at <= LONGEST_NAME).last();
    name.get(..end.unwrap_or_default()).unwrap_or_default()
}
