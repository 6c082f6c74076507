//! Looks for what meets conditions among what was read. Goes on where it stopped when more was read.

use std::collections::HashMap;
use std::sync::Arc;

use super::query::{Collector, Query};
use super::sort::sort;
use super::{Desk, Serve};
use crate::engine::Fold;
use crate::query::error::{Error, Warning};
use crate::record::Record;
use crate::record::raw::any_leaf;
use crate::tui::bits::Bits;
use crate::tui::job::{Job, Matched, Message, Picked, Slot};
use crate::tui::session::Session;
use crate::tui::store::Store;

/// Looks for matches, for each slot apart.
#[derive(Default)]
pub(super) struct MatchFinder {
    searches: HashMap<Slot, MatchSearch>,
}

/// The conditions of a slot, and what was found.
struct MatchSearch {
    /// `None` if all pass.
    query: Option<Query>,
    generation: u64,
    fold: Spots,
    found: Matches,
}

/// The records that were found.
#[derive(Default)]
struct Matches {
    hits: Bits,
    gaps: Bits,
    warnings: Vec<Warning>,
}

impl Serve for MatchFinder {
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

impl MatchFinder {
    /// The search of a job: the one that is under way, or a new one.
    fn begin(&mut self, job: Job, desk: &Desk) -> Option<(Store, &mut MatchSearch)> {
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
            match MatchSearch::new((slot, generation), &terms, exact, &desk.session) {
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

impl MatchSearch {
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
            query: plan.map(|plan| Query::new(slot, generation, plan)),
            generation,
            fold: Spots { exact },
            found: Matches {
                warnings,
                ..Matches::default()
            },
        })
    }

    fn run(&mut self, store: &Store, desk: &Desk) {
        match &mut self.query {
            Some(query) => query.run(desk, store, &self.fold, &mut self.found),
            None => {
                desk.tell(Message::Matched(Matched {
                    generation: self.generation,
                    rows: store.order.clone(),
                    count: store.order.len() as u64,
                    is_whole: true,
                    ..Matched::default()
                }));
            }
        }
    }
}

impl Collector<Found> for Matches {
    fn merge(&mut self, store: &Store, block: usize, part: Found) {
        let ordinal = |(at, nth): &(u32, u32)| store.find(block, *at, *nth);
        let hits = part.hits.iter().filter_map(ordinal);
        hits.for_each(|at| self.hits.set(at));
        let gaps = part.gaps.iter().filter_map(ordinal);
        gaps.for_each(|at| self.gaps.set(at));
    }

    fn snapshot(&mut self, store: &Store, query: &Query, is_whole: bool) -> Option<Message> {
        if query.slot != Slot::View {
            return Some(Message::Picked(Picked {
                slot: query.slot,
                generation: query.generation,
                bits: Arc::new(self.hits.clone()),
                is_whole,
            }));
        }
        let is_shown = |ordinal: &u32| self.hits.has(*ordinal) || self.gaps.has(*ordinal);
        let rows: Vec<u32> = store.order.iter().copied().filter(is_shown).collect();
        let count = rows.iter().filter(|row| self.hits.has(**row)).count();
        Some(Message::Matched(Matched {
            generation: query.generation,
            count: count as u64,
            rows: Arc::new(rows),
            is_whole,
            unread: query.unread,
            warnings: self.warnings.clone(),
        }))
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

    fn on_throttle(&self, record: &Record<'_>, part: &mut Found) {
        part.gaps.push(spot(record));
    }
}
