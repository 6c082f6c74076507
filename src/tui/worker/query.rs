//! One query over the records of a store: a fold over its blocks, whose parts are merged as they come. What is known is told now
//! and then, and it is given up as soon as another query of its kind is wanted. When more was read it goes on where it stopped.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Desk;
use super::scan::scan;
use crate::engine::Fold;
use crate::query::Plan;
use crate::tui::job::{Message, Slot};
use crate::tui::store::{Lines, Store};

/// A query that is under way.
pub(super) struct Query {
    pub(super) slot: Slot,
    pub(super) generation: u64,
    plan: Arc<Plan>,
    /// Blocks that were looked at.
    pub(super) done: usize,
    /// Blocks that could not be read again: what they hold is not among what was found.
    pub(super) unread: u64,
}

/// What a query comes to, made of the parts of all blocks.
pub(super) trait Collector<Part> {
    /// Adds what was made of a block.
    fn merge(&mut self, store: &Store, block: usize, part: Part);

    /// What is known so far, or of everything; `None` for what can only be told of everything.
    fn snapshot(&mut self, store: &Store, query: &Query, is_whole: bool) -> Option<Message>;
}

/// How often it is told what is known.
const INTERVAL: Duration = Duration::from_millis(150);

impl Query {
    /// A query over all that meets a plan.
    pub(super) fn new(slot: Slot, generation: u64, plan: Plan) -> Self {
        Self {
            slot,
            generation,
            plan: Arc::new(plan),
            done: 0,
            unread: 0,
        }
    }

    /// Looks at what was not looked at yet; tells what it comes to, unless another query is wanted by then.
    pub(super) fn run<F: Fold>(
        &mut self,
        desk: &Desk,
        store: &Store,
        fold: &F,
        all: &mut impl Collector<F::Part>,
    ) {
        let (mut told, mut pause) = (Instant::now(), INTERVAL);
        let (blocks, plan) = (self.done..store.blocks(), self.plan.clone());
        scan(&desk.session, store, &plan, blocks, fold, |scanned| {
            if !desk.wants(self.slot, self.generation) {
                return ControlFlow::Break(());
            }
            let is_lost = |lines: &Lines| !lines.is_dropped();
            if scanned.is_unread && store.lines(scanned.block).is_some_and(is_lost) {
                self.unread += 1;
            }
            all.merge(store, scanned.block, scanned.part);
            self.done = scanned.block + 1;
            if told.elapsed() > pause {
                let start = Instant::now();
                if let Some(message) = all.snapshot(store, self, false) {
                    desk.tell(message);
                }
                // What takes long to tell is told less often.
                pause = INTERVAL.max(start.elapsed() * 4);
                told = Instant::now();
            }
            ControlFlow::Continue(())
        });
        if desk.wants(self.slot, self.generation)
            && let Some(message) = all.snapshot(store, self, true)
        {
            desk.tell(message);
        }
    }
}
