//! Counts what all records of the view come to. Goes on where it stopped when more was read.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::scan::scan;
use super::{Desk, Serve};
use crate::analysis::process::{ActivityFilter, Traces, Tracker};
use crate::engine::Fold;
use crate::query::Plan;
use crate::tui::grove::Grove;
use crate::tui::job::{Job, Message, Slot};
use crate::tui::store::{Lines, Store};
use crate::tui::study::{Demand, Question, Survey};
use crate::tui::survey::{Counter, Part};
use crate::tui::theme::Theme;

/// Counts.
#[derive(Default)]
pub(super) struct Surveyor {
    study: Option<Study>,
}

/// What is being counted.
struct Study {
    generation: u64,
    question: Question,
    plan: Arc<Plan>,
    /// What was counted.
    heap: Heap,
    /// Blocks that were looked at.
    done: usize,
    /// Blocks that could not be read again.
    unread: u64,
    /// Records that had been dropped before it began.
    dropped: u64,
}

/// What was counted, for each kind of question.
#[derive(Default)]
struct Heap {
    counts: Part,
    traces: Traces,
}

/// How often it tells what it has counted while it goes on.
const INTERVAL: Duration = Duration::from_millis(200);

impl Serve for Surveyor {
    /// The last job is done: it is what the screen shows now.
    fn serve(&mut self, mut jobs: Vec<Job>, desk: &Desk) {
        let known = self.study.take();
        let Some(Job::Survey(Some(demand))) = jobs.pop() else {
            return;
        };
        let known = known.filter(|study| study.generation == demand.generation);
        // Conditions that are wrong are told by whoever looks for matches.
        let Some(mut study) = known.or_else(|| Study::new(&demand, desk)) else {
            return;
        };
        study.question = demand.question;
        study.run(&demand.store, desk);
        self.study = Some(study);
    }
}

impl Study {
    fn new(demand: &Demand, desk: &Desk) -> Option<Self> {
        let checked = desk.session.language.compile(&demand.terms).ok()?;
        Some(Self {
            generation: demand.generation,
            question: demand.question.clone(),
            plan: Arc::new(checked.plan),
            heap: Heap::default(),
            done: 0,
            unread: 0,
            dropped: demand.store.dropped,
        })
    }

    fn run(&mut self, store: &Store, desk: &Desk) {
        match self.question.clone() {
            Question::Counts(counting) => {
                let fold = Counter::new(&counting, &desk.session.zone);
                self.look(store, desk, &fold, |heap, part| heap.counts.merge(part));
            }
            Question::Processes => {
                let fold = Tracker {
                    wanted: ActivityFilter::new(false, false),
                };
                self.look(store, desk, &fold, |heap, part| heap.traces.merge(part));
            }
        }
        if desk.wants(Slot::Survey, self.generation) {
            self.tell(store, desk, true);
        }
    }

    /// Looks at what was not looked at yet.
    fn look<F: Fold>(
        &mut self,
        store: &Store,
        desk: &Desk,
        fold: &F,
        merge: impl Fn(&mut Heap, F::Part),
    ) {
        let (mut told, mut pause) = (Instant::now(), INTERVAL);
        let (blocks, plan) = (self.done..store.blocks(), self.plan.clone());
        scan(&desk.session, store, &plan, blocks, fold, |seen| {
            if !desk.wants(Slot::Survey, self.generation) {
                return ControlFlow::Break(());
            }
            let is_lost = |lines: &Lines| !lines.is_dropped();
            if seen.is_unread && store.lines(seen.block).is_some_and(is_lost) {
                self.unread += 1;
            }
            merge(&mut self.heap, seen.part);
            self.done = seen.block + 1;
            if told.elapsed() > pause {
                let start = Instant::now();
                self.tell(store, desk, false);
                // What takes long to tell is told less often.
                pause = INTERVAL.max(start.elapsed() * 4);
                told = Instant::now();
            }
            ControlFlow::Continue(())
        });
    }

    fn tell(&self, store: &Store, desk: &Desk, is_whole: bool) {
        let found = match &self.question {
            Question::Counts(counting) => Survey::of(&self.heap.counts, counting),
            Question::Processes => Survey {
                grove: Grove::of(&self.heap.traces, Theme::of(desk.session.look).glyphs.then),
                ..Survey::default()
            },
        };
        desk.tell(Message::Surveyed(Box::new(Survey {
            generation: self.generation,
            blocks: self.done,
            is_whole,
            unread: self.unread,
            dropped: store.dropped - self.dropped,
            ..found
        })));
    }
}
