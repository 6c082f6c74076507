//! The file of names and looks: what can be kept in it, and what becomes of that. It is the command line's, which hands in
//! what reads and writes it.

/// Something to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A filter.
    Macro {
        /// What stands behind `is:`.
        name: String,
        /// The filter.
        filter: String,
    },
    /// The columns of the list.
    Columns {
        /// Their names.
        names: Vec<String>,
        /// How wide some of them are made, by their names.
        widths: Vec<(String, usize)>,
    },
}

impl Entry {
    /// What it is, in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Macro { name, .. } => format!("is:{name}"),
            Self::Columns { .. } => "the columns of the list".to_owned(),
        }
    }
}

/// What would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The file.
    pub path: String,
    /// The lines, as they would stand there.
    pub lines: Vec<String>,
    /// What they would take the place of.
    pub replaced: Vec<String>,
}

/// The file of names and looks.
pub trait Settings: Send + Sync {
    /// What would be written to keep something. Writes nothing.
    ///
    /// # Errors
    /// Why it can't be kept, in words.
    fn draft(&self, entry: &Entry) -> Result<Draft, String>;

    /// Writes that, if it is still what would be written.
    ///
    /// # Errors
    /// Why it is not written, in words; the file is as it was then.
    fn write(&self, entry: &Entry, draft: &Draft) -> Result<(), String>;
}

/// What became of something to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It would be written so.
    Drafted(Draft),
    /// It is written.
    Written(Draft),
    /// It can't be kept: why.
    Failed(String),
}
