//! What comes of an action besides the state that panes have in common: what is to be done outside of the screen, and what
//! one pane wants of another.

use super::job::Job;
use super::prompt::Question;
use crate::record::column::Column;

/// What is to be done outside of the screen.
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

/// What a pane wants of another one, which it doesn't know.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Ask something; the answer to begin with.
    Ask(Question, String),
    /// Take the answer to a question.
    Answer(Question, String),
    /// Count by these fields.
    CountBy(Vec<Column>),
    /// Look for a text inside of the record; whether to go to the first hit.
    SearchInside(String, bool),
}
