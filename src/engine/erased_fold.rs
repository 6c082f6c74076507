//! A fold at work on one block, without the type of what it makes: so that scanning is compiled once.

use super::Fold;
use crate::record::Record;

/// What is handed to a fold, and what it wants; see [`Fold`].
pub(super) trait ErasedFold {
    fn visit(&mut self, record: &Record<'_>);
    fn see(&mut self, record: &Record<'_>);
    fn gap(&mut self, record: &Record<'_>);
    fn stray(&mut self, line: &[u8]);
    fn glances(&self) -> bool;
    fn tells_duplicates(&self) -> bool;
}

/// A fold and what it has made so far.
pub(super) struct FoldState<'f, F: Fold> {
    fold: &'f F,
    pub(super) part: F::Part,
}

impl<'f, F: Fold> FoldState<'f, F> {
    pub(super) fn new(fold: &'f F) -> Self {
        let part = F::Part::default();
        Self { fold, part }
    }
}

impl<F: Fold> ErasedFold for FoldState<'_, F> {
    fn visit(&mut self, record: &Record<'_>) {
        self.fold.visit(record, &mut self.part);
    }

    fn see(&mut self, record: &Record<'_>) {
        self.fold.see(record, &mut self.part);
    }

    fn gap(&mut self, record: &Record<'_>) {
        self.fold.gap(record, &mut self.part);
    }

    fn stray(&mut self, line: &[u8]) {
        self.fold.stray(line, &mut self.part);
    }

    fn glances(&self) -> bool {
        self.fold.glances()
    }

    fn tells_duplicates(&self) -> bool {
        self.fold.tells_duplicates()
    }
}
