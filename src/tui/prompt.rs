//! A question that is answered in one line.

use super::line::Line;
use super::pane::Pane;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What to note on the mark of an ordinal.
    Note(u32),
    /// By which fields to count.
    Groups,
    /// Which columns the list is to have besides.
    Column,
    /// Which field to count the values of, besides the others.
    Facet,
    /// Into which file to write.
    File,
    /// Whether to write into this file, which is there already.
    Overwrite(String),
}

impl Question {
    /// Its words.
    pub fn words(&self) -> String {
        match self {
            Self::Note(_) => "note".to_owned(),
            Self::Groups => "count by (fields, parted by commas)".to_owned(),
            Self::Column => "add columns (fields, parted by commas)".to_owned(),
            Self::Facet => "count the values of".to_owned(),
            Self::File => "write to file".to_owned(),
            Self::Overwrite(path) => format!("{path} exists; overwrite it? yes or no"),
        }
    }
}

/// A question, and what was written so far.
pub struct Prompt {
    /// What is asked.
    pub question: Question,
    /// What was written.
    pub line: Line,
    /// The pane that keys go to again when it is answered.
    pub back: &'static Pane,
}
