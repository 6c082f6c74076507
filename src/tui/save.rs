//! Records, or the table of a pane, into a file. The formats are those of the command line, which hands them in.

use std::sync::Arc;

use super::store::Store;
use super::survey::Values;
use crate::analysis::Summary;
use crate::record::Record;
use crate::record::column::Column;

/// Writes a record.
pub type WriteRow = Box<dyn Fn(&Record<'_>, &mut Vec<u8>) + Send + Sync>;

/// Writes a table, whole.
pub type WriteTable = Box<dyn Fn(&Table, &mut Vec<u8>) + Send + Sync>;

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

/// Writes what was noted at a time.
pub type WriteNote = fn(&str, &str) -> String;

/// One way of writing records into a file.
pub struct Format {
    /// What the name of the file ends in.
    pub endings: &'static [&'static str],
    /// What stands above the records.
    pub head: Vec<u8>,
    /// Writes one.
    pub row: WriteRow,
    /// Writes notes below the records; `None` where there is no room for them.
    pub note: Option<WriteNote>,
    /// Writes a table; `None` where records alone are written.
    pub table: Option<WriteTable>,
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
    /// Index into the formats of the session.
    pub format: usize,
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
