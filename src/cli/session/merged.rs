//! Rows that are looked at once more: as they come, or those of several inputs merged by time.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::ReadSession;
use super::reading::{Observed, TakeMore};
use crate::cli::row_selection::RowSelection;
use crate::cli::{Failure, diagnostics};
use crate::engine::{self, Merged, ScanStats, Until};
use crate::input::{self, Pieces};
use crate::output::{ListedRow, Listing};
use crate::text::plural;

/// Inputs that are merged by time, at most: each is open at the same time, and scanned by a thread of its own.
const MOST_MERGED: usize = 64;

impl ReadSession {
    /// Whether several inputs are merged by time.
    pub(in crate::cli) fn merges(&self, selection: &RowSelection) -> bool {
        let inputs = self.request.inputs.len();
        (2..=MOST_MERGED).contains(&inputs) && !selection.is_unsorted && !selection.is_sorted()
    }

    /// Says so if there are too many inputs to merge them.
    pub(in crate::cli) fn mention_unmerged(&self, selection: &RowSelection) {
        if self.request.inputs.len() > MOST_MERGED
            && !selection.is_unsorted
            && !selection.is_sorted()
        {
            self.note(&format!(
                "more than {MOST_MERGED} inputs are read one after the other, not merged by time"
            ));
        }
    }

    /// Runs the filter for rows that are looked at once more; `take` gets them in the order of their times if there are
    /// several inputs, else as they come, until it has enough.
    pub(in crate::cli) fn rows(
        &mut self,
        listing: &Listing,
        selection: &RowSelection,
        mut take: impl FnMut(ListedRow) -> TakeMore,
    ) -> Result<ScanStats, Failure> {
        if self.merges(selection) {
            return self.merged_rows(listing, selection, take);
        }
        self.observe(selection.until(), listing, |rows: Vec<ListedRow>| {
            for row in rows {
                if take(row)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Rows of several inputs, merged by time. If `take` has enough before their end, how far each was read depends on how
    /// they arrive, so nothing is told of it; where the exit code speaks of what was read, all is.
    fn merged_rows(
        &mut self,
        listing: &Listing,
        selection: &RowSelection,
        mut take: impl FnMut(ListedRow) -> TakeMore,
    ) -> Result<ScanStats, Failure> {
        let stop: Arc<AtomicBool> = self.signals.stop.clone();
        let job = self.request.job(&self.plan, &self.names, &stop);
        let inputs = self.request.inputs.iter().cloned().enumerate();
        let read = |input| input::read_some(vec![input], self.request.options, stop.clone());
        let streams: Vec<Pieces> = inputs.map(read).collect();
        let progress = self.progress(streams.iter().map(Pieces::progress).collect());
        // One for each input: between inputs, blocks come in any order.
        let mut seen: Vec<Observed> = streams.iter().map(|_| Observed::default()).collect();
        let open = |input: usize, part| {
            let seen = seen.get_mut(input);
            seen.map(|seen| seen.take(part)).unwrap_or_default()
        };
        let may_end_early = selection.until() != Until::End && !self.request.terms.is_strict;
        let (mut held, mut is_enough) = (Vec::new(), false);
        let fold = self.observer(listing);
        let merged = engine::merge(&job, streams, &fold, open, |event| match event {
            Merged::Row(_) if is_enough => Ok(ControlFlow::Continue(())),
            Merged::Row(row) => {
                is_enough = take(row)?.is_break();
                Ok(match is_enough && may_end_early {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                })
            }
            Merged::Notice(notice) => {
                match may_end_early {
                    true => held.push(notice),
                    false => diagnostics::notice(&notice, &self.names, self.messages),
                }
                Ok(ControlFlow::Continue(()))
            }
        });
        drop(progress);
        let (account, late) = merged.map_err(Failure::Output)?;
        if is_enough && may_end_early {
            let told = "the inputs are read as far as these rows need, and what is skipped in them is not counted: \
                        --no-merge or --strict counts it";
            self.messages.note(told);
            return Ok(account.of_rows());
        }
        for notice in held {
            diagnostics::notice(&notice, &self.names, self.messages);
        }
        self.know_all(seen, late);
        self.look_again(account)
    }

    /// Keeps what was taken in of each input, and tells how many rows came too late for their place.
    fn know_all(&mut self, seen: Vec<Observed>, late: u64) {
        let mut all = Observed::default();
        for seen in seen {
            all.merge(seen);
        }
        self.know(all);
        if late > 0 {
            let late = plural(late, "record stands", "records stand");
            self.messages.note(format!(
                "{late} out of order: an input is not sorted by time; -s time sorts all"
            ));
        }
    }
}
