//! Formats of files that are written from the screen, told by the endings of their names.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{
    Charset, Destination, Format, FormulaGuard, Gaps, Grid, Header, RowOptions, RowWriter,
    Template, csv, json, markdown, raw, tsv,
};
use crate::record::column::columns;
use crate::record::indicators::Indicators;
use crate::text::Paint;

/// Writes what was noted of a record at a time.
pub type WriteNote = fn(&str, &str) -> String;

/// One format of files.
pub struct FileFormat {
    /// What the name of a file ends in.
    pub endings: &'static [&'static str],
    /// Writes notes below the records; `None` where there is no room for them.
    pub note: Option<WriteNote>,
    format: &'static Format,
}

/// Every format of files. Notes go where texts do.
pub static FILE_FORMATS: &[FileFormat] = &[
    FileFormat {
        endings: &[".ndjson", ".jsonl", ".json"],
        note: None,
        format: &json::FORMAT,
    },
    FileFormat {
        endings: &[".raw", ".log", ".txt"],
        note: None,
        format: &raw::FORMAT,
    },
    FileFormat {
        endings: &[".csv"],
        note: None,
        format: &csv::FORMAT,
    },
    FileFormat {
        endings: &[".tsv"],
        note: None,
        format: &tsv::FORMAT,
    },
    FileFormat {
        endings: &[".md"],
        note: Some(markdown::note),
        format: &markdown::FORMAT,
    },
];

impl std::fmt::Debug for FileFormat {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.format.name)
    }
}

impl FileFormat {
    /// Whether a file of this name has it.
    pub fn is_of(&self, path: &str) -> bool {
        self.endings.iter().any(|ending| path.ends_with(ending))
    }

    /// Whether it writes tables too, not records alone.
    pub fn has_tables(&self) -> bool {
        Grid::FORMATS.contains(&self.format.name)
    }

    /// Writes records in it: all of them, with its usual columns.
    pub fn rows(&self, zone: TimeZone, indicators: Option<&Arc<Indicators>>) -> RowWriter {
        let columns = columns(self.format.usual_columns(indicators), indicators);
        RowWriter {
            sheet: RowOptions {
                format: self.format,
                columns: columns.unwrap_or_default(),
                zone,
                paint: Paint::Plain,
                place: Destination::Elsewhere,
                header: Header::Shown,
                template: Template::default(),
                charset: Charset::Unicode,
                derived: false,
                indicators: indicators.cloned(),
                gaps: Gaps::Counted,
                guard: FormulaGuard::On,
            },
        }
    }
}
