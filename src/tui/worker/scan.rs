//! Looks at what was read once more: a plan over the blocks of a store, and what a fold makes of each.

use std::io;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::AtomicBool;

use crate::engine::{self, Event, Fold, Notice};
use crate::input::{Block, FaultKind, InputFault, Piece};
use crate::query::Plan;
use crate::tui::session::Session;
use crate::tui::store::Store;

/// What one block came to.
pub(in crate::tui) struct ScannedBlock<P> {
    /// Which block.
    pub(in crate::tui) block: usize,
    /// What was made of it.
    pub(in crate::tui) part: P,
    /// Whether it could not be read again.
    pub(in crate::tui) is_unread: bool,
}

/// Runs a plan over blocks, in their order, until `accept` wants no more.
pub(in crate::tui) fn scan<F: Fold>(
    session: &Session,
    store: &Store,
    plan: &Plan,
    blocks: Range<usize>,
    fold: &F,
    mut accept: impl FnMut(ScannedBlock<F::Part>) -> ControlFlow<()>,
) {
    let stop = AtomicBool::new(false);
    let threads = match blocks.len() {
        0..FEW => 1,
        _ => session.threads,
    };
    let job = session.job(plan, threads, &stop);
    let (mut block, mut is_unread) = (blocks.start, false);
    let pieces = blocks.map(|at| piece(store, at));
    let outcome = engine::run(&job, pieces, fold, |event| {
        let Event::Part { part, .. } = event else {
            // A block that can't be read is told before its empty part.
            is_unread |= matches!(event, Event::Notice(Notice::Input { .. }));
            return Ok(ControlFlow::Continue(()));
        };
        let seen = ScannedBlock {
            block,
            part,
            is_unread: std::mem::take(&mut is_unread),
        };
        block += 1;
        Ok(accept(seen))
    });
    // Only `accept` could have failed, and it can't.
    drop(outcome);
}

/// Blocks for which more threads than one are not worth while.
const FEW: usize = 4;

/// A block to look at, or why it can't be read any more.
fn piece(store: &Store, at: usize) -> Piece {
    let fault = |source, error| {
        Piece::Fault(InputFault {
            source,
            kind: FaultKind::Read(error),
        })
    };
    match store.lines(at) {
        Some(lines) => lines
            .block()
            .map_or_else(|error| fault(lines.source, error), Piece::Block),
        None => fault(0, io::ErrorKind::NotFound.into()),
    }
}

/// Makes something of each line.
pub(in crate::tui) fn scan_lines<F: Fold>(
    session: &Session,
    plan: &Plan,
    lines: Vec<Block>,
    fold: &F,
) -> Vec<F::Part> {
    let stop = AtomicBool::new(false);
    let job = session.job(plan, 1, &stop);
    let mut found = Vec::with_capacity(lines.len());
    let pieces = lines.into_iter().map(Piece::Block);
    let outcome = engine::run(&job, pieces, fold, |event| {
        if let Event::Part { part, .. } = event {
            found.push(part);
        }
        Ok(ControlFlow::Continue(()))
    });
    drop(outcome);
    found
}
