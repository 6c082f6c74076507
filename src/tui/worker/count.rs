//! Counts: by time without reading anything again, by the values of a field by reading what matches.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::scan::scan;
use super::{Desk, Serve};
use crate::count::HeavyHitters;
use crate::engine::Fold;
use crate::record::Record;
use crate::record::field::{Target, find};
use crate::text::sanitize;
use crate::tui::job::{Asked, Job, Message, Slot};
use crate::tui::lanes::{Buckets, Lanes};
use crate::tui::store::UNTIMED;
use crate::tui::timeline::{Bins, Scale};
use crate::tui::values::Values;

/// Counts.
pub(super) struct Counter;

/// How often it tells what it has counted while it goes on.
const INTERVAL: Duration = Duration::from_millis(200);

impl Serve for Counter {
    /// Of each kind, the last job is done: it is what the screen shows now.
    fn serve(&mut self, jobs: Vec<Job>, desk: &Desk) {
        let (mut bins, mut lanes, mut values) = (None, None, None);
        for job in jobs {
            match job {
                Job::Bins { .. } => bins = Some(job),
                Job::Lanes(asked, scale) => lanes = Some((asked, scale)),
                Job::Values(asked) => values = Some(asked),
                _ => {}
            }
        }
        if let Some(Job::Bins { scale, store, rows }) = bins {
            let bins = Bins::count(scale, &store, &rows);
            desk.tell(Message::Bins(Box::new(bins)));
        }
        if let Some(asked) = values {
            count_values(&asked, desk);
        }
        if let Some((asked, scale)) = lanes {
            count_lanes(&asked, scale, desk);
        }
    }
}

/// Counts the values of a field in what meets the conditions.
fn count_values(asked: &Asked, desk: &Desk) {
    if let Some(target) = find(&asked.field) {
        let fold = ValuesOf { target: &target };
        let mut all = Values::new(asked.generation, asked.field.clone());
        count(desk, (Slot::Values, asked), &fold, &mut all);
    }
}

/// What is counted, from all blocks.
trait Heap<Part> {
    /// Adds what was counted in a block.
    fn take(&mut self, part: Part);

    /// Tells what was counted so far, or of everything.
    fn told(&self, is_whole: bool) -> Message;
}

impl Heap<HeavyHitters<u64>> for Values {
    fn take(&mut self, part: HeavyHitters<u64>) {
        self.add(part);
    }

    fn told(&self, is_whole: bool) -> Message {
        Message::Values(Box::new(self.shown(is_whole)))
    }
}

/// What lanes are made of.
struct LaneCounts<'a> {
    asked: &'a Asked,
    scale: Scale,
    counts: HeavyHitters<Buckets>,
}

impl Heap<HeavyHitters<Buckets>> for LaneCounts<'_> {
    fn take(&mut self, part: HeavyHitters<Buckets>) {
        self.counts.merge(part);
    }

    fn told(&self, is_whole: bool) -> Message {
        let of = (self.asked.generation, self.asked.field.clone());
        let lanes = Lanes::of(&self.counts, of, self.scale, is_whole);
        Message::Lanes(Box::new(lanes))
    }
}

/// Counts in what meets the conditions, as long as it is wanted; tells it now and then, and in the end.
fn count<F: Fold>(
    desk: &Desk,
    (slot, asked): (Slot, &Asked),
    fold: &F,
    all: &mut impl Heap<F::Part>,
) {
    // Conditions that are wrong have been told by whoever looks for matches.
    let Ok(checked) = desk.session.language.compile(&asked.terms) else {
        return;
    };
    let mut told = Instant::now();
    let (store, generation) = (&asked.store, asked.generation);
    let blocks = 0..store.blocks();
    scan(&desk.session, store, &checked.plan, blocks, fold, |seen| {
        if !desk.wants(slot, generation) {
            return ControlFlow::Break(());
        }
        all.take(seen.part);
        if told.elapsed() > INTERVAL {
            desk.tell(all.told(false));
            told = Instant::now();
        }
        ControlFlow::Continue(())
    });
    if desk.wants(slot, generation) {
        desk.tell(all.told(true));
    }
}

/// The values of a field, by how many records have them.
struct ValuesOf<'t> {
    target: &'t Target,
}

impl Fold for ValuesOf<'_> {
    type Part = HeavyHitters<u64>;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.target.any(record, &mut |value| {
            part.add(value.text.as_bytes(), 1);
            false
        });
    }
}

/// Counts by time and the values of a field, in what meets the conditions.
fn count_lanes(asked: &Asked, scale: Scale, desk: &Desk) {
    if let Some(target) = find(&asked.field) {
        let fold = LanesOf {
            target: &target,
            scale,
        };
        let mut all = LaneCounts {
            asked,
            scale,
            counts: HeavyHitters::default(),
        };
        count(desk, (Slot::Lanes, asked), &fold, &mut all);
    }
}

/// The values of a field, and the buckets of the records that have them.
struct LanesOf<'t> {
    target: &'t Target,
    scale: Scale,
}

impl Fold for LanesOf<'_> {
    type Part = HeavyHitters<Buckets>;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        let time = crate::record::derived::workload::event_time(record);
        let time = time.map_or(UNTIMED, crate::tui::blind::narrow);
        let Some(bucket) = self.scale.bucket(time) else {
            return;
        };
        let mut is_none = true;
        self.target.any(record, &mut |value| {
            let text = sanitize(&value.text);
            part.update(text.as_bytes(), |buckets| buckets.add(bucket));
            is_none = false;
            true
        });
        if is_none {
            part.update(b"", |buckets| buckets.add(bucket));
        }
    }
}
