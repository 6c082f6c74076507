//! What a key means. Knows no keys.

use super::pane::PaneId;

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Leave.
    Quit,
    /// End the reading; if there is none, leave.
    Interrupt,
    /// Stop until the shell goes on.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Open or close a pane.
    Toggle(PaneId),
    /// Go to a pane.
    Focus(PaneId),
    /// To the next pane, or the one before.
    Pane(Step),
    /// Give the pane all of the screen, or take it back.
    Expand,
    /// Close what is open, else clear what is searched for.
    Close,
    /// Move in the pane.
    Move(Motion),
    /// A digit of a count.
    Digit(u8),
    /// The first key of several: its place in the table is looked up with the next.
    Prefix(super::key::KeyPress),
    /// A key that means nothing here.
    Nothing,
    /// Write a character.
    Insert(char),
    /// Change the line that is written.
    Edit(Edit),
    /// Take what is written, or what is chosen.
    Accept,
    /// Filter by what the cursor is on.
    Narrow(Narrow),
    /// Take the last change of the filter back.
    Undo,
    /// Make it again.
    Redo,
    /// Lift a condition, or put it back: its number, from 1.
    Chip(u8),
    /// Lift all conditions, or put them back.
    AllChips,
    /// Show the shell command that answers the same.
    Command,
    /// To the next that was denied, or the one before.
    Denied(Step),
    /// To the next record of the same process or container, or the one before.
    Same(Sibling, Step),
    /// Show neighbours that the filter hides.
    Context,
    /// Sort by the next column.
    Sort,
    /// Search, apart from the filter.
    Search,
    /// To the next hit, or the one before.
    Hit(Step),
    /// To the next peak of the timeline, or the one before.
    Peak(Step),
    /// What the timeline shows of time.
    Zoom(Zoom),
    /// One end of a span of time.
    Mark(End),
    /// Stack the timeline by something else.
    Stack,
    /// Draw bars by another scale of counts.
    Scale,
    /// Stack the lanes of the timeline, or take them apart.
    Lanes,
    /// Fold or open, or show all.
    Fold,
    /// Show the members of the record that are empty, or hide them.
    Empty,
    /// Show the record's JSON, or its fields.
    Raw,
    /// Show times of this machine, or of the data.
    Zone,
    /// Something about marks.
    Pin(Pin),
    /// Copy something.
    Copy(Copied),
    /// Write records into a file.
    Save,
    /// Write the filter, or the columns, into the file of names and looks.
    Keep,
    /// Go with the last record, or no longer.
    Follow,
    /// Hold back what is new, or let it in.
    Freeze,
    /// Choose the fields by which is counted.
    Fields,
    /// Take away what the cursor is on.
    Remove,
    /// Filter by a process and all below it.
    Below,
    /// Move a column to the right, or to the left.
    Shift(Step),
    /// Make a column wider, or narrower.
    Widen(Step),
    /// Switch the mouse on or off.
    Mouse,
    /// What is done with it.
    Point(Point),
    /// A key was typed a while ago, and no other since then.
    Settled(u64),
}

/// One of two directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// On.
    Next,
    /// Back.
    Previous,
}

/// A way to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// Ten to the left.
    FarLeft,
    /// Ten to the right.
    FarRight,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// Half a screen up.
    HalfUp,
    /// Half a screen down.
    HalfDown,
    /// To the first.
    First,
    /// To the last, or to the one that a count says.
    Last,
    /// To what is drawn at a column and a row.
    At(usize, usize),
}

impl Motion {
    /// The same in what is below a head of so many rows; `None` if it is to something in that.
    pub fn below(self, head: usize) -> Option<Self> {
        match self {
            Self::At(x, y) => Some(Self::At(x, y.checked_sub(head)?)),
            motion => Some(motion),
        }
    }
}

/// A change of the line that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Delete the character before.
    Backspace,
    /// Delete the character behind.
    Delete,
    /// Delete the word before.
    Word,
    /// Delete all before.
    Before,
    /// Delete all behind.
    Behind,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// A word to the left.
    WordLeft,
    /// A word to the right.
    WordRight,
    /// The line that was written before.
    Older,
    /// The one after it.
    Newer,
    /// Take what is offered.
    Complete,
    /// Offer something.
    Offer,
    /// The latest line that holds what is written.
    Recall,
}

/// How the filter is made narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    /// Only what has this value.
    Add,
    /// Only what has not.
    Exclude,
    /// This value in place of what is asked of the field now.
    Replace,
    /// This value too.
    Or,
}

/// What two records have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sibling {
    /// Host and process.
    Process,
    /// The container.
    Container,
}

/// What is done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// To what is drawn at a column and a row of a pane.
    Click(PaneId, u16, u16),
    /// Scroll a pane.
    Scroll(PaneId, Step),
    /// Show more or less of time about a moment.
    Zoom(Zoom, i64),
    /// Mark the span from where the button went down to a moment.
    Drag(i64),
    /// The button went up.
    Release,
}

/// A change of the span of time that the timeline shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    /// Half of it.
    In,
    /// Twice of it.
    Out,
    /// All.
    Fit,
    /// What it was before.
    Undo,
}

/// What is done about marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// Mark the record, or take its mark away.
    Toggle,
    /// Mark all from the last mark to the cursor.
    Reach,
    /// Note something on the record.
    Note,
    /// To the next mark, or the one before.
    Jump(Step),
}

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The value under the cursor.
    Value,
    /// All of the record.
    Record,
    /// The condition that asks for the value.
    Term,
    /// The shell command that answers what is shown.
    Command,
    /// The marks with their notes.
    Marks,
}

/// An end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Where it begins.
    Start,
    /// Where it ends.
    Stop,
}
