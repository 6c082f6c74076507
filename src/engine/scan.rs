//! One block: lines to records, records to matches, matches to the fold.

use crate::input::envelope::{Line, Opened, lines, open};
use crate::input::{Block, Piece};
use crate::json::full::validate;
use crate::json::{Malformed, Reason};
use crate::record::derived::workload::event_time;
use crate::record::{Class, Origin, Record};

use super::account::{EXCERPT, Flaw, Tally};
use super::{Fold, Job, Validation};

/// What was made of one piece.
pub(super) struct Batch<P> {
    pub(super) part: P,
    pub(super) tally: Tally,
}

/// Scans pieces, one after the other.
pub(super) struct Scanner<'s, F> {
    job: &'s Job<'s>,
    fold: &'s F,
    scratch: Vec<u8>,
    asks_time: bool,
}

/// What a payload turned out to be.
enum Verdict {
    Match,
    NoMatch,
    Other,
    Malformed(Malformed),
}

impl<'s, F: Fold> Scanner<'s, F> {
    pub(super) fn new(job: &'s Job<'_>, fold: &'s F) -> Self {
        Self {
            job,
            fold,
            scratch: Vec::new(),
            asks_time: job.plan.asks_time(),
        }
    }

    pub(super) fn scan(&mut self, piece: Piece) -> Batch<F::Part> {
        let mut part = F::Part::default();
        let tally = match piece {
            Piece::Block(block) => self.block(&block, &mut part),
            Piece::Oversize { source, bytes, .. } => {
                let mut tally = Tally {
                    source,
                    lines: 1,
                    oversize: 1,
                    ..Tally::default()
                };
                tally.flaw(1, Flaw::Oversize(bytes));
                tally
            }
            Piece::Fault(fault) => Tally::of_fault(fault),
        };
        Batch { part, tally }
    }

    fn block(&mut self, block: &Block, part: &mut F::Part) -> Tally {
        let mut tally = Tally {
            source: block.source,
            ..Tally::default()
        };
        let input = self.job.inputs.get(block.source).map_or("", String::as_str);
        let mut scratch = std::mem::take(&mut self.scratch);
        for bytes in lines(block.bytes()) {
            tally.lines += 1;
            match open(self.job.envelope, bytes, &mut scratch) {
                Line::Blank => {}
                Line::Payload(opened) => {
                    let line = if block.line == 0 {
                        0
                    } else {
                        block.line + tally.lines - 1
                    };
                    let origin = Origin {
                        input,
                        line,
                        bytes,
                        time: opened.time,
                    };
                    self.payload(&opened, origin, &mut tally, part);
                }
                Line::Malformed(payload) => malformed(&mut tally, payload, shape_fault(payload)),
                Line::Foreign(_) => {
                    tally.foreign += 1;
                    tally.first_skipped.get_or_insert(tally.lines);
                }
            }
        }
        self.scratch = scratch;
        tally
    }

    fn payload(
        &self,
        opened: &Opened<'_>,
        origin: Origin<'_>,
        tally: &mut Tally,
        part: &mut F::Part,
    ) {
        let record = match Record::new(opened.payload, origin) {
            Ok(record) => record,
            Err(why) => return malformed(tally, opened.payload, why),
        };
        match self.judge(&record, tally, part) {
            Verdict::Malformed(why) => return malformed(tally, opened.payload, why),
            Verdict::Other => {
                tally.others += 1;
                tally.first_skipped.get_or_insert(tally.lines);
                return;
            }
            Verdict::Match => {
                tally.matched += 1;
                tally.duplicates += u64::from(record.has_duplicate_keys());
                self.fold.visit(&record, part);
            }
            Verdict::NoMatch => {}
        }
        tally.records += 1;
        if self.asks_time {
            tally.note_time(event_time(&record));
        }
    }

    fn judge(&self, record: &Record<'_>, tally: &mut Tally, part: &mut F::Part) -> Verdict {
        if self.job.validation == Validation::Every
            && let Err(why) = record.validate()
        {
            return Verdict::Malformed(why);
        }
        let class = record.class();
        if class == Class::Other {
            // Nothing was asked of it that would have shown a fault.
            return match record.validate() {
                Ok(()) => Verdict::Other,
                Err(why) => Verdict::Malformed(why),
            };
        }
        let matches = self.job.plan.matches(record);
        let fault = match matches && self.job.validation == Validation::Hits {
            true => record.validate().err(),
            false => record.fault(),
        };
        if let Some(why) = fault {
            return Verdict::Malformed(why);
        }
        tally.gaps += u64::from(class == Class::Throttle);
        self.fold.see(record, part);
        if matches {
            Verdict::Match
        } else {
            Verdict::NoMatch
        }
    }
}

fn malformed(tally: &mut Tally, payload: &[u8], why: Malformed) {
    tally.malformed += 1;
    let excerpt = payload.get(..EXCERPT).unwrap_or(payload).to_vec();
    tally.flaw(tally.lines, Flaw::Malformed { why, excerpt });
}

/// Why a payload that is no object by its shape is none.
fn shape_fault(payload: &[u8]) -> Malformed {
    match validate(payload) {
        Err(why) => why,
        Ok(()) => Malformed {
            at: 0,
            reason: Reason::NotAnObject,
        },
    }
}
