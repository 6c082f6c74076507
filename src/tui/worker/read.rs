//! Reads the inputs to their end, and tells from time to time how far it is.

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{Desk, spawn};
use crate::analysis::gaps::Gaps;
use crate::engine::{self, Event, Notice};
use crate::input::{self, MapChoice, Options, Piece};
use crate::text::Safe;
use crate::tui::blind::Blind;
use crate::tui::index::{Index, Part};
use crate::tui::job::{Message, Progress};
use crate::tui::store::{Builder, Lines, Store};

/// How often it tells: three screens of thirty a second, so that a screen is never long behind.
const INTERVAL: Duration = Duration::from_millis(40);

/// What a piece of an input was.
enum Arrived {
    Lines(Lines),
    /// A line that was passed over.
    TooLong,
    Nothing,
}

/// What was read and not told yet.
#[derive(Default)]
struct ReadState {
    builder: Builder,
    gaps: Gaps,
    blind: Arc<Blind>,
    throttles: u64,
    skipped: u64,
    /// Of these, records that no entry can address.
    beyond: u64,
    faults: Vec<String>,
    is_fresh: bool,
    pace: Pace,
    /// When it was last told where the log is blind.
    judged: Option<Instant>,
}

/// How often it is judged where the log is blind, which takes longer than the rest.
const JUDGED: Duration = Duration::from_secs(2);

impl ReadState {
    fn is_long_ago(&self) -> bool {
        self.judged.is_none_or(|then| then.elapsed() > JUDGED)
    }
}

/// How fast records come.
#[derive(Default)]
struct Pace {
    /// When it was measured last, and how many records there were.
    since: Option<(Instant, usize)>,
    /// Records a second at that time.
    rate: u64,
}

impl Pace {
    /// Measures it again if the last time is a second ago.
    fn measure(&mut self, count: usize) -> u64 {
        let (start, before) = *self.since.get_or_insert_with(|| (Instant::now(), count));
        let elapsed = start.elapsed();
        if elapsed >= Duration::from_secs(1) {
            let more = count.saturating_sub(before) as u128;
            let rate = more * 1000 / elapsed.as_millis().max(1);
            self.rate = u64::try_from(rate).unwrap_or(u64::MAX);
            self.since = Some((Instant::now(), count));
        }
        self.rate
    }
}

/// Seconds that the last event of a stream lies back, where that tells that the stream is behind: records of long ago
/// are a file that is piped.
fn lag(store: &Store) -> Option<u64> {
    let last = store.time(*store.order.last()?);
    let last = u64::try_from(last).ok().map(Duration::from_nanos)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let seconds = now.checked_sub(last)?.as_secs();
    (5..3600).contains(&seconds).then_some(seconds)
}

/// Reads everything; ends when that is done, or `stop` is set.
pub(super) fn read(desk: &Desk, stop: &Arc<AtomicBool>) {
    let session = &desk.session;
    let heap = Arc::new(Mutex::new(ReadState::default()));
    // A file that is cut short while it is mapped would end the process.
    let options = Options {
        map: MapChoice::Never,
        number: true,
        ..session.options
    };
    let pieces = input::read(session.inputs.clone(), options, stop.clone());
    let bytes = pieces.progress();
    let total = input::total_len(&session.inputs);
    let (blocks, arrived) = channel();
    let pieces = pieces.inspect(move |piece| {
        // Nobody takes them any more once the run has ended.
        let _ = blocks.send(match piece {
            Piece::Block(block) => Arrived::Lines(Lines::of(block)),
            Piece::Oversize { .. } => Arrived::TooLong,
            Piece::Fault(_) => Arrived::Nothing,
        });
    });
    let teller = Teller {
        desk: desk.clone(),
        heap: heap.clone(),
        bytes,
        total,
        is_over: Arc::default(),
    };
    let ticking = teller.clone();
    // Without the thread, it is told at the end only.
    let clock = spawn("tell", move || ticking.tick());
    let outcome = scan(desk, &heap, pieces, &arrived, stop);
    if let Err(error) = outcome {
        lock(&heap).faults.push(error);
    }
    teller.is_over.store(true, Ordering::SeqCst);
    if let Ok(clock) = clock {
        clock.thread().unpark();
        // It can't have panicked; and if it did, the last word is ours.
        let _ = clock.join();
    }
    teller.tell(true);
    desk.pending.fetch_sub(1, Ordering::SeqCst);
}

