//! A reading of the inputs: what comes out of it as it goes, and what is taken in beside the answer.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::ReadSession;
use crate::analysis::gaps::{Witness, Witnessed};
use crate::cli::Failure;
use crate::cli::diagnostics::{self, MaskedSecrets};
use crate::engine::{self, Event, Fold, Job, ScanStats, Until, ValueHints, Values, join};
use crate::input;
use crate::output::ProgressWatch;
use crate::query::Plan;

/// Whether whoever takes what is read wants more.
pub(super) type TakeMore = io::Result<ControlFlow<()>>;

pub(super) struct ReadPass<'r> {
    pub(super) plan: &'r Plan,
    pub(super) until: Until,
    /// Whether what can't be read is told.
    pub(super) is_told: bool,
}

/// What was taken in of every record, beside the answer.
#[derive(Default)]
pub(super) struct Observed {
    /// Values of the fields that the filter insists on, as far as they were looked at.
    pub(super) values: Vec<Values>,
    pub(super) gaps: Witnessed,
    pub(super) masked: MaskedSecrets,
}

impl Observed {
    /// Takes its share of what was made of the next block; the rest is the fold's.
    pub(super) fn take<P>(&mut self, (part, beside): (P, (Witnessed, Vec<Values>))) -> P {
        self.gaps.merge(beside.0);
        join(&mut self.values, beside.1);
        part
    }

    /// Takes what was taken in of the next input.
    pub(super) fn merge(&mut self, other: Self) {
        join(&mut self.values, other.values);
        self.gaps.merge(other.gaps);
    }
}

impl ReadSession {
    /// A fold, and beside it what is taken in of every record.
    pub(super) fn observer<F: Fold>(&self, fold: F) -> (F, (Witness<'_>, ValueHints<'_>)) {
        // A file can be read again if nothing matches; a pipe must be watched as it goes by.
        let is_watched = self.messages.is_talkative && !self.is_rereadable();
        let expected = match is_watched {
            true => self.plan.expected(),
            false => &[],
        };
        let asked = self.request.terms.is_strict.then_some(&self.plan);
        (fold, (Witness::new(asked), ValueHints::new(expected)))
    }

    /// Reads the inputs, and takes in what is to be known beside the answer; `take` gets what the fold makes, in input
    /// order.
    pub(super) fn observe<F: Fold>(
        &mut self,
        until: Until,
        fold: F,
        mut take: impl FnMut(F::Part) -> TakeMore,
    ) -> Result<ScanStats, Failure> {
        let mut seen = Observed::default();
        let reading = ReadPass {
            plan: &self.plan,
            until,
            is_told: true,
        };
        let account = self.read(&reading, &self.observer(fold), |part, masked| {
            for secrets in masked {
                seen.masked.add(secrets);
            }
            take(seen.take(part))
        })?;
        self.know(seen);
        self.look_again(account)
    }

    /// Keeps what was taken in, for what is told at the end.
    pub(super) fn know(&mut self, seen: Observed) {
        self.blindness = seen.gaps.blindness(&self.plan);
        (self.values, self.masked) = (seen.values, seen.masked);
    }

    /// Reads the inputs one after another; `take` gets what the fold makes of each block, and how many secrets were masked
    /// in each match that has some.
    pub(super) fn read<F: Fold>(
        &self,
        reading: &ReadPass<'_>,
        fold: &F,
        mut take: impl FnMut(F::Part, Vec<u32>) -> TakeMore,
    ) -> Result<ScanStats, Failure> {
        let job = Job {
            until: reading.until,
            ..self
                .request
                .job(reading.plan, &self.names, &self.signals.stop)
        };
        let stop: Arc<AtomicBool> = self.signals.stop.clone();
        let pieces = input::read(self.request.inputs.clone(), self.request.options, stop);
        let pieces = match &self.digests {
            Some(digests) => pieces.digested(digests.clone()),
            None => pieces,
        };
        let _progress = self.progress(vec![pieces.progress()]);
        let account = engine::run(&job, pieces, fold, |event| match event {
            Event::Part { part, masked } => take(part, masked),
            Event::Notice(notice) => {
                if reading.is_told {
                    diagnostics::notice(&notice, &self.names, self.messages);
                }
                Ok(ControlFlow::Continue(()))
            }
        });
        account.map_err(Failure::Output)
    }

    /// A bar, where somebody sees it and no rows run through it.
    pub(super) fn progress(&self, read: Vec<Arc<AtomicU64>>) -> Option<ProgressWatch> {
        let is_seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let total = input::total_len(&self.request.inputs)
            .filter(|_| is_seen && self.has_bar && self.messages.is_talkative)?;
        Some(ProgressWatch::watch(read, total))
    }
}
