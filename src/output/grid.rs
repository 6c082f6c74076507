//! A table that is whole before it is written: answers, not records.

use comfy_table::{CellAlignment, Table, TableStyle};

use super::{Guard, Header, Place, Sheet, csv, markdown};
use crate::record::column::Column;

/// Rows under headings. Texts are escaped already.
pub struct Grid {
    /// The headings.
    pub head: Vec<Heading>,
    /// The cells; `None` where there is nothing.
    pub rows: Vec<Vec<Option<Cell>>>,
    /// The measures of what has no row of its own, if there is any.
    pub others: Option<Vec<Option<Cell>>>,
}

/// What stands above a column.
pub struct Heading {
    /// Its name, lower case.
    pub name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Values of records.
    Value,
    /// Values of records that are numbers.
    Number,
    /// What was measured of them: in a table these columns come first.
    Measure,
    /// What else was measured: in a table these columns come last.
    Detail,
}

impl Kind {
    const fn is_value(self) -> bool {
        matches!(self, Self::Value | Self::Number)
    }
}

impl Heading {
    /// Of a column of values.
    pub fn of(column: &Column) -> Self {
        Self {
            name: column.name.clone(),
            kind: match column.is_number() {
                true => Kind::Number,
                false => Kind::Value,
            },
        }
    }

    /// Of a column of texts.
    pub fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Value,
        }
    }

    /// Of a column of numbers that stays where it stands.
    pub fn number(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Number,
        }
    }

    /// Of what was measured: in a table such columns come first.
    pub fn measure(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Measure,
        }
    }

    /// Of what else was measured: in a table such columns come last.
    pub fn detail(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Detail,
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A count.
    Count(u64),
    /// A share in percent, from 0 to 100.
    Share(f64),
    /// A moment, to the microsecond; in a table, to the second.
    Moment(String),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Share(percent) => rounded(*percent).to_string(),
            Self::Text(text) | Self::Moment(text) => text.clone(),
            Self::Texts(texts) => texts.join(", "),
        }
    }

    /// As people read it.
    fn shown(&self) -> String {
        match self {
            Self::Share(percent) if *percent > 0.0 && *percent < 0.05 => "<0.1%".to_owned(),
            Self::Share(percent) => format!("{percent:.1}%"),
            Self::Moment(text) => match text.split_once('.') {
                Some((seconds, rest)) => {
                    seconds.to_owned() + rest.trim_start_matches(|char: char| char.is_ascii_digit())
                }
                None => text.clone(),
            },
            _ => self.text(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Count(count) => (*count).into(),
            Self::Share(percent) => rounded(*percent).into(),
            Self::Text(text) | Self::Moment(text) => text.clone().into(),
            Self::Texts(texts) => texts.clone().into(),
        }
    }

    const fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Share(_))
    }
}

/// To four decimals: one in a million is not 0.
fn rounded(percent: f64) -> f64 {
    (percent * 10_000.0).round() / 10_000.0
}

/// Stands for the values of what has no row of its own.
const OTHERS: &str = "(other)";

impl Grid {
    /// Formats that a grid is written in.
    pub const FORMATS: &[&str] = &["table", "json", "csv", "tsv", "md"];

    /// Writes it as the sheet says; a format that it does not have is taken for `table`.
    pub fn write(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        match sheet.format.name {
            "json" => self.write_json(out),
            "csv" => self.write_csv(sheet, out),
            "tsv" => self.write_tsv(sheet, out),
            "md" => self.write_markdown(sheet, out),
            _ => self.write_table(sheet, out),
        }
    }

    fn write_json(&self, out: &mut Vec<u8>) {
        let json = |cell: &Option<Cell>| cell.as_ref().map_or(serde_json::Value::Null, Cell::json);
        let mut write = |object: serde_json::Map<_, _>| {
            out.extend_from_slice(serde_json::Value::Object(object).to_string().as_bytes());
            out.push(b'\n');
        };
        let names = || self.head.iter().map(|heading| heading.name.clone());
        for row in &self.rows {
            write(names().zip(row.iter().map(json)).collect());
        }
        if let Some(measures) = &self.others {
            let cells = self.measures().zip(measures.iter().map(json));
            let marked = [("other".to_owned(), true.into())];
            write(marked.into_iter().chain(cells).collect());
        }
    }

