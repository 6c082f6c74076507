//! Counts, as a number or by groups.

use std::collections::HashMap;
use std::io;

use comfy_table::{CellAlignment, Table, TableStyle};

use super::{Column, Guard, Header, Sheet, csv, markdown};
use crate::engine::Fold;
use crate::record::Record;

/// Counts matches by the values of columns.
pub struct Groups<'c> {
    /// The columns.
    pub columns: &'c [Column],
    /// The zone of times.
    pub zone: jiff::tz::TimeZone,
}

/// A group's values, one a column, escaped; `None` where a record has none.
type Group<'t> = Vec<Option<&'t str>>;

/// The same as one text: each value and [`END`], or [`NONE`] and [`END`]. Escaped values hold neither.
type Label = Vec<u8>;

const END: u8 = 0x1f;
const NONE: u8 = 0;

/// Distinct groups that are kept; what comes after them is counted together.
const MOST_GROUPS: usize = 1_000_000;

/// Counts of groups.
#[derive(Debug, Default)]
pub struct Tallies {
    groups: HashMap<Label, u64, foldhash::fast::RandomState>,
    /// The label of the last record, for its room.
    label: Label,
    /// Records whose group came after the last that was kept.
    pub beyond: u64,
}

impl Tallies {
    fn add(&mut self, label: &[u8], count: u64) {
        if let Some(known) = self.groups.get_mut(label) {
            *known += count;
        } else if self.groups.len() >= MOST_GROUPS {
            self.beyond += count;
        } else {
            self.groups.insert(label.to_vec(), count);
        }
    }

    /// Takes the counts of another block in.
    pub fn merge(&mut self, other: Self) {
        // In an order that does not depend on the seed, so that the same groups are kept each time.
        let mut groups: Vec<_> = other.groups.into_iter().collect();
        if self.groups.len() + groups.len() > MOST_GROUPS {
            groups.sort_unstable();
        }
        for (label, count) in groups {
            self.add(&label, count);
        }
        self.beyond += other.beyond;
    }

    /// The groups, the most frequent first, equal ones by their values.
    fn sorted(&self) -> Vec<(Group<'_>, u64)> {
        let mut all: Vec<_> = self.groups.iter().collect();
        all.sort_unstable_by(|left, right| right.1.cmp(left.1).then_with(|| left.0.cmp(right.0)));
        all.into_iter()
            .map(|(label, count)| (values(label), *count))
            .collect()
    }

    /// Writes the counts, as `-o` says.
    pub fn write(&self, sheet: &Sheet, columns: &[Column], out: &mut Vec<u8>) {
        match sheet.format.name {
            "json" | "raw" => self.write_json(columns, out),
            "csv" => self.write_csv(sheet, columns, out),
            "tsv" => self.write_tsv(sheet, columns, out),
            "md" => self.write_markdown(sheet, columns, out),
            _ => self.write_table(sheet, columns, out),
        }
    }

    fn write_json(&self, columns: &[Column], out: &mut Vec<u8>) {
        for (group, count) in self.sorted() {
            let mut row = serde_json::Map::new();
            for (column, value) in columns.iter().zip(group) {
                row.insert(column.name.clone(), value.into());
            }
            row.insert("count".to_owned(), count.into());
            out.extend_from_slice(serde_json::Value::Object(row).to_string().as_bytes());
            out.push(b'\n');
        }
        if self.beyond > 0 {
            out.extend_from_slice(
                format!("{{\"other\":true,\"count\":{}}}\n", self.beyond).as_bytes(),
            );
        }
    }

    fn write_csv(&self, sheet: &Sheet, columns: &[Column], out: &mut Vec<u8>) {
        if sheet.header == Header::Shown {
            let names = columns.iter().map(|column| column.name.as_bytes());
            csv::write_row(names.chain([&b"count"[..]]), out);
        }
        for (group, count) in self.sorted() {
            let mut cells: Vec<Vec<u8>> = Vec::new();
            for (column, value) in columns.iter().zip(group) {
                let mut cell = value.unwrap_or_default().as_bytes().to_vec();
                if sheet.guard == Guard::On && !column.is_number() {
                    csv::guard(&mut cell);
                }
                cells.push(cell);
            }
            cells.push(count.to_string().into_bytes());
            csv::write_row(cells.iter().map(Vec::as_slice), out);
        }
        if self.beyond > 0 {
            let rest = std::iter::repeat_n(&b"(other)"[..], columns.len());
            csv::write_row(rest.chain([self.beyond.to_string().as_bytes()]), out);
        }
    }

    fn write_tsv(&self, sheet: &Sheet, columns: &[Column], out: &mut Vec<u8>) {
        for row in self.rows(sheet, columns) {
            out.extend_from_slice(row.join("\t").as_bytes());
            out.push(b'\n');
        }
    }

