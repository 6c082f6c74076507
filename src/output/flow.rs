//! A table whose rows are made while they are written: a million of them take no more memory than one.

use std::borrow::Cow;
use std::io::{self, Write};

use super::grid::{Cell, ColumnRole, Grid, Heading};
use super::{Destination, FormulaGuard, Header, RowOptions, csv, markdown};
use crate::json::string::encode_surrogates;
use crate::text::{json_terminal_safe, width};

/// The cells of a row; `None` where there is nothing.
type Cells = [Option<Cell>];

/// Calls back with each row.
type Rows<'r> = Box<dyn Fn(&mut dyn FnMut(&Cells)) + 'r>;

/// Rows under headings, as a [`Grid`] has them. Texts are escaped already.
pub struct Flow<'r> {
    /// The headings.
    pub(super) head: Cow<'r, [Heading]>,
    /// The rows. A table asks for them several times: how wide its columns are is told by all of them.
    pub(super) rows: Rows<'r>,
    /// The measures of what has no row of its own, if there is any.
    pub(super) others: Option<Vec<Option<Cell>>>,
}

/// Stands for the values of what has no row of its own.
const OTHERS: &str = "(other)";

/// Columns that a cell makes all rows as wide as, at most: one that is wider stands out of its own row alone.
const WIDEST: usize = 100;

impl Flow<'_> {
    /// The same with all rows at hand.
    pub fn held(self) -> Grid {
        let mut rows = Vec::new();
        (self.rows)(&mut |row| rows.push(row.to_vec()));
        Grid {
            rows,
            head: self.head.into_owned(),
            others: self.others,
        }
    }

    /// Writes it as the sheet says; a format that a grid does not have is taken for `table`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, sheet: &RowOptions, out: &mut dyn Write) -> io::Result<()> {
        match sheet.format.name {
            "json" => self.write_json(out),
            "csv" => self.write_csv(sheet, out),
            "tsv" => self.write_tsv(sheet, out),
            "md" => self.write_markdown(sheet, out),
            _ => self.write_table(sheet, out),
        }
    }

    /// Hands out the rows, that of the others among them.
    pub(super) fn lines(&self, visit: &mut dyn FnMut(&Cells)) {
        (self.rows)(visit);
        if let Some(measures) = &self.others {
            let mut measures = measures.iter();
            let cell = |heading: &Heading| match heading.kind {
                ColumnRole::Measure | ColumnRole::Detail => measures.next().cloned().flatten(),
                ColumnRole::Value => Some(OTHERS.into()),
            };
            let row: Vec<Option<Cell>> = self.head.iter().map(cell).collect();
            visit(&row);
        }
    }

    /// The same until one can't be written.
    fn try_lines(&self, write: &mut dyn FnMut(&Cells) -> io::Result<()>) -> io::Result<()> {
        let mut outcome = Ok(());
        self.lines(&mut |row| {
            if outcome.is_ok() {
                outcome = write(row);
            }
        });
        outcome
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.head.iter().map(|heading| heading.name.as_str())
    }

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let json = |cell: &Option<Cell>| cell.as_ref().map_or(serde_json::Value::Null, Cell::json);
        let mut write = |object| {
            let json = encode_surrogates(serde_json::Value::Object(object).to_string());
            out.write_all(&json_terminal_safe(json.as_bytes()))?;
            out.write_all(b"\n")
        };
        let mut outcome = Ok(());
        (self.rows)(&mut |row| {
            if outcome.is_ok() {
                let names = self.names().map(str::to_owned);
                outcome = write(names.zip(row.iter().map(json)).collect());
            }
        });
        outcome?;
        if let Some(measures) = &self.others {
            let heads = self.head.iter().filter(|head| !head.kind.is_value());
            let names = heads.map(|heading| heading.name.clone());
            let marked = [("other".to_owned(), true.into())];
            let cells = names.zip(measures.iter().map(json));
            write(marked.into_iter().chain(cells).collect())?;
        }
        Ok(())
    }

    fn write_csv(&self, sheet: &RowOptions, out: &mut dyn Write) -> io::Result<()> {
        let mut line = Vec::new();
        if sheet.header == Header::Shown {
            csv::write_row(self.names().map(str::as_bytes), &mut line);
            out.write_all(&line)?;
        }
        self.try_lines(&mut |row| {
            let cells = guarded(row, sheet);
            line.clear();
            csv::write_row(cells.iter().map(Vec::as_slice), &mut line);
            out.write_all(&line)
        })
    }

    fn write_tsv(&self, sheet: &RowOptions, out: &mut dyn Write) -> io::Result<()> {
        if sheet.header == Header::Shown {
            writeln!(out, "{}", self.names().collect::<Vec<_>>().join("\t"))?;
        }
        self.try_lines(&mut |row| {
            out.write_all(&guarded(row, sheet).join(&b'\t'))?;
            out.write_all(b"\n")
        })
    }

    /// Writes it as a table in Markdown.
    pub(super) fn write_markdown(&self, sheet: &RowOptions, out: &mut dyn Write) -> io::Result<()> {
        let mut line = Vec::new();
        if sheet.header == Header::Shown {
            markdown::write_head(self.names(), &mut line);
            out.write_all(&line)?;
        }
        self.try_lines(&mut |row| {
            let cells: Vec<String> = texts(row).collect();
            line.clear();
            markdown::write_row(cells.iter().map(String::as_bytes), &mut line);
            out.write_all(&line)
        })
    }

    fn write_table(&self, sheet: &RowOptions, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.columns(sheet);
        if sheet.header == Header::Shown {
            let names: Vec<String> = self.names().map(str::to_uppercase).collect();
            let cell = |at: usize| names.get(at).cloned().unwrap_or_default();
            write_line(&columns, cell, sheet, out)?;
        }
        self.try_lines(&mut |row| {
            let cell = |at: usize| shown(row.get(at).and_then(Option::as_ref), sheet);
            write_line(&columns, cell, sheet, out)
        })
    }

    /// The columns of a table, in the order in which it has them.
    fn columns(&self, sheet: &RowOptions) -> Vec<Column> {
        let mut order: Vec<usize> = (0..self.head.len()).collect();
        order.sort_by_key(|at| match self.head.get(*at).map(|heading| heading.kind) {
            Some(ColumnRole::Measure) => 0,
            Some(ColumnRole::Value) | None => 1,
            Some(ColumnRole::Detail) => 2,
        });
        let mut has_rows = false;
        let mut are_numbers = vec![true; order.len()];
        (self.rows)(&mut |row| {
            has_rows = true;
            for (are_numbers, cell) in are_numbers.iter_mut().zip(row) {
                *are_numbers &= cell.as_ref().is_none_or(Cell::is_number);
            }
        });
        let mut widths: Vec<usize> = match sheet.header {
            Header::Shown => self
                .names()
                .map(|name| width(&name.to_uppercase()))
                .collect(),
            Header::Left => vec![0; order.len()],
        };
        self.lines(&mut |row| {
            for (widest, cell) in widths.iter_mut().zip(row) {
                let columns = width(&shown(cell.as_ref(), sheet));
                if columns <= WIDEST {
                    *widest = columns.max(*widest);
                }
            }
        });
        let column = |at: usize| Column {
            at,
            width: widths.get(at).copied().unwrap_or(0),
            is_right: has_rows && are_numbers.get(at) == Some(&true),
        };
        order.into_iter().map(column).collect()
    }
}

