//! Fan out and fan in, in input order.
//!
//! Pieces go round-robin to the scanners and their batches come back round-robin, over channels
//! that hold a few each: nothing is reordered, nothing is numbered, memory is bounded.

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, Scope};

use crate::input::Piece;

use super::scan::{Batch, Scanner};
use super::{Fold, Job};

/// Pieces that may wait for one scanner, and batches of it that may wait to be collected.
const WAITING: usize = 2;

/// The two ends of one scanner's work.
struct Lane<P> {
    pieces: SyncSender<Piece>,
    batches: Receiver<Batch<P>>,
}

/// Scans the pieces on `job.threads` threads; fewer if the system gives fewer.
pub(super) fn spread<F: Fold>(
    job: &Job<'_>,
    pieces: impl Iterator<Item = Piece> + Send,
    fold: &F,
    collect: &mut dyn FnMut(Batch<F::Part>) -> io::Result<ControlFlow<()>>,
) -> io::Result<()> {
    std::thread::scope(|scope| {
        let lanes: Vec<Lane<F::Part>> = (0..job.threads)
            .map_while(|_| lane(scope, job, fold).ok())
            .collect();
        let (senders, receivers): (Vec<_>, Vec<_>) = lanes
            .into_iter()
            .map(|lane| (lane.pieces, lane.batches))
            .unzip();
        if senders.is_empty() {
            return super::one_by_one(job, pieces, fold, collect);
        }
        Builder::new()
            .name("read".to_owned())
            .spawn_scoped(scope, move || deal(pieces, &senders))?;
        let outcome = gather(&receivers, collect);
        // The reader may be waiting for input that nobody wants any more.
        job.stop.fetch_or(
            !matches!(outcome, Ok(ControlFlow::Continue(()))),
            Ordering::Relaxed,
        );
        outcome.map(|_| ())
    })
}

fn lane<'scope, F: Fold>(
    scope: &'scope Scope<'scope, '_>,
    job: &'scope Job<'_>,
    fold: &'scope F,
) -> io::Result<Lane<F::Part>>
where
    F::Part: 'scope,
{
    let (pieces, work) = sync_channel::<Piece>(WAITING);
    let (done, batches) = sync_channel(WAITING);
    Builder::new()
        .name("scan".to_owned())
        .spawn_scoped(scope, move || {
            let mut scanner = Scanner::new(job, fold);
            for piece in work {
                if done.send(scanner.scan(piece)).is_err() {
                    return;
                }
            }
        })?;
    Ok(Lane { pieces, batches })
}

/// Hands the pieces out, one scanner after the other, until one of them has gone.
fn deal(pieces: impl Iterator<Item = Piece>, senders: &[SyncSender<Piece>]) {
    for (piece, sender) in pieces.zip(senders.iter().cycle()) {
        if sender.send(piece).is_err() {
            return;
        }
    }
}

/// Takes the batches back in the order in which the pieces were handed out.
fn gather<P>(
    receivers: &[Receiver<Batch<P>>],
    collect: &mut dyn FnMut(Batch<P>) -> io::Result<ControlFlow<()>>,
) -> io::Result<ControlFlow<()>> {
    for receiver in receivers.iter().cycle() {
        let Ok(batch) = receiver.recv() else {
            break;
        };
        if collect(batch)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
