//! The process forest: who started whom on each node, from what every record tells of its process and of its parent.
//!
//! Records come one by one into [`Traces`], block by block, in the order of the input; [`Traces::forest`] makes the trees
//! of them. Which stretches of a PID are one process is told in `split`, who is whose parent in `plant`. Texts are escaped.
//!
//! Memory is bounded, in bytes: of stretches (what records say that say the same of a process, without an hour's silence
//! between them) with all that is made of them, of distinct texts, and of deeds. A text is kept up to 4096 bytes, a longer
//! one ends in `…`. Records beyond that are counted.

mod activity;
mod alike;
mod counts;
mod entry;
mod identity;
mod link;
mod node;
mod select;
mod session;
mod span;
mod split;
mod texts;
mod traces;

pub use activity::{ActivityFilter, ActivityKind};
pub use alike::Branch;
pub use counts::OperationCounts;
pub use entry::State;
pub use identity::Uid;
pub use node::{Deed, Node, Outcome, Place, Program};
pub use select::{Choice, ForestSection, Of};
pub use session::SessionKind;
pub use traces::Traces;

use crate::engine::Fold;
use crate::record::Record;
use link::ProcessTable;

/// Bytes that processes take until their trees are written, unless more is asked for.
pub const MOST_MEMORY: usize = 1 << 30;

/// Follows processes: every record tells of ancestry, those that match are counted.
pub struct Tracker {
    /// What to remember of what they did.
    pub wanted: ActivityFilter,
}

impl Fold for Tracker {
    type Part = Traces;

    fn visit(&self, record: &Record<'_>, part: &mut Traces) {
        part.count(record, &self.wanted);
    }

    fn wants_all(&self) -> bool {
        true
    }

    fn on_record(&self, record: &Record<'_>, part: &mut Traces) {
        part.see(record);
    }
}

/// The number of a process, or of what stands for one that is not known.
pub type Id = u32;

/// Trees of processes, those that are chosen.
pub struct Forest<'t> {
    wood: ProcessTable<'t>,
    sections: Vec<select::ProcessSection>,
    /// Where the children of each process begin in `children`, and behind them where they end.
    starts: Vec<usize>,
    children: Vec<Id>,
    shown: Vec<bool>,
}

impl Traces {
    /// The trees of the processes that have matches, and of their ancestors, as far as they are chosen.
    pub fn forest(&self, choice: &Choice) -> Forest<'_> {
        Forest::new(ProcessTable::new(self), choice)
    }

    /// Records that match and name no process.
    pub const fn without_process(&self) -> u64 {
        self.without
    }

    /// Records that match and whose processes there was no room for.
    pub const fn beyond(&self) -> u64 {
        self.beyond
    }

    /// The same of all records: who started whom may be missing.
    pub const fn lost(&self) -> u64 {
        self.lost
    }
}

impl Forest<'_> {
    /// What the trees belong to, by node, place and time.
    pub fn sections(&self) -> impl Iterator<Item = ForestSection<'_>> {
        self.sections.iter().map(|plot| self.section(plot))
    }

    /// The processes that a process started, by time.
    pub fn children(&self, of: Id) -> &[Id] {
        let of = of as usize;
        let bounds = self.starts.get(of).zip(self.starts.get(of + 1));
        let own = bounds.and_then(|(start, end)| self.children.get(*start..*end));
        own.unwrap_or_default()
    }

    /// What is known of a process.
    pub fn node(&self, id: Id) -> Node<'_> {
        Node::new(&self.wood, id)
    }

    /// Links that were left out since a process that is shown would have been its own ancestor.
    pub fn rings(&self) -> u64 {
        let is_ring = |id: &Id| self.node(*id).state() == State::Ring;
        self.ids().filter(is_ring).count() as u64
    }

    /// Whether no process is chosen.
    pub const fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

#[cfg(test)]
mod tests;
