//! A question that is answered in one line.

use super::settings::{Draft, Entry};

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
    /// By which name `is:` is to stand for the conditions at hand.
    Macro,
    /// Whether to write this into the file of names and looks.
    Keep(Entry, Draft),
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
            Self::Macro => "name of this filter, as in is:NAME".to_owned(),
            Self::Keep(_, draft) if draft.replaced.is_empty() => "write this? yes or no".to_owned(),
            Self::Keep(..) => "write this in place of that? yes or no".to_owned(),
            Self::File => "write to file".to_owned(),
            Self::Overwrite(path) => format!("{path} exists; overwrite it? yes or no"),
        }
    }

    /// What is to be read before it is answered, line by line. Not escaped.
    pub fn notes(&self) -> Vec<String> {
        let Self::Keep(_, draft) = self else {
            return Vec::new();
        };
        let indented = |line: &String| format!("  {line}");
        let mut notes = vec![draft.path.clone()];
        notes.extend(draft.lines.iter().map(indented));
        if !draft.replaced.is_empty() {
            notes.push("in place of".to_owned());
            notes.extend(draft.replaced.iter().map(indented));
        }
        notes
    }
}
