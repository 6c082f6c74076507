//! Matches and counts to text. Every text form is escaped by `text::sanitize`.

mod blind;
mod block;
mod charset;
mod collapsed;
pub mod complete;
mod counts;
mod csv;
mod fields;
pub mod file;
mod file_format;
mod flow;
mod grid;
mod hist;
mod json;
mod line;
pub mod list_column;
mod listing;
mod logfmt;
mod markdown;
mod markup;
pub mod moment;
mod new;
#[cfg(feature = "cli")]
mod progress;
mod ranking;
mod raw;
pub mod report;
mod series_color;
mod shell;
mod stats;
pub mod summary;
mod svg;
mod table;
mod template;
pub mod tree;
mod tsv;
mod wide;
mod yaml;

use std::sync::Arc;

use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::field::INDICATORS;
use crate::record::indicators::Indicators;
use crate::text::{Paint, sanitize};

pub use charset::Charset;
pub use collapsed::EventMember;
pub use counts::{counts, write_count};
pub use fields::{FieldCounts, FieldsFold, LONGEST_KEY, MOST_KEYS};
pub use file_format::{FILE_FORMATS, FileFormat, WriteNote};
pub use flow::Flow;
pub use grid::{Cell, Grid, Heading};
pub use hist::{MOST_SERIES, bars, histogram};
pub use listing::{ListedRow, Listing, RowKind, SortKey};
pub use new::new_groups;
#[cfg(feature = "cli")]
pub use progress::ProgressWatch;
pub use ranking::{groups, ranking};
pub use shell::shell_quoted;
pub use stats::Stats;
pub use svg::{Caption, picture};
pub use template::{Template, TemplateFault};

/// One way of writing records.
pub struct Format {
    /// Its name, as `-o` takes it.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What it is, in at most 72 columns.
    pub doc: &'static str,
    /// Whether it prints records as they came, so that neither columns nor a width apply.
    pub is_whole: bool,
    /// Whether it is for people, so that rows are shown between those that match: alerts were dropped here.
    pub shows_gaps: bool,
    /// Whether it tells where a record stands.
    pub shows_lines: bool,
    /// Columns if none are named.
    pub columns: &'static [&'static str],
    head: fn(&RowOptions, &mut Vec<u8>),
    row: fn(&Record<'_>, &RowOptions, &mut Vec<u8>),
}

impl Format {
    /// Its columns; where it has some, with that of the indicators that were looked for.
    pub fn usual_columns(&self, indicators: Option<&Arc<Indicators>>) -> Vec<&'static str> {
        let more = indicators.filter(|_| !self.columns.is_empty());
        let columns = self.columns.iter().copied();
        columns.chain(more.map(|_| INDICATORS)).collect()
    }
}

/// What formats have in common that have a layout of their own, for rows that match.
const BARE: Format = Format {
    name: "",
    aliases: &[],
    doc: "",
    is_whole: false,
    shows_gaps: false,
    shows_lines: false,
    columns: &[],
    head: no_head,
    row: no_row,
};

/// The columns of tables for people.
const TABLE_COLUMNS: &[&str] = &["time", "outcome", "ns", "pod", "op", "exe", "resource"];

/// Every row format.
pub static FORMATS: &[&Format] = &[
    &line::FORMAT,
    &table::FORMAT,
    &wide::FORMAT,
    &block::FORMAT,
    &json::FORMAT,
    &raw::FORMAT,
    &csv::FORMAT,
    &tsv::FORMAT,
    &logfmt::FORMAT,
    &yaml::FORMAT,
    &markdown::FORMAT,
    &template::FORMAT,
];

/// Formats of answers that are no rows: each is of one command, and written whole.
pub static DOCUMENTS: &[&Format] = &[&svg::FORMAT, &report::FORMAT];

/// The format of a name, letter case ignored.
pub fn format(name: &str) -> Option<&'static Format> {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    FORMATS
        .iter()
        .chain(DOCUMENTS)
        .copied()
        .find(|format| is(format.name) || format.aliases.iter().any(|alias| is(alias)))
}

