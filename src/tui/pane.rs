//! The table of panes: what each is called, what it shows and where it is, and what it holds. One file each.
//!
//! To add one: `pane/NAME.rs`, which draws it and does what is done in it; a variant, a row and a field here; its keys, and
//! the one that opens it, in `keymap.rs`.

pub mod columns;
pub mod component;
pub mod detail;
pub mod events;
pub mod facets;
pub mod filter;
pub mod help;
mod lines;
pub mod marks;
pub mod prompt;
pub mod search;
pub mod timeline;
pub mod top;
pub mod tree;
mod typed;

use super::session::Session;
use component::Pane;

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneId {
    /// Counts over time.
    Timeline,
    /// The line of conditions.
    Filter,
    /// Values of fields and their counts.
    Facets,
    /// The columns of the list.
    Columns,
    /// The list of records.
    Events,
    /// The record under the cursor.
    Detail,
    /// Marked records and their notes.
    Marks,
    /// Groups and their counts.
    Top,
    /// The process forest.
    Tree,
    /// The line of the search.
    Search,
    /// Keys and the language.
    Help,
    /// A question.
    Prompt,
}

/// Where a pane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Above all others.
    Top,
    /// The line of conditions.
    Line,
    /// At the left of the list; over it where the screen is narrow.
    Side,
    /// The list.
    Middle,
    /// Below the list.
    Below,
    /// In place of all others.
    Over,
    /// In place of the line of keys.
    Keys,
}

impl PaneId {
    /// Every pane, in the order in which they are gone through.
    pub const ALL: [Self; 12] = [
        Self::Timeline,
        Self::Filter,
        Self::Facets,
        Self::Columns,
        Self::Events,
        Self::Detail,
        Self::Marks,
        Self::Top,
        Self::Tree,
        Self::Search,
        Self::Help,
        Self::Prompt,
    ];

    /// Its name, where it is, and what it shows.
    #[rustfmt::skip]
    const fn row(self) -> (&'static str, Placement, &'static str) {
        use Placement::{Below, Keys, Line, Middle, Over, Side, Top};
        match self {
            Self::Timeline => ("timeline", Top, "how many records there are over time, and how they ended"),
            Self::Filter => ("filter", Line, "the conditions that records must meet"),
            Self::Facets => ("facets", Side, "the values of the view's records and their counts"),
            Self::Columns => ("columns", Side, "which columns the list has, in which order, and how wide"),
            Self::Events => ("events", Middle, "the records that pass the filter, in the order of time"),
            Self::Detail => ("detail", Below, "all fields of the record under the cursor, or its JSON"),
            Self::Marks => ("marks", Over, "the records that were marked, and what was noted on them"),
            Self::Top => ("top", Over, "the view's records, counted by any fields"),
            Self::Tree => ("tree", Over, "who started whom, among the processes of the view's records"),
            Self::Search => ("search", Keys, "a text to look for among what is shown"),
            Self::Help => ("help", Over, "what keys do, and the filter language on one page"),
            Self::Prompt => ("prompt", Keys, "a question, answered in one line"),
        }
    }

    /// What keys and configs call it.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// Where it is.
    pub const fn place(self) -> Placement {
        self.row().1
    }

    /// What it shows, in at most 72 columns.
    pub const fn doc(self) -> &'static str {
        self.row().2
    }

    /// Whether characters are written in it, so that they are no keys.
    pub const fn writes(self) -> bool {
        matches!(self.place(), Placement::Line | Placement::Keys)
    }
}

/// What each pane holds.
pub struct Panes {
    pub(super) timeline: timeline::TimelinePane,
    pub(super) filter: filter::FilterPane,
    pub(super) facets: facets::FacetsPane,
    pub(super) columns: columns::ColumnsPane,
    events: events::EventsPane,
    pub(super) detail: detail::DetailPane,
    marks: marks::MarksPane,
    pub(super) top: top::TopPane,
    pub(super) tree: tree::TreePane,
    search: search::SearchPane,
    pub(super) help: help::HelpPane,
    pub(super) prompt: prompt::PromptPane,
}

impl Panes {
    /// Each as it is before anything was read.
    pub fn new(session: &Session) -> Self {
        Self {
            timeline: timeline::TimelinePane::default(),
            filter: filter::FilterPane::default(),
            facets: facets::FacetsPane::new(session),
            columns: columns::ColumnsPane::default(),
            events: events::EventsPane,
            detail: detail::DetailPane::default(),
            marks: marks::MarksPane,
            top: top::TopPane::default(),
            tree: tree::TreePane::default(),
            search: search::SearchPane::default(),
            help: help::HelpPane::default(),
            prompt: prompt::PromptPane::default(),
        }
    }

    /// A pane, to be drawn.
    pub fn get(&self, id: PaneId) -> &dyn Pane {
        match id {
            PaneId::Timeline => &self.timeline,
            PaneId::Filter => &self.filter,
            PaneId::Facets => &self.facets,
            PaneId::Columns => &self.columns,
            PaneId::Events => &self.events,
            PaneId::Detail => &self.detail,
            PaneId::Marks => &self.marks,
            PaneId::Top => &self.top,
            PaneId::Tree => &self.tree,
            PaneId::Search => &self.search,
            PaneId::Help => &self.help,
            PaneId::Prompt => &self.prompt,
        }
    }

    /// A pane, to do something in it.
    pub fn get_mut(&mut self, id: PaneId) -> &mut dyn Pane {
        match id {
            PaneId::Timeline => &mut self.timeline,
            PaneId::Filter => &mut self.filter,
            PaneId::Facets => &mut self.facets,
            PaneId::Columns => &mut self.columns,
            PaneId::Events => &mut self.events,
            PaneId::Detail => &mut self.detail,
            PaneId::Marks => &mut self.marks,
            PaneId::Top => &mut self.top,
            PaneId::Tree => &mut self.tree,
            PaneId::Search => &mut self.search,
            PaneId::Help => &mut self.help,
            PaneId::Prompt => &mut self.prompt,
        }
    }
}
