//! Looks for what meets conditions among what was read. Goes on where it stopped when more was read.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::scan::{Seen, scan};
use super::sort::sort;
use super::{Desk, Serve};
use crate::engine::Fold;
use crate::query::Plan;
use crate::query::error::{Error, Warning};
use crate::record::Record;
use crate::record::raw::any_leaf;
use crate::tui::bits::Bits;
use crate::tui::job::{Job, Matched, Message, Picked, Slot};
use crate::tui::session::Session;
use crate::tui::store::{Lines, Store};

/// Looks for matches, for each slot apart.
#[derive(Default)]
pub(super) struct Seeker {
    searches: HashMap<Slot, Search>,
}

/// The conditions of a slot, and what was found.
struct Search {
    slot: Slot,
    generation: u64,
    /// `None` if all pass.
    plan: Option<Plan>,
    /// A text that has to be in a value letter by letter.
    exact: Option<String>,
    warnings: Vec<Warning>,
    hits: Bits,
    gaps: Bits,
    /// Blocks that could not be read again.
    unread: u64,
    /// Blocks that were looked at.
    done: usize,
}

/// How often it tells what it has found while it goes on.
const INTERVAL: Duration = Duration::from_millis(150);

impl Serve for Seeker {
    /// Of each slot, the last job is done.
    fn serve(&mut self, jobs: Vec<Job>, desk: &Desk) {
        let slot = |job: &Job| job.slot().map(|(slot, _)| slot);
        let mut last: Vec<Job> = Vec::new();
        for job in jobs.into_iter().rev() {
            if !last.iter().any(|known| slot(known) == slot(&job)) {
                last.push(job);
            }
        }
        for job in last.into_iter().rev() {
            if matches!(job, Job::Sort { .. }) {
                sort(job, desk);
            } else if let Some((store, search)) = self.begin(job, desk) {
                search.run(&store, desk);
            }
        }
    }
}

impl Seeker {
    /// The search of a job: the one that is under way, or a new one.
    fn begin(&mut self, job: Job, desk: &Desk) -> Option<(Store, &mut Search)> {
        let Job::Seek {
            slot,
            generation,
            terms,
            exact,
            store,
        } = job
        else {
            return None;
        };
        let known = self.searches.get(&slot);
        if known.is_none_or(|search| search.generation != generation) {
            self.searches.remove(&slot);
            match Search::new((slot, generation), &terms, exact, &desk.session) {
                Ok(search) => {
                    self.searches.insert(slot, search);
                }
                Err(errors) => {
                    desk.tell(Message::Rejected {
                        slot,
                        generation,
                        errors,
                    });
                    return None;
                }
            }
        }
        Some((store, self.searches.get_mut(&slot)?))
    }
}

impl Search {
    fn new(
        (slot, generation): (Slot, u64),
        terms: &[String],
        exact: Option<String>,
        session: &Session,
    ) -> Result<Self, Vec<Error>> {
        let checked = match terms.is_empty() {
            true => None,
            false => Some(session.language.compile(terms)?),
        };
        let (plan, warnings) = match checked {
            Some(checked) => (Some(checked.plan), checked.warnings),
            None => (None, Vec::new()),
        };
        Ok(Self {
            slot,
            generation,
            plan,
            exact,
            warnings,
            hits: Bits::default(),
            gaps: Bits::default(),
            unread: 0,
            done: 0,
        })
    }

    fn run(&mut self, store: &Store, desk: &Desk) {
        let Some(plan) = self.plan.take() else {
            desk.tell(Message::Matched(Matched {
                generation: self.generation,
                rows: store.order.clone(),
                count: store.order.len() as u64,
                is_whole: true,
                ..Matched::default()
            }));
            return;
        };
        let fold = Spots {
            exact: self.exact.clone(),
        };
        let blocks = self.done..store.blocks();
        let mut told = Instant::now();
        scan(&desk.session, store, &plan, blocks, &fold, |seen| {
            if !desk.wants(self.slot, self.generation) {
                return ControlFlow::Break(());
            }
            self.note(store, &seen);
            if told.elapsed() > INTERVAL {
                self.tell(store, desk, false);
                told = Instant::now();
            }
            ControlFlow::Continue(())
        });
        self.plan = Some(plan);
        if desk.wants(self.slot, self.generation) {
            self.tell(store, desk, true);
        }
    }

    /// Takes what one block holds.
    fn note(&mut self, store: &Store, seen: &Seen<Found>) {
        let is_lost = |lines: &Lines| !lines.is_dropped();
        if seen.is_unread && store.lines(seen.block).is_some_and(is_lost) {
            self.unread += 1;
        }
        let ordinal = |(at, nth): &(u32, u32)| store.find(seen.block, *at, *nth);
        let hits = seen.part.hits.iter().filter_map(ordinal);
        hits.for_each(|at| self.hits.set(at));
        let gaps = seen.part.gaps.iter().filter_map(ordinal);
        gaps.for_each(|at| self.gaps.set(at));
        self.done = seen.block + 1;
    }

    fn tell(&self, store: &Store, desk: &Desk, is_whole: bool) {
        if self.slot != Slot::View {
            desk.tell(Message::Picked(Picked {
                slot: self.slot,
                generation: self.generation,
                bits: Arc::new(self.hits.clone()),
                is_whole,
            }));
            return;
        }
        let is_shown = |ordinal: &u32| self.hits.has(*ordinal) || self.gaps.has(*ordinal);
        let rows: Vec<u32> = store.order.iter().copied().filter(is_shown).collect();
        let count = rows.iter().filter(|row| self.hits.has(**row)).count();
        desk.tell(Message::Matched(Matched {
            generation: self.generation,
            count: count as u64,
            rows: Arc::new(rows),
            is_whole,
            unread: self.unread,
            warnings: self.warnings.clone(),
        }));
    }
}

/// Where the matches of a block stand.
struct Spots {
    exact: Option<String>,
}

#[derive(Debug, Default)]
struct Found {
    hits: Vec<(u32, u32)>,
    gaps: Vec<(u32, u32)>,
}

fn spot(record: &Record<'_>) -> (u32, u32) {
    let spot = record.origin().spot;
    (spot.at, spot.nth)
}

impl Fold for Spots {
    type Part = Found;

    fn visit(&self, record: &Record<'_>, part: &mut Found) {
        let is_exact = self
            .exact
            .as_ref()
            .is_none_or(|text| any_leaf(record.payload(), &mut |value| value.text.contains(text)));
        if is_exact {
            part.hits.push(spot(record));
        }
    }

    fn gap(&self, record: &Record<'_>, part: &mut Found) {
        part.gaps.push(spot(record));
    }
}
