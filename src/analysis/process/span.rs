//! Records that say the same of a process, taken together.

use super::activity::Activity;
use super::counts::OperationCounts;
use super::identity::{Identity, Moment};
use super::texts::TextId;

/// Seconds of silence behind which a process that says the same may be another one.
pub(super) const PAUSE: i64 = 3600;

/// Seconds within which an exec of the same command line is the same exec, told twice: by an alert and a log.
pub(super) const TWICE: i64 = 10;

/// Records that say the same of a process, none longer than a [`PAUSE`] behind the one before it.
#[derive(Debug)]
pub(super) struct ProcessSpan {
    pub(super) face: Identity,
    /// The command line.
    pub(super) command: TextId,
    /// The same, if it begins with an exec of it.
    pub(super) ran: TextId,
    pub(super) first: Moment,
    pub(super) last: Moment,
    /// The time of the record that came first, which need not be the earliest.
    pub(super) came_first: Moment,
    pub(super) came_last: Moment,
    /// How many records there are, those among them that do not match.
    pub(super) records: u64,
    /// Of the records that match.
    pub(super) counts: OperationCounts,
    pub(super) deeds: Activity,
}

impl ProcessSpan {
    pub(super) fn extend(&mut self, first: Moment, last: Moment, came_last: Moment) {
        self.first = self.first.min(first);
        self.last = self.last.max(last);
        self.came_last = came_last;
    }
}
