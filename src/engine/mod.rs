//! Runs a plan over blocks. The only threads.

mod account;
mod erased_fold;
mod literal_finder;
mod merge;
mod nesting;
mod parallel;
mod prefilter;
mod redactor;
mod salvage;
mod scan;
mod value_hints;

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::input::Piece;
use crate::input::envelope::Choice;
use crate::query::Plan;
use crate::record::Record;

use erased_fold::FoldState;
use scan::{Scanned, Scanner};

pub use account::{BadLine, BlockStats, EXCERPT, Notice, SHOWN, ScanStats};
pub use merge::{Merged, Timed, merge};
pub use value_hints::{HintedFold, HintedPart, Nothing, Values, join};

/// What to do with the records that match.
///
/// Parts are made beside each other, one a block, and handed over in input order.
pub trait Fold: Sync {
    /// What is made of the matches of one block.
    type Part: Default + Send;

    /// Takes one match.
    fn visit(&self, record: &Record<'_>, part: &mut Self::Part);

    /// Is shown every telemetry record before it is asked whether it matches.
    fn see(&self, _record: &Record<'_>, _part: &mut Self::Part) {}

    /// Whether it wants to be shown them: if not, records that cannot match need not be read.
    fn sees(&self) -> bool {
        false
    }

    /// Whether it wants to be shown those too that are passed over.
    fn glances(&self) -> bool {
        false
    }

    /// Whether it is counted how many matches have a key twice, for which each is walked to its end.
    fn tells_duplicates(&self) -> bool {
        true
    }

    /// Is shown every record that tells of dropped alerts which may have been among those that are looked for, unless
    /// it matches itself.
    fn gap(&self, _record: &Record<'_>, _part: &mut Self::Part) {}

    /// Is shown every line that is no record, but for blank ones.
    fn stray(&self, _line: &[u8], _part: &mut Self::Part) {}
}

impl<F: Fold> Fold for &F {
    type Part = F::Part;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        (**self).visit(record, part);
    }

    fn see(&self, record: &Record<'_>, part: &mut Self::Part) {
        (**self).see(record, part);
    }

    fn sees(&self) -> bool {
        (**self).sees()
    }

    fn glances(&self) -> bool {
        (**self).glances()
    }

    fn tells_duplicates(&self) -> bool {
        (**self).tells_duplicates()
    }

    fn gap(&self, record: &Record<'_>, part: &mut Self::Part) {
        (**self).gap(record, part);
    }

    fn stray(&self, line: &[u8], part: &mut Self::Part) {
        (**self).stray(line, part);
    }
}

/// Two folds over one reading. A tuple may hold others.
impl<A: Fold, B: Fold> Fold for (A, B) {
    type Part = (A::Part, B::Part);

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.0.visit(record, &mut part.0);
        self.1.visit(record, &mut part.1);
    }

    fn see(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.0.see(record, &mut part.0);
        self.1.see(record, &mut part.1);
    }

    fn sees(&self) -> bool {
        self.0.sees() || self.1.sees()
    }

    fn glances(&self) -> bool {
        self.0.glances() || self.1.glances()
    }

    fn tells_duplicates(&self) -> bool {
        self.0.tells_duplicates() || self.1.tells_duplicates()
    }

    fn gap(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.0.gap(record, &mut part.0);
        self.1.gap(record, &mut part.1);
    }

    fn stray(&self, line: &[u8], part: &mut Self::Part) {
        self.0.stray(line, &mut part.0);
        self.1.stray(line, &mut part.1);
    }
}

/// What to run.
#[derive(Clone, Copy)]
pub struct Job<'j> {
    /// The filter.
    pub plan: &'j Plan,
    /// How lines are wrapped.
    pub envelope: Choice,
    /// Names of the inputs, by [`crate::input::Block::source`].
    pub inputs: &'j [String],
    /// Whether matches that have a key twice are counted whatever the fold says.
    pub tells_duplicates: bool,
    /// Whether secrets are masked in all that a fold is shown. The filter sees them.
    pub redacts: bool,
    /// Whether lines that cannot match may be passed over once they are proven to be records.
    pub skims: bool,
    /// Threads that scan, at least 1. One is taken where not all is to be read.
    pub threads: usize,
    /// How far is read.
    pub until: Until,
    /// Set when no more input is wanted, from within or without.
    pub stop: &'j AtomicBool,
}

/// How far is read. Wherever that ends, what was counted is what stands before it, however the input is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// To the end.
    End,
    /// Up to so many matches, at least 1: not the rest of the line of the last one either.
    Matches(u64),
    /// To the line of which whoever takes the parts has had enough: each part is of one line.
    Told,
}

/// What comes out of a run, in input order.
#[derive(Debug)]
pub enum Event<P> {
    /// What was made of one block.
    Part {
        /// What it is.
        part: P,
        /// How many secrets were masked in each match that has some.
        masked: Vec<u32>,
    },
    /// Something that was not an ordinary record.
    Notice(Notice),
}

/// Runs the job over the pieces of its inputs; `accept` takes what comes out, in input order.
/// It is called on this thread. Answers the account of all that was read.
///
/// # Errors
/// Those of `accept`. Faults of the inputs are notices and counted in the account.
pub fn run<F: Fold>(
    job: &Job<'_>,
    pieces: impl Iterator<Item = Piece> + Send,
    fold: &F,
    mut accept: impl FnMut(Event<F::Part>) -> io::Result<ControlFlow<()>>,
) -> io::Result<ScanStats> {
    let mut account = ScanStats::new(job.inputs.len());
    let mut collect = |part: F::Part, lines: Scanned| {
        for notice in account.add(lines.tally) {
            if accept(Event::Notice(notice))?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        accept(Event::Part {
            part,
            masked: lines.masked,
        })
    };
    let outcome = if job.threads <= 1 || job.until != Until::End {
        one_by_one(job, pieces, fold, &mut collect)
    } else {
        parallel::spread(job, pieces, fold, &mut collect)
    };
    job.stop.fetch_or(outcome.is_err(), Ordering::Relaxed);
    outcome.map(|()| account)
}

/// Takes what was made of a piece.
type Collect<'c, P> = dyn FnMut(P, Scanned) -> io::Result<ControlFlow<()>> + 'c;

fn one_by_one<F: Fold>(
    job: &Job<'_>,
    pieces: impl Iterator<Item = Piece>,
    fold: &F,
    collect: &mut Collect<'_, F::Part>,
) -> io::Result<()> {
    let mut scanner = Scanner::new(job, fold.sees());
    let is_paced = job.until == Until::Told;
    let parted = |piece| match piece {
        Piece::Block(block) if is_paced => block.parted(),
        piece => vec![piece],
    };
    for piece in pieces.flat_map(parted) {
        let mut work = FoldState::new(fold);
        let lines = scanner.scan(piece, &mut work);
        if collect(work.part, lines)?.is_break() || scanner.has_enough() {
            break;
        }
    }
    Ok(())
}
