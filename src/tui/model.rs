//! All that the screen shows, as plain data. Changed by `update` alone; drawing only looks at it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::filter::Filter;
use super::key::Key;
use super::keymap::Keymap;
use super::live::Live;
use super::marks::Marks;
use super::pane::{self, Pane, facets::Facets, top::Top};
use super::prompt::Prompt;
use super::row::{Detail, Row, Shown};
use super::session::Session;
use super::store::Store;
use super::study::Given;
use super::timeline::Timeline;
use super::view;
use super::worker::{Job, Matched, Progress};

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
    /// The list.
    pub list: List,
    /// The timeline.
    pub timeline: Timeline,
    /// The record under the cursor.
    pub detail: Glance,
    /// The help.
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
    /// What the worker counts.
    pub given: Given,
    /// Questions that it was asked.
    pub asked: u64,
    /// The pane that keys go to.
    pub focus: &'static Pane,
    /// The pane that has all of the screen.
    pub expanded: Option<&'static Pane>,
    /// Panes that are shown, besides the list and the filter.
    pub shown: Vec<&'static Pane>,
    /// A count that was typed before a key.
    pub count: Option<usize>,
    /// The first key of a sequence.
    pub prefix: Option<Key>,
    /// Something to say, until the next key.
    pub toast: String,
    /// How many keys were typed.
    pub typed: u64,
    /// Whether it is over.
    pub is_over: bool,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Where the cursor is among the rows.
    pub cursor: usize,
    /// The first row on the screen.
    pub top: usize,
    /// The column that the cursor is in.
    pub column: usize,
    /// What its columns show.
    pub columns: Arc<Vec<Shown>>,
    /// Rows that were read, by ordinal; those that could not be read say why.
    pub cells: HashMap<u32, Result<Row, String>>,
}

/// The record under the cursor.
#[derive(Clone, Debug, Default)]
pub struct Glance {
    /// Which it is, and what it says.
    pub record: Option<(u32, Result<Box<Detail>, String>)>,
    /// Which was asked for last.
    pub wanted: Option<u32>,
    /// The line that the cursor is on.
    pub cursor: usize,
    /// Whether its JSON is shown.
    pub is_raw: bool,
}

impl Model {
    /// A screen on which nothing was read yet.
    pub fn new(session: Arc<Session>, size: (u16, u16)) -> Self {
        let named = session.columns.iter().filter_map(|name| Shown::named(name));
        let mut columns: Vec<Shown> = named.collect();
        if columns.is_empty() {
            columns = Shown::usual();
        }
        Self {
            keymap: Keymap::default(),
            zone: session.zone.clone(),
            size,
            progress: Progress::default(),
            matched: Matched::default(),
            filter: Filter::new(&session.terms),
            list: List {
                columns: Arc::new(columns),
                ..List::default()
            },
            timeline: Timeline::default(),
            detail: Glance::default(),
            help: 0,
            marks: Marks::default(),
            prompt: None,
            live: Live::default(),
            facets: Facets::new(&session),
            top: Top::default(),
            given: None,
            asked: 0,
            focus: &pane::events::PANE,
            expanded: None,
            shown: vec![&pane::timeline::PANE, &pane::detail::PANE],
            count: None,
            prefix: None,
            toast: String::new(),
            typed: 0,
            is_over: false,
            session,
        }
    }

    /// Says something, until the next key.
    pub fn say(&mut self, text: &str) {
        text.clone_into(&mut self.toast);
    }

    /// What was read.
    pub fn store(&self) -> &Store {
        &self.progress.store
    }

    /// The ordinals that the list shows.
    pub fn rows(&self) -> &[u32] {
        &self.matched.rows
    }

    /// The ordinal under the cursor.
    pub fn current(&self) -> Option<u32> {
        self.rows().get(self.list.cursor).copied()
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
}
