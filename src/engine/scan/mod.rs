//! One block: lines to records, records to matches, matches to the fold.
//!
//! `line` tells what a line is by its shape, `object` what an object in it is.

mod line;
mod object;

use std::cell::Cell;

use crate::input::envelope::{BARE, Choice};
use crate::input::{Block, Piece, TextRecord, text_record};
use crate::json::Malformed;
use crate::query::Within;
use crate::record::derived::workload::event_time;
use crate::record::{KeyOrder, Origin, Position, Record};

use super::fold::ErasedFold;
use super::literal_finder::LiteralFinder;
use super::prefilter::Prefilter;
use super::redactor::Redactor;
use super::stats::{BadLine, BlockStats};
use super::{Job, Until};

/// What became of the lines of one piece, beside what was made of its matches.
pub(super) struct Scanned {
    pub(super) stats: BlockStats,
    /// How many secrets were masked in each match that has some.
    pub(super) masked: Vec<u32>,
}

/// Scans pieces, one after the other. Compiled once for all folds: it does not know their types.
pub(super) struct Scanner<'s> {
    job: &'s Job<'s>,
    scratch: Vec<u8>,
    asks_time: bool,
    /// The window of time that is asked about.
    within: Within,
    /// What a line must hold to be worth reading: one of each of these.
    literals: Vec<Vec<String>>,
    /// Finds those, as soon as there is data to choose how.
    literal_finder: Option<LiteralFinder>,
    /// The order of keys in the records.
    key_order: KeyOrder,
    redactor: Redactor,
    /// Objects of the line that were looked at so far.
    objects: Cell<u32>,
    /// Matches that are still wanted.
    wanted: Cell<u64>,
}

/// Where it goes what becomes of the lines of a block.
struct Sink<'k> {
    stats: BlockStats,
    fold: &'k mut dyn ErasedFold,
}

/// Bytes of the first block by which it is told which literals are rare.
const SAMPLE: usize = 64 << 10;

impl<'s> Scanner<'s> {
    pub(super) fn new(job: &'s Job<'_>) -> Self {
        let may_be_bare = match job.envelope {
            Choice::Auto => true,
            Choice::Only(row) => row == BARE,
        };
        Self {
            job,
            scratch: Vec::new(),
            asks_time: job.plan.asks_time(),
            within: job.plan.within(),
            literals: match job.prefilters && may_be_bare {
                true => job.plan.literals(),
                false => Vec::new(),
            },
            literal_finder: None,
            key_order: KeyOrder::default(),
            redactor: Redactor::new(job.redacts),
            objects: Cell::new(0),
            wanted: Cell::new(match job.until {
                Until::Matches(count) => count,
                Until::End | Until::Told => u64::MAX,
            }),
        }
    }

    pub(super) fn scan(&mut self, piece: Piece, fold: &mut dyn ErasedFold) -> Scanned {
        let stats = match piece {
            Piece::Block(block) => self.block(&block, fold),
            Piece::Oversize { source, bytes, .. } => {
                let mut stats = BlockStats {
                    source,
                    lines: 1,
                    oversize: 1,
                    ..BlockStats::default()
                };
                stats.bad_line(1, BadLine::Oversize(bytes));
                stats
            }
            Piece::Fault(fault) => BlockStats::of_fault(fault),
        };
        Scanned {
            stats,
            masked: self.redactor.take(),
        }
    }

    /// Whether as many matches were found as are wanted.
    pub(super) const fn has_enough(&self) -> bool {
        self.wanted.get() == 0
    }

    fn block(&mut self, block: &Block, fold: &mut dyn ErasedFold) -> BlockStats {
        let mut scratch = std::mem::take(&mut self.scratch);
        if !fold.wants_all() {
            self.choose_literals(block.bytes());
        }
        self.key_order.renew();
        let input = self.job.inputs.get(block.source).map_or("", String::as_str);
        let wants_skipped = fold.wants_skipped();
        let mut sink = Sink {
            stats: BlockStats {
                source: block.source,
                ..BlockStats::default()
            },
            fold,
        };
        let mut lines = Prefilter::new(self.literal_finder.as_ref(), block.bytes());
        let (mut joined, mut end) = (Vec::new(), 0);
        while let Some(bytes) = lines.next_line(|line| self.skipped(line, wants_skipped, &mut sink))
        {
            sink.stats.pass_over(lines.take_passed());
            sink.stats.lines += 1;
            let at = offset(block, bytes);
            if at < end {
                continue;
            }
            let text = self.text_record(block, bytes, &mut joined);
            end = text.map_or(end, |text| at + text.len);
            sink.stats
                .note_unread_if(text.is_some_and(|text| text.is_cut));
            let span = block.bytes().get(at..end).filter(|_| text.is_some());
            let (line, span) = span.map_or((bytes, bytes), |span| (joined.as_slice(), span));
            let origin = Origin {
                input,
                line: number(block, sink.stats.lines),
                bytes: line,
                spot: position(block, span),
                ..Origin::default()
            };
            self.line(origin, &mut scratch, &mut sink);
            if self.has_enough() {
                break;
            }
        }
        sink.stats.pass_over(lines.take_passed());
        self.scratch = scratch;
        sink.stats
    }

    /// Chooses what to look for in lines, by the first data there is.
    fn choose_literals(&mut self, data: &[u8]) {
        let literals = std::mem::take(&mut self.literals);
        if !literals.is_empty() {
            let sample = data.get(..SAMPLE).unwrap_or(data);
            self.literal_finder = LiteralFinder::of_rarest(&literals, sample);
        }
    }

    /// Takes from a line that is passed over what is wanted of every record.
    #[inline]
    fn skipped(&self, line: &[u8], wants_skipped: bool, sink: &mut Sink<'_>) {
        if !self.asks_time && !wants_skipped {
            return;
        }
        let Ok(record) = self.record(line, Origin::default()) else {
            return;
        };
        if self.asks_time {
            sink.stats.note_time(event_time(&record), &self.within);
        }
        if wants_skipped {
            let fold = &mut *sink.fold;
            self.redactor
                .shown(&record, |record| fold.on_record(record));
        }
    }

    /// Puts a record of text together that begins with a line.
    fn text_record(&self, block: &Block, line: &[u8], joined: &mut Vec<u8>) -> Option<TextRecord> {
        let may_begin = matches!(line, [b'=' | b'C' | b'H', ..]);
        if !may_begin || !matches!(self.job.envelope, Choice::Auto) {
            return None;
        }
        text_record(block.bytes().get(offset(block, line)..)?, joined)
    }

    /// A view of a record, learned from and read by what was learned unless all is to be read plainly.
    fn record<'a>(
        &'a self,
        payload: &'a [u8],
        origin: Origin<'a>,
    ) -> Result<Record<'a>, Malformed> {
        match self.job.prefilters {
            true => Record::learning(payload, origin, &self.key_order),
            false => Record::new(payload, origin),
        }
    }
}

/// The number in its input of the nth line of a block, from 1; 0 where lines are not counted.
const fn number(block: &Block, nth: u64) -> u64 {
    match block.line {
        0 => 0,
        first => first + nth - 1,
    }
}

/// Where a line of a block begins in it.
fn offset(block: &Block, line: &[u8]) -> usize {
    line.as_ptr().addr() - block.bytes().as_ptr().addr()
}

fn position(block: &Block, line: &[u8]) -> Position {
    let narrow = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    Position {
        at: narrow(offset(block, line)),
        nth: 0,
        len: narrow(line.len()),
    }
}
