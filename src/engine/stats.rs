//! The statistics of a run: everything that was not an ordinary record is counted and said.

use crate::input::envelope::{BARE, Envelope};
use crate::input::{FaultKind, InputFault};
use crate::json::Malformed;
use crate::query::Within;
use crate::record::time::Time;

/// What one block held.
#[derive(Debug, Default)]
pub struct BlockStats {
    /// The input it is of.
    pub source: usize,
    /// Lines, blank ones too.
    pub lines: u64,
    /// Telemetry records.
    pub records: u64,
    /// Records that matched.
    pub matched: u64,
    /// Lines that begin as JSON and are not.
    pub malformed: u64,
    /// Lines longer than the limit.
    pub oversize: u64,
    /// Objects that are no telemetry, such as the relay's own log.
    pub others: u64,
    /// Lines that are no JSON.
    pub foreign: u64,
    /// Lines of those two kinds that the relay writes about itself.
    pub relay: u64,
    /// Matching records that have a key twice.
    pub duplicates: u64,
    /// Records that say that alerts are being dropped.
    pub gaps: u64,
    /// Lines of those two kinds that hold the marks of telemetry all the same: it is in a form that is not read.
    pub unread: u64,
    /// Records without a time, where the filter asks for it.
    pub untimed: u64,
    /// Records outside of the window of time that was asked about, those without a time among them.
    pub outside: u64,
    /// The earliest and the latest time, where the filter asks for it.
    pub span: Option<(Time, Time)>,
    /// The first malformed lines, by line number within the block.
    pub bad_lines: Vec<(u64, BadLine)>,
    /// The first line that is no record of any kind, by line number within the block.
    pub first_skipped: Option<u64>,
    /// The first line that holds telemetry in a form that is not read, by line number within the block.
    pub first_unread: Option<u64>,
    /// What went wrong with the input itself.
    pub fault: Option<FaultKind>,
    /// Records by the wrapper that they came out of.
    pub wrapped: Vec<(&'static Envelope, u64)>,
}

/// Why a line is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadLine {
    /// It is not JSON.
    Malformed {
        /// Where and why.
        why: Malformed,
        /// Its first bytes, at most [`EXCERPT`].
        excerpt: Vec<u8>,
    },
    /// It is longer than the limit; its length in bytes.
    Oversize(u64),
}

/// Bytes of a bad line that are quoted, at most.
pub const EXCERPT: usize = 60;
/// Flawed lines of one input that are shown, at most.
pub const SHOWN: usize = 10;

/// Something to tell while the run goes on.
#[derive(Debug)]
pub enum Notice {
    /// A line that could not be read.
    Line {
        /// The input.
        source: usize,
        /// The line's number, from 1.
        line: u64,
        /// Why.
        bad_line: BadLine,
    },
    /// An input that could not be read, or not whole.
    Input {
        /// The input.
        source: usize,
        /// Why.
        kind: FaultKind,
    },
}

/// The sums of a run.
#[derive(Debug, Default)]
pub struct ScanStats {
    /// The sums of all tallies; its lists are empty.
    pub total: BlockStats,
    /// The first line that was skipped: input and line number.
    pub first_skipped: Option<(usize, u64)>,
    /// The first line that holds telemetry in a form that is not read: input and line number.
    pub first_unread: Option<(usize, u64)>,
    /// Inputs that could not be read, or not whole.
    pub faults: u64,
    per_input: Vec<InputProgress>,
}

/// How far one input was read.
#[derive(Clone, Copy, Debug, Default)]
struct InputProgress {
    lines: u64,
    shown: usize,
}

impl BlockStats {
    /// The block of an input's fault.
    pub(super) fn of_fault(InputFault { source, kind }: InputFault) -> Self {
        Self {
            source,
            fault: Some(kind),
            ..Self::default()
        }
    }

    /// Lines that are no telemetry, whatever they are.
    pub fn skipped(&self) -> u64 {
        self.malformed + self.oversize + self.others + self.foreign
    }

    /// Records that were judged: read, and inside of the window of time that was asked about.
    pub const fn judged(&self) -> u64 {
        self.records.saturating_sub(self.outside)
    }