    fn measures(&self) -> impl Iterator<Item = String> + '_ {
        let measures = self.head.iter().filter(|head| !head.kind.is_value());
        measures.map(|heading| heading.name.clone())
    }

    /// The rows, that of the others among them.
    fn lines(&self) -> impl Iterator<Item = Vec<Option<Cell>>> + '_ {
        let others = self.others.iter().map(|measures| {
            let mut measures = measures.iter();
            let cell = |heading: &Heading| match heading.kind {
                Kind::Measure | Kind::Detail => measures.next().cloned().flatten(),
                Kind::Value | Kind::Number => Some(OTHERS.into()),
            };
            self.head.iter().map(cell).collect()
        });
        self.rows.iter().cloned().chain(others)
    }

    /// The texts of the rows, that of the others among them.
    fn texts(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let text = |cell: &Option<Cell>| cell.as_ref().map(Cell::text).unwrap_or_default();
        self.lines().map(move |row| row.iter().map(text).collect())
    }

    /// The rows as people read them, that of the others among them.
    pub(super) fn shown(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let text = |cell: &Option<Cell>| cell.as_ref().map_or_else(|| "-".to_owned(), Cell::shown);
        self.lines().map(move |row| row.iter().map(text).collect())
    }

    /// Whether a column holds numbers alone.
    pub(super) fn are_numbers(&self, at: usize) -> bool {
        let is_number = |row: &Vec<Option<Cell>>| {
            row.get(at)
                .is_some_and(|cell| cell.as_ref().is_none_or(Cell::is_number))
        };
        !self.rows.is_empty() && self.rows.iter().all(is_number)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.head.iter().map(|heading| heading.name.as_str())
    }

    fn write_csv(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        if sheet.header == Header::Shown {
            csv::write_row(self.names().map(str::as_bytes), out);
        }
        for row in self.texts() {
            let cells = row.into_iter().zip(&self.head).map(|(text, heading)| {
                let mut cell = text.into_bytes();
                if sheet.guard == Guard::On && heading.kind == Kind::Value {
                    csv::guard(&mut cell);
                }
                cell
            });
            let cells: Vec<Vec<u8>> = cells.collect();
            csv::write_row(cells.iter().map(Vec::as_slice), out);
        }
    }

    fn write_tsv(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        let mut write = |row: String| {
            out.extend_from_slice(row.as_bytes());
            out.push(b'\n');
        };
        if sheet.header == Header::Shown {
            write(self.names().collect::<Vec<_>>().join("\t"));
        }
        for row in self.texts() {
            write(row.join("\t"));
        }
    }

    pub(super) fn write_markdown(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        if sheet.header == Header::Shown {
            markdown::write_head(self.names(), out);
        }
        for row in self.texts() {
            markdown::write_row(row.iter().map(String::as_bytes), out);
        }
    }

    fn write_table(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        let mut order: Vec<usize> = (0..self.head.len()).collect();
        order.sort_by_key(|at| match self.head.get(*at).map(|heading| heading.kind) {
            Some(Kind::Measure) => 0,
            Some(Kind::Value | Kind::Number) | None => 1,
            Some(Kind::Detail) => 2,
        });
        let mut table = Table::new();
        table.load_style(TableStyle::new());
        if sheet.header == Header::Shown {
            let heads = order.iter().filter_map(|at| self.head.get(*at));
            table.set_header(heads.map(|heading| heading.name.to_uppercase()));
        }
        for row in self.lines() {
            let cells = order.iter().filter_map(|at| row.get(*at));
            table.add_row(cells.map(|cell| {
                let text = cell.as_ref().map(Cell::shown).unwrap_or_default();
                let text = if text.is_empty() { "-" } else { &text };
                sheet.charset.shown(text).into_owned()
            }));
        }
        for (index, at) in order.iter().enumerate() {
            let are_numbers = self.are_numbers(*at);
            if let Some(column) = table.column_mut(index).filter(|_| are_numbers) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            let line = line.trim_end();
            let line = match sheet.place {
                Place::Terminal(columns) => sheet.charset.fit(line, columns),
                Place::Elsewhere => line.into(),
            };
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
    }
}
