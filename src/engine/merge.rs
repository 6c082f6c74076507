//! Several inputs side by side, their rows merged by time.
//!
//! Each input is scanned on a thread of its own and handed over through a channel that holds little, so memory is
//! bounded by the number of inputs. Rows of one input that are out of order by less than [`WINDOW`] rows are put in
//! order; what comes later than that is counted.

use std::collections::BinaryHeap;
use std::io;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use super::{Event, Fold, Job, Notice, ScanStats, run};
use crate::input::Piece;
use crate::record::time::Time;

/// Rows of one input that wait for one that belongs before them.
const WINDOW: usize = 4096;
/// Parts of one input that wait to be merged.
const WAITING: usize = 2;

/// Something that has a time.
pub trait Timed {
    /// When; `None` if that is not known.
    fn time(&self) -> Option<Time>;
}

/// What comes out of a merge.
#[derive(Debug)]
pub enum Merged<R> {
    /// The next row by time; rows of one time are in the order of the inputs.
    Row(R),
    /// Something that was not an ordinary record.
    Notice(Notice),
}

/// Runs the job over each of the streams beside each other; `open` is handed what was made of each block, with the number
/// of its stream, and leaves the rows. Answers the statistics of them all, and how many rows came too late for their place.
/// A row without a time goes with the one before it.
///
/// # Errors
/// Those of `accept`, and that of a thread that can't be had.
pub fn merge<F, P, R, I>(
    job: &Job<'_>,
    streams: Vec<I>,
    fold: &F,
    mut open: impl FnMut(usize, F::Part) -> P,
    mut accept: impl FnMut(Merged<R>) -> io::Result<ControlFlow<()>>,
) -> io::Result<(ScanStats, u64)>
where
    F: Fold,
    P: IntoIterator<Item = R>,
    R: Timed,
    I: Iterator<Item = Piece> + Send,
{
    std::thread::scope(|scope| {
        let mut inputs = Vec::new();
        let mut handles = Vec::new();
        for pieces in streams {
            let (sender, events) = sync_channel(WAITING);
            let scan = move || run(job, pieces, fold, |event| Ok(pass_on(&sender, event)));
            handles.push(
                Builder::new()
                    .name("scan".to_owned())
                    .spawn_scoped(scope, scan)?,
            );
            inputs.push(MergeInput::new(events));
        }
        let outcome = interleave(&mut inputs, &mut open, &mut accept);
        let late = inputs.iter().map(|input| input.late).sum();
        // Scanners that nobody listens to any more end with their next part.
        job.stop.fetch_or(
            !matches!(outcome, Ok(ControlFlow::Continue(()))),
            std::sync::atomic::Ordering::Relaxed,
        );
        drop(inputs);
        let mut all = ScanStats::new(job.inputs.len());
        for handle in handles {
            let account = handle
                .join()
                .map_err(|_| io::Error::other("a scanner has failed"))??;
            all.absorb(account);
        }
        outcome.map(|_| (all, late))
    })
}

fn pass_on<P>(sender: &SyncSender<Event<P>>, event: Event<P>) -> ControlFlow<()> {
    match sender.send(event) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

/// Hands out the earliest row of all lanes, until there is none.
fn interleave<M, P: IntoIterator<Item = R>, R: Timed>(
    inputs: &mut [MergeInput<M, P, R>],
    open: &mut impl FnMut(usize, M) -> P,
    accept: &mut impl FnMut(Merged<R>) -> io::Result<ControlFlow<()>>,
) -> io::Result<ControlFlow<()>> {
    let mut heads = BinaryHeap::new();
    for (index, input) in inputs.iter_mut().enumerate() {
        heads.extend(
            input
                .next(&mut |part| open(index, part), accept)?
                .map(|row| row.at(index)),
        );
    }
    while let Some(Placed { order, row, .. }) = heads.pop() {
        if accept(Merged::Row(row))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let index = order;
        if let Some(input) = inputs.get_mut(index) {
            heads.extend(
                input
                    .next(&mut |part| open(index, part), accept)?
                    .map(|row| row.at(index)),
            );
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The rows of one input.
struct MergeInput<M, P: IntoIterator<Item = R>, R> {
    events: Receiver<Event<M>>,
    /// Rows that came and are not looked at yet.
    coming: Option<P::IntoIter>,
    waiting: BinaryHeap<Placed<R>>,
    has_ended: bool,
    taken: usize,
    /// The time of the last row that came, and of the last that went.
    came: Time,
    went: Time,
    late: u64,
}

impl<M, P: IntoIterator<Item = R>, R: Timed> MergeInput<M, P, R> {
    fn new(events: Receiver<Event<M>>) -> Self {
        Self {
            events,
            coming: None,
            waiting: BinaryHeap::new(),
            has_ended: false,
            taken: 0,
            came: Time(i128::MIN),
            went: Time(i128::MIN),
            late: 0,
        }
    }

    /// The earliest row that waits, once enough do.
    fn next(
        &mut self,
        open: &mut impl FnMut(M) -> P,
        accept: &mut impl FnMut(Merged<R>) -> io::Result<ControlFlow<()>>,
    ) -> io::Result<Option<Placed<R>>> {
        while self.waiting.len() < WINDOW && !self.has_ended {
            if let Some(row) = self.coming.as_mut().and_then(Iterator::next) {
                self.place(row);
                continue;
            }
            match self.events.recv() {
                Ok(Event::Part { part, .. }) => self.coming = Some(open(part).into_iter()),
                Ok(Event::Notice(notice)) => drop(accept(Merged::Notice(notice))?),
                Err(_) => self.has_ended = true,
            }
        }
        let next = self.waiting.pop();
        if let Some(row) = &next {
            self.late += u64::from(row.time < self.went);
            self.went = self.went.max(row.time);
        }
        Ok(next)
    }

    fn place(&mut self, row: R) {
        let time = row.time().unwrap_or(self.came);
        self.came = time;
        self.taken += 1;
        self.waiting.push(Placed {
            time,
            order: self.taken,
            row,
        });
    }
}

/// A row, ordered by its time and then by `order`, the earliest as the greatest: a heap gives that first.
struct Placed<R> {
    time: Time,
    order: usize,
    row: R,
}

impl<R> Placed<R> {
    /// The same among the rows of all inputs.
    fn at(self, order: usize) -> Self {
        Self { order, ..self }
    }
}

impl<R> Ord for Placed<R> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.time, other.order).cmp(&(self.time, self.order))
    }
}

impl<R> PartialOrd for Placed<R> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<R> PartialEq for Placed<R> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<R> Eq for Placed<R> {}