    /// Adds the sums of another.
    fn absorb(&mut self, other: Self) {
        self.lines += other.lines;
        self.records += other.records;
        self.matched += other.matched;
        self.malformed += other.malformed;
        self.oversize += other.oversize;
        self.others += other.others;
        self.foreign += other.foreign;
        self.relay += other.relay;
        self.duplicates += other.duplicates;
        self.gaps += other.gaps;
        self.unread += other.unread;
        self.untimed += other.untimed;
        self.outside += other.outside;
        self.span = join(self.span, other.span);
        for (row, count) in other.wrapped {
            add(&mut self.wrapped, row, count);
        }
    }

    /// Counts a record of a wrapper. A bare one has none.
    pub(super) fn unwrapped(&mut self, row: &'static Envelope) {
        if row != BARE {
            add(&mut self.wrapped, row, 1);
        }
    }

    /// Takes in records that were passed over, one a line.
    pub(super) const fn pass_over(&mut self, lines: u64) {
        self.lines += lines;
        self.records += lines;
    }

    /// Notes a bad line; `line` counts from 1 within the block.
    pub(super) fn bad_line(&mut self, line: u64, bad_line: BadLine) {
        self.first_skipped.get_or_insert(line);
        if self.bad_lines.len() < SHOWN {
            self.bad_lines.push((line, bad_line));
        }
    }

    /// Notes a line if it holds telemetry in a form that is not read.
    pub(super) fn note_unread_if(&mut self, is_unread: bool) {
        if is_unread {
            self.unread += 1;
            self.first_unread.get_or_insert(self.lines);
        }
    }

    /// Widens the span of times, and tells whether it lies in the window.
    pub(super) fn note_time(&mut self, time: Option<Time>, within: &Within) {
        self.outside += u64::from(!within.holds(time));
        let Some(time) = time else {
            self.untimed += 1;
            return;
        };
        self.span = join(self.span, Some((time, time)));
    }
}

fn add(counts: &mut Vec<(&'static Envelope, u64)>, row: &'static Envelope, more: u64) {
    match counts.iter_mut().find(|(known, _)| *known == row) {
        Some((_, count)) => *count += more,
        None => counts.push((row, more)),
    }
}

fn join(left: Option<(Time, Time)>, right: Option<(Time, Time)>) -> Option<(Time, Time)> {
    match (left, right) {
        (Some(left), Some(right)) => Some((left.0.min(right.0), left.1.max(right.1))),
        (one, other) => one.or(other),
    }
}

impl ScanStats {
    pub(super) fn new(inputs: usize) -> Self {
        Self {
            per_input: vec![InputProgress::default(); inputs],
            ..Self::default()
        }
    }

    /// That of rows which were taken before the end: that there were some, and which inputs could not be read.
    #[must_use]
    pub fn of_rows(self) -> Self {
        Self {
            total: BlockStats {
                matched: self.total.matched,
                ..BlockStats::default()
            },
            faults: self.faults,
            ..Self::default()
        }
    }

    /// Adds those of other inputs of the same run.
    pub(super) fn absorb(&mut self, other: Self) {
        self.first_skipped = earlier(self.first_skipped, other.first_skipped);
        self.first_unread = earlier(self.first_unread, other.first_unread);
        self.faults += other.faults;
        self.total.absorb(other.total);
    }

    /// Adds what one block held; answers what is to be told of it.
    pub(super) fn add(&mut self, mut block: BlockStats) -> Vec<Notice> {
        let source = block.source;
        let before = self.per_input.get(source).copied().unwrap_or_default();
        let at = |line: u64| (source, before.lines + line);
        self.first_skipped = self.first_skipped.or(block.first_skipped.map(at));
        self.first_unread = self.first_unread.or(block.first_unread.map(at));
        let (lines, fault) = (block.lines, block.fault.take());
        let bad_lines = std::mem::take(&mut block.bad_lines);
        self.total.absorb(block);
        let room = SHOWN.saturating_sub(before.shown);
        let lines_of = bad_lines.into_iter().take(room);
        let mut notices: Vec<Notice> = lines_of
            .map(|(line, bad_line)| Notice::Line {
                source,
                line: before.lines + line,
                bad_line,
            })
            .collect();
        if let Some(progress) = self.per_input.get_mut(source) {
            progress.lines += lines;
            progress.shown += notices.len();
        }
        self.faults += u64::from(fault.is_some());
        notices.extend(fault.map(|kind| Notice::Input { source, kind }));
        notices
    }
}

/// The earlier of two places, if there is one.
fn earlier(ours: Option<(usize, u64)>, theirs: Option<(usize, u64)>) -> Option<(usize, u64)> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
        (one, other) => one.or(other),
    }
}
