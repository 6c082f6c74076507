//! Runs a plan over blocks. The only threads.

mod fold;
mod literal_finder;
mod merge;
mod nesting;
mod parallel;
mod prefilter;
mod redactor;
mod salvage;
mod scan;
mod stats;
mod value_hints;

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::input::Piece;
use crate::input::envelope::Choice;
use crate::query::Plan;

use fold::FoldState;
use scan::{Scanned, Scanner};

pub use fold::{Fold, Nothing};
pub use merge::{Merged, Timed, merge};
pub use stats::{BadLine, BlockStats, EXCERPT, Notice, SHOWN, ScanStats};
pub use value_hints::{ValueHints, Values, join};

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
    pub prefilters: bool,
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
/// It is called on this thread. Answers the statistics of all that was read.
///
/// # Errors
/// Those of `accept`. Faults of the inputs are notices, and counted.
pub fn run<F: Fold>(
    job: &Job<'_>,
    pieces: impl Iterator<Item = Piece> + Send,
    fold: &F,
    mut accept: impl FnMut(Event<F::Part>) -> io::Result<ControlFlow<()>>,
) -> io::Result<ScanStats> {
    let mut stats = ScanStats::new(job.inputs.len());
    let mut collect = |part: F::Part, lines: Scanned| {
        for notice in stats.add(lines.stats) {
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
    outcome.map(|()| stats)
}

/// Takes what was made of a piece.
type Collect<'c, P> = dyn FnMut(P, Scanned) -> io::Result<ControlFlow<()>> + 'c;

fn one_by_one<F: Fold>(
    job: &Job<'_>,
    pieces: impl Iterator<Item = Piece>,
    fold: &F,
    collect: &mut Collect<'_, F::Part>,
) -> io::Result<()> {
    let mut scanner = Scanner::new(job);
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
