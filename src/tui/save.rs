//! What is written into a file: records, or the table of a pane.

use std::sync::Arc;

use super::store::Store;
use super::survey::Values;
use crate::analysis::Summary;
use crate::output::{FileFormat, Grid, RowOptions, groups};
use crate::record::column::Column;
use crate::text::sanitize;

/// Groups and how many records each has.
#[derive(Clone, Debug)]
pub struct Table {
    /// What they are grouped by.
    pub columns: Vec<Column>,
    /// The groups, in the order in which they are shown. Not escaped.
    pub groups: Vec<(Values, Summary)>,
    /// Records of groups that are not counted apart.
    pub others: u64,
    /// All records, of which shares are told.
    pub all: u64,
}

impl Table {
    /// The same as `knoxlog top` writes it.
    pub fn grid(&self, sheet: &RowOptions) -> Grid {
        let safe =
            |value: &Option<String>| value.as_deref().map(|text| sanitize(text).into_owned());
        let safe: Vec<Vec<Option<String>>> = self
            .groups
            .iter()
            .map(|(values, _)| values.iter().map(safe).collect())
            .collect();
        let all = safe.iter().zip(&self.groups);
        let all: Vec<(Vec<Option<&str>>, &Summary)> = all
            .map(|(values, (_, sight))| (values.iter().map(Option::as_deref).collect(), sight))
            .collect();
        let rest = Summary {
            count: self.others,
            ..Summary::default()
        };
        let rest = (self.others > 0).then_some(&rest);
        groups(&all, rest, &self.columns, self.all, sheet)
    }
}

/// What is written.
#[derive(Clone, Debug)]
pub enum Content {
    /// Records.
    Records {
        /// Which, in the order in which they are written.
        ordinals: Arc<Vec<u32>>,
        /// What was noted on some of them.
        notes: Vec<(u32, String)>,
        /// From where.
        store: Store,
    },
    /// A table.
    Table(Arc<Table>),
}

/// Something to write.
#[derive(Clone, Debug)]
pub struct Saving {
    /// What.
    pub content: Content,
    /// What is to be said of it when it is written.
    pub notes: String,
    /// The file, as it was typed.
    pub path: String,
    /// How.
    pub format: &'static FileFormat,
    /// What becomes of a file that is there already.
    pub existing: Existing,
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays as it is.
    Kept,
    /// It is written anew.
    Replaced,
}

/// What became of something to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is written.
    Written {
        /// What is in it, in words.
        what: String,
        /// Records that could not be read again.
        lost: u64,
        /// What is to be said of it besides.
        notes: String,
    },
    /// There is such a file already, and it was left alone.
    Exists,
    /// It could not be written, and is not there.
    Failed(String),
}