/// How rows are to look.
pub struct RowOptions {
    /// The format.
    pub format: &'static Format,
    /// The columns; empty where the format has a layout of its own.
    pub columns: Vec<Column>,
    /// The zone in which times are shown.
    pub zone: jiff::tz::TimeZone,
    /// Whether in colour.
    pub paint: Paint,
    /// Where it goes.
    pub place: Destination,
    /// Whether a first row names the columns.
    pub header: Header,
    /// What `fmt=…` writes; empty for other formats.
    pub template: Template,
    /// The characters of what is for people.
    pub charset: Charset,
    /// Whether `json` adds the fields that are read out of others.
    pub derived: bool,
    /// The indicators that were looked for: formats that name no columns tell which a record holds.
    pub indicators: Option<Arc<Indicators>>,
    /// Whether records that tell of dropped alerts are shown though they do not match.
    pub gaps: Gaps,
    /// Whether cells that a spreadsheet would take for a formula are defused.
    pub guard: FormulaGuard,
}

impl RowOptions {
    /// The indicators that a record holds, escaped, joined by commas; `None` if none were looked for.
    fn hits(&self, record: &Record<'_>) -> Option<String> {
        let mut hits = Vec::new();
        self.indicators.as_ref()?.any(record, &mut |value| {
            hits.push(sanitize(&value.text).into_owned());
            false
        });
        Some(hits.join(","))
    }

    /// Whether rows show the number of a record's line, which is counted only then.
    pub fn shows_lines(&self) -> bool {
        let mut columns = self.columns.iter().chain(self.template.columns());
        self.format.shows_lines || columns.any(Column::is_line)
    }
}

/// Where output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a terminal of this many columns: rows are cut to fit, bytes are escaped.
    Terminal(usize),
    /// To a pipe or file: nothing is cut, records are byte for byte.
    Elsewhere,
}

/// Whether a first row names the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// It does.
    Shown,
    /// It does not.
    Left,
}

/// Whether records that tell of dropped alerts are shown though they do not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// They are, among the matches.
    Shown,
    /// They are handed over apart from the matches, which somebody counts or reads on.
    Aside,
    /// They are only counted.
    Counted,
}

/// Whether CSV cells that begin as a formula get a leading `'`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaGuard {
    /// They do.
    On,
    /// They do not.
    Off,
}

/// Writes matches as rows.
pub struct RowWriter {
    /// How.
    pub sheet: RowOptions,
}

/// The rows of one block.
#[derive(Default)]
pub struct RowText {
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// Rows apart from these.
    pub aside: Vec<Vec<u8>>,
}

impl RowWriter {
    /// Writes the row of a record.
    pub fn row(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        let start = out.len();
        (self.sheet.format.row)(record, &self.sheet, out);
        self.sheet.charset.respell(out, start);
    }

    /// What stands above the first row; may be nothing.
    pub fn head(&self) -> Vec<u8> {
        let mut out = Vec::new();
        (self.sheet.format.head)(&self.sheet, &mut out);
        out
    }
}

impl Fold for RowWriter {
    type Part = RowText;

    fn visit(&self, record: &Record<'_>, part: &mut RowText) {
        self.row(record, &mut part.bytes);
    }

    /// A row beside those that are counted.
    fn on_throttle(&self, record: &Record<'_>, part: &mut RowText) {
        match self.sheet.gaps {
            Gaps::Shown => self.row(record, &mut part.bytes),
            Gaps::Aside => {
                let mut row = Vec::new();
                self.row(record, &mut row);
                part.aside.push(row);
            }
            Gaps::Counted => {}
        }
    }
}

/// Writes nothing, where an answer is no rows.
fn no_row(_: &Record<'_>, _: &RowOptions, _: &mut Vec<u8>) {}

/// Writes nothing above the rows.
fn no_head(_: &RowOptions, _: &mut Vec<u8>) {}
