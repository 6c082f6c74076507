//! A small table that is whole before it is written: answers, not records.

use comfy_table::{CellAlignment, Table, TableStyle};

use super::{Guard, Header, Place, Sheet, csv, markdown};

/// Rows under headings. Texts are escaped already.
pub struct Grid {
    /// The headings, lower case.
    pub head: Vec<&'static str>,
    /// The cells; `None` where there is nothing.
    pub rows: Vec<Vec<Option<Cell>>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A count.
    Count(u64),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Text(text) => text.clone(),
            Self::Texts(texts) => texts.join(", "),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Count(count) => (*count).into(),
            Self::Text(text) => text.clone().into(),
            Self::Texts(texts) => texts.clone().into(),
        }
    }
}

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
        for row in &self.rows {
            let cells = row
                .iter()
                .map(|cell| cell.as_ref().map_or(serde_json::Value::Null, Cell::json));
            let object: serde_json::Map<_, _> = self
                .head
                .iter()
                .map(|name| (*name).to_owned())
                .zip(cells)
                .collect();
            out.extend_from_slice(serde_json::Value::Object(object).to_string().as_bytes());
            out.push(b'\n');
        }
    }

    fn texts(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let text = |cell: &Option<Cell>| cell.as_ref().map(Cell::text).unwrap_or_default();
        self.rows
            .iter()
            .map(move |row| row.iter().map(text).collect())
    }

    fn write_csv(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        if sheet.header == Header::Shown {
            csv::write_row(self.head.iter().map(|name| name.as_bytes()), out);
        }
        for row in self.texts() {
            let cells: Vec<Vec<u8>> = row
                .into_iter()
                .map(|text| {
                    let mut cell = text.into_bytes();
                    if sheet.guard == Guard::On {
                        csv::guard(&mut cell);
                    }
                    cell
                })
                .collect();
            csv::write_row(cells.iter().map(Vec::as_slice), out);
        }
    }

    fn write_tsv(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        if sheet.header == Header::Shown {
            out.extend_from_slice(self.head.join("\t").as_bytes());
            out.push(b'\n');
        }
        for row in self.texts() {
            out.extend_from_slice(row.join("\t").as_bytes());
            out.push(b'\n');
        }
    }

    fn write_markdown(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        if sheet.header == Header::Shown {
            markdown::write_head(self.head.iter().copied(), out);
        }
        for row in self.texts() {
            markdown::write_row(row.iter().map(String::as_bytes), out);
        }
    }

    fn write_table(&self, sheet: &Sheet, out: &mut Vec<u8>) {
        let mut table = Table::new();
        table.load_style(TableStyle::new());
        if sheet.header == Header::Shown {
            table.set_header(self.head.iter().map(|name| name.to_uppercase()));
        }
        for row in self.texts() {
            let cells = row
                .iter()
                .map(|text| if text.is_empty() { "-" } else { text });
            table.add_row(cells.map(|text| sheet.charset.shown(text)));
        }
        for (index, _) in self.head.iter().enumerate() {
            let is_count = |row: &Vec<Option<Cell>>| {
                matches!(row.get(index), Some(None | Some(Cell::Count(_))))
            };
            let are_counts = !self.rows.is_empty() && self.rows.iter().all(is_count);
            if let Some(column) = table.column_mut(index).filter(|_| are_counts) {
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
