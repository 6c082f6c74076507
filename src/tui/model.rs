//! All that the screen shows, as plain data. Changed by `update` alone; drawing only looks at it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::action::Step;
use super::bits::Bits;
use super::complete::Offers;
use super::detail::Detail;
use super::filter::Filter;
use super::key::Key;
use super::keymap::Keymap;
use super::lanes::Lanes;
use super::line::Line;
use super::live::Live;
use super::marks::Marks;
use super::page::Spot;
use super::pane::columns::WIDEST;
use super::pane::{self, Pane, Place, facets::Facets, top::Top, tree::Tree};
use super::prompt::Prompt;
use super::row::{Row, Shown};
use super::session::Session;
use super::store::Store;
use super::study::Given;
use super::timeline::Timeline;
use super::values::Values;
use super::view;
use super::worker::{Job, Matched, Progress, Slot};

/// What is to be done outside of the model.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Give a worker a job.
    Job(Job),
    /// Say that nothing was typed for a while: which key that was.
    Settle(u64),
    /// End the reading.
    StopReading,
    /// Stop the process until the shell goes on.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Let the terminal tell of the mouse, or keep it.
    Mouse(bool),
    /// Hand a text to the clipboard of the terminal.
    Copy(String),
}

/// The screen.
pub struct Model {
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
    /// What can follow what is being written.
    pub offers: Offers,
    /// The values of a field.
    pub values: Values,
    /// The search.
    pub search: Search,
    /// What else was looked for.
    pub picks: HashMap<Slot, Pick>,
    /// The list.
    pub list: List,
    /// The timeline.
    pub timeline: Timeline,
    /// Its lanes, when it has all of the screen.
    pub lanes: Option<Box<Lanes>>,
    /// The record under the cursor.
    pub detail: DetailState,
    /// The first line of the help that is shown.
    pub help: usize,
    /// The marks.
    pub marks: Marks,
    /// What is asked, if anything is.
    pub prompt: Option<Prompt>,
    /// How new records are treated.
    pub live: Live,
    /// Values and their counts.
    pub facets: Facets,
    /// Groups and their counts.
    pub top: Top,
    /// Who started whom.
    pub tree: Tree,
    /// The line of the columns that the cursor is on.
    pub columns: usize,
    /// What the worker counts.
    pub given: Given,
    /// Questions that it was asked.
    pub asked: u64,
    /// The pane that keys go to.
    pub focus: &'static Pane,
    /// The pane that has all of the screen.
    pub expanded: Option<&'static Pane>,
    /// Panes that are shown, besides those that always are.
    pub shown: Vec<&'static Pane>,
    /// Whether the mouse is on.
    pub has_mouse: bool,
    /// A count that was typed before a key.
    pub count: Option<usize>,
    /// The first key of a sequence.
    pub prefix: Option<Key>,
    /// Something to say, until the next key.
    pub toast: String,
    /// How many keys were typed.
    pub typed: u64,
    /// How many jobs were given that are numbered.
    pub generation: u64,
    /// Whether it is over.
    pub is_over: bool,
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
    pub columns: Arc<Vec<Shown>>,
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

/// The search, and the one inside of the detail.
pub struct Search {
    /// What is being written.
    pub line: Line,
    /// The pane in which it is looked for, and that keys go to again.
    pub back: &'static Pane,
    /// What was looked for last among the records; empty for nothing.
    pub text: String,
    /// What was looked for last in the detail.
    pub inside: String,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            line: Line::default(),
            back: &pane::events::PANE,
            text: String::new(),
            inside: String::new(),
        }
    }
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

/// The record under the cursor.
#[derive(Clone, Debug, Default)]
pub struct DetailState {
    /// Which it is, and what it says.
    pub record: Option<(u32, Result<Box<Detail>, String>)>,
    /// Which was asked for last.
    pub wanted: Option<u32>,
    /// Where the cursor is.
    pub cursor: Spot,
    /// Whether its JSON is shown.
    pub is_raw: bool,
    /// Whether its empty members are shown among the fields.
    pub has_empty: bool,
    /// Lines of the JSON that are folded.
    pub folded: HashSet<usize>,
}

impl DetailState {
    /// Shows its JSON in place of its fields, or these again.
    pub fn turn(&mut self) {
        self.is_raw = !self.is_raw;
        self.cursor = Spot::default();
    }
}

impl Model {
    /// A screen on which nothing was read yet.
    pub fn new(session: Arc<Session>, size: (u16, u16)) -> Self {
        let indicators = session.language.indicators.as_ref();
        let named = |name: &String| Shown::named(name, indicators);
        let mut columns: Vec<Shown> = session.columns.iter().filter_map(named).collect();
        if columns.is_empty() {
            columns = Shown::usual();
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
            offers: Offers::default(),
            values: Values::default(),
            search: Search::default(),
            picks: HashMap::new(),
            list: List {
                columns: Arc::new(columns),
                widths: widths.collect(),
                ..List::default()
            },
            timeline: Timeline::default(),
            lanes: None,
            detail: DetailState::default(),
            help: 0,
            marks: Marks::default(),
            prompt: None,
            live: Live::default(),
            facets: Facets::new(&session),
            top: Top::default(),
            tree: Tree::default(),
            columns: 0,
            given: None,
            asked: 0,
            focus: &pane::events::PANE,
            expanded: None,
            shown: vec![&pane::timeline::PANE, &pane::detail::PANE],
            has_mouse: false,
            count: None,
            prefix: None,
            toast: String::new(),
            typed: 0,
            generation: 0,
            is_over: false,
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
        match &self.detail.record {
            Some((ordinal, Ok(detail))) if self.current() == Some(*ordinal) => Some(detail),
            _ => None,
        }
    }

    /// Whether everything was read and looked at, so that counts are what they will be.
    pub fn is_whole(&self) -> bool {
        self.progress.is_done && self.matched.is_whole
    }

    /// Whether a pane is shown.
    pub fn shows(&self, pane: &Pane) -> bool {
        self.shown.iter().any(|shown| shown.name == pane.name)
    }

    /// Whether a pane is on the screen.
    pub fn is_visible(&self, pane: &Pane) -> bool {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let places = view::places(self, area);
        places.iter().any(|(placed, _)| placed.name == pane.name)
    }

    /// Whether a pane is the one that keys go to.
    pub fn is_focus(&self, pane: &Pane) -> bool {
        self.focus.name == pane.name
    }

    /// The pane that keys go to once what is written in place of the line of keys is written.
    pub fn behind(&self) -> &'static Pane {
        match (&self.prompt, self.focus.place) {
            (Some(prompt), Place::Keys) => prompt.back,
            (None, Place::Keys) => self.search.back,
            _ => self.focus,
        }
    }

    /// Whether a pane has all of the screen.
    pub fn is_expanded(&self, pane: &Pane) -> bool {
        self.expanded
            .is_some_and(|expanded| expanded.name == pane.name)
    }
}
