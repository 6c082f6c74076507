//! Fan out and fan in, in input order.
//!
//! Pieces go round-robin to the scanners and their batches come back round-robin, over channels
//! that hold a few each: nothing is reordered, nothing is numbered, memory is bounded.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope};

use crate::input::Piece;

use super::fold::FoldState;
use super::scan::{Scanned, Scanner};
use super::{Collect, Fold, Job};

/// Pieces that may wait for one scanner, and what it made of some that may wait to be collected.
const WAITING: usize = 2;

/// The two ends of one scanner's work.
struct Worker<P> {
    pieces: SyncSender<Piece>,
    made: Made<P>,
}

/// What a scanner has made. A part is put down before its statistics are sent, so there is one for each that come:
/// the channel bounds both, and is compiled once for all types of parts.
struct Made<P> {
    parts: Parts<P>,
    results: Receiver<Scanned>,
}

type Parts<P> = Arc<Mutex<VecDeque<P>>>;

impl<P> Made<P> {
    /// The next part; none once the scanner has ended.
    fn next(&self) -> Option<(P, Scanned)> {
        let lines = self.results.recv().ok()?;
        let part = lock(&self.parts).pop_front()?;
        Some((part, lines))
    }
}

/// Scans the pieces on `job.threads` threads; fewer if the system gives fewer.
pub(super) fn spread<F: Fold>(
    job: &Job<'_>,
    pieces: impl Iterator<Item = Piece> + Send,
    fold: &F,
    collect: &mut Collect<'_, F::Part>,
) -> io::Result<()> {
    std::thread::scope(|scope| {
        let workers: Vec<Worker<F::Part>> = (0..job.threads)
            .map_while(|_| worker(scope, job, fold).ok())
            .collect();
        let (senders, made): (Vec<_>, Vec<_>) = workers
            .into_iter()
            .map(|worker| (worker.pieces, worker.made))
            .unzip();
        if senders.is_empty() {
            return super::one_by_one(job, pieces, fold, collect);
        }
        Builder::new()
            .name("read".to_owned())
            .spawn_scoped(scope, move || deal(pieces, &senders))?;
        let outcome = gather(&made, collect);
        // The reader may be waiting for input that nobody wants any more.
        job.stop.fetch_or(
            !matches!(outcome, Ok(ControlFlow::Continue(()))),
            Ordering::Relaxed,
        );
        outcome.map(|_| ())
    })
}

fn worker<'scope, F: Fold>(
    scope: &'scope Scope<'scope, '_>,
    job: &'scope Job<'_>,
    fold: &'scope F,
) -> io::Result<Worker<F::Part>>
where
    F::Part: 'scope,
{
    let (pieces, work) = sync_channel::<Piece>(WAITING);
    let (done, results) = sync_channel(WAITING);
    let parts = Parts::<F::Part>::default();
    let made = Made {
        parts: Arc::clone(&parts),
        results,
    };
    Builder::new()
        .name("scan".to_owned())
        .spawn_scoped(scope, move || {
            let mut scanner = Scanner::new(job);
            for piece in work {
                let mut work = FoldState::new(fold);
                let lines = scanner.scan(piece, &mut work);
                lock(&parts).push_back(work.part);
                if done.send(lines).is_err() {
                    return;
                }
            }
        })?;
    Ok(Worker { pieces, made })
}

/// A scanner that fails ends the run; what it had put down whole is still good.
fn lock<P>(parts: &Mutex<VecDeque<P>>) -> std::sync::MutexGuard<'_, VecDeque<P>> {
    parts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands the pieces out, one scanner after the other, until one of them has gone.
fn deal(pieces: impl Iterator<Item = Piece>, senders: &[SyncSender<Piece>]) {
    for (piece, sender) in pieces.zip(senders.iter().cycle()) {
        if sender.send(piece).is_err() {
            return;
        }
    }
}

/// Takes the parts back in the order in which the pieces were handed out.
fn gather<P>(made: &[Made<P>], collect: &mut Collect<'_, P>) -> io::Result<ControlFlow<()>> {
    for made in made.iter().cycle() {
        let Some((part, lines)) = made.next() else {
            break;
        };
        if collect(part, lines)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
