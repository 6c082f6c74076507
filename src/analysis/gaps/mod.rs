//! Where the log is blind, or not what it seems: alerts that were dropped, nodes that fell silent, clocks that run
//! apart, records that are there twice, namespaces of which nothing but alerts is logged.

mod clocks;
mod compare;
mod doubles;
mod ends;
mod holes;
mod names;
mod silence;
mod slots;
mod throttle;
mod views;
mod witness;

use crate::record::Record;
use crate::record::derived::workload::host;
use crate::record::time::Time;

pub use clocks::Clocks;
pub use compare::{Back, Comparison, Drift, Jump, Reach, about};
pub use doubles::{Doubled, Doubles, Stretch};
pub use ends::{Alone, Side};
pub use holes::Hole;
pub use silence::{Judged, Rhythm, Silence, Silences, Stray};
pub use slots::LEAST;
pub use throttle::{Place, ThrottleWindow, Throttles, covered};
pub use views::{Unlogged, Views};
pub use witness::{Blindness, Witness, Witnessed};

/// Bytes of a name that are kept, at most: no name of a cluster is longer.
const LONGEST_NAME: usize = 256;

/// What was seen of gaps, in one block or all. What it comes to does not depend on how the records were parted
/// into blocks, and is bounded whatever they hold: see [`Throttles`], [`Silences`],
/// [`Clocks`], [`Doubles`] and [`Views`].
#[derive(Debug, Default)]
pub struct Gaps {
    /// Alerts that were dropped.
    pub throttles: Throttles,
    /// What each node said when.
    pub silences: Silences,
    /// Who spoke behind whom.
    pub clocks: Clocks,
    /// What is there twice.
    pub doubles: Doubles,
    /// What is logged of each namespace.
    pub views: Views,
    /// The name of the last record's node, for its room.
    name: String,
}

impl Gaps {
    /// Takes in a record and its time. Every record of the data is to be shown, whether or not it matches a filter:
    /// what a filter leaves out is no gap of the log.
    pub fn take(&mut self, record: &Record<'_>, time: Option<Time>) {
        self.throttles.take(record, time);
        self.watch(record, time);
    }

    /// The same, but for whether alerts were dropped.
    pub fn watch(&mut self, record: &Record<'_>, time: Option<Time>) {
        self.hear(record, time);
        self.doubles.take(record, time);
        self.views.take(record);
    }

    /// Takes in that a node said something, for silences and clocks alone.
    pub fn hear(&mut self, record: &Record<'_>, time: Option<Time>) {
        let Some(time) = time else { return };
        let mut name = std::mem::take(&mut self.name);
        name.clear();
        host(record, &mut |value| {
            name.push_str(kept(&value.text));
            true
        });
        self.silences.take(&name, time);
        self.clocks.take(&name, record.origin().input, time);
        self.name = name;
    }

    /// Takes in what was seen of another block, that comes later in the input.
    pub fn merge(&mut self, other: Self) {
        self.throttles.merge(other.throttles);
        self.silences.merge(other.silences);
        self.clocks.merge(other.clocks);
        self.doubles.merge(other.doubles);
        self.views.merge(&other.views);
    }

    /// What clocks come to, and by those what pauses and ends come to. Takes some milliseconds where there is much.
    pub fn judged(&self) -> (Comparison, Judged) {
        let clocks = Comparison::of(&self.clocks);
        let judged = self.silences.judged(&clocks);
        (clocks, judged)
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

#[cfg(test)]
mod tests;
