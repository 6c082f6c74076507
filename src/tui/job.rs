//! What the threads behind the screen are asked to do, and what they have to tell. Knows no threads.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::bits::Bits;
use super::blind::Blind;
use super::detail::Detail;
use super::lanes::Lanes;
use super::row::Row;
use super::save::{Saved, Saving};
use super::settings::{Draft, Entry, Kept};
use super::store::Store;
use super::study::{Demand, Survey};
use super::timeline::{Bins, Scale};
use super::values::Values;
use crate::output::list_column::ListColumn;
use crate::query::error::{Error, Warning};

/// What a worker has to tell.
#[derive(Debug)]
pub enum Message {
    /// More was read.
    Read(Box<Progress>),
    /// What passes the filter.
    Matched(Matched),
    /// What else was looked for.
    Picked(Picked),
    /// Conditions are wrong; what was found before stays.
    Rejected {
        /// What they were for.
        slot: Slot,
        /// Of which conditions.
        generation: u64,
        /// Why.
        errors: Vec<Error>,
    },
    /// What columns show of rows in a zone, by ordinal; those that could not be read say why.
    Rows {
        /// The columns.
        columns: Arc<Vec<ListColumn>>,
        /// The zone of their times.
        zone: TimeZone,
        /// The rows.
        rows: Vec<(u32, Result<Row, String>)>,
    },
    /// All of one record, its times in a zone.
    Detail(u32, TimeZone, Result<Box<Detail>, String>),
    /// What the timeline shows.
    Bins(Box<Bins>),
    /// What its lanes show.
    Lanes(Box<Lanes>),
    /// The values of a field.
    Values(Box<Values>),
    /// Rows in another order than that of time.
    Sorted(Sorted),
    /// What all records of the view come to, so far.
    Surveyed(Box<Survey>),
    /// What became of a file.
    Saved(String, Saved),
    /// What became of something to keep.
    Kept(Entry, Kept),
}

/// What is looked for, or counted: of each, the latest alone is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// What passes the filter.
    View,
    /// Hits of the search.
    Search,
    /// Records of a process.
    Process,
    /// Records of a container.
    Container,
    /// The values of a field.
    Values,
    /// Counts by time and the values of a field.
    Lanes,
    /// Another order.
    Sort,
    /// What all records of the view come to.
    Survey,
}

/// How many slots there are.
pub const SLOTS: usize = 8;

/// What passes a filter, as far as was looked.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    /// Of which filter.
    pub generation: u64,
    /// Ordinals in the order of time: matches, and records that tell of dropped alerts which may have been matches.
    pub rows: Arc<Vec<u32>>,
    /// How many match.
    pub count: u64,
    /// Whether everything that was read was looked at.
    pub is_whole: bool,
    /// Blocks of lines that could not be read again: what they hold is not among the rows.
    pub unread: u64,
    /// What may not be meant.
    pub warnings: Vec<Warning>,
}

/// What else was looked for, as far as was looked.
#[derive(Clone, Debug)]
pub struct Picked {
    /// What it was.
    pub slot: Slot,
    /// Of which conditions.
    pub generation: u64,
    /// The ordinals.
    pub bits: Arc<Bits>,
    /// Whether everything that was read was looked at.
    pub is_whole: bool,
}

/// Rows in another order.
#[derive(Clone, Debug)]
pub struct Sorted {
    /// Of which demand.
    pub generation: u64,
    /// The rows, or why they could not be put in order.
    pub rows: Result<Arc<Vec<u32>>, String>,
}

/// A field whose values are to be counted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which demand it is.
    pub generation: u64,
    /// The field.
    pub field: String,
    /// The conditions that records must meet.
    pub terms: Vec<String>,
    /// Where to look.
    pub store: Store,
}

/// Something to do for a worker.
#[derive(Clone, Debug)]
pub enum Job {
    /// Look for what meets these conditions, all of which must hold.
    Seek {
        /// What they are for.
        slot: Slot,
        /// Which they are: new ones put an end to those before.
        generation: u64,
        /// The conditions.
        terms: Vec<String>,
        /// A text that has to be in a value letter by letter.
        exact: Option<String>,
        /// Where to look.
        store: Store,
    },
    /// Read rows.
    Rows {
        /// Which.
        ordinals: Vec<u32>,
        /// What of them.
        columns: Arc<Vec<ListColumn>>,
        /// The zone of times.
        zone: TimeZone,
        /// From where.
        store: Store,
    },
    /// Read all of one record.
    Detail {
        /// Which.
        ordinal: u32,
        /// The zone of times.
        zone: TimeZone,
        /// From where.
        store: Store,
    },
    /// Write records or a table into a file.
    Save(Box<Saving>),
    /// Keep something in the file of names and looks.
    Keep {
        /// What.
        entry: Entry,
        /// What is to be written for it; `None` asks for that.
        draft: Option<Draft>,
    },
    /// Count by time.
    Bins {
        /// How.
        scale: Scale,
        /// All records.
        store: Store,
        /// Those that match.
        rows: Arc<Vec<u32>>,
    },
    /// Count by time and the values of a field; time is cut by the scale.
    Lanes(Asked, Scale),
    /// Count the values of a field.
    Values(Asked),
    /// Count what all records of the view come to; `None` to stop counting.
    Survey(Option<Box<Demand>>),
    /// Put rows in the order of a column.
    Sort {
        /// Which demand it is.
        generation: u64,
        /// The column.
        column: ListColumn,
        /// Whether downwards.
        is_down: bool,
        /// The rows, in the order of time.
        rows: Arc<Vec<u32>>,
        /// The zone of times.
        zone: TimeZone,
        /// From where.
        store: Store,
    },
}

impl Job {
    /// What it is for, if only the latest of its kind is wanted even while it is under way.
    pub const fn slot(&self) -> Option<(Slot, u64)> {
        match self {
            Self::Seek {
                slot, generation, ..
            } => Some((*slot, *generation)),
            Self::Lanes(asked, _) => Some((Slot::Lanes, asked.generation)),
            Self::Values(asked) => Some((Slot::Values, asked.generation)),
            Self::Sort { generation, .. } => Some((Slot::Sort, *generation)),
            Self::Survey(Some(demand)) => Some((Slot::Survey, demand.generation)),
            Self::Survey(None) => Some((Slot::Survey, 0)),
            Self::Rows { .. }
            | Self::Detail { .. }
            | Self::Bins { .. }
            | Self::Save(_)
            | Self::Keep { .. } => None,
        }
    }
}

/// How far the reading is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// What was read.
    pub store: Store,
    /// Where the log is blind, or not what it seems.
    pub blind: Arc<Blind>,
    /// How many records say that alerts were dropped.
    pub throttles: u64,
    /// Lines that are no record.
    pub skipped: u64,
    /// Inputs that could not be read, or not whole: why. Escaped.
    pub faults: Vec<String>,
    /// Bytes read so far.
    pub bytes: u64,
    /// Bytes there are, if that is known.
    pub total: Option<u64>,
    /// Records a second, of late.
    pub rate: u64,
    /// How many seconds the last event lies back, where that tells of a stream that is behind.
    pub lag: Option<u64>,
    /// Whether there is no more.
    pub is_done: bool,
}
