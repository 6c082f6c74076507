//! Looks for what meets a filter among what was read. Goes on where it stopped when more was read.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{Desk, Job, Matched, Message, Serve};
use crate::engine::{self, Event, Fold, Notice};
use crate::input::{Fault, FaultKind, Piece};
use crate::query::Plan;
use crate::query::error::Warning;
use crate::record::Record;
use crate::tui::bits::Bits;
use crate::tui::session::Session;
use crate::tui::store::{Lines, Store};

/// Looks for matches.
pub(super) struct Seeker {
    filter: Option<Filter>,
}

/// The filter at hand, and what it has found.
struct Filter {
    generation: u64,
    /// `None` if all pass.
    plan: Option<Plan>,
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

impl Seeker {
    pub(super) fn new(_: &Session) -> io::Result<Self> {
        Ok(Self { filter: None })
    }

    fn take(&mut self, job: Job, desk: &Desk) -> Option<(Store, &mut Filter)> {
        let Job::Seek {
            generation,
            terms,
            store,
        } = job
        else {
            return None;
        };
        if self
            .filter
            .as_ref()
            .is_none_or(|filter| filter.generation != generation)
        {
            match Filter::new(generation, &terms, &desk.session) {
                Ok(filter) => self.filter = Some(filter),
                Err(errors) => {
                    self.filter = None;
                    desk.tell(Message::Rejected { generation, errors });
                    return None;
                }
            }
        }
        Some((store, self.filter.as_mut()?))
    }
}

impl Serve for Seeker {
    fn serve(&mut self, mut jobs: Vec<Job>, desk: &Desk) {
        let Some(job) = jobs.pop() else {
            return;
        };
        if let Some((store, filter)) = self.take(job, desk) {
            filter.run(&store, desk);
        }
    }
}

impl Filter {
    fn new(
        generation: u64,
        terms: &[String],
        session: &Session,
    ) -> Result<Self, Vec<crate::query::error::Error>> {
        let checked = match terms.is_empty() {
            true => None,
            false => Some(session.language.compile(terms)?),
        };
        let (plan, warnings) = match checked {
            Some(checked) => (Some(checked.plan), checked.warnings),
            None => (None, Vec::new()),
        };
        Ok(Self {
            generation,
            plan,
            warnings,
            hits: Bits::default(),
            gaps: Bits::default(),
            unread: 0,
            done: 0,
        })
    }

    fn run(&mut self, store: &Store, desk: &Desk) {
        let stop = AtomicBool::new(false);
        let is_old = |generation| desk.wanted.load(Ordering::SeqCst) != generation;
        let Some(plan) = self.plan.take() else {
            desk.tell(Message::Matched(Matched {
                generation: self.generation,
                rows: store.order.clone(),
                count: store.order.len() as u64,
                is_whole: true,
                unread: 0,
                warnings: Vec::new(),
            }));
            return;
        };
        let job = desk.session.job(&plan, desk.session.threads, &stop);
        let blocks = self.done..store.blocks();
        let pieces = blocks.map(|at| piece(store, at));
        let (mut told, mut is_unread) = (Instant::now(), false);
        let outcome = engine::run(&job, pieces, &Spots, |event| {
            if is_old(self.generation) {
                return Ok(ControlFlow::Break(()));
            }
            // A block that can't be read is told before its empty part.
            if let Event::Notice(Notice::Input { .. }) = event {
                is_unread = true;
            }
            if let Event::Part { part, .. } = event {
                self.note(store, &part, std::mem::take(&mut is_unread));
                if told.elapsed() > INTERVAL {
                    desk.tell(Message::Matched(self.found(store, false)));
                    told = Instant::now();
                }
            }
            Ok(ControlFlow::Continue(()))
        });
        drop(outcome);
        self.plan = Some(plan);
        if !is_old(self.generation) {
            desk.tell(Message::Matched(self.found(store, true)));
        }
    }

    /// Takes what one block holds.
    fn note(&mut self, store: &Store, part: &Found, is_unread: bool) {
        let is_lost = |lines: &Lines| !lines.is_dropped();
        if is_unread && store.lines(self.done).is_some_and(is_lost) {
            self.unread += 1;
        }
        let ordinal = |(at, nth): &(u32, u32)| store.find(self.done, *at, *nth);
        part.hits
            .iter()
            .filter_map(ordinal)
            .for_each(|at| self.hits.set(at));
        part.gaps
            .iter()
            .filter_map(ordinal)
            .for_each(|at| self.gaps.set(at));
        self.done += 1;
    }

    fn found(&self, store: &Store, is_whole: bool) -> Matched {
        let is_shown = |ordinal: &u32| self.hits.has(*ordinal) || self.gaps.has(*ordinal);
        let rows: Vec<u32> = store.order.iter().copied().filter(is_shown).collect();
        Matched {
            generation: self.generation,
            count: rows.iter().filter(|row| self.hits.has(**row)).count() as u64,
            rows: Arc::new(rows),
            is_whole,
            unread: self.unread,
            warnings: self.warnings.clone(),
        }
    }
}

/// A block to look at, or why it can't be read any more.
fn piece(store: &Store, at: usize) -> Piece {
    let fault = |source, error| {
        Piece::Fault(Fault {
            source,
            kind: FaultKind::Read(error),
        })
    };
    match store.lines(at) {
        Some(lines) => lines
            .block()
            .map_or_else(|error| fault(lines.source, error), Piece::Block),
        None => fault(0, io::ErrorKind::NotFound.into()),
    }
}

/// Where the matches of a block stand.
struct Spots;

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
        part.hits.push(spot(record));
    }

    fn gap(&self, record: &Record<'_>, part: &mut Found) {
        part.gaps.push(spot(record));
    }
}
