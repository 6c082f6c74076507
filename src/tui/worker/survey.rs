//! Counts what all records of the view come to. Goes on where it stopped when more was read.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::scan::{Seen, scan};
use super::{Desk, Job, Message, Serve, Slot};
use crate::query::Plan;
use crate::tui::store::{Lines, Store};
use crate::tui::study::{Demand, Survey};
use crate::tui::survey::{Counter, Part, Question};

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
    part: Part,
    /// Blocks that were looked at.
    done: usize,
    /// Blocks that could not be read again.
    unread: u64,
    /// Records that had been dropped before it began.
    dropped: u64,
}

/// How often it tells what it has counted while it goes on.
const INTERVAL: Duration = Duration::from_millis(200);

impl Serve for Surveyor {
    /// The last job is done: it is what the screen shows now.
    fn serve(&mut self, mut jobs: Vec<Job>, desk: &Desk) {
        let Some(Job::Survey(Some(demand))) = jobs.pop() else {
            return;
        };
        let known = self.study.take();
        let mut study = match known.filter(|study| study.generation == demand.generation) {
            Some(study) => study,
            // Conditions that are wrong are told by whoever looks for matches.
            None => match Study::new(&demand, desk) {
                Some(study) => study,
                None => return,
            },
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
            part: Part::default(),
            done: 0,
            unread: 0,
            dropped: demand.store.dropped,
        })
    }

    fn run(&mut self, store: &Store, desk: &Desk) {
        let question = self.question.clone();
        let fold = Counter {
            question: &question,
            zone: &desk.session.zone,
        };
        let blocks = self.done..store.blocks();
        let (mut told, mut pause) = (Instant::now(), INTERVAL);
        let plan = self.plan.clone();
        scan(&desk.session, store, &plan, blocks, &fold, |seen| {
            if !desk.wants(Slot::Survey, self.generation) {
                return ControlFlow::Break(());
            }
            self.note(store, seen);
            if told.elapsed() > pause {
                told = Instant::now();
                self.tell(store, desk, false);
                // What takes long to tell is told less often.
                pause = INTERVAL.max(told.elapsed() * 4);
                told = Instant::now();
            }
            ControlFlow::Continue(())
        });
        if desk.wants(Slot::Survey, self.generation) {
            self.tell(store, desk, true);
        }
    }

    /// Takes what one block came to.
    fn note(&mut self, store: &Store, seen: Seen<Part>) {
        let is_lost = |lines: &Lines| !lines.is_dropped();
        if seen.is_unread && store.lines(seen.block).is_some_and(is_lost) {
            self.unread += 1;
        }
        self.part.merge(seen.part);
        self.done = seen.block + 1;
    }

    fn tell(&self, store: &Store, desk: &Desk, is_whole: bool) {
        desk.tell(Message::Surveyed(Box::new(Survey {
            generation: self.generation,
            blocks: self.done,
            is_whole,
            unread: self.unread,
            dropped: store.dropped - self.dropped,
            ..Survey::of(&self.part, &self.question)
        })));
    }
}