    fn write_markdown(&self, sheet: &Sheet, columns: &[Column], out: &mut Vec<u8>) {
        let mut rows = self.rows(sheet, columns).into_iter();
        if sheet.header == Header::Shown {
            let names = rows.next().unwrap_or_default();
            markdown::write_head(names.iter().map(String::as_str), out);
        }
        for row in rows {
            markdown::write_row(row.iter().map(String::as_bytes), out);
        }
    }

    /// The heading, if it is shown, and the groups: values, then the count.
    fn rows(&self, sheet: &Sheet, columns: &[Column]) -> Vec<Vec<String>> {
        let names = columns.iter().map(|column| column.name.clone());
        let heading: Vec<String> = names.chain(["count".to_owned()]).collect();
        let mut rows: Vec<Vec<String>> = Vec::new();
        rows.extend((sheet.header == Header::Shown).then_some(heading));
        for (group, count) in self.sorted() {
            let values = group
                .iter()
                .map(|value| value.unwrap_or_default().to_owned());
            rows.push(values.chain([count.to_string()]).collect());
        }
        if self.beyond > 0 {
            let rest = columns.iter().map(|_| "(other)".to_owned());
            rows.push(rest.chain([self.beyond.to_string()]).collect());
        }
        rows
    }

    fn write_table(&self, sheet: &Sheet, columns: &[Column], out: &mut Vec<u8>) {
        let mut table = Table::new();
        table.load_style(TableStyle::new());
        if sheet.header == Header::Shown {
            let names = columns.iter().map(|column| column.name.to_uppercase());
            table.set_header(std::iter::once("COUNT".to_owned()).chain(names));
        }
        for (group, count) in self.sorted() {
            let values = group
                .iter()
                .map(|value| sheet.charset.shown(value.unwrap_or("-")).into_owned());
            table.add_row(std::iter::once(count.to_string()).chain(values));
        }
        if self.beyond > 0 {
            table.add_row(vec![self.beyond.to_string(), "(other)".to_owned()]);
        }
        if let Some(counts) = table.column_mut(0) {
            counts.set_cell_alignment(CellAlignment::Right);
        }
        for line in table.lines() {
            out.extend_from_slice(line.trim_end().as_bytes());
            out.push(b'\n');
        }
    }
}

/// The values that a label is made of.
fn values(label: &[u8]) -> Group<'_> {
    let cells = label.split_inclusive(|byte| *byte == END);
    cells
        .map(|cell| match cell {
            [NONE, END] | [] => None,
            [text @ .., _] => std::str::from_utf8(text).ok(),
        })
        .collect()
}

impl Fold for Groups<'_> {
    type Part = Tallies;

    /// A record that has several values in one column counts under each.
    fn visit(&self, record: &Record<'_>, part: &mut Tallies) {
        let mut label = std::mem::take(&mut part.label);
        label.clear();
        let is_one = self
            .columns
            .iter()
            .all(|column| self.write_only(column, record, &mut label));
        if is_one {
            part.add(&label, 1);
        } else {
            for label in self.labels(record) {
                part.add(&label, 1);
            }
        }
        part.label = label;
    }
}

impl Groups<'_> {
    /// Writes the part of a label that a column gives; or answers that it gives several.
    fn write_only(&self, column: &Column, record: &Record<'_>, label: &mut Label) -> bool {
        let start = label.len();
        let count = column.write_each(record, &self.zone, label, END);
        if count == 0 {
            label.truncate(start);
            label.extend([NONE, END]);
        }
        count <= 1
    }

    /// The labels of every choice of one value a column.
    fn labels(&self, record: &Record<'_>) -> Vec<Label> {
        let mut labels = vec![Label::new()];
        for column in self.columns {
            let mut cells = Label::new();
            if column.write_each(record, &self.zone, &mut cells, END) == 0 {
                cells.extend([NONE, END]);
            }
            let mut cells: Vec<&[u8]> = cells.split_inclusive(|byte| *byte == END).collect();
            cells.sort_unstable();
            cells.dedup();
            labels = labels
                .iter()
                .flat_map(|label| cells.iter().map(move |cell| [label, *cell].concat()))
                .collect();
        }
        labels
    }
}

/// Writes one number.
///
/// # Errors
/// Those of the writer.
pub fn write_count(count: u64, sheet: &Sheet, out: &mut impl io::Write) -> io::Result<()> {
    match sheet.format.name {
        "json" | "raw" => writeln!(out, "{{\"count\":{count}}}"),
        "csv" if sheet.header == Header::Shown => writeln!(out, "count\n{count}"),
        _ => writeln!(out, "{count}"),
    }
}
