//! What the screen shows of a record, escaped: the cells of a row, and all of it field by field.

use jiff::tz::TimeZone;

use super::headings::{HEADINGS, Heading};
use crate::record::Record;
use crate::record::column::Column;
use crate::record::field::{FIELDS, Place};

/// What a column of the list shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Something of the list's own.
    Heading(&'static Heading),
    /// A field.
    Field(Column),
}

impl Shown {
    /// What a name stands for: one of the list's own columns, else a field.
    pub fn named(name: &str) -> Option<Self> {
        let own = HEADINGS.iter().find(|heading| heading.name == name);
        own.map(Self::Heading).or_else(|| {
            let column = crate::record::column::columns([name], None).ok()?.pop()?;
            Some(Self::Field(column))
        })
    }

    /// The name by which it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Heading(heading) => heading.name,
            Self::Field(column) => &column.name,
        }
    }

    /// The columns of a list to begin with.
    pub fn usual() -> Vec<Self> {
        HEADINGS.iter().map(Self::Heading).collect()
    }
}

/// The cells of one record, escaped, one a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The texts.
    pub cells: Vec<String>,
}

impl Row {
    /// The cells of a record.
    pub fn of(record: &Record<'_>, columns: &[Shown], zone: &TimeZone) -> Self {
        let cell = |column: &Shown| match column {
            Shown::Heading(heading) => (heading.cell)(record),
            Shown::Field(column) => column.values(record, zone).join(","),
        };
        Self {
            cells: columns.iter().map(cell).collect(),
        }
    }
}

/// All that a record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// The fields that have a value, by group.
    pub items: Vec<Item>,
    /// The record's JSON, escaped for a terminal: the same values.
    pub json: String,
    /// The bytes of its line.
    pub raw: Vec<u8>,
    /// Where it stands: `alerts.ndjson:812`. Escaped.
    pub place: String,
}

/// One field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name in the language.
    pub name: &'static str,
    /// Its values, escaped.
    pub values: Vec<String>,
    /// Whether it is read out of other fields.
    pub is_derived: bool,
}

impl Detail {
    /// All of a record.
    pub fn of(record: &Record<'_>, zone: &TimeZone) -> Self {
        let mut items = Vec::new();
        for field in FIELDS.iter().filter(|field| !field.is_map()) {
            let Some(column) = crate::record::column::columns([field.name], None)
                .ok()
                .and_then(|mut columns| columns.pop())
            else {
                continue;
            };
            let values = column.values(record, zone);
            if !values.is_empty() {
                items.push(Item {
                    name: field.name,
                    values,
                    is_derived: matches!(field.from, Place::Pairs(_) | Place::Derived(_)),
                });
            }
        }
        let origin = record.origin();
        let json = crate::text::json_terminal_safe(record.payload());
        Self {
            items,
            json: String::from_utf8_lossy(&json).into_owned(),
            raw: origin.bytes.to_vec(),
            place: format!("{}:{}", crate::text::sanitize(origin.input), origin.line),
        }
    }
}