fn scan(
    desk: &Desk,
    heap: &Mutex<ReadState>,
    pieces: impl Iterator<Item = Piece> + Send,
    arrived: &Receiver<Arrived>,
    stop: &AtomicBool,
) -> Result<(), String> {
    let session = &desk.session;
    let wrong = |_| "no plan".to_owned();
    let all = session.language.compile(&[]).map_err(wrong)?.plan;
    // One is left for whoever types.
    let threads = session.threads.saturating_sub(1).max(1);
    let job = session.job(&all, threads, stop);
    let accept = |event: Event<Part>| -> io::Result<ControlFlow<()>> {
        match event {
            Event::Notice(notice) => {
                if let Some(fault) = fault(&notice, &session.names) {
                    lock(heap).faults.push(fault);
                }
            }
            Event::Part { part, .. } => {
                let arrived = arrived.recv().unwrap_or(Arrived::Nothing);
                take(&mut lock(heap), arrived, part, session.keep);
            }
        }
        Ok(ControlFlow::Continue(()))
    };
    let account = engine::run(&job, pieces, &Index, accept).map_err(|error| error.to_string())?;
    let mut heap = lock(heap);
    heap.skipped = account.total.skipped() + heap.beyond;
    Ok(())
}

fn take(heap: &mut ReadState, arrived: Arrived, part: Part, keep: usize) {
    heap.is_fresh = true;
    heap.skipped += part.strays + part.beyond;
    heap.beyond += part.beyond;
    heap.throttles += part.throttles;
    heap.gaps.merge(part.gaps);
    match arrived {
        Arrived::Lines(lines) => heap.builder.add(lines, part.entries),
        Arrived::TooLong => heap.skipped += 1,
        Arrived::Nothing => {}
    }
    heap.builder.keep(keep);
}

fn fault(notice: &Notice, names: &[String]) -> Option<String> {
    match notice {
        Notice::Line { .. } => None,
        Notice::Input { source, kind } => {
            let name = Safe::text(names.get(*source).map_or("-", String::as_str));
            Some(format!("{name}: {kind}"))
        }
    }
}

fn lock(heap: &Mutex<ReadState>) -> std::sync::MutexGuard<'_, ReadState> {
    heap.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells what the heap holds.
#[derive(Clone)]
struct Teller {
    desk: Desk,
    heap: Arc<Mutex<ReadState>>,
    bytes: Arc<AtomicU64>,
    total: Option<u64>,
    is_over: Arc<AtomicBool>,
}

impl Teller {
    /// Tells again and again what is new.
    fn tick(&self) {
        while !self.is_over.load(Ordering::SeqCst) {
            let start = Instant::now();
            let is_fresh = std::mem::take(&mut lock(&self.heap).is_fresh);
            if is_fresh && !self.tell(false) {
                return;
            }
            // What takes long is told less often, so that most of the time is left for reading.
            std::thread::park_timeout(INTERVAL.max(start.elapsed() * 4));
        }
    }

    fn tell(&self, is_done: bool) -> bool {
        let mut heap = lock(&self.heap);
        if is_done || heap.is_long_ago() {
            heap.blind = Arc::new(Blind::of(&heap.gaps));
            heap.judged = Some(Instant::now());
        }
        let store = heap.builder.snapshot();
        let progress = Progress {
            rate: heap.pace.measure(store.len()),
            lag: lag(&store).filter(|_| self.total.is_none() && !is_done),
            store,
            blind: heap.blind.clone(),
            throttles: heap.throttles,
            skipped: heap.skipped,
            faults: heap.faults.clone(),
            bytes: self.bytes.load(Ordering::Relaxed),
            total: self.total,
            is_done,
        };
        drop(heap);
        self.desk.tell(Message::Read(Box::new(progress)))
    }
}
