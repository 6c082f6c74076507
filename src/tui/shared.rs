//! What panes have in common: what was read and what passes, the list and its cursor, and what each pane may have to know of
//! the screen. Below all panes; what is a pane's own is in its file.

pub mod command_line;
pub mod config_save;
pub mod copy;
pub mod focus;
pub mod follow;
pub mod hits;
pub mod layout;
pub mod list;
pub mod list_layout;
pub mod marks;
pub mod matches;
pub mod narrow;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::action::Step;
use super::bits::Bits;
use super::detail::Detail;
use super::effect::Wish;
use super::filter::Filter;
use super::job::{Matched, Progress, Slot};
use super::keymap::Keymap;
use super::pane::{PaneId, Placement};
use super::prompt::Question;
use super::row::Row;
use super::session::Session;
use super::store::Store;
use crate::output::list_column::ListColumn;

use list_layout::WIDEST;
use marks::Marks;

/// What panes have in common.
pub struct Shared {
    /// What is shown, and how.
    pub session: Arc<Session>,
    /// What keys do.
    pub keymap: Keymap,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// How far the reading is.
    pub progress: Progress,
    /// What passes the filter.
    pub matched: Matched,
    /// The conditions, and the line in which they are written.
    pub filter: Filter,
    /// What was looked for last among the records; empty for nothing.
    pub sought: String,
    /// What was found besides the filter.
    pub picks: HashMap<Slot, Pick>,
    /// The list.
    pub list: List,
    /// What is chosen of time.
    pub time: TimeSelection,
    /// The record that was read last, all of it, and its ordinal.
    pub read: Option<(u32, Result<Box<Detail>, String>)>,
    /// The record that was asked for last.
    pub wanted: Option<u32>,
    /// The marks.
    pub marks: Marks,
    /// How new records are treated.
    pub follow: Follow,
    /// The pane that keys go to.
    pub focus: PaneId,
    /// The pane that has all of the screen.
    pub expanded: Option<PaneId>,
    /// Panes that are shown, besides those that always are.
    pub shown: Vec<PaneId>,
    /// The pane in which it is searched, and that keys go to again.
    pub search_from: PaneId,
    /// The pane that keys go to again when what is asked is answered; none if nothing is asked.
    pub asked_from: Option<PaneId>,
    /// Whether the mouse is on.
    pub has_mouse: bool,
    /// A count that was typed before a key.
    pub count: Option<usize>,
    /// Something to say, until the next key.
    pub toast: String,
    /// How many keys were typed.
    pub typed: u64,
    /// How many jobs were given that are numbered.
    pub generation: u64,
    /// Whether it is over.
    pub is_over: bool,
    /// What panes want of others.
    pub wishes: Vec<Wish>,
}

/// What is chosen of time.
#[derive(Clone, Debug, Default)]
pub struct TimeSelection {
    /// The span that the timeline shows; `None` for all.
    pub window: Option<(i64, i64)>,
    /// The bucket that was gone to; `None` for that of the record under the list's cursor.
    pub at: Option<i64>,
    /// A marked span: its ends as far as they were set.
    pub marks: (Option<i64>, Option<i64>),
}

/// How new records are treated.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// Whether the cursor goes with the last record.
    pub is_on: bool,
    /// Whether the screen is frozen.
    is_frozen: bool,
    /// What was read since then.
    held: Option<Box<Progress>>,
    /// Matches there were when the cursor was last on the last record.
    seen: u64,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The ordinals that it shows, in the order in which it shows them.
    pub rows: Arc<Vec<u32>>,
    /// Where the cursor is among the rows.
    pub cursor: usize,
    /// The record that it was put on last: it goes back there when the filter shows it again.
    pub anchor: Option<u32>,
    /// The first row on the screen.
    pub top: usize,
    /// The column that the cursor is in.
    pub column: usize,
    /// What its columns show.
    pub columns: Arc<Vec<ListColumn>>,
    /// How wide some of them are made, by their names.
    pub widths: HashMap<String, usize>,
    /// Rows that were read, by ordinal; those that could not be read say why.
    pub cells: HashMap<u32, Result<Row, String>>,
    /// The order, if it is not that of time.
    pub sort: Option<Sort>,
    /// Neighbours that the filter hides.
    pub context: Option<Context>,
    /// How many denied records there are before every [`STRIDE`]th row, and in all at the end.
    pub denied: Vec<u32>,
    /// What there is in the rows that each cell of the scrollbar stands for.
    pub ticks: Vec<Tick>,
}

/// Rows from one sum of the denied to the next.
pub const STRIDE: usize = 4096;

/// What there is among some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// A hit of the search.
    pub is_hit: bool,
    /// A record that was denied.
    pub is_denied: bool,
}