/// A column of a table.
struct Column {
    /// Which of the cells of a row it holds.
    at: usize,
    width: usize,
    /// Whether its cells end at the same place.
    is_right: bool,
}

/// Writes a line of a table, with a blank on both sides of each cell.
fn write_line(
    columns: &[Column],
    cell: impl Fn(usize) -> String,
    sheet: &RowOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = String::new();
    for column in columns {
        let text = cell(column.at);
        let fill = " ".repeat(column.width.saturating_sub(width(&text)));
        let (before, behind) = if column.is_right {
            (&*fill, "")
        } else {
            ("", &*fill)
        };
        line.extend([" ", before, &text, behind, " "]);
    }
    let line = line.trim_end();
    let line = match sheet.place {
        Destination::Terminal(columns) => sheet.charset.fit(line, columns),
        Destination::Elsewhere => line.into(),
    };
    writeln!(out, "{line}")
}

/// The texts of a row as a spreadsheet may read them.
fn guarded(row: &Cells, sheet: &RowOptions) -> Vec<Vec<u8>> {
    let cell = |text: String| {
        let mut cell = text.into_bytes();
        if sheet.guard == FormulaGuard::On {
            csv::guard(&mut cell);
        }
        cell
    };
    texts(row).map(cell).collect()
}

fn texts(row: &Cells) -> impl Iterator<Item = String> {
    row.iter()
        .map(|cell| cell.as_ref().map(Cell::text).unwrap_or_default())
}

/// A cell as a table has it.
fn shown(cell: Option<&Cell>, sheet: &RowOptions) -> String {
    let text = cell.map(Cell::shown).unwrap_or_default();
    let text = if text.is_empty() { "-" } else { &text };
    sheet.charset.shown(text).into_owned()
}