/// An order of rows.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The column.
    pub column: usize,
    /// Whether downwards.
    pub is_down: bool,
    /// Which demand it is.
    pub generation: u64,
    /// The rows in that order, once it is known.
    pub rows: Option<Arc<Vec<u32>>>,
}

/// Neighbours of a record that are shown though they do not pass.
#[derive(Clone, Debug)]
pub struct Context {
    /// The record.
    pub around: u32,
    /// How often they were asked for: more each time.
    pub level: usize,
    /// The neighbours.
    pub bits: Bits,
}

/// What was looked for besides the filter.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    /// Which demand it is.
    pub generation: u64,
    /// The conditions.
    pub terms: Vec<String>,
    /// A text that has to be in a value letter by letter.
    pub exact: Option<String>,
    /// What was found.
    pub bits: Arc<Bits>,
    /// Whether everything was looked at.
    pub is_whole: bool,
    /// What is to be done once everything was looked at.
    pub then: Option<Then>,
}

/// What is to be done with what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Go to the next of it.
    Go(Step),
    /// Show neighbours out of it.
    Context,
}

impl Shared {
    /// A screen on which nothing was read yet.
    pub fn new(session: Arc<Session>, size: (u16, u16)) -> Self {
        let indicators = session.language.indicators.as_ref();
        let named = |name: &String| ListColumn::named(name, indicators);
        let mut columns: Vec<ListColumn> = session.columns.iter().filter_map(named).collect();
        if columns.is_empty() {
            columns = ListColumn::usual();
        }
        let wide = |(name, wide): &(String, usize)| (name.clone(), (*wide).clamp(1, WIDEST));
        let widths = session.widths.iter().map(wide);
        Self {
            keymap: Keymap::new(&session.keys),
            zone: session.zone.clone(),
            size,
            progress: Progress::default(),
            matched: Matched::default(),
            filter: Filter::new(&session.terms),
            sought: String::new(),
            picks: HashMap::new(),
            list: List {
                columns: Arc::new(columns),
                widths: widths.collect(),
                ..List::default()
            },
            time: TimeSelection::default(),
            read: None,
            wanted: None,
            marks: Marks::default(),
            follow: Follow::default(),
            focus: PaneId::Events,
            expanded: None,
            shown: vec![PaneId::Timeline, PaneId::Detail],
            search_from: PaneId::Events,
            asked_from: None,
            has_mouse: false,
            count: None,
            toast: String::new(),
            typed: 0,
            generation: 0,
            is_over: false,
            wishes: Vec::new(),
            session,
        }
    }

    /// Says something, until the next key.
    pub fn say(&mut self, text: &str) {
        text.clone_into(&mut self.toast);
    }

    /// A number for the next job that has one.
    pub fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }

    /// What was read.
    pub fn store(&self) -> &Store {
        &self.progress.store
    }

    /// The ordinals that the list shows.
    pub fn rows(&self) -> &[u32] {
        &self.list.rows
    }

    /// The ordinal under the cursor.
    pub fn current(&self) -> Option<u32> {
        self.rows().get(self.list.cursor).copied()
    }

    /// What the record under the cursor says, if it was read.
    pub fn record(&self) -> Option<&Detail> {
        match &self.read {
            Some((ordinal, Ok(detail))) if self.current() == Some(*ordinal) => Some(detail),
            _ => None,
        }
    }

    /// Whether everything was read and looked at, so that counts are what they will be.
    pub fn is_whole(&self) -> bool {
        self.progress.is_done && self.matched.is_whole
    }

    /// Whether records come from a stream that has not ended.
    fn is_stream(&self) -> bool {
        !self.progress.is_done && self.progress.total.is_none()
    }

    /// Whether a pane is shown, if there is room for it.
    pub fn shows(&self, pane: PaneId) -> bool {
        self.shown.contains(&pane)
    }

    /// Whether a pane has all of the screen.
    pub fn is_expanded(&self, pane: PaneId) -> bool {
        self.expanded == Some(pane)
    }

    /// Whether keys go to a pane.
    pub fn is_focus(&self, pane: PaneId) -> bool {
        self.focus == pane
    }

    /// The pane that keys go to once what is written in place of the line of keys is written.
    pub fn behind(&self) -> PaneId {
        match (self.asked_from, self.focus.place()) {
            (Some(back), Placement::Keys) => back,
            (None, Placement::Keys) => self.search_from,
            _ => self.focus,
        }
    }

    /// Asks something in one line, which begins with an answer.
    pub fn ask(&mut self, question: Question, answer: &str) {
        self.wishes.push(Wish::Ask(question, answer.to_owned()));
    }
}
